/** Shorter words are too near to all others, and longer ones are none. */
const SHORTEST = 3;
const LONGEST = 24;
/** From this length on two slips in one word still leave it to be told. */
const LONG = 7;

const isCorrectable = (word: string): boolean => word.length >= SHORTEST && word.length <= LONGEST && !/^\d+$/.test(word);

/** What the index keeps of a word: itself, and each way of leaving one letter out. */
export function slipsOf(word: string): readonly string[] {
  return isCorrectable(word) ? [...new Set([word, ...shortened(word)])] : [];
}

/**
 * What to look up for a word that may be misspelt. A letter too many, too few, another one, or two that changed places:
 * each of them leaves a slip in common; so do most pairs of those in a long word.
 */
export function slipsFor(typed: string): readonly string[] {
  if (!isCorrectable(typed)) return [];
  const once = shortened(typed);
  return [...new Set([typed, ...once, ...(typed.length >= LONG ? once.flatMap(shortened) : [])])];
}

/** How many slips apart two words may be to be taken for one. */
export const nearness = (typed: string): number => (typed.length >= LONG ? 2 : 1);

/** Each letter is left out once. */
const shortened = (word: string): readonly string[] =>
  Array.from({ length: word.length }, (_, index) => word.slice(0, index) + word.slice(index + 1));

/**
 * The number of slips (a letter too many, too few, another, or two neighbours that changed places) between two words:
 * the restricted Damerau–Levenshtein distance.
 */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? 0;
}
