import { z } from 'zod';
import { contentFolder } from '../content.ts';
import { StartError } from '../errors.ts';
import { type Entry, entryFor, FEATURES, type Lexicon } from './features.ts';
import { LETTER_FEATURES, weighLetters } from './letters.ts';
import { MOST_CONCEPTS } from './mentions.ts';
import { loadNetwork } from './network.ts';
import { type Stretch, stretchesOf } from './stretches.ts';
import { graver, type Tier } from './tiers.ts';
import { weighFeatures } from './weighing.ts';
import { loadWeights, type Odds, readContent, type Thresholds } from './weights.ts';
import type { Words } from './words.ts';

/**
 * What was learned from labelled lines: English by the words of each stretch and of the whole, the other languages together by their
 * letters.
 */
export interface Model {
  /** `found` is what the phrases have found. */
  judge(words: Words, found: Tier): Judgement;
}

export interface Judgement {
  readonly tier: Tier;
  /** What English words of the stretch that weighs most are about, as `concepts.json` names it, in their order. */
  readonly about: readonly string[];
}

export function tierGiven([t1, t2, t3]: Odds, thresholds: Thresholds): Tier {
  const isGrave = t2 >= thresholds[1] || t3 >= thresholds[2];
  if (isGrave) return t3 >= thresholds[3] ? 'T3' : 'T2';
  return t1 >= thresholds[0] ? 'T1' : 'T0';
}

const CONCEPTS = z.strictObject({ concepts: z.record(z.string(), z.array(z.string())) });
/** `groups`: words that are used alike, with spaces between them. */
const GROUPS = z.strictObject({ madeFrom: z.string(), groups: z.array(z.string()) });

interface NamedLexicon extends Lexicon {
  /** What words are about, each once. */
  aboutOf(list: readonly string[]): readonly string[];
}

/** @throws StartError when the files of concepts and groups are not what they should be. */
export function loadLexicon(folder = contentFolder('language')): NamedLexicon {
  const { concepts } = readContent(CONCEPTS, folder, 'concepts.json');
  const { groups } = readContent(GROUPS, folder, 'groups.json');
  if (Object.keys(concepts).length >= MOST_CONCEPTS)
    throw new StartError([`content/language/concepts.json has too many concepts.`]);
  const about = new Map<string, number[]>();
  for (const [number, words] of Object.values(concepts).entries()) {
    for (const word of words) about.set(word, [...(about.get(word) ?? []), number + 1]);
  }
  const group = new Map(groups.flatMap((words, number) => words.split(' ').map((word): [string, number] => [word, number + 1])));
  const entries = new Map(
    [...about.keys(), ...group.keys()].map((word): [string, Entry] => [
      word,
      entryFor(word, about.get(word) ?? [], group.get(word) ?? 0),
    ]),
  );
  const names = Object.keys(concepts);
  return {
    entryOf: (word) => entries.get(word) ?? null,
    aboutOf: (list) => [
      ...new Set(list.flatMap((word) => (entries.get(word)?.concepts ?? []).map((one) => names[one - 1] ?? ''))),
    ],
  };
}

/** @throws StartError when a file of weights is not what it should be. */
export function loadModel(folder = contentFolder('language')): Model {
  const english = loadWeights(folder, 'weights.json', FEATURES);
  const others = loadWeights(folder, 'letters.json', LETTER_FEATURES);
  const network = loadNetwork(folder);
  const lexicon = loadLexicon(folder);
  return {
    judge(words, found) {
      const stretches = stretchesOf(words);
      const { odds: each, entries } = weighFeatures({ words, stretches, lexicon }, english, network);
      const share = entries / words.list.length;
      const { learned, gravest } = share < LITTLE_ENGLISH ? NOTHING : tierOfEnglish(stretches, each);
      const tier = graver(learned, found !== 'T0' || share >= ENGLISH ? found : tierOfOthers(words, stretches));
      return { tier, about: gravest && learned !== 'T0' ? lexicon.aboutOf(words.list.slice(gravest.from, gravest.to)) : [] };
    },
  };

  function tierOfEnglish(stretches: readonly Stretch[], each: readonly Odds[]): LearnedTier {
    let odds = NO_ODDS;
    let gravest: Stretch | null = null;
    for (let at = 0; at < stretches.length; at += 1) {
      const stretch = stretches[at];
      const weighed = each[at];
      if (!stretch || !weighed) continue;
      const own = stretch.isPart ? less(weighed, PART) : weighed;
      if (own[GRAVE] > odds[GRAVE]) gravest = stretch;
      odds = greater(odds, own);
    }
    const learned = tierGiven(
      together(less(odds, dueTo(stretches.length)), network.odds(), stretches.length),
      english.thresholds,
    );
    return { learned, gravest };
  }

  function tierOfOthers(words: Words, stretches: readonly Stretch[]): Tier {
    const odds = weighLetters(words, stretches, others).reduce(greater, NO_ODDS);
    return tierGiven(less(odds, dueTo(stretches.length)), others.thresholds);
  }
}

interface LearnedTier {
  readonly learned: Tier;
  /** The stretch that weighs most. */
  readonly gravest: Stretch | null;
}

const NOTHING: LearnedTier = { learned: 'T0', gravest: null };

/** A text of which the lexicon has this share of the words is in no other language. */
const ENGLISH = 0.9;
/** And one of which it has less than this is in another: of 20,000 English lines, one in a thousand is below 0.5. */
const LITTLE_ENGLISH = 0.4;

/** By which the gravest stretch is told: at least T2. */
const GRAVE = 1;

const NO_ODDS: Odds = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** Log-odds that a clause has to say more than a sentence. */
export const PART = 0.5;
/** And that each has to say more, the more there are: of many, one is sooner loud by chance. */
export const dueTo = (stretches: number): number => MANY * Math.log(Math.max(stretches, 1));
const MANY = 0.45;
/**
 * What the gravest stretch says and what the text says as a whole. The whole may raise it only so far, since words that are unlike all
 * that was learned from may sound like anything; and it hushes one of many stretches the less, the more there are, or a long quiet post
 * would drown the one line that is meant.
 */
export function together(gravest: Odds, whole: Odds, stretches: number): Odds {
  const more = (odds: number): number => WHOLE * (odds < 0 ? odds / Math.max(stretches, 1) : Math.min(odds, LOUDEST));
  return [gravest[0] + more(whole[0]), gravest[1] + more(whole[1]), gravest[2] + more(whole[2])];
}
const WHOLE = 0.5;
const LOUDEST = 2;
const less = ([t1, t2, t3]: Odds, by: number): Odds => [t1 - by, t2 - by, t3 - by];

const greater = (a: Odds, b: Odds): Odds => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.max(a[2], b[2])];
