import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who did what to what, and when. Ids and codes, never words that a person wrote. */
export interface AuditEntry {
  /** From 1, without gaps; 0 is the anchor, after which the oldest entry follows that is kept. */
  readonly number: number;
  readonly at: number;
  /** The platform's id of whoever acted, or `bombus`. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** An entry as it lies there: chained to the one before and sealed with it. */
export interface Link extends Omit<AuditEntry, 'details'> {
  /** As JSON, to the letter. */
  readonly details: string;
  /** The seal of the entry before. */
  readonly previous: string;
  readonly seal: string;
}

/** The end of a log, at some time. */
export interface Head {
  readonly number: number;
  readonly seal: string;
}

/**
 * - `changed`: an entry says something else than when it was written, or was not written by Bombus;
 * - `removed`, `inserted`, `reordered`: entries are missing, were added, or stand in another order;
 * - `cut`: it ends before an end that was published.
 */
export type Fault = 'changed' | 'removed' | 'inserted' | 'reordered' | 'cut';

export type Verdict =
  | { readonly isWhole: true; readonly head: Head | null }
  /** `number`: the first entry that is not as it was. */
  | { readonly isWhole: false; readonly number: number; readonly fault: Fault };

const ANCHOR = 'anchor';
export const SYSTEM = 'bombus';

export interface AuditKeys {
  readonly current: Buffer;
  /** Of the secrets before, the newest first: older entries were sealed with them, and nothing new is. */
  readonly earlier: readonly Buffer[];
}

/** Makes the seals of one cohort's log: HMAC-SHA256 in hexadecimal, which no chat takes for markup. */
export function openSealing({ current, earlier }: AuditKeys, cohort: string) {
  const oldestFirst = [current, ...earlier].reverse();

  const sealOf = (key: Buffer, { number, at, actor, action, subject, details, previous }: Omit<Link, 'seal'>): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([cohort, number, at, actor, action, subject, details, previous]))
      .digest('hex');

  return {
    link: (entry: Omit<Link, 'seal'>): Link => ({ ...entry, seal: sealOf(current, entry) }),
    /** Under which of the keys it is sealed, counted from the oldest; -1: under none. */
    ageOf: (link: Link): number => oldestFirst.findIndex((key) => isSame(sealOf(key, link), link.seal)),
  };
}

export type Sealing = ReturnType<typeof openSealing>;

/** What the next entry follows: the last one, or what the anchor stands for. Null: the log has not begun. */
export function endOf(last: Link | undefined): Head | null {
  if (!last) return null;
  return last.number === 0 ? { number: numberIn(last), seal: last.previous } : { number: last.number, seal: last.seal };
}

/** Stands for all entries up to `head`, which are gone. */
export const anchorAt = (head: Head, at: number): Omit<Link, 'seal'> => ({
  number: 0,
  at,
  actor: SYSTEM,
  action: ANCHOR,
  subject: '',
  details: JSON.stringify({ number: head.number }),
  previous: head.seal,
});

/**
 * Where a log is not as it was written. `links` in the order of their numbers; `published`: where it once ended, perhaps
 * at an entry that is not kept any more.
 */
export function inspect(links: readonly Link[], sealing: Sealing, published: Head | null): Verdict {
  const [anchor, ...entries] = links;
  if (!anchor) return published === null ? { isWhole: true, head: null } : broken(1, 'cut');
  if (anchor.number !== 0) return broken(0, 'removed');
  if (sealing.ageOf(anchor) < 0) return broken(0, 'changed');
  const start = endOf(anchor) ?? { number: 0, seal: '' };
  let end = start;
  let oldest = 0;
  for (const [index, entry] of entries.entries()) {
    const number = end.number + 1;
    const age = sealing.ageOf(entry);
    if (entry.number !== number || entry.previous !== end.seal || age < oldest)
      return broken(number, faultAt(number, end.seal, entries.slice(index), sealing));
    end = { number, seal: entry.seal };
    oldest = age;
  }
  const isThere =
    published === null || published.number < start.number || sealAt(published.number, start, entries) === published.seal;
  return isThere ? { isWhole: true, head: end } : broken(Math.min(end.number + 1, published.number), 'cut');
}

const sealAt = (number: number, start: Head, entries: readonly Link[]): string | undefined =>
  number === start.number ? start.seal : entries[number - start.number - 1]?.seal;

/** How many entries may be gone at one place, with the later ones moved up, so that it is told from a change. */
const MOST_REMOVED = 200;

/** What happened to the entry that should be there, from what stands there and after it. */
function faultAt(number: number, previous: string, rest: readonly Link[], sealing: Sealing): Fault {
  const standsAs = (link: Link, as: number) => sealing.ageOf({ ...link, number: as }) >= 0;
  const found = rest.find((link) => link.previous === previous && standsAs(link, number));
  const [there] = rest;
  if (!there) return 'removed';
  const distances = Array.from({ length: rest.length + MOST_REMOVED }, (_, distance) => distance);
  const isOurs = standsAs(there, there.number) || distances.some((distance) => standsAs(there, number + distance));
  // Sealed with a key that was given up before the entries ahead of it.
  if (found === there) return 'changed';
  if (found) return isOurs ? 'reordered' : 'inserted';
  if (there.number !== number || isOurs) return 'removed';
  return 'changed';
}

const broken = (number: number, fault: Fault): Verdict => ({ isWhole: false, number, fault });

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function numberIn(anchor: Link): number {
  const { number } = JSON.parse(anchor.details) as { readonly number: number };
  return number;
}
