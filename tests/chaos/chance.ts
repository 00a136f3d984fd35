import { randomInt } from 'node:crypto';

/** Chance that can be repeated: the same seed draws the same. */
export interface Chance {
  readonly seed: number;
  /** From 0 up to 1. */
  next(): number;
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  shuffled<T>(list: readonly T[]): readonly T[];
  /** Draws of its own, whatever others draw meanwhile. */
  fork(): Chance;
}

/** The seed is in `CHAOS_SEED`, or another one each time; whoever draws prints it. */
export const openChance = (): Chance => chanceOf(Number(process.env.CHAOS_SEED ?? randomInt(2 ** 31)));

/** Mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    seed,
    next,
    int,
    pick: (list) => list[int(0, list.length - 1)] ?? list[0],
    shuffled: (list) =>
      list
        .map((item) => ({ item, at: next() }))
        .sort((one, other) => one.at - other.at)
        .map(({ item }) => item),
    fork: () => chanceOf(int(0, 2 ** 31)),
  };
}
