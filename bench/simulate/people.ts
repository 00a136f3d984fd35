import { TAGS, type Tag } from '../../src/members/rules.ts';
import type { MentorHours } from '../../src/mentors/rules.ts';

/** From 0 up to, but not including, 1. */
export type Chance = () => number;

export interface Student {
  readonly person: string;
  readonly year: number;
  readonly tags: readonly Tag[];
  /** Null for who does not answer others. */
  readonly mentor: MentorHabits | null;
}

/** How somebody who volunteers goes about it; routing knows none of `keenness` and `tempoHours`. */
export interface MentorHabits {
  readonly topics: readonly string[];
  readonly usesTags: boolean;
  readonly newAWeek: number;
  readonly hours: MentorHours;
  /** How readily they take what fits them well, from 0 to 1. */
  readonly keenness: number;
  /** Until they look at what came, half of the time. */
  readonly tempoHours: number;
}

export const pick = <T>(list: readonly T[], chance: number): T => list[Math.floor(chance * list.length)] as T;

/** One of the keys, as likely as its weight says. */
export function weighted<K extends string | number>(weights: readonly (readonly [K, number])[], chance: number): K {
  let left = chance * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of weights) {
    left -= weight;
    if (left < 0) return key;
  }
  return (weights.at(-1) as readonly [K, number])[0];
}

/** Lognormal: half lie below the median; `spread` is the deviation of the logarithm. */
export const around = (median: number, spread: number, random: Chance): number =>
  median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));

/** Years of a five-year course; there are more of those who have just begun. */
const YEARS = [
  [1, 24],
  [2, 22],
  [3, 20],
  [4, 18],
  [5, 16],
] as const;
/** Of mentors; 8 has graduated. */
const MENTOR_YEARS = [
  [2, 26],
  [3, 26],
  [4, 22],
  [5, 18],
  [8, 8],
] as const;

/** What people ask about, and answer. */
const TOPIC_WEIGHTS = [
  ['exams', 24],
  ['placements', 19],
  ['osces', 14],
  ['starting-out', 14],
  ['wellbeing', 8],
  ['finance', 6],
  ['research', 6],
  ['applications', 5],
  ['life', 4],
] as const;

const HOURS: readonly (readonly [number, MentorHours])[] = [
  [50, { from: 9 * 60, to: 21 * 60, days: [1, 2, 3, 4, 5, 6, 7], zone: null }],
  [30, { from: 17 * 60, to: 22 * 60, days: [1, 2, 3, 4, 5, 6, 7], zone: null }],
  [12, { from: 8 * 60, to: 18 * 60, days: [1, 2, 3, 4, 5], zone: null }],
  [8, { from: 10 * 60, to: 20 * 60, days: [6, 7], zone: null }],
];

const HAS_TAG = 0.11;

/** A cohort of so many, some of whom answer. `topics`: those that there are, as the weights name them. */
export function cohortOf(size: number, share: number, topics: readonly string[], random: Chance): readonly Student[] {
  const mentors = Math.round(size * share);
  return Array.from({ length: size }, (_, number): Student => {
    const isMentor = number < mentors;
    const tags = TAGS.filter(() => random() < HAS_TAG);
    const year = weighted<number>(isMentor ? MENTOR_YEARS : YEARS, random());
    return { person: `student-${number}`, year, tags, mentor: isMentor ? habitsOf(topics, random) : null };
  });
}

function habitsOf(topics: readonly string[], random: Chance): MentorHabits {
  const count = 4 + Math.floor(random() * 4);
  const chosen = new Set<string>();
  while (chosen.size < Math.min(count, topics.length)) chosen.add(topicOf(topics, random()));
  return {
    topics: [...chosen],
    usesTags: random() < 0.6,
    newAWeek: pick([2, 3, 3], random()),
    hours: HOURS[
      weighted(
        HOURS.map(([weight], at) => [at, weight] as const),
        random(),
      )
    ]?.[1] as MentorHours,
    keenness: pick([0.35, 0.55, 0.6, 0.75, 0.9], random()),
    tempoHours: pick([0.7, 1.5, 2.5, 4], random()),
  };
}

/** What a question is about: the cohort's own topics stand for the weights in order. */
export function topicOf(topics: readonly string[], chance: number): string {
  const at = weighted(
    TOPIC_WEIGHTS.map(([, weight], index) => [index, weight] as const),
    chance,
  );
  return topics[at % topics.length] as string;
}

/** How many questions somebody of a year asks in a term. */
export const ASKED_A_TERM: Readonly<Record<number, number>> = { 1: 0.6, 2: 0.45, 3: 0.35, 4: 0.2, 5: 0.04, 8: 0 };

/** When on a day people ask, by the hour: in the evening above all. */
export const ASKED_BY_HOUR = [1, 0.5, 0.2, 0.1, 0.1, 0.1, 0.3, 0.8, 2, 3, 3, 3, 4, 3, 3, 3, 4, 5, 6, 7, 8, 8, 6, 3];
