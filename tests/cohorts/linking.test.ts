import { expect, it } from 'vitest';
import type { Place } from '../../src/cohorts/service.ts';
import { openTestCore } from '../support/core.ts';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';

const HOUR = 3_600_000;
const NEST: Place = { platform: 'discord', space: 'nest' };
const WORK: Place = { platform: 'slack', space: 'T1' };
const BASICS = { zone: 'Europe/London', country: 'GB', weekday: 7, minute: 18 * 60 };

eachDatabase((_, openPlaces) => {
  async function start(places: TestDatabases) {
    const core = await openTestCore(places);
    const { cohort } = await core.openCohort('discord', 'nest');
    const { linking, cohorts, members, roster } = core.services;
    const home = { place: NEST, actor: 'P1' };
    const there = { place: WORK, actor: 'slack:U1' };
    let attempts = 0;
    const enter = (code: string, by = there, attempt = `event ${++attempts}`) => linking.enter(code, by, attempt);
    const make = async () => (await linking.makeCode(cohort, home)).code;
    const fails = (code: string, of: Promise<unknown>) => expect(of).rejects.toMatchObject({ code });
    return { ...core, cohort, linking, cohorts, members, roster, home, there, enter, make, fails };
  }

  it('a code links the place in which it is entered, in small letters too', async () => {
    const { cohort, cohorts, enter, make } = await start(await openPlaces());
    expect((await enter((await make()).toLowerCase().replaceAll('-', ' '))).id).toBe(cohort.id);
    expect(await cohorts.findAt(WORK)).toEqual(cohort);
    expect(await cohorts.homeOf(cohort.id)).toEqual(NEST);
  });

  it('a code works once, also for the place that used it', async () => {
    const { cohort, linking, enter, make, home, there, fails } = await start(await openPlaces());
    const code = await make();
    await enter(code);
    await fails('link-code-used', enter(code, { ...there, place: { ...WORK, space: 'T2' } }));
    await linking.unlink(cohort.id, WORK, home);
    await fails('link-code-used', enter(code));
  });

  it('a code that two places enter at once links one of them', async () => {
    const { cohort, enter, make, there, linking } = await start(await openPlaces());
    const code = await make();
    const both = await Promise.allSettled(['T1', 'T2'].map((space) => enter(code, { ...there, place: { ...WORK, space } })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await linking.spacesOf(cohort.id)).toHaveLength(2);
  });

  it('the same event, done again after it was undone, is not told that the code was used', async () => {
    const { cohort, stores, enter, make, there } = await start(await openPlaces());
    const code = await make();
    const undone = stores.record.transaction(async () => {
      await enter(code, there, 'the event');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await enter(code, there, 'the event')).id).toBe(cohort.id);
  });

  it('a code ends with its hour, or with a newer one', async () => {
    const { enter, make, pass, fails } = await start(await openPlaces());
    const first = await make();
    const second = await make();
    await fails('link-code-replaced', enter(first));
    pass(HOUR);
    await fails('link-code-expired', enter(second));
    pass(25 * HOUR);
    await fails('link-code-unknown', enter(second));
  });

  it('what is no code, and a code of another kind, is unknown', async () => {
    const { cohort, join, members, enter, fails } = await start(await openPlaces());
    const ada = await join(cohort, NEST, 'ada');
    const { code } = await members.accounts.makeCode(ada);
    for (const typed of ['', 'no code', 'AAAA-BBBB-CCCC-DDDD', code]) await fails('link-code-unknown', enter(typed));
  });

  it('a code is of no use in its own place or in a cohort that lives elsewhere, and stays good', async () => {
    const { openCohort, enter, make, home, there, fails } = await start(await openPlaces());
    await openCohort('slack', 'T2');
    const code = await make();
    await fails('link-own-space', enter(code, home));
    await fails('link-has-cohort', enter(code, { ...there, place: { ...WORK, space: 'T2' } }));
    await enter(code);
  });

  it('a rehearsal is never linked with a real place, either way', async () => {
    const { openCohort, linking, enter, make, there, fails } = await start(await openPlaces());
    await fails('link-rehearsal', enter(await make(), { ...there, place: { platform: 'sandbox', space: 'room' } }));
    const { cohort, place } = await openCohort('sandbox', 'room');
    const { code } = await linking.makeCode(cohort, { place, actor: 'P1' });
    await fails('link-rehearsal', enter(code));
  });

  it('codes are made at home alone, and for a cohort that is open', async () => {
    const { cohort, cohorts, linking, enter, make, there, fails } = await start(await openPlaces());
    await enter(await make());
    await fails('only-at-home', linking.makeCode(cohort, there));
    const place = { ...WORK, space: 'T9' };
    const begun = await cohorts.saveBasics(place, { ...BASICS, name: 'Begun' });
    await fails('cohort-not-open', linking.makeCode(begun, { place, actor: 'P1' }));
  });

  it('a set-up that was begun gives way, and leaves nothing', async () => {
    const { cohorts, enter, make, rows } = await start(await openPlaces());
    const begun = await cohorts.saveBasics(WORK, { ...BASICS, name: 'Begun here' });
    await cohorts.saveHolders(begun.id, WORK, { moderator: ['U7'], lead: [], roster: ['U8'] });
    await enter(await make());
    const all = await rows();
    for (const trace of ['Begun here', `"${begun.id}"`, 'U7', 'U8']) expect(all).not.toContain(trace);
    expect((await cohorts.arrangement(WORK)).channels).toEqual([]);
  });

  it('a linked place moderates, and has no say in who may reveal', async () => {
    const { cohort, cohorts, roster, enter, make, fails } = await start(await openPlaces());
    await enter(await make());
    expect(await cohorts.standing(WORK, ['U7'])).toMatchObject({ isHome: false, isArranged: false, isModerator: false });
    await cohorts.saveHolders(cohort.id, WORK, { moderator: ['U7'], lead: ['U8'] });
    expect(await cohorts.standing(WORK, ['U7'])).toMatchObject({ isArranged: true, isModerator: true });
    const lead = { id: 'U8', isLead: true };
    await fails('only-at-home', roster.propose(cohort, WORK, lead, ['U7', 'U8']));
    await roster.propose(cohort, NEST, { id: 'P1', isLead: true }, ['P1', 'P3']);
    const shown = (await roster.waiting(cohort.id))?.fingerprint ?? '';
    await fails('only-at-home', roster.agree(cohort, WORK, lead, shown));
    await fails('only-at-home', roster.withdraw(cohort.id, WORK, true));
    await roster.agree(cohort, NEST, { id: 'P2', isLead: true }, shown);
    await roster.announced(cohort.id, WORK, false);
    expect((await roster.waiting(cohort.id))?.agreedAt).not.toBeNull();
  });

  it('what was unlinked is forgotten there, and found again when it is linked in time', async () => {
    const { cohort, cohorts, linking, members, enter, make, home, there, join, fresh, pass, days, fails } = await start(
      await openPlaces(),
    );
    await enter(await make());
    await cohorts.saveHolders(cohort.id, WORK, { moderator: ['U7'] });
    const [ada, eve] = [await join(cohort, WORK, 'ada'), await join(cohort, WORK, 'eve')];
    await join(cohort, NEST, 'bob');
    await members.personGone({ ...WORK, person: 'eve' });
    pass(HOUR);
    await fails('link-home', linking.unlink(cohort.id, NEST, home));
    await linking.unlink(cohort.id, WORK, there);
    await fails('link-none', linking.unlink(cohort.id, WORK, home));
    expect(await cohorts.findAt(WORK)).toBeNull();
    expect((await cohorts.arrangement(WORK)).holders.moderator).toEqual([]);
    expect(await members.count(cohort.id)).toBe(1);

    await enter(await make());
    expect([(await fresh(ada.id)).goneAt, (await fresh(eve.id)).goneAt === null]).toEqual([null, false]);
    await linking.unlink(cohort.id, WORK, home);
    pass(days(31));
    await members.sweep();
    expect(await members.find(ada.id)).toBeNull();
  });

  it('a place that is linked to another cohort brings nobody along', async () => {
    const { cohort, linking, members, enter, make, home, join, openCohort } = await start(await openPlaces());
    await enter(await make());
    const ada = await join(cohort, WORK, 'ada');
    await linking.unlink(cohort.id, WORK, home);
    const other = await openCohort('discord', 'another nest');
    const { code } = await linking.makeCode(other.cohort, { place: other.place, actor: 'P1' });
    await enter(code);
    expect(await members.count(other.cohort.id)).toBe(0);
    const again = await join(other.cohort, WORK, 'ada');
    expect([again.cohort, await members.find(ada.id)]).toEqual([other.cohort.id, null]);
  });

  it('no code stands anywhere as it is, and the audit log says what was done', async () => {
    const { cohort, linking, services, enter, make, home, isOnDisk } = await start(await openPlaces());
    const code = await make();
    await enter(code);
    await linking.unlink(cohort.id, WORK, home);
    for (const text of [code, code.replaceAll('-', '')]) expect(await isOnDisk(text)).toBe(false);
    const entries = await services.audit.page(cohort.id, null, 10);
    expect(entries.map(({ actor, action }) => [actor, action])).toEqual([
      ['P1', 'cohort:unlinked'],
      ['slack:U1', 'cohort:linked'],
      ['P1', 'cohort:link-code'],
    ]);
  });
});
