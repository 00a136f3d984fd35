/** Of the first letters of a word. */
export function hashed(word: string, letters: number): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < letters; at += 1) value = Math.imul(value ^ word.charCodeAt(at), 0x01000193);
  return mixed(value, 1);
}

/** Of two numbers in their order. */
export function mixed(a: number, b: number): number {
  let value = Math.imul(a ^ Math.imul(b + 0x9e3779b9, 0x85ebca6b), 0xc2b2ae35);
  value ^= value >>> 15;
  value = Math.imul(value, 0x27d4eb2f);
  return (value ^ (value >>> 13)) >>> 0;
}
