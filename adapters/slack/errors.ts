import { webApi } from '@slack/bolt';
import { PlatformError, type PlatformFailure } from '../../src/errors.ts';

/** What was being done decides what an unknown fate means, and what a missing channel means. */
export type Effect = 'send-to-channel' | 'send-to-inbox' | 'open-inbox' | 'other';

const DEFAULT_WAIT_MS = 30_000;
/** Answers that do not say how far the request came. */
const UNSURE = new Set(['fatal_error', 'internal_error']);
const GONE = new Set([
  'channel_not_found',
  'is_archived',
  'message_not_found',
  'not_found',
  'thread_not_found',
  'cannot_reply_to_message',
  'restricted_action_thread_locked',
  'team_not_found',
  'team_disabled',
  'account_inactive',
  'token_revoked',
  'app_uninstalled',
]);
const UNREACHABLE = new Set([
  'user_disabled',
  'user_not_found',
  'user_not_visible',
  'cannot_dm_bot',
  'cannot_message_user',
  'messages_tab_disabled',
  'invalid_user_combination',
  'is_bot',
]);
const LIMITED = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
const UNAVAILABLE = new Set(['service_unavailable', 'request_timeout', 'team_added_to_org', 'external_channel_migrating']);
/** The connection was never made, so nothing was done. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The one place where an error of the SDK becomes one of ours. Its detail is Slack's own code and nothing else. */
export function platformErrorOf(error: unknown, effect: Effect): PlatformError {
  if (error instanceof PlatformError) return isOfWorkspace(error.failure, effect) ? asForbidden(error) : error;
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return new PlatformError('rate-limited', 'ratelimited', error.retryAfter * 1_000);
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const code = codeOf(error);
    const failure = failureOf(code, effect);
    return new PlatformError(failure, code, failure === 'rate-limited' ? DEFAULT_WAIT_MS : null);
  }
  if (error instanceof webApi.WebAPIHTTPError) return httpError(error.statusCode, effect);
  if (error instanceof Error && error.message.startsWith('Retry header')) {
    return new PlatformError('rate-limited', 'http_429', DEFAULT_WAIT_MS);
  }
  if (error instanceof Error && 'original' in error && error.original instanceof PlatformError) return error.original;
  const code = networkCodeOf(error);
  const isCertain = code !== null && NEVER_LEFT.has(code);
  return new PlatformError(!isCertain && isSend(effect) ? 'maybe-sent' : 'unavailable', code ?? 'no_answer');
}

/** Slack's code in an error, where it has one. */
export function codeOf(error: unknown): string {
  return error instanceof webApi.WebAPIPlatformError && /^[a-z_]{1,60}$/.test(error.data.error)
    ? error.data.error
    : 'unknown_error';
}

/** Whether these credentials will not be taken, however often they are shown. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof webApi.WebAPIPlatformError &&
  [
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'user_removed_from_team',
    'team_disabled',
    'not_allowed_token_type',
    'missing_scope',
    'forbidden_team',
  ].includes(error.data.error);

function failureOf(code: string, effect: Effect): PlatformFailure {
  if (LIMITED.has(code)) return 'rate-limited';
  if (UNSURE.has(code)) return isSend(effect) ? 'maybe-sent' : 'unavailable';
  if (UNAVAILABLE.has(code)) return 'unavailable';
  if (UNREACHABLE.has(code)) return 'unreachable-person';
  if (effect === 'send-to-inbox' && (code === 'channel_not_found' || code === 'is_archived')) return 'unreachable-person';
  return GONE.has(code) && !isOfWorkspace('gone', effect) ? 'gone' : 'forbidden';
}

/**
 * A message to a person fails as `gone` when the bot's token, app or workspace is: the person has not gone anywhere, and
 * must not be taken for somebody who left.
 */
const isOfWorkspace = (failure: PlatformFailure, effect: Effect): boolean => failure === 'gone' && effect === 'send-to-inbox';

const asForbidden = ({ message }: PlatformError): PlatformError => new PlatformError('forbidden', message.replace(/^gone: /, ''));

function httpError(status: number, effect: Effect): PlatformError {
  const detail = `http_${status}`;
  if (status === 429) return new PlatformError('rate-limited', detail, DEFAULT_WAIT_MS);
  if (status >= 500) return new PlatformError(isSend(effect) ? 'maybe-sent' : 'unavailable', detail);
  return new PlatformError(status === 401 || status === 403 ? 'forbidden' : 'unavailable', detail);
}

/** The first system code in an error, its causes, and the several tries of one connection. */
function networkCodeOf(error: unknown, depth = 0): string | null {
  if (!(error instanceof Error) || depth > 5) return null;
  const own = 'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z_]+$/.test(error.code) ? error.code : null;
  if (own !== null) return own;
  const inner = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  return inner.map((each) => networkCodeOf(each, depth + 1)).find((code) => code !== null) ?? null;
}

const isSend = (effect: Effect): boolean => effect === 'send-to-channel' || effect === 'send-to-inbox';
