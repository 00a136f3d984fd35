/**
 * What the clocks of the world say, worked out from nothing but `Intl.DateTimeFormat`: read the clock, walk on,
 * read it again. A wall time is written as the epoch milliseconds it would have in UTC.
 */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows, to the minute. */
export function wallAt(at: number, zone: string): number {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    });
    formatters.set(zone, formatter);
  }
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = formatter.format(at).split(/\D+/).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}

export const dateOf = (wall: number): string => new Date(wall).toISOString().slice(0, 10);
export const minuteOf = (wall: number): number => (((wall % DAY) + DAY) % DAY) / MINUTE;
export const weekdayOf = (wall: number): number => new Date(wall).getUTCDay() || 7;
const offsetAt = (at: number, zone: string): number => wallAt(at, zone) - (at - (((at % MINUTE) + MINUTE) % MINUTE));

/**
 * The first instant at which the clock shows `wall`. Where it jumps over it: as much later than the jump as the wall
 * time lies behind the last minute shown (`shifted`), or the jump itself (`landing`).
 */
export function firstShown(wall: number, zone: string, inGap: 'shifted' | 'landing' = 'shifted'): number {
  let at = wall - 38 * HOUR;
  for (let steps = 0; steps < 6000; steps++) {
    const shown = wallAt(at, zone);
    if (shown === wall) return at;
    const isQuietHour = shown + HOUR < wall && wallAt(at + HOUR, zone) === shown + HOUR;
    const next = at + (isQuietHour ? HOUR : MINUTE);
    if (shown < wall && wallAt(next, zone) > wall) return inGap === 'landing' ? next : at + (wall - shown);
    at = next;
  }
  throw new Error(`the clock never shows ${new Date(wall).toISOString()} in ${zone}`);
}

/** The first time after `after` that a weekly slot falls, by looking at each day around. */
export function nextWeeklyByWalking(slot: { zone: string; weekday: number; minute: number }, after: number): number {
  const today = Math.floor(wallAt(after, slot.zone) / DAY);
  for (let day = today - 3; ; day++) {
    if (weekdayOf(day * DAY) !== slot.weekday) continue;
    const at = firstShown(day * DAY + slot.minute * MINUTE, slot.zone);
    if (at > after) return at;
  }
}

/** Every instant from which the clock runs differently, between two instants; none lasts less than three days. */
export function changes(zone: string, from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let at = from; at < to; at += 3 * DAY) {
    let [low, high] = [at, Math.min(at + 3 * DAY, to)];
    if (offsetAt(low, zone) === offsetAt(high, zone)) continue;
    const before = offsetAt(low, zone);
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle, zone) === before) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}
