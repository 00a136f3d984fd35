import { expect, it } from 'vitest';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

it('asks again the week after a clock that jumped ahead a year came back', async () => {
  const core = await openTestCore(await openEmbedded());
  const { cohort } = await core.openCohort();
  core.pass(core.days(400));
  await core.agenda.settle(5_000);
  core.pass(-core.days(400));
  expect(new Date((await core.agenda.nextDue()) ?? 0).getUTCFullYear()).toBe(2027);

  await core.upkeep.run();
  expect(new Date((await core.agenda.nextDue()) ?? 0).toISOString()).toBe('2026-10-04T17:00:00.000Z');
  expect(await core.agenda.dueAt(`checkin:open:${cohort.id}`)).toBe(await core.agenda.nextDue());
});
