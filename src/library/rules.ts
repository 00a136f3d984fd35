import type { Platform } from '../chat/invocation.ts';

export const TITLE_MAX = 150;
export const QUESTION_MAX = 2_000;
export const ANSWERS_MAX = 3_000;
/** From so many votes on it is said, and in steps that never tell one person. */
const VOTE_BANDS = [5, 10, 25] as const;

const DAY = 24 * 3_600_000;
/** After so long members are asked whether it is still true. */
const ASKED_AGAIN_MS = 365 * DAY;

/**
 * - `proposed`: asker and mentor agreed, and a moderator has not looked yet;
 * - `published`: members find it;
 * - `merged`: another entry says it too, and old buttons lead there;
 * - `declined`, `retired`: gone with its words.
 */
export type EntryState = 'proposed' | 'published' | 'merged' | 'declined' | 'retired';

/** What was asked and answered, kept for whoever comes next. Nothing in it says who asked or who answered. */
export interface Entry {
  readonly id: string;
  readonly cohort: string;
  readonly topic: string;
  readonly title: string;
  readonly question: string;
  readonly answers: string;
  /** The academic year in which it was true, by its first calendar year. */
  readonly appliesTo: number;
  readonly state: EntryState;
  readonly mergedInto: string | null;
  /** How often it was changed. */
  readonly version: number;
  /** Votes since `trueAt`, as bands of `VOTE_BANDS`. */
  readonly stillTrue: number;
  readonly notAnyMore: number;
  /** A slot. */
  readonly proposedAt: number;
  readonly publishedAt: number | null;
  /** When a moderator last said that it is true. */
  readonly trueAt: number | null;
  readonly postings: readonly Posting[];
}

/** A message of a channel in which an entry stands. */
export interface Posting {
  /** Of the delivery that sent it. */
  readonly key: string;
  readonly platform: Platform;
  readonly space: string;
  readonly channel: string;
}

/** What a moderator may change. */
export type EntryWords = Pick<Entry, 'title' | 'question' | 'answers' | 'topic' | 'appliesTo'>;

/** The number of bands reached: 0 where too few have voted to say so. */
export const voteBandOf = (votes: number): number => VOTE_BANDS.filter((least) => votes >= least).length;

/** At least so many voted; 0 says nothing. */
export const votesAtLeast = (band: number): number => VOTE_BANDS[band - 1] ?? 0;

export const mayBeAskedAgain = ({ state, trueAt }: Entry, now: number): boolean =>
  state === 'published' && trueAt !== null && now - trueAt >= ASKED_AGAIN_MS;

/** Whether enough members say so, and more of them than say the opposite. */
export const isDoubted = ({ stillTrue, notAnyMore }: Pick<Entry, 'stillTrue' | 'notAnyMore'>): boolean =>
  notAnyMore > 0 && notAnyMore >= stillTrue;

/** At most so long, ended at a sentence, else at a word, without half a sign at the end. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const start = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '');
  const end = Math.max(...['. ', '? ', '\n'].map((mark) => start.lastIndexOf(mark)));
  const word = start.lastIndexOf(' ');
  return `${end > max / 2 ? start.slice(0, end + 1).trimEnd() : start.slice(0, word > max / 2 ? word : start.length)}…`;
}

/** A text in parts that each fit, broken after a paragraph, a sentence or a word. */
export function partsOf(text: string, max: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const start = rest.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
    const ends = [start.lastIndexOf('\n\n'), start.lastIndexOf('. ') + 1, start.lastIndexOf(' ')];
    const end = ends.find((at) => at > max / 2) ?? start.length;
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end);
  }
  return [...parts, rest.trim()];
}

const ALIKE = 0.5;
const TITLE_COUNTS = 3;

/**
 * How much two entries say the same: the weighted share of words that both titles hold, and both questions (Jaccard).
 * `weightOf` says how much a word tells; 0 to 1.
 */
export function likeness(
  a: { readonly title: readonly string[]; readonly question: readonly string[] },
  b: { readonly title: readonly string[]; readonly question: readonly string[] },
  weightOf: (word: string) => number,
): number {
  const share = (one: readonly string[], other: readonly string[]): number => {
    const [first, second] = [new Set(one), new Set(other)];
    const weigh = (words: readonly string[]) => words.reduce((sum, word) => sum + weightOf(word), 0);
    const all = weigh([...new Set([...one, ...other])]);
    return all === 0 ? 0 : weigh([...first].filter((word) => second.has(word))) / all;
  };
  return (TITLE_COUNTS * share(a.title, b.title) + share(a.question, b.question)) / (TITLE_COUNTS + 1);
}

export const isAlike = (share: number): boolean => share >= ALIKE;
