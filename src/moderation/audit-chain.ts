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

export const ANCHOR = 'anchor';
export const SYSTEM = 'bombus';

/** Makes the seals of one cohort's log: HMAC-SHA256, as 43 characters of base64url. */
export function openSealing(key: Buffer, cohort: string) {
  const sealOf = ({ number, at, actor, action, subject, details, previous }: Omit<Link, 'seal'>): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([cohort, number, at, actor, action, subject, details, previous]))
      .digest('base64url');

  return {
    link: (entry: Omit<Link, 'seal'>): Link => ({ ...entry, seal: sealOf(entry) }),
    isSound: (link: Link): boolean => isSame(sealOf(link), link.seal),
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
 * Where a log is not as it was written. `links` in the order of their numbers; `published`: seals at which it once
 * ended. A head whose number is known may be of an entry that is not kept any more.
 */
export function inspect(
  links: readonly Link[],
  sealing: Sealing,
  published: readonly (Head | { readonly number: null; readonly seal: string })[],
): Verdict {
  const [anchor, ...entries] = links;
  if (!anchor) return published.length === 0 ? { isWhole: true, head: null } : broken(1, 'cut');
  if (anchor.number !== 0) return broken(0, 'removed');
  if (!sealing.isSound(anchor)) return broken(0, 'changed');
  const start = endOf(anchor) ?? { number: 0, seal: '' };
  let end = start;
  for (const [index, entry] of entries.entries()) {
    const number = end.number + 1;
    if (entry.number !== number || entry.previous !== end.seal || !sealing.isSound(entry))
      return broken(number, faultAt(number, end.seal, entries.slice(index), sealing));
    end = { number, seal: entry.seal };
  }
  const seals = new Map([start, ...entries].map(({ number, seal }) => [seal, number]));
  const isThere = ({ number, seal }: (typeof published)[number]) =>
    number === null ? seals.has(seal) : number < start.number || seals.get(seal) === number;
  const missing = published.find((head) => !isThere(head));
  return missing ? broken(Math.min(end.number + 1, missing.number ?? Infinity), 'cut') : { isWhole: true, head: end };
}

/** How many entries may be gone at one place, with the later ones moved up, so that it is told from a change. */
const MOST_REMOVED = 200;

/** What happened to the entry that should be there, from what stands there and after it. */
function faultAt(number: number, previous: string, rest: readonly Link[], sealing: Sealing): Fault {
  const standsAs = (link: Link, as: number) => sealing.isSound({ ...link, number: as });
  const found = rest.find((link) => link.previous === previous && standsAs(link, number));
  const [there] = rest;
  if (!there) return 'removed';
  const distances = Array.from({ length: rest.length + MOST_REMOVED }, (_, distance) => distance);
  const isOurs = standsAs(there, there.number) || distances.some((distance) => standsAs(there, number + distance));
  if (found && found !== there) return isOurs ? 'reordered' : 'inserted';
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
