import { textOf } from './characters.ts';
import { openMasks } from './masks.ts';
import { LONGEST_RUN, openSegmenter } from './segments.ts';

/** Words that the phrase lists know, and how disguised ones are recognised. */
export interface Vocabulary {
  isWord(word: string): boolean;
  /** The words that one written word stands for: `i'm` is two, `kil` is `kill`. */
  spell(word: string): readonly string[];
  /** The known word behind digits and marks, or null. */
  unmask(chunk: string): string | null;
  /** The known words that a run of letters consists of, or null. */
  segment(letters: string): readonly string[] | null;
  /** The guarded word that two pieces make together ("sui cide"), or null. */
  together(first: string, second: string): string | null;
}

export interface Spellings {
  readonly words: ReadonlySet<string>;
  /** Written form → the words it stands for, separated by spaces. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Words that people hide. */
  readonly guarded: readonly string[];
}

const LONGEST_WORD = 16;
/** Longer than any word: it is a run of something, and keeps its spelling. */
const LONGEST_SPELLING = 60;
const FUZZY_LENGTH = 7;
/** Letters that many words have twice. */
const KEPT = ['l', 'e', 's'];
const LONGEST_GLUED = 40;
/** Longer letters behind a mask may be words without spaces. */
const LONGEST_ALONE = 8;
const ANY = 0x2a;

export function openVocabulary({ words, spellings, guarded }: Spellings): Vocabulary {
  const isGuarded = new Set(guarded);
  const isBeginning = new Set(guarded.flatMap((word) => Array.from(word, (_, at) => word.slice(0, at))));
  const all = new Set([...words, ...spellings.keys(), ...guarded]);
  const segmenter = openSegmenter(all);
  const byShape = groupByShape(guarded);
  const longestGuarded = Math.max(0, ...guarded.map(({ length }) => length));
  const respelt = new Map([...spellings].map(([form, stands]): [string, readonly string[]] => [form, stands.split(' ')]));
  const slippery = guarded.filter((word) => word.length >= FUZZY_LENGTH);
  const oneOff = neighbours(slippery);
  /** A slip keeps the first letter and the last. */
  const mayBeSlip = new Uint8Array(LETTERS * LETTERS * (LONGEST_WORD + 1));
  for (const word of slippery) for (const more of [-1, 0, 1]) mayBeSlip[edgesOf(word) + more] = 1;
  const isWord = (word: string): boolean => all.has(word);

  /** Doubled letters: runs of three or more become two, then all become one. */
  function undouble(word: string): string | null {
    if (!hasDouble(word)) return null;
    const twos = squeeze(word, 2);
    if (twos !== word && isWord(twos)) return twos;
    const ones = squeeze(word, 1);
    const isOneWord = isWord(ones);
    if (isOneWord && (word !== twos || isGuarded.has(ones))) return ones;
    for (const kept of KEPT) {
      const known = twos.includes(kept + kept) ? squeeze(twos, 1, kept) : ones;
      if (known === ones ? isOneWord : known !== word && isWord(known)) return known;
    }
    return null;
  }

  function fuzzy(word: string): string | null {
    if (!mayBeSlip[edgesOf(word)]) return null;
    for (let missing = -1; missing < word.length; missing += 1) {
      const known = oneOff.get(missing < 0 ? word : word.slice(0, missing) + word.slice(missing + 1));
      if (known !== undefined && known[0] === word[0] && known.at(-1) === word.at(-1)) return known;
    }
    return null;
  }

  function plain(word: string): readonly string[] {
    const straight = respelt.get(word);
    if (straight !== undefined) return straight;
    if (words.has(word) || word.length < 3 || !isLatin(word)) return [word];
    const bare = word.includes("'") ? word.replaceAll("'", '') : word;
    if (bare !== word) {
      const known = respelt.get(bare);
      if (known !== undefined) return known;
      if (words.has(bare)) return [bare];
      if (bare.endsWith('s') && word.endsWith("'s")) return [bare.slice(0, -1)];
    }
    const known = undouble(bare) ?? fuzzy(bare);
    if (known !== null) return respelt.get(known) ?? [known];
    return glued(bare) ?? [bare];
  }

  function glued(word: string): readonly string[] | null {
    if (word.length < 6 || word.length > LONGEST_GLUED) return null;
    const parts = segmenter.cut(word);
    return parts && parts.length > 1 && parts.some((part) => isGuarded.has(part)) ? parts : null;
  }

  /** Digits and dots alone prove nothing: what they hide is a guarded word, or a word of three letters or more. */
  function isHidden(units: Uint16Array, count: number, isWhole: boolean): boolean {
    const mayBeGlued = count > LONGEST_ALONE && count <= LONGEST_GLUED && segmenter.canCut(units, count);
    if (!mayBeGlued && !segmenter.mayBeWord(units, count)) return false;
    const solid = textOf(units, count);
    return isGuarded.has(solid) || (isWhole && count >= 3 && isWord(solid)) || (mayBeGlued && glued(solid) !== null);
  }

  function fillGaps(units: Uint16Array, count: number): string | null {
    if (count > longestGuarded) return null;
    const candidates = byShape.get(shapeOf(units[0] ?? 0, count));
    return candidates?.find((word) => isLike(units, word)) ?? null;
  }

  return {
    isWord,
    spell: plain,
    unmask: openMasks({ isHidden, fillGaps }),
    segment(letters) {
      if (letters.length > LONGEST_RUN) return null;
      const parts = segmenter.cut(letters);
      return parts?.some((part) => part.length > 2) ? parts : null;
    },
    together(first, second) {
      if (!isBeginning.has(first)) return null;
      const word = first + second;
      return word.length <= LONGEST_WORD && isGuarded.has(word) && !(words.has(first) && words.has(second) && word !== 'myself')
        ? word
        : null;
    },
  };
}

function isLike(units: Uint16Array, word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (units[at] !== ANY && units[at] !== word.charCodeAt(at)) return false;
  return true;
}

function hasDouble(word: string): boolean {
  for (let at = 1; at < word.length; at += 1) if (word.charCodeAt(at) === word.charCodeAt(at - 1)) return true;
  return false;
}

/** No letter but `kept` more than `most` times in a row. */
function squeeze(word: string, most: 1 | 2, kept = ''): string {
  let read = '';
  let from = 0;
  let run = 1;
  for (let at = 1; at < word.length; at += 1) {
    run = word.charCodeAt(at) === word.charCodeAt(at - 1) ? run + 1 : 1;
    if (run <= most || word[at] === kept) continue;
    read += word.slice(from, at);
    from = at + 1;
  }
  return read + word.slice(from);
}

function isLatin(word: string): boolean {
  if (word.length > LONGEST_SPELLING) return false;
  for (let at = 0; at < word.length; at += 1) {
    const unit = word.charCodeAt(at);
    if ((unit < A || unit >= A + LETTERS) && unit !== APOSTROPHE) return false;
  }
  return true;
}

const A = 0x61;
const LETTERS = 26;
const APOSTROPHE = 0x27;
/** A number for the first letter, the last and the length of a word of Latin letters. */
const edgesOf = (word: string): number =>
  word.length > LONGEST_WORD
    ? 0
    : ((word.charCodeAt(0) - A) * LETTERS + word.charCodeAt(word.length - 1) - A) * (LONGEST_WORD + 1) + word.length;

/** A number for the first letter and the length of a word. */
const shapeOf = (first: number, length: number): number => 0x10000 * length + first;

function groupByShape(guarded: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const shapes = new Map<number, string[]>();
  for (const word of guarded) {
    const shape = shapeOf(word.charCodeAt(0), word.length);
    shapes.set(shape, [...(shapes.get(shape) ?? []), word]);
  }
  return shapes;
}

const deletions = (word: string): readonly string[] =>
  Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1));

/** Each word under itself and under itself with one letter missing: a slip of one letter meets it there. */
function neighbours(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(words.flatMap((word) => [word, ...deletions(word)].map((form): [string, string] => [form, word])));
}
