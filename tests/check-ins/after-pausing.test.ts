import { describe, expect, it } from 'vitest';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

describe('a pause', () => {
  it('in the middle of a round is no missed round', async () => {
    const { openCohort, join, nextRound, services, stores, fresh, now, days } = await openTestCore(await openEmbedded());
    const { cohort, place } = await openCohort();
    const ada = await join(cohort, place, 'ada');
    const round = await nextRound(cohort.id);
    const number = (await services.checkIns.round(round))?.number ?? 0;
    const asked = { asked_round: number };
    await stores.record.db<{ members: typeof asked }>().updateTable('members').set(asked).execute();

    await services.members.pauseUntil(await fresh(ada.id), now() + days(30));
    await nextRound(cohort.id);
    expect((await fresh(ada.id)).missed).toBe(0);
  });
});
