/** What a UTF-16 unit of a folded text is to somebody who looks for words. */
export const LETTER = 1;
export const DIGIT = 2;
/** An emoji, or half of one. */
export const PICTURE = 3;
/** Ends a sentence. */
export const STOP = 4;
export const QUOTE = 5;
/** An apostrophe, or a sign of emphasis: neither word nor pause. */
const QUIET = 6;
export const PAUSE = 7;

export type CharacterKind = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const known = new Uint8Array(0x10000);

export function kindOf(unit: number): CharacterKind {
  const seen = known[unit] ?? 0;
  if (seen !== 0) return seen as CharacterKind;
  const kind = classify(unit);
  known[unit] = kind;
  return kind;
}

function classify(unit: number): CharacterKind {
  const written = String.fromCharCode(unit);
  if (unit >= 0xd800 && unit < 0xe000) return PICTURE;
  if (/\p{L}/u.test(written)) return LETTER;
  if (/\d/.test(written)) return DIGIT;
  if (/\p{Extended_Pictographic}/u.test(written)) return PICTURE;
  if (/[.!?;\n]/.test(written)) return STOP;
  if (written === '"') return QUOTE;
  return /['*_~]/.test(written) ? QUIET : PAUSE;
}

/** The text that the first `count` units are. Quicker than to put it together letter by letter. */
export const textOf = (units: Uint16Array, count: number): string =>
  String(Reflect.apply(String.fromCharCode, null, units.subarray(0, count)));
