import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { type Effect, platformErrorOf } from '../../../adapters/slack/errors.ts';
import { PlatformError } from '../../../src/errors.ts';

const slackError = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error });
const httpError = (status: number) => new webApi.WebAPIHTTPError(status, '', {}, 'the words of a member');
const networkError = (code: string) =>
  new webApi.WebAPIRequestError(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) }));

describe('an error of Slack', () => {
  it.each<[string, unknown, Effect, string]>([
    ['a missing channel', slackError('channel_not_found'), 'send-to-channel', 'gone'],
    ['an archived channel', slackError('is_archived'), 'send-to-channel', 'gone'],
    ['a missing direct message', slackError('channel_not_found'), 'send-to-inbox', 'unreachable-person'],
    ['a closed account', slackError('user_disabled'), 'open-inbox', 'unreachable-person'],
    ['a channel without the bot', slackError('not_in_channel'), 'send-to-channel', 'forbidden'],
    ['a restricted channel', slackError('restricted_action'), 'send-to-channel', 'forbidden'],
    ['a limit in the body', slackError('rate_limited'), 'send-to-channel', 'rate-limited'],
    ['an outage', slackError('service_unavailable'), 'send-to-channel', 'unavailable'],
    ['a catastrophe half-way', slackError('fatal_error'), 'send-to-channel', 'maybe-sent'],
    ['a removed app', slackError('account_inactive'), 'send-to-channel', 'gone'],
    ['a removed app, which says nothing of the person', slackError('account_inactive'), 'send-to-inbox', 'forbidden'],
    ['a revoked token', slackError('token_revoked'), 'send-to-inbox', 'forbidden'],
    ['a token of another workspace', new PlatformError('gone', 'not_our_workspace'), 'send-to-inbox', 'forbidden'],
    ['the same for a channel', new PlatformError('gone', 'not_our_workspace'), 'send-to-channel', 'gone'],
    ['a 500 after a send', httpError(500), 'send-to-channel', 'maybe-sent'],
    ['a 500 after a question', httpError(500), 'other', 'unavailable'],
    ['a refused connection', networkError('ECONNREFUSED'), 'send-to-channel', 'unavailable'],
    ['an unknown host', networkError('ENOTFOUND'), 'send-to-inbox', 'unavailable'],
    ['a reset', networkError('ECONNRESET'), 'send-to-channel', 'maybe-sent'],
    ['a reset of a question', networkError('ECONNRESET'), 'other', 'unavailable'],
    ['a time-out', new webApi.WebAPIRequestError(new DOMException('late', 'TimeoutError')), 'send-to-channel', 'maybe-sent'],
    ['something unknown', 'a string', 'send-to-channel', 'maybe-sent'],
  ])('%s', (_, error, effect, failure) => {
    expect(platformErrorOf(error, effect).failure).toBe(failure);
  });

  it('says how long to wait', () => {
    expect(platformErrorOf(new webApi.WebAPIRateLimitedError(7), 'other')).toMatchObject({
      failure: 'rate-limited',
      retryAfterMs: 7_000,
    });
  });

  it('carries no words of people', () => {
    expect(platformErrorOf(httpError(500), 'send-to-channel').message).toBe('maybe-sent: http_500');
    expect(platformErrorOf(slackError('Ana said: hello'), 'other').message).toBe('forbidden: unknown_error');
  });
});
