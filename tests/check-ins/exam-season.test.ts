import { describe, expect, it } from 'vitest';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

/** A check-in of which one item is answered when an exam season begins. */
const start = async () => {
  const core = await openTestCore(await openEmbedded());
  const { cohort, place } = await core.openCohort();
  const ada = await core.join(cohort, place, 'ada');
  const round = await core.nextRound(cohort.id);
  const { checkIns } = core.services;
  await checkIns.answer(ada, round, 'happy', 7);
  const today = new Date(core.now()).toISOString().slice(0, 10);
  await core.services.cohorts.addExamSeason(cohort.id, { startsOn: today, endsOn: today });
  return { checkIns, ada, round };
};

describe('when an exam season begins in the middle of a check-in', () => {
  it('a tap on an item that was shown before still counts, and a low one brings the card', async () => {
    const { checkIns, ada, round } = await start();
    const step = await checkIns.answer(ada, round, 'anxious', 10);
    expect(step).toMatchObject({ kind: 'answered', isLow: true, checkIn: { answers: { happy: 7, anxious: 10 } } });
  });

  it.each([
    ['__proto__', 99],
    ['happy', 11],
    ['anxious', Number.NaN],
  ])('a forged value of %s saves nothing', async (item, value) => {
    const { checkIns, ada, round } = await start();
    expect(await checkIns.answer(ada, round, item, value)).toMatchObject({ kind: 'item', item: { id: 'happy' } });
    expect(await checkIns.everything(ada)).toEqual([]);
  });
});
