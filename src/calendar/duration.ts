import { Temporal } from 'temporal-polyfill';

const LONGEST_TEXT = 100;
/** No rehearsal goes further than the year 9999. */
const LAST_INSTANT = Date.UTC(9999, 11, 31);

/**
 * How long an ISO-8601 duration (`PT1H`, `P7D`, `P1M`) is from `from` on, in milliseconds; days are days of UTC.
 * @throws RangeError with a sentence for whoever typed it.
 */
export function durationMs(text: string, from: number): number {
  const wrong = new RangeError('Not a duration: give one in ISO-8601, such as PT1H, P7D or PT0S, that is not negative.');
  if (text.length > LONGEST_TEXT) throw wrong;
  let to: number;
  try {
    const duration = Temporal.Duration.from(text);
    if (duration.sign < 0) throw wrong;
    to = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC').add(duration).epochMilliseconds;
  } catch {
    throw wrong;
  }
  if (to > LAST_INSTANT) throw new RangeError('That is too far: no clock goes past the year 9999.');
  return to - from;
}

/**
 * An instant in ISO-8601 with its offset (`2027-03-28T00:30:00Z`), in epoch milliseconds.
 * @throws RangeError with a sentence for whoever typed it.
 */
export function parseInstant(text: string): number {
  const wrong = new RangeError('Not an instant: give one in ISO-8601 with its offset, such as 2027-03-28T00:30:00Z.');
  if (text.length > LONGEST_TEXT) throw wrong;
  let at: number;
  try {
    at = Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw wrong;
  }
  if (at < 0 || at > LAST_INSTANT) throw new RangeError('A clock stands between the years 1970 and 9999.');
  return at;
}
