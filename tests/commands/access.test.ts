import { describe, expect, it } from 'vitest';
import { openAccess } from '../../commands/access.ts';
import { addenda } from '../../commands/addenda.ts';
import type { Invocation } from '../../src/chat/invocation.ts';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

const start = async () => {
  const core = await openTestCore(await openEmbedded());
  const { cohort, place } = await core.openCohort();
  const accessOf = openAccess(core.services);
  const acts = (space: string | null, callback = 'home:open:') =>
    accessOf({
      platform: 'sandbox',
      eventId: 'e',
      space,
      person: { id: 'ada', names: [], roles: [], isSpaceAdmin: false },
      locale: null,
      act: { kind: 'press', callback, values: [] },
    } satisfies Invocation);
  return { ...core, cohort, place, acts };
};

describe('somebody who is gone', () => {
  it('is here again when they act where the cohort lives', async () => {
    const { cohort, place, join, acts, services, fresh } = await start();
    const ada = await join(cohort, place, 'ada');
    await services.members.personGone({ ...place, person: 'ada' });
    await acts(place.space);
    expect((await fresh(ada.id)).goneAt).toBeNull();
  });

  it('stays gone when they press an old button in a direct message', async () => {
    const { cohort, place, join, acts, services, fresh } = await start();
    const ada = await join(cohort, place, 'ada');
    await services.members.personGone({ ...place, person: 'ada' });
    expect((await acts(null)).member?.id).toBe(ada.id);
    expect((await fresh(ada.id)).goneAt).not.toBeNull();
  });
});

describe('a line that is owed', () => {
  it('says nothing to somebody who has just left', async () => {
    const { cohort, place, join, acts, services } = await start();
    const ada = await join(cohort, place, 'ada');
    await services.members.inboxClosed(ada.id, true);
    const access = await acts(place.space);
    expect(await addenda(access, services, { blocks: [] })).not.toEqual([]);
    await services.members.inboxClosed(ada.id, true);
    const again = await acts(place.space);
    await services.members.leave(ada);
    expect(await addenda(again, services, { blocks: [] })).toEqual([]);
  });

  it('knows the year that was changed just now', async () => {
    const { cohort, place, join, acts, services, pass, days } = await start();
    const ada = await join(cohort, place, 'ada', { year: 1 });
    pass(days(365));
    const access = await acts(place.space);
    await services.members.setYear(ada, 2);
    expect(JSON.stringify(await addenda(access, services, { blocks: [] }))).toContain('year 2');
  });
});
