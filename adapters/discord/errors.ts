import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { PlatformError, type PlatformFailure } from '../../src/errors.ts';

/**
 * Whether a request may be made again after it has left: `repeatable` ones (edits, reads, opening a direct message)
 * may, so that their uncertain end is only `unavailable`.
 */
export type Effect = 'once' | 'repeatable';

/** Discord's error codes, by what follows from them (its table of JSON error codes). */
const FAILURE_OF_CODE: ReadonlyMap<number, PlatformFailure> = new Map([
  [10003, 'gone'],
  [10004, 'gone'],
  [10008, 'gone'],
  [10013, 'gone'],
  [50007, 'unreachable-person'],
  [50278, 'gone'],
  [50001, 'forbidden'],
  [50013, 'forbidden'],
  [20016, 'rate-limited'],
  [20028, 'rate-limited'],
  [40003, 'rate-limited'],
  [130000, 'unavailable'],
  // Locked by those who look after the server; so many threads that none more is opened.
  [160005, 'gone'],
  [160006, 'unavailable'],
]);

const ACKNOWLEDGED = 40060;
const UNKNOWN_INTERACTION = 10062;
const INVALID_WEBHOOK_TOKEN = 50027;
const UNKNOWN_CHANNEL = 10003;
const THREAD_ARCHIVED = 50083;
const THREAD_THERE = 160004;

/** Nothing has left yet when one of these is thrown. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** Without a time of Discord's own: it opens few direct messages and says nothing of when again. */
const PATIENCE_MS = 60_000;

/** The one place where what the SDK throws becomes ours. */
export function platformErrorOf(error: unknown, effect: Effect): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof RateLimitError) return new PlatformError('rate-limited', error.scope, waitOf(error));
  if (error instanceof DiscordAPIError) return errorOfAnswer(Number(error.code), error.status);
  const failure = effect === 'once' ? 'maybe-sent' : 'unavailable';
  if (error instanceof HTTPError) return new PlatformError(failure, `http ${error.status}`);
  const code = codeOf(error);
  if (code !== null && NOT_SENT.has(code)) return new PlatformError('unavailable', code);
  if (isTokenMissing(error)) return new PlatformError('unavailable', 'no token');
  return new PlatformError(failure, code ?? (error instanceof Error ? error.name : 'unknown'));
}

const says = (code: number) => (error: unknown) => error instanceof DiscordAPIError && error.code === code;

/** The interaction was answered already: a repeat of ours, whose first try arrived. */
export const isAcknowledged = says(ACKNOWLEDGED);

/** Too late: nobody waits for this answer any more. */
export const isTooLate = says(UNKNOWN_INTERACTION);

/** There is no such channel or thread. */
export const isUnknownChannel = says(UNKNOWN_CHANNEL);

export const isThreadArchived = says(THREAD_ARCHIVED);

/** The message has a thread already. */
export const isThreadThere = says(THREAD_THERE);

/** The bot's token is refused, for good. An interaction's token may be refused without that. */
export const isTokenRefused = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.status === 401 && error.code !== INVALID_WEBHOOK_TOKEN;

/** Why logging in can never work, as a line for the operator, or null when trying again may help. */
export function refusalOf(error: unknown): string | null {
  if (isTokenRefused(error) || codeOf(error) === 'TokenInvalid')
    return 'Discord refuses DISCORD_TOKEN: is it the token of the bot?';
  if (!(error instanceof Error)) return null;
  return REFUSALS[error.message] ?? null;
}

/** What discord.js says when the gateway closes with 4004 and 4010 to 4014. */
const REFUSALS: Readonly<Record<string, string>> = {
  'Authentication failed': 'Discord refuses DISCORD_TOKEN: is it the token of the bot?',
  'Used disallowed intents': 'Discord refuses the intents that the bot asks for.',
  'Used invalid intents': 'Discord does not know the intents that the bot asks for.',
  'Sharding is required': 'The bot is in too many servers for one connection to Discord.',
  'Invalid shard': 'Discord refuses the connection as a shard that does not exist.',
  'Used an invalid API version': 'Discord does not offer the API version of this program any more.',
};

function errorOfAnswer(code: number, status: number): PlatformError {
  const detail = `code ${code}`;
  const failure = FAILURE_OF_CODE.get(code);
  if (failure === 'rate-limited') return new PlatformError(failure, detail, PATIENCE_MS);
  if (failure) return new PlatformError(failure, detail);
  if (status === 401) return new PlatformError('unavailable', 'token refused');
  // Without a code of Discord's own it says nothing of channels and people: a proxy, a firewall or a wrong address answered.
  if (!(code > 0)) return new PlatformError('unavailable', `status ${status}`);
  if (status === 404) return new PlatformError('gone', detail);
  return new PlatformError('forbidden', `status ${status}, ${detail}`);
}

function waitOf({ retryAfter, timeToReset }: RateLimitError): number {
  const wait = retryAfter > 0 ? retryAfter : timeToReset;
  return Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : 1_000;
}

/** discord.js forgets the token after a 401 and then fails on its own. */
const isTokenMissing = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Expected token to be set');

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : null;
}
