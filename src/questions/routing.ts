import type { Tag } from '../members/rules.ts';
import { type Mentor, restOf, yearGap } from '../mentors/rules.ts';
import { shuffled } from '../privacy/slots.ts';
import type { OfferState } from './rules.ts';

/** What routing knows of a question. */
export interface Sought {
  /** Null where the cohort has taken the topic away: then anybody may answer. */
  readonly topic: string | null;
  readonly year: number;
  /** Those of the asker's tags that they would like to share, of which each is held by enough members. */
  readonly shares: readonly Tag[];
}

/** What routing knows of a mentor, beside what they chose. */
export interface Candidate {
  readonly mentor: Mentor;
  /** How much is left of their hours; 0: outside them, or something keeps them. */
  readonly availableMs: number;
  /** Conversations in which it is their turn. */
  readonly waiting: number;
  readonly openOffers: number;
  readonly newThisWeek: number;
  /** Offers of the last weeks; what they took of them, and what they let pass without a word. */
  readonly recentOffers: number;
  readonly recentTaken: number;
  readonly recentMissed: number;
  /** To how many they said something, be it no, and how long that took in all. */
  readonly recentSaid: number;
  readonly recentSaidMs: number;
  /** What became of an offer of this very question; null: there was none. */
  readonly offered: OfferState | null;
}

/** Why a mentor is not asked. */
export type Refusal = 'offered' | 'year' | 'years' | 'topic' | 'open-at-once' | 'new-a-week' | 'away' | 'hours';

/** How somebody comes to it: found by routing, by themselves in the mentors' channel, or named by a moderator. */
export type Way = 'routed' | 'volunteered' | 'assigned';

/** After which they may be offered the same again. */
const AGAIN: Readonly<Record<Way, readonly OfferState[]>> = {
  routed: ['lapsed'],
  volunteered: ['lapsed', 'missed', 'not-now', 'not-topic'],
  assigned: ['lapsed', 'missed'],
};

/** Null: they may be asked, as far as can be told without knowing who asks (domain §8). */
export function refusalOf(candidate: Candidate, sought: Sought, at: number, way: Way = 'routed'): Refusal | null {
  const { mentor, waiting, openOffers, newThisWeek } = candidate;
  const mismatch = mismatchOf(candidate, sought, way);
  if (mismatch !== null) return mismatch;
  if (waiting + openOffers >= mentor.openAtOnce) return 'open-at-once';
  if (newThisWeek + openOffers >= mentor.newAWeek) return 'new-a-week';
  if (way === 'volunteered') return null;
  if (restOf(mentor, at) !== null) return 'away';
  return way === 'assigned' || candidate.availableMs > 0 ? null : 'hours';
}

/** Why a mentor is not asked whatever else they have to do. */
export function mismatchOf({ mentor, offered }: Pick<Candidate, 'mentor' | 'offered'>, sought: Sought, way: Way): Refusal | null {
  if (offered !== null && !AGAIN[way].includes(offered)) return 'offered';
  const gap = yearGap(mentor.year, sought.year);
  if (gap < 1 || gap > 3) return 'year';
  if (way !== 'routed') return null;
  if (!mentor.years.includes(sought.year)) return 'years';
  return sought.topic === null || mentor.topics.includes(sought.topic) ? null : 'topic';
}

export const WEIGHTS = { topic: 0.4, year: 0.25, tag: 0.15, experience: 0.1, load: 0.1 } as const;
export type Part = keyof typeof WEIGHTS;

export interface Score {
  readonly total: number;
  /** What each part adds to it. */
  readonly parts: Readonly<Record<Part, number>>;
}

/** By how many years somebody is ahead (domain §8). */
const NEARNESS: Readonly<Record<number, number>> = { 1: 1, 2: 0.8, 3: 0.5 };

/** From 0 to 1; each part is what domain §8 gives it, times its weight. */
export function scoreOf(candidate: Candidate, sought: Sought): Score {
  const { mentor, recentTaken } = candidate;
  const isShared = mentor.usesTags && mentor.tags.some((tag) => sought.shares.includes(tag));
  const whole: Readonly<Record<Part, number>> = {
    topic: sought.topic !== null && mentor.topics.includes(sought.topic) ? 1 : 0,
    year: NEARNESS[yearGap(mentor.year, sought.year)] ?? 0,
    tag: isShared ? 1 : 0,
    experience: likelihood(candidate),
    load: 0.5 ** recentTaken,
  };
  const parts = Object.fromEntries(
    Object.entries(WEIGHTS).map(([part, weight]) => [part, rounded(weight * whole[part as Part])]),
  ) as Record<Part, number>;
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { total: rounded(total), parts };
}

const HOUR = 3_600_000;
/** Thought of who has not been asked yet: so long until they say something. */
const FIRST_MS = 4 * HOUR;
/** What was let pass counts as so long. */
const MISSED_MS = 24 * HOUR;
/** An answer takes so long itself, and as long as the word did before it. */
const WRITING_MS = 1.5 * HOUR;

/**
 * How likely there is an answer before their day ends, by how soon they have said something of late; nobody loses by
 * saying no. In the morning it is the same for nearly all; of an evening those are asked who are quick.
 */
function likelihood({ availableMs, recentSaid, recentSaidMs, recentMissed }: Candidate): number {
  const usualMs = (FIRST_MS + recentSaidMs + MISSED_MS * recentMissed) / (1 + recentSaid + recentMissed);
  return Math.min(1, availableMs / (WRITING_MS + 1.5 * usualMs));
}

/** Sums of the same parts are the same. */
const rounded = (value: number): number => Math.round(value * 1e9) / 1e9;

/** Puts those who may be asked in the order in which they are. `random`: from 0 up to, but not including, 1. */
export type Order = (candidates: readonly Candidate[], sought: Sought, random: () => number) => readonly Candidate[];

/** The best first; then those with the fewest recent offers; then by chance. The same for the same chance, however they come. */
export const byScore: Order = (candidates, sought, random) =>
  shuffled(inOrder(candidates), random)
    .map((candidate) => ({ candidate, score: scoreOf(candidate, sought).total }))
    .sort((a, b) => b.score - a.score || a.candidate.recentOffers - b.candidate.recentOffers)
    .map(({ candidate }) => candidate);

/** To compare with: whoever comes by chance. */
export const atRandom: Order = (candidates, _, random) => shuffled(inOrder(candidates), random);

/** To compare with: whoever was asked least. */
export const inTurn: Order = (candidates) => [...inOrder(candidates)].sort((a, b) => a.recentOffers - b.recentOffers);

const inOrder = (candidates: readonly Candidate[]): readonly Candidate[] =>
  [...candidates].sort((a, b) => (a.mentor.member < b.mentor.member ? -1 : 1));
