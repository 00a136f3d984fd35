import { type Logger, webApi } from '@slack/bolt';

type Options = webApi.WebClientOptions;

const CALL_TIMEOUT_MS = 5_000;

/**
 * Options for one client, in an object of its own: the SDK writes into what it is given, and a shared object once let a
 * workspace's calls go out with another's token. Nothing is repeated here, since a repeated post is a second post, and
 * a 429 is handed up instead of stopping every other call.
 */
export const clientOptions = (apiUrl: string, logger: Logger): Options => ({
  slackApiUrl: apiUrl,
  timeout: CALL_TIMEOUT_MS,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  logger,
});

export const webClient = (token: string, apiUrl: string, logger: Logger): webApi.WebClient =>
  new webApi.WebClient(token, clientOptions(apiUrl, logger));
