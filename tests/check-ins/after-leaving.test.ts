import { describe, expect, it } from 'vitest';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

const start = async () => {
  const core = await openTestCore(await openEmbedded());
  const { cohort, place } = await core.openCohort();
  return { ...core, cohort, place };
};

describe('an answer on its way while its member leaves', () => {
  it('is not kept', async () => {
    const { cohort, place, join, services, nextRound, answer, rows } = await start();
    const ada = await join(cohort, place, 'ada');
    const round = await nextRound(cohort.id);
    await services.members.leave(ada);
    await expect(answer(ada, round)).rejects.toMatchObject({ code: 'not-a-member' });
    await expect(services.members.setTags(ada, ['carer'])).rejects.toMatchObject({ code: 'not-a-member' });
    expect(await rows()).not.toContain(`"${ada.id}"`);
  });
});
