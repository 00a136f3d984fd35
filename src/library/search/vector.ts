import { createHash } from 'node:crypto';

/** The words of one entry as `wordsIn` gives them. */
export interface EntryWords {
  readonly number: number;
  readonly title: readonly string[];
  readonly question: readonly string[];
  readonly answers: readonly string[];
}

/** No word begins so. */
export const PLACE = '@';

/** Stands in every entry of a cohort, and is no word. */
export const placeOf = (cohort: string): string => PLACE + createHash('sha256').update(cohort).digest('hex').slice(0, 16);

/** Positions of a word in a `tsvector` end here. */
const LAST_POSITION = 16_383;
const MOST_POSITIONS = 200;

/** `'exam':3A,17B,40`: a word with its places, and the part of the entry that each is in. */
export function vectorOf(cohort: string, { title, question, answers }: EntryWords): string {
  const places = new Map<string, string[]>();
  let at = 0;
  for (const [part, words] of [
    ['A', title],
    ['B', question],
    ['D', answers],
  ] as const) {
    for (const word of words) {
      at += 1;
      const known = places.get(word);
      const place = `${Math.min(at, LAST_POSITION)}${part}`;
      if (!known) places.set(word, [place]);
      else if (known.length < MOST_POSITIONS) known.push(place);
    }
  }
  return [`'${placeOf(cohort)}'`, ...[...places].map(([word, list]) => `'${word}':${list.join(',')}`)].join(' ');
}
