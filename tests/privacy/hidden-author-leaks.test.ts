import { describe, expect, it } from 'vitest';
import { HIDDEN } from './hidden-author/house.ts';
import { leaksOfPeople, leaksOfTime } from './hidden-author/leaks.ts';
import { differing } from './hidden-author/observation.ts';
import { morningOf, slotOf } from './hidden-author/played.ts';

describe('a mistake that was planted', () => {
  for (const { name, seenIn, plant } of leaksOfPeople) {
    it(`is found out by comparing two people: ${name}`, { timeout: 60_000 }, async () => {
      const [one, other] = await Promise.all([
        morningOf('the sandbox', HIDDEN[0], plant()),
        morningOf('the sandbox', HIDDEN[1], plant()),
      ]);
      expect(differing(one.seen, other.seen)).toEqual(expect.arrayContaining([...seenIn]));
    });
  }

  for (const { name, seenIn, plant } of leaksOfTime) {
    it(`is found out by comparing two orders: ${name}`, { timeout: 60_000 }, async () => {
      const [one, other] = await Promise.all([
        slotOf('the sandbox', 'as they came', plant()),
        slotOf('the sandbox', 'otherwise', plant()),
      ]);
      expect(differing(one.seen, other.seen)).toEqual(expect.arrayContaining([...seenIn]));
    });
  }
});
