import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { TAG_HOLDERS } from '../../src/mentors/rules.ts';
import { eachDatabase, openEmbedded } from '../support/databases.ts';
import { CHOSEN, DAY, MONDAY, openMentorsHouse, WEDNESDAY } from './house.ts';

eachDatabase((_, open) => {
  const start = async () => openMentorsHouse(await open());

  it('counts at once what somebody chooses who volunteers for the first time', async () => {
    const { volunteer, mentor } = await start();
    const ada = await volunteer('ada', { usesTags: true, shownName: 'Ada' }, { tags: ['carer'] });
    expect(await mentor(ada.id)).toEqual({
      member: ada.id,
      cohort: ada.cohort,
      shownName: 'Ada',
      openAtOnce: 2,
      newAWeek: 2,
      hours: { from: 540, to: 1260, days: [1, 2, 3, 4, 5, 6, 7], zone: null },
      year: 3,
      years: [0, 1, 2],
      usesTags: true,
      tags: ['carer'],
      topics: ['exams'],
      awayUntil: null,
      examFrom: null,
      examUntil: null,
      silentUntil: null,
      missed: 0,
      pausedAt: null,
      orientedAt: WEDNESDAY,
      helped: 0,
      since: WEDNESDAY,
      coming: null,
    });
  });

  it('counts a change of topics, years and tags from the next Monday where the cohort lives, the last one alone', async () => {
    const { volunteer, mentor, mentors, at } = await start();
    const ada = await volunteer('ada');
    await mentors.change(ada, { topics: ['osces'], usesTags: true });
    await mentors.change(ada, { topics: ['finance', 'life'], years: [2] });
    expect(await mentor(ada.id)).toMatchObject({
      topics: ['exams'],
      years: [0, 1, 2],
      usesTags: false,
      coming: { from: MONDAY, topics: ['finance', 'life'], years: [2], usesTags: true },
    });
    at(MONDAY - 1);
    expect((await mentor(ada.id)).topics).toEqual(['exams']);
    at(MONDAY);
    const now = { topics: ['finance', 'life'], years: [2], usesTags: true, coming: null };
    expect(await mentor(ada.id)).toMatchObject(now);
    expect((await mentors.ofCohort(ada.cohort, MONDAY))[0]).toMatchObject(now);
    expect((await mentors.ofCohort(ada.cohort, MONDAY - 1))[0]).toMatchObject({ topics: ['exams'] });
  });

  it('counts a new year of study and new tags from the next Monday, and moves the years along', async () => {
    const { volunteer, mentor, services, mentors, fresh, at } = await start();
    const ada = await volunteer('ada', { usesTags: true }, { tags: ['carer'] });
    await services.members.setYear(ada, 5);
    await services.members.setTags(ada, ['commuter']);
    await mentors.profileChanged(ada.id);
    expect(await mentor(ada.id)).toMatchObject({ year: 3, years: [0, 1, 2], tags: ['carer'] });
    at(MONDAY);
    expect(await mentor(ada.id)).toMatchObject({ year: 5, years: [2, 3, 4, 7], tags: ['commuter'] });
    expect((await fresh(ada.id)).year).toBe(5);
  });

  it('lets nobody change at once by stopping and beginning again, nor by leaving and joining again', async () => {
    const { volunteer, mentor, mentors, member, services, letGo, at } = await start();
    const ada = await volunteer('ada');
    await mentors.stop(ada);
    expect([await mentors.find(ada.id), letGo]).toEqual([null, [ada.id]]);
    await mentors.volunteer(ada, { ...CHOSEN, topics: ['finance'] });
    expect(await mentor(ada.id)).toMatchObject({ topics: [], coming: { from: MONDAY, topics: ['finance'] } });

    await mentors.erase(ada);
    await services.members.leave(ada);
    const again = await member('ada');
    expect(again.id).not.toBe(ada.id);
    await mentors.volunteer(again, { ...CHOSEN, topics: ['life'] });
    expect((await mentor(again.id)).topics).toEqual([]);
    at(MONDAY);
    expect((await mentor(again.id)).topics).toEqual(['life']);
  });

  it('takes a topic away at once, now and for later', async () => {
    const { volunteer, mentor, mentors, at } = await start();
    const ada = await volunteer('ada', { topics: ['exams', 'wellbeing'] });
    await mentors.change(ada, { topics: ['wellbeing', 'life'] });
    await mentors.notThisTopic(ada.id, 'wellbeing');
    expect((await mentor(ada.id)).topics).toEqual(['exams']);
    at(MONDAY);
    expect((await mentor(ada.id)).topics).toEqual(['life']);
  });

  it('never gives more than the cohort allows, and says in the audit log who changed that', async () => {
    const { volunteer, mentor, mentors, cohort, services } = await start();
    const ada = await volunteer('ada', { newAWeek: 3 });
    await mentors.change(ada, { openAtOnce: 2 });
    await mentors.caps.save(cohort.id, { openAtOnce: 1, newAWeek: 2 }, 'mo');
    expect(await mentor(ada.id)).toMatchObject({ openAtOnce: 1, newAWeek: 2 });
    await mentors.caps.save(cohort.id, { openAtOnce: 5, newAWeek: 10 }, 'mo');
    expect(await mentor(ada.id)).toMatchObject({ openAtOnce: 2, newAWeek: 3 });
    await expect(mentors.caps.save(cohort.id, { openAtOnce: 6, newAWeek: 2 }, 'mo')).rejects.toThrow(RangeError);
    expect((await services.audit.page(cohort.id, null, 5)).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'mo questions:caps',
      'mo questions:caps',
    ]);
  });

  it('lets a mentor rest after three unanswered offers, tells them once, and begins anew when they come back', async () => {
    const { volunteer, mentor, mentors, owed, now, cohort } = await start();
    const ada = await volunteer('ada');
    await mentors.missedOffer(ada.id);
    await mentors.missedOffer(ada.id);
    await mentors.answeredOffer(ada.id);
    expect(await mentor(ada.id)).toMatchObject({ missed: 0, pausedAt: null });
    for (let offer = 0; offer < 4; offer += 1) await mentors.missedOffer(ada.id);
    expect(await mentor(ada.id)).toMatchObject({ missed: 4, pausedAt: now() });
    expect(await owed()).toEqual([{ kind: 'mentor:rest', to_member: ada.id }]);
    expect(mentors.availableFor(await mentor(ada.id), now(), cohort.zone)).toBe(0);
    await mentors.comeBack(ada.id);
    expect(await mentor(ada.id)).toMatchObject({ missed: 0, pausedAt: null });
    expect(mentors.availableFor(await mentor(ada.id), now(), cohort.zone)).toBeGreaterThan(0);
  });

  it('writes no direct message about it where others can see who got one', async () => {
    const { mentors, join, openCohort, owed, mentor } = await start();
    const { cohort, place } = await openCohort('slack', 'T1');
    const ada = await join(cohort, place, 'ada', { year: 3 });
    await mentors.volunteer(ada, CHOSEN);
    for (let offer = 0; offer < 3; offer += 1) await mentors.missedOffer(ada.id);
    expect((await mentor(ada.id)).pausedAt).not.toBeNull();
    expect(await owed()).toEqual([]);
  });

  it('leaves out who is gone, and knows who asked to hear nothing', async () => {
    const { volunteer, mentors, services, cohort, now, fresh } = await start();
    const [ada, bo] = [await volunteer('ada'), await volunteer('bo')];
    await services.members.gone(ada.id);
    await services.members.pauseUntil(await fresh(bo.id), now() + DAY);
    const found = await mentors.ofCohort(cohort.id, now());
    expect(found.map(({ member }) => member)).toEqual([bo.id]);
    expect(found[0] && mentors.availableFor(found[0], now(), cohort.zone)).toBe(0);
  });

  it('counts a tag that five members hold, from the week after the fifth', async () => {
    const { member, mentors, cohort, now, at } = await start();
    for (let number = 1; number < TAG_HOLDERS; number += 1) await member(`m${number}`, { tags: ['carer'] });
    expect(await mentors.commonTags(cohort.id, now())).toEqual([]);
    await member('m5', { tags: ['carer', 'commuter'] });
    expect(await mentors.commonTags(cohort.id, now())).toEqual([]);
    at(MONDAY);
    expect(await mentors.commonTags(cohort.id, now())).toEqual(['carer']);
  });

  it('forgets all of a mentor, and counts help for them alone', async () => {
    const { volunteer, mentors, mentor, rows } = await start();
    const ada = await volunteer('ada', { shownName: 'Ada of the fens' });
    await mentors.helpedSomebody(ada.id);
    expect((await mentor(ada.id)).helped).toBe(1);
    await mentors.erase(ada);
    expect(await rows()).not.toContain('Ada of the fens');
    expect(await mentors.find(ada.id)).toBeNull();
    await mentors.helpedSomebody(ada.id);
    await mentors.missedOffer(ada.id);
    await expect(mentors.change(ada, { newAWeek: 1 })).rejects.toThrow(UserError);
  });
});

describe('volunteering', () => {
  it('is not for the lowest year, and a second time changes nothing', async () => {
    const { member, mentors, volunteer, mentor } = await openMentorsHouse(await openEmbedded());
    await expect(mentors.volunteer(await member('eve', { year: 0 }), CHOSEN)).rejects.toThrow('nobody-below');
    const ada = await volunteer('ada');
    await mentors.volunteer(ada, { ...CHOSEN, topics: ['life'] });
    expect((await mentor(ada.id)).topics).toEqual(['exams']);
  });
});
