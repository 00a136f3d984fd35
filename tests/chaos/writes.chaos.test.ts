import { describe, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { expectWalksKept } from './told-walks.ts';

/** Every n-th number from the k-th on. */
function* numbers(from: number, step: number): Generator<number> {
  for (let n = from; ; n += step) yield n;
}

/** Walks beside each other, each row of them in a cohort of its own: after a year silent members are erased. */
const LANES = [1, 2, 3, 4, 5, 6] as const;

describe('one walk from joining to an answer, with a death between any two writes', () => {
  eachDatabase((_, open) => {
    for (const platform of ['Discord', 'Slack'] as const) {
      it(`does everything once on ${platform}`, async () => {
        await Promise.all(LANES.map(async (lane) => expectWalksKept(platform, await open(), numbers(lane, LANES.length))));
      });
    }
  });
});
