import { confusables } from './confusables.ts';

/** No more than this many UTF-16 units of a text are looked at. */
export const SCREENED_LENGTH = 2_000;

/** A text as it reads, and where each of its units came from. */
export interface Folded {
  /** Lower case, without accents, look-alikes, full-width or invisible characters. */
  readonly text: string;
  /** For the unit at the same index of `text`: where its source starts and ends in the original, in UTF-16 units. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Longer than any real ligature that matters; some characters decompose into eighteen. */
const LONGEST_EXPANSION = 4;
/** A text of ligatures alone reads no longer than this. */
const FOLDED_LENGTH = 2 * SCREENED_LENGTH;

const INVISIBLE = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}\u{115F}\u{1160}\u{2800}\u{3164}\u{FFA0}]/gu;
/** Reads as it stands, but for capitals. */
const PLAIN = /^[\n -~]*$/;
const DIGIT = /^\p{Nd}$/u;
const SPACE = /^\p{Z}$/u;

const CACHED_CODE_POINTS = 0x20000;
const cache: (string | undefined)[] = [];

/** NFKC, look-alikes, accents, invisible characters and case, one code point at a time, so that every unit keeps its place. */
export function fold(original: string): Folded {
  const text: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const length = Math.min(original.length, SCREENED_LENGTH);
  for (let at = 0; at < length && from.length < FOLDED_LENGTH; ) {
    const code = original.codePointAt(at) ?? 0;
    const next = Math.min(at + (code > 0xffff ? 2 : 1), length);
    const read = readingOf(code);
    for (let unit = 0; unit < read.length; unit += 1) {
      from.push(at);
      to.push(next);
    }
    text.push(read);
    at = next;
  }
  return { text: text.join(''), from, to };
}

/** The text alone. */
export function read(original: string): string {
  const start = original.slice(0, SCREENED_LENGTH);
  if (PLAIN.test(start)) return start.toLowerCase();
  let text = '';
  for (let at = 0; at < start.length && text.length < FOLDED_LENGTH; at += 1) {
    const code = start.codePointAt(at) ?? 0;
    text += readingOf(code);
    if (code > 0xffff) at += 1;
  }
  return text;
}

function readingOf(code: number): string {
  if (code < 0x80) return ASCII[code] ?? '';
  if ((code >= 0x4e00 && code < 0xa000) || (code >= 0xac00 && code < 0xd7a4)) return String.fromCharCode(code);
  if (code >= CACHED_CODE_POINTS) return code >= 0xe0000 ? '' : ' ';
  const known = cache[code] ?? unitsOf(code);
  cache[code] = known;
  return known;
}

const ASCII = Array.from({ length: 0x80 }, (_, code) =>
  code === 0x0a || code === 0x0d ? '\n' : code < 0x20 || code === 0x7f ? ' ' : String.fromCharCode(code).toLowerCase(),
);

function unitsOf(code: number): string {
  const letter = enclosedLetter(code);
  if (letter !== null) return letter;
  if (code >= 0xd800 && code < 0xe000) return ' ';
  if (code === 0x2028 || code === 0x2029 || code === 0x85) return '\n';
  const written = String.fromCodePoint(code);
  if (DIGIT.test(written)) return String(digitOf(code));
  const known = confusables.get(written) ?? confusables.get(written.toLowerCase());
  if (known !== undefined) return known;
  const plain = written.normalize('NFKD').replace(INVISIBLE, '');
  if (SPACE.test(plain)) return ' ';
  const read = [...plain].map((part) => confusables.get(part) ?? confusables.get(part.toLowerCase()) ?? part.toLowerCase());
  return read.join('').slice(0, LONGEST_EXPANSION);
}

/** Every script writes its digits in a row from nought; a mathematical row may follow another. */
function digitOf(code: number): number {
  const plain = String.fromCodePoint(code).normalize('NFKD');
  if (/^\d$/.test(plain)) return Number(plain);
  let first = code;
  while (code - first < 9 && DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return code - first;
}

/** Letters in filled circles and squares, and regional indicators, which NFKC leaves alone. */
function enclosedLetter(code: number): string | null {
  for (const first of [0x1f150, 0x1f170, 0x1f130, 0x1f1e6]) {
    if (code >= first && code < first + 26) return String.fromCharCode(0x61 + code - first);
  }
  return null;
}
