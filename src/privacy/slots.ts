/**
 * How an anonymous act waits before others see anything of it (domain §6). Nothing finer than `since` is ever known of it.
 * - `now`: leaves at once, since its author chose so;
 * - `urgent`, `quarter`: leaves at the next slot of five or of fifteen minutes;
 * - `soon`: a random hold of one to three quarters after the quarter in which it came;
 * - `mixed`: until at least three leave together, at the latest after a day;
 * - `at`: at the instant that `since` names;
 * - `held`: until somebody decides.
 */
export type Pace = 'now' | 'urgent' | 'quarter' | 'soon' | 'mixed' | 'at' | 'held';

export interface Waiting {
  readonly id: string;
  readonly kind: string;
  readonly cohort: string;
  readonly pace: Pace;
  /** The end of the slot in which it came; epoch milliseconds. */
  readonly since: number;
  /** What puts items in an order that does not tell when they came. */
  readonly order: string;
}

const MINUTE = 60_000;
export const URGENT_MS = 5 * MINUTE;
export const QUARTER_MS = 15 * MINUTE;
/** `soon` waits for one to so many quarters after the one in which it came. */
const SOON_QUARTERS = 3;
const MIXED_MS = 24 * 60 * MINUTE;
const TOGETHER = 3;

const slotMs: Readonly<Record<Pace, number>> = {
  now: URGENT_MS,
  urgent: URGENT_MS,
  at: URGENT_MS,
  quarter: QUARTER_MS,
  soon: QUARTER_MS,
  mixed: QUARTER_MS,
  held: QUARTER_MS,
};

export const slotSizeOf = (pace: Pace): number => slotMs[pace];

/** The slot that has begun by `at`. */
export const slotOf = (at: number, sizeMs: number): number => Math.floor(at / sizeMs) * sizeMs;

/** The end of the slot in which something comes now: all that is kept of the moment. */
export function sinceOf(pace: Pace, now: number): number {
  const begun = slotOf(now, slotMs[pace]);
  return pace === 'now' ? begun : begun + slotMs[pace];
}

/** The first instant at which this may leave, seen from `now`; null: not by itself. */
export function mayLeaveAt({ pace, since }: Pick<Waiting, 'pace' | 'since'>, now: number): number | null {
  if (pace === 'held') return null;
  if (pace !== 'soon' && pace !== 'mixed') return since;
  const first = pace === 'soon' ? since + QUARTER_MS : since;
  const next = slotOf(now, QUARTER_MS) + QUARTER_MS;
  return Math.max(first, next);
}

/**
 * What leaves at the slots that have begun by `now`, in shuffled order. Decided from the items as a set: in which order
 * they came, and when within their slots, changes nothing. `isNewQuarter`: each quarter decides about `soon` and `mixed`
 * once; what has waited for as long as it may leaves in any case. `random` gives numbers from 0 up to, but not including, 1.
 */
export function leaving<T extends Waiting>(
  items: readonly T[],
  { now, isNewQuarter, random }: { readonly now: number; readonly isNewQuarter: boolean; readonly random: () => number },
): readonly T[] {
  const ordered = [...items].sort((a, b) => compare(a.order, b.order) || compare(a.id, b.id));
  const due = ordered.filter(({ pace, since }) => !['held', 'soon', 'mixed'].includes(pace) && since <= now);
  const quarter = slotOf(now, QUARTER_MS);
  const soon = ordered.filter((item) => item.pace === 'soon' && leavesSoon(item, quarter, isNewQuarter ? random : NEVER));
  const mixed = isNewQuarter ? ordered.filter(({ pace, since }) => pace === 'mixed' && since <= quarter) : [];
  const isTogether = mixed.length + soon.length >= TOGETHER || mixed.some(({ since }) => since + MIXED_MS <= quarter);
  return shuffled([...due, ...soon, ...(isTogether ? mixed : [])], random);
}

const NEVER = () => 1;

/** Each of the quarters is as likely as the others. */
function leavesSoon({ since }: Waiting, quarter: number, random: () => number): boolean {
  const waited = Math.round((quarter - since) / QUARTER_MS);
  if (waited < 1) return false;
  const left = SOON_QUARTERS - waited;
  return random() < 1 / (left + 1) || left <= 0;
}

/** Fisher and Yates. */
export function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const list = [...items];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    const [a, b] = [list[last], list[chosen]];
    if (a === undefined || b === undefined) continue;
    list[last] = b;
    list[chosen] = a;
  }
  return list;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
