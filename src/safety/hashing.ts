/** Of the first letters of a word. */
export function hashed(word: string, letters: number): number {
  let value = START;
  for (let at = 0; at < letters; at += 1) value = withUnit(value, word.charCodeAt(at));
  return mixed(value, 1);
}

/** Of letters one after the other: before the first, and with one more. */
const START = 0x811c9dc5 | 0;
const withUnit = (value: number, unit: number): number => Math.imul(value ^ unit, 0x01000193);

/** Of two numbers in their order. All are whole numbers of 32 bits with a sign: others would be put on the heap. */
export function mixed(a: number, b: number): number {
  let value = Math.imul(a ^ Math.imul((b + 0x9e3779b9) | 0, 0x85ebca6b), 0xc2b2ae35);
  value = Math.imul(value ^ (value >>> 15), 0x27d4eb2f);
  return value ^ (value >>> 13);
}
