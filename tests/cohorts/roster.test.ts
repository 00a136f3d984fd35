import { describe, expect, it } from 'vitest';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

const start = async () => {
  const core = await openTestCore(await openEmbedded());
  const { cohort, place } = await core.openCohort();
  const { roster, cohorts } = core.services;
  return {
    ...core,
    cohort,
    place,
    roster,
    named: async () => (await cohorts.arrangement(place)).holders.roster,
    shown: async () => (await roster.waiting(cohort.id))?.fingerprint ?? '',
    async wait(days: number) {
      core.pass(core.days(days));
      await core.agenda.settle(5_000);
    },
  };
};
const lee = { id: 'P1', isLead: true };
const mo = { id: 'mo', isLead: false };

describe('a change of the reveal roster', () => {
  it('waits for its public notice, and then for seven days', async () => {
    const { cohort, place, roster, named, shown, wait } = await start();
    await roster.propose(cohort, place, mo, ['mo', 'mate']);
    await roster.agree(cohort, place, lee, await shown());
    await wait(8);
    expect(await named()).toEqual(['P1', 'P2']);

    await roster.announced(cohort.id, place, true);
    await wait(6);
    expect(await named()).toEqual(['P1', 'P2']);
    await wait(1);
    expect(await named()).toEqual(['mate', 'mo']);
  });

  it('whose notice never came out needs a lead again', async () => {
    const { cohort, place, roster, named, shown, wait } = await start();
    await roster.propose(cohort, place, mo, ['mo', 'mate']);
    await roster.agree(cohort, place, lee, await shown());
    await roster.announced(cohort.id, place, false);
    expect((await roster.waiting(cohort.id))?.agreedAt).toBeNull();
    await wait(8);
    expect(await named()).toEqual(['P1', 'P2']);
  });

  it('is agreed to as it was shown, not as it was changed since', async () => {
    const { cohort, place, roster, shown } = await start();
    await roster.propose(cohort, place, mo, ['lee', 'mo']);
    const seen = await shown();
    await roster.propose(cohort, place, mo, ['mo', 'mate']);
    await expect(roster.agree(cohort, place, lee, seen)).rejects.toMatchObject({ code: 'roster-nothing-proposed' });
    expect((await roster.waiting(cohort.id))?.agreedAt).toBeNull();
  });

  it('is for a lead who did not propose it', async () => {
    const { cohort, place, roster, shown } = await start();
    await roster.propose(cohort, place, lee, ['lee', 'mo']);
    const refused = { code: 'roster-not-lead' };
    await expect(roster.agree(cohort, place, lee, await shown())).rejects.toMatchObject(refused);
    await expect(roster.agree(cohort, place, mo, await shown())).rejects.toMatchObject(refused);
  });

  it('is not for a lead who was made one since and has no place on the roster', async () => {
    const { cohort, place, roster, shown } = await start();
    await roster.propose(cohort, place, mo, ['mo', 'mate']);
    const mate = { id: 'mate', isLead: true };
    await expect(roster.agree(cohort, place, mate, await shown())).rejects.toMatchObject({ code: 'roster-not-lead' });
  });

  it('that a lead agreed to is neither withdrawn nor written over by anybody else', async () => {
    const { cohort, place, roster, shown } = await start();
    await roster.propose(cohort, place, mo, ['mo', 'P1']);
    await roster.agree(cohort, place, lee, await shown());
    await expect(roster.withdraw(cohort.id, place, false)).rejects.toMatchObject({ code: 'roster-agreed' });
    await expect(roster.propose(cohort, place, mo, ['mo', 'mate'])).rejects.toMatchObject({ code: 'roster-agreed' });
    await roster.withdraw(cohort.id, place, true);
    expect(await roster.waiting(cohort.id)).toBeNull();
  });
});
