import { type Lexicon, readFeatures } from '../../src/safety/features.ts';
import type { Reader, Tier } from '../../src/safety/language.ts';
import { lettersOf, spelt } from '../../src/safety/letters.ts';
import { dueTo, PART } from '../../src/safety/model.ts';
import { type Stretch, stretchesOf } from '../../src/safety/stretches.ts';
import { rankOf } from '../../src/safety/tiers.ts';
import type { Odds } from '../../src/safety/weights.ts';
import type { Words } from '../../src/safety/words.ts';
import { oddsOf, type Regression, regress } from './regression.ts';

/** One labelled line, and whose words it is. */
export interface Line {
  readonly text: string;
  readonly tier: Tier;
  readonly note: string;
  /** The language, where it is not English. */
  readonly lang?: string;
}

/** A line as the model sees it: the features of each stretch that is weighed by itself. */
export interface Example {
  readonly rank: number;
  readonly note: string;
  readonly stretches: readonly Weighed[];
  /** How much it counts where it is below a tier, and where it is not. */
  readonly counts: Counts;
}

interface Weighed {
  readonly features: ArrayLike<number>;
  /** Log-odds that it has to say more than others. */
  readonly less: number;
}

interface Counts {
  readonly quiet: number;
  readonly loud: number;
}

export interface Learned {
  readonly weights: readonly Float64Array[];
  readonly biases: readonly number[];
}

/** How often the stretch that speaks for a line is chosen anew. */
const PASSES = 2;
/** The first voices wrote single sentences, most of the quiet ones near misses: what others wrote counts for more. */
const VOICE: Counts = { quiet: 0.5, loud: 1 };
const AUTHOR: Counts = { quiet: 2, loud: 4 };
/** English is quiet among the other languages, whatever it says: its own weights speak for it. */
const ENGLISH: Counts = { quiet: 0.2, loud: 0 };

const weighed = (features: ArrayLike<number>, isPart = false): Weighed => ({ features, less: isPart ? PART : 0 });

export const isVoice = (note: string): boolean => note.startsWith('voice');

const countsOf = (note: string): Counts => (isVoice(note) ? VOICE : AUTHOR);

/** English lines by their words. */
export function examplesOf(lines: readonly Line[], reader: Reader, lexicon: Lexicon): readonly Example[] {
  return lines.map(({ text, tier, note }) => {
    const words = reader.read(text);
    const of = featuresOf(words, lexicon);
    const stretches = stretchesOf(words).map((stretch) => weighed(of(stretch), stretch.isPart));
    return { rank: rankOf(tier), note, counts: countsOf(note), stretches };
  });
}

/** The features of each stretch of a text, each once. */
function featuresOf(words: Words, lexicon: Lexicon): (stretch: Stretch) => Int32Array {
  const brought: { readonly slots: Int32Array; readonly since: Int32Array; readonly asFirst: number; readonly asLast: number }[] =
    [];
  readFeatures(words, lexicon, ({ count, slots, since, asFirst, asLast }) => {
    brought.push({ slots: slots.slice(0, count), since: since.slice(0, count), asFirst, asLast });
  });
  return ({ from, to }) => {
    const within = brought.slice(from, to);
    const own = within.flatMap(({ slots, since }) => [...slots.filter((_, index) => (since[index] ?? 0) >= from)]);
    return Int32Array.from(
      new Set([...own, ...within.slice(0, 1).map(({ asFirst }) => asFirst), ...within.slice(-1).map(({ asLast }) => asLast)]),
    );
  };
}

/** Lines by their letters. */
export function letterExamplesOf(lines: readonly Line[], isEnglish: boolean, reader: Reader): readonly Example[] {
  return lines.map(({ text, tier, note }) => {
    const words = reader.read(text);
    const all = spelt(words);
    const stretches = stretchesOf(words).map((stretch) => weighed(lettersOf(all, stretch)));
    return { rank: isEnglish ? 0 : rankOf(tier), note, counts: isEnglish ? ENGLISH : AUTHOR, stretches };
  });
}

/**
 * Three logistic regressions (at least T1, T2, T3). Every stretch of a line below the tier is an example against it; for a
 * line of the tier, all of its stretches together at first, then the one that weighs most: most of a long post is about its day.
 */
export function learn(examples: readonly Example[], size: number): Learned {
  const learned = [0, 1, 2].map((tier) => {
    let regression: Regression = { weights: new Float64Array(size), bias: 0 };
    for (let pass = 0; pass < PASSES; pass += 1) {
      const parts = examples.flatMap(({ rank, counts: { quiet, loud }, stretches }) => {
        if (rank <= tier) return stretches.map(({ features }) => ({ features, isAtLeast: false, counts: quiet }));
        if (pass === 0) return stretches.map(({ features }) => ({ features, isAtLeast: true, counts: loud / stretches.length }));
        const odds = stretches.map(({ features, less }) => oddsOf(features, regression) - less);
        const most = stretches[odds.indexOf(Math.max(...odds))];
        return most ? [{ features: most.features, isAtLeast: true, counts: loud }] : [];
      });
      regression = regress(parts, size);
    }
    return regression;
  });
  return { weights: learned.map(({ weights }) => weights), biases: learned.map(({ bias }) => bias) };
}

/** Of the stretch that weighs most, for each tier, as the model weighs it. */
export function weigh({ weights, biases }: Learned, { stretches }: Example): Odds {
  const most = (tier: 0 | 1 | 2): number => {
    const regression = { weights: weights[tier] ?? NONE, bias: biases[tier] ?? 0 };
    const odds = stretches.map(({ features, less }) => oddsOf(features, regression) - less);
    return Math.max(Number.NEGATIVE_INFINITY, ...odds) - dueTo(stretches.length);
  };
  return [most(0), most(1), most(2)];
}

const NONE = new Float64Array(0);
