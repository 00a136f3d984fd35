import { PlatformError } from '../../src/errors.ts';
import type { Refusal } from './conversations.ts';

const RETRY_AFTER_MS = 1000;

/** The one place where the room's refusals become platform errors. */
export function platformError(refusal: Refusal): PlatformError {
  switch (refusal) {
    case 'bot-gone':
      return new PlatformError('gone', 'the bot is not in the room');
    case 'no-channel':
      return new PlatformError('gone', 'no such channel');
    case 'no-message':
      return new PlatformError('gone', 'no such message');
    case 'hidden':
      return new PlatformError('forbidden', 'the channel is hidden from the bot');
    case 'closed-inbox':
      return new PlatformError('unreachable-person', 'takes no direct messages');
    case 'fault-before':
      return new PlatformError('unavailable', 'rehearsed failure before sending');
    case 'fault-after':
      return new PlatformError('maybe-sent', 'rehearsed failure after sending');
    case 'fault-limited':
      return new PlatformError('rate-limited', 'rehearsed limit', RETRY_AFTER_MS);
    default:
      return refusal satisfies never;
  }
}
