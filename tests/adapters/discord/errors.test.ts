import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { platformErrorOf, refusalOf } from '../../../adapters/discord/errors.ts';
import type { PlatformFailure } from '../../../src/errors.ts';

const refused = (status: number, code: number, message = 'words of somebody') =>
  new DiscordAPIError({ code, message }, code, status, 'POST', 'https://discord.example/channels/1/messages', {});
const broken = (code: string) => Object.assign(new Error('socket'), { code });
const limited = (retryAfter: number) =>
  new RateLimitError({
    timeToReset: 400,
    limit: 5,
    method: 'POST',
    hash: '',
    url: '',
    route: '',
    majorParameter: '',
    global: false,
    retryAfter,
    sublimitTimeout: 0,
    scope: 'user',
  });

const cases: readonly (readonly [what: string, error: unknown, once: PlatformFailure, repeatable: PlatformFailure])[] = [
  ['an unknown channel', refused(404, 10003), 'gone', 'gone'],
  ['an unknown message', refused(404, 10008), 'gone', 'gone'],
  ['anything else that is not there', refused(404, 10015), 'gone', 'gone'],
  ['a page of a proxy that knows nothing', refused(404, 0), 'unavailable', 'unavailable'],
  ['a page of a firewall', refused(403, Number.NaN), 'unavailable', 'unavailable'],
  ['closed direct messages', refused(403, 50007), 'unreachable-person', 'unreachable-person'],
  ['no server in common', refused(403, 50278), 'gone', 'gone'],
  ['no access', refused(403, 50001), 'forbidden', 'forbidden'],
  ['a missing permission', refused(403, 50013), 'forbidden', 'forbidden'],
  ['a body that does not fit', refused(400, 50035), 'forbidden', 'forbidden'],
  ['direct messages opened too fast', refused(400, 40003), 'rate-limited', 'rate-limited'],
  ['a refused token', refused(401, 0), 'unavailable', 'unavailable'],
  ['a server error', new HTTPError(500, 'oops', 'POST', '', {}), 'maybe-sent', 'unavailable'],
  ['a time-out', Object.assign(new Error('aborted'), { name: 'AbortError' }), 'maybe-sent', 'unavailable'],
  ['a reset', broken('ECONNRESET'), 'maybe-sent', 'unavailable'],
  ['a closed socket', broken('UND_ERR_SOCKET'), 'maybe-sent', 'unavailable'],
  ['a refused connection', broken('ECONNREFUSED'), 'unavailable', 'unavailable'],
  ['a name that is not found', new Error('fetch failed', { cause: broken('ENOTFOUND') }), 'unavailable', 'unavailable'],
  ['a forgotten token', new Error('Expected token to be set for this request'), 'unavailable', 'unavailable'],
  ['something that is no error', 'oops', 'maybe-sent', 'unavailable'],
];

describe('what the SDK throws', () => {
  it.each(cases)('takes %s for what it is', (_what, error, once, repeatable) => {
    expect(platformErrorOf(error, 'once').failure).toBe(once);
    expect(platformErrorOf(error, 'repeatable').failure).toBe(repeatable);
  });

  it('waits as long as Discord says', () => {
    expect(platformErrorOf(limited(1_050), 'once')).toMatchObject({ failure: 'rate-limited', retryAfterMs: 1_050 });
    expect(platformErrorOf(limited(0), 'once')).toMatchObject({ failure: 'rate-limited', retryAfterMs: 400 });
  });

  it('carries neither words nor addresses on', () => {
    const { message } = platformErrorOf(refused(400, 50035), 'once');
    expect(message).toBe('forbidden: status 400, code 50035');
  });

  it('says to the operator why logging in can never work', () => {
    expect(refusalOf(refused(401, 0))).toMatch(/DISCORD_TOKEN/);
    expect(refusalOf(new Error('Used disallowed intents'))).toMatch(/intents/);
    expect(refusalOf(broken('ECONNREFUSED'))).toBeNull();
  });
});
