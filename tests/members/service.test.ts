import { describe, expect, it } from 'vitest';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

const start = async () => {
  const core = await openTestCore(await openEmbedded());
  return { ...core, ...(await core.openCohort()), members: core.services.members };
};

describe('joining', () => {
  it('is done once, however often somebody asks', async () => {
    const { members, cohort, place, days, pass } = await start();
    const profile = { year: 2, reminders: false, tags: ['carer', 'commuter'] } as const;
    const first = await members.join({ ...place, person: 'ada' }, cohort, profile);
    pass(days(1));
    expect(await members.join({ ...place, person: 'ada' }, cohort, { year: 4, reminders: true, tags: [] })).toEqual(first);
    expect(await members.tags(first.id)).toEqual(['carer', 'commuter']);
    expect(first).toMatchObject({ year: 2, yearAsked: 2026, reminders: false, inbox: null, goneAt: null, missed: 0 });
  });

  it('in two places makes two members of one person', async () => {
    const { members, cohort, place, join } = await start();
    await join(cohort, place, 'ada');
    await join(cohort, { ...place, space: 'another' }, 'ada');
    await join(cohort, place, 'bob');
    expect((await members.ofPerson('sandbox', 'ada')).map(({ space }) => space).sort()).toEqual(['another', 'room']);
  });
});

describe('leaving', () => {
  it('leaves nothing of that member, and all of the others', async () => {
    const { members, cohort, place, join, nextRound, answer, rows } = await start();
    const [ada, bob] = [await join(cohort, place, 'ada', { tags: ['carer'] }), await join(cohort, place, 'bob')];
    const round = await nextRound(cohort.id);
    await answer(ada, round, 'the words of ada');
    await answer(bob, round, 'the words of bob');
    const before = await rows();
    for (const trace of [ada.id, '"ada"', 'the words of ada', 'carer']) expect(before).toContain(trace);

    await members.leave(ada);
    const after = await rows();
    for (const trace of [`"${ada.id}"`, '"ada"', 'inbox-ada', 'the words of ada', 'carer']) expect(after).not.toContain(trace);
    for (const trace of [`"${bob.id}"`, '"bob"', 'the words of bob']) expect(after).toContain(trace);
  });

  it('and joining again begins anew', async () => {
    const { members, cohort, place, join } = await start();
    const before = await join(cohort, place, 'ada', { year: 3 });
    await members.leave(before);
    const again = await join(cohort, place, 'ada');
    expect(again.id).not.toBe(before.id);
    expect(again.year).toBe(1);
  });
});

describe('nothing that is owed goes out any more', () => {
  const owing = async () => {
    const core = await start();
    const member = await core.join(core.cohort, core.place, 'ada');
    await core.nextRound(core.cohort.id);
    const owed = async () => (await core.outbox.counts()).waiting;
    const before = await owed();
    return { ...core, member, isSpared: async () => before - (await owed()) === 1 };
  };

  it('after a pause', async () => {
    const { members, member, isSpared, now, days, fresh } = await owing();
    await members.pauseUntil(member, now() + days(14));
    expect(await isSpared()).toBe(true);
    await members.pauseUntil(member, null);
    expect((await fresh(member.id)).pausedUntil).toBeNull();
  });

  it('after saying no to reminders', async () => {
    const { members, member, isSpared, fresh } = await owing();
    await members.wantReminders(member, false);
    expect(await isSpared()).toBe(true);
    expect((await fresh(member.id)).reminders).toBe(false);
  });

  it('after a closed inbox, of which the member is told at the next command', async () => {
    const { members, member, isSpared, fresh } = await owing();
    await members.inboxClosed(member.id, true);
    expect(await isSpared()).toBe(true);
    expect(await fresh(member.id)).toMatchObject({ inbox: null, owedLine: 'inbox-closed' });
    await members.inboxOpened(member.id, 'new');
    expect(await fresh(member.id)).toMatchObject({ inbox: 'new', owedLine: null });
  });

  it('after leaving the place, until they act there again', async () => {
    const { members, member, isSpared, fresh, place, now, days, pass } = await owing();
    const leftAt = now();
    await members.personGone({ ...place, person: 'ada' });
    expect(await isSpared()).toBe(true);
    pass(days(1));
    await members.personGone({ ...place, person: 'ada' });
    expect((await fresh(member.id)).goneAt).toBe(leftAt);
    await members.personBack(await fresh(member.id));
    expect((await fresh(member.id)).goneAt).toBeNull();
  });
});

describe('a place that is lost', () => {
  it('takes its members along and gives back those who went with it', async () => {
    const { members, cohort, place, join, fresh, now, days, pass } = await start();
    const [early, late, elsewhere] = [
      await join(cohort, place, 'ada'),
      await join(cohort, place, 'bob'),
      await join(cohort, { ...place, space: 'another' }, 'eve'),
    ];
    await members.personGone({ ...place, person: 'ada' });
    pass(days(2));
    await members.spaceGone(place.platform, place.space, now());
    const gone = async () => Promise.all([early, late, elsewhere].map(async ({ id }) => (await fresh(id)).goneAt !== null));
    expect(await gone()).toEqual([true, true, false]);
    await members.spacePresent(place.platform, place.space, now());
    expect(await gone()).toEqual([true, false, false]);
  });
});

describe('an own time', () => {
  it('is kept, and taken back', async () => {
    const { members, cohort, place, join, fresh } = await start();
    const ada = await join(cohort, place, 'ada');
    await members.setOwnTime(ada, { zone: 'Asia/Kolkata', weekday: 1, minute: 540 });
    expect((await fresh(ada.id)).ownTime).toEqual({ zone: 'Asia/Kolkata', weekday: 1, minute: 540 });
    await members.setOwnTime(ada, null);
    expect((await fresh(ada.id)).ownTime).toBeNull();
  });

  it('in a zone that nobody knows is refused with the nearest names', async () => {
    const { members, cohort, place, join } = await start();
    const ada = await join(cohort, place, 'ada');
    await expect(members.setOwnTime(ada, { zone: 'Europe/Londn', weekday: 1, minute: 540 })).rejects.toMatchObject({
      code: 'unknown-zone',
      field: 'zone',
      parameters: { nearest: expect.stringContaining('Europe/London') },
    });
  });
});
