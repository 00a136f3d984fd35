/**
 * The order of things: jitter and shuffles, never keys or nonces. With a seed it is the same at each start
 * (mulberry32 over an FNV-1a hash of the seed); numbers from 0 up to, but not including, 1.
 */
export function openChance(seed: string | null, fallback: () => number): () => number {
  if (seed === null) return fallback;
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
