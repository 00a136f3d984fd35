import { beforeAll, describe, expect, it } from 'vitest';
import { ASKED_ALIKE } from './hidden-author/decliners.ts';
import { HIDDEN } from './hidden-author/house.ts';
import { groupsOfPeople, groupsOfTime } from './hidden-author/leaks.ts';
import { leaksOfAskers, leaksOfDecliners, leaksOfMoments } from './hidden-author/leaks-of-questions.ts';
import { differing } from './hidden-author/observation.ts';
import { type Leak, type Plant, together } from './hidden-author/planting.ts';
import { decliningOf, earlyEveningOf, morningOf, type Played, slotOf, slotOfQuestions } from './hidden-author/played.ts';

type Play = (which: 0 | 1, plant: Plant) => Promise<Played>;

const ORDERS = ['as they came', 'otherwise'] as const;

const WAYS: readonly { readonly by: string; readonly play: Play; readonly groups: readonly (readonly Leak[])[] }[] = [
  { by: 'two people', play: (which, plant) => morningOf('the sandbox', HIDDEN[which], plant), groups: groupsOfPeople },
  { by: 'two orders', play: (which, plant) => slotOf('the sandbox', ORDERS[which], plant), groups: groupsOfTime },
  { by: 'two askers', play: (which, plant) => earlyEveningOf('the sandbox', HIDDEN[which], plant), groups: leaksOfAskers },
  {
    by: 'two orders of what is done about questions',
    play: (which, plant) => slotOfQuestions('the sandbox', ORDERS[which], plant),
    groups: [leaksOfMoments],
  },
  {
    by: 'two mentors',
    play: (which, plant) => decliningOf('the sandbox', ASKED_ALIKE[which], plant),
    groups: [leaksOfDecliners],
  },
];

for (const { by, play, groups } of WAYS) {
  for (const leaks of groups) {
    describe('a mistake that was planted', () => {
      let one: Played;
      let other: Played;

      beforeAll(async () => {
        [one, other] = await Promise.all([play(0, together(leaks)), play(1, together(leaks))]);
      }, 60_000);

      for (const { name, seenIn } of leaks) {
        it(`is found out by comparing ${by}: ${name}`, () => {
          for (const [section, mark] of Object.entries(seenIn)) {
            const found = differing(one.seen, other.seen, section);
            expect(
              found.filter((line) => mark?.test(line)),
              section,
            ).not.toEqual([]);
          }
        });
      }
    });
  }
}
