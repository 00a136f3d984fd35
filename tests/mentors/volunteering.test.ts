import { describe, expect, it } from 'vitest';
import { eachDatabase, openEmbedded } from '../support/databases.ts';
import { openMentorsStage } from './acting.ts';
import { DAY, MONDAY } from './house.ts';

const LABELS = {
  topics: 'What could you say something about?',
  years: 'Whose questions would you take?',
  week: 'How many, at most?',
  name: 'Name that askers see',
  tags: 'Use my background tags?',
};

eachDatabase((_, open) => {
  it('takes one card and one form to volunteer, and shows where one stands', async () => {
    const { member, student } = await openMentorsStage(await open());
    await member('ada');
    const ada = student('ada');
    const card = await ada.run('mentor');
    expect(card).toContain('Answer the years below');
    expect(card).toContain('10. Look after yourself.');
    await ada.press('I have read this and would like to help');
    expect(ada.fields()).toEqual({
      [LABELS.topics]: [],
      [LABELS.years]: ['0', '1', '2'],
      [LABELS.week]: ['2'],
      [LABELS.name]: [],
      [LABELS.tags]: ['no'],
    });
    expect(ada.choices(LABELS.week)).toEqual(['One new question a week', '2 new questions a week', '3 new questions a week']);
    const panel = await ada.fill({ [LABELS.topics]: ['OSCEs', 'Wellbeing'] });
    expect(panel).toBe(
      [
        'You are in. Thank you',
        'You can change all of this here, at any time.',
        'Nothing is waiting for you. When somebody below asks about your topics, it stands here.',
        'Topics: OSCEs, Wellbeing',
        'Years: Foundation or gateway year, Year 1, Year 2',
        'At most: 2 new questions a week, 2 at a time',
        'When: every day, 09:00 to 21:00',
        'Askers see: an alias, another one each time',
        'Background tags: not used',
        '[Topics and years] [How much, and as whom] [Hours] [Time off] [The ten points] [Stop] [Home]',
      ].join('\n'),
    );
  });

  it('says from when a change of topics counts', async () => {
    const { volunteer, student, at } = await openMentorsStage(await open());
    await volunteer('ada');
    const ada = student('ada');
    await ada.run('mentor');
    await ada.press('Topics and years');
    expect(ada.fields()).toMatchObject({ [LABELS.topics]: ['exams'], [LABELS.years]: ['0', '1', '2'] });
    const saved = await ada.fill({ [LABELS.topics]: ['Finance'], [LABELS.years]: ['Year 2'] });
    expect(saved).toContain('Topics: Exams\n');
    expect(saved).toContain('From Monday 19 October: Finance; Year 2; background tags not used.');
    at(MONDAY);
    expect(await ada.run('mentor')).toContain('Topics: Finance\nYears: Year 2\n');
  });

  it('rests kindly, and comes back with one press', async () => {
    const { volunteer, mentors, student, inDirectMessage } = await openMentorsStage(await open());
    const { id } = await volunteer('ada');
    for (let offer = 0; offer < 3; offer += 1) await mentors.missedOffer(id);
    expect(await student('ada').run('mentor')).toContain('You are having a rest: three questions came and went, which is fine.');
    expect(await inDirectMessage('ada').forge(`mentor:back:${id}`)).toContain('Welcome back\nNothing is waiting for you.');
    expect((await mentors.find(id))?.pausedAt).toBeNull();
  });

  it('lets moderators name topics and limits, and mentors see them at once', async () => {
    const { volunteer, student, moderator } = await openMentorsStage(await open());
    await volunteer('ada', { newAWeek: 3 });
    expect(await moderator.forge('question:settings:')).toContain('Waiting for somebody: No question');
    await moderator.press('Topics');
    await moderator.fill({ 'One topic a line': 'Exams\nElectives' });
    await moderator.press('How much a mentor is asked');
    const panel = await moderator.fill({
      'New questions a week, at most': 'One new question a week',
      'At the same time, at most': 'One at a time',
    });
    expect(panel).toContain('Topics: Exams, Electives\nEach mentor is asked at most: One new question a week, one at a time');
    const ada = student('ada');
    expect(await ada.run('mentor')).toContain('At most: One new question a week, one at a time');
    await ada.press('Topics and years');
    expect(ada.choices(LABELS.topics)).toEqual(['Exams', 'Electives']);
    expect(await ada.forge('question:settings:')).toContain('For moderators');
  });
});

describe('a mentor in the chat', () => {
  const start = async () => {
    const stage = await openMentorsStage(await openEmbedded());
    const member = await stage.volunteer('ada');
    const ada = stage.student('ada');
    await ada.run('mentor');
    return { ...stage, id: member.id, ada };
  };

  it('chooses hours in a zone of their own, and is told when the zone is unknown', async () => {
    const { ada, mentors, id } = await start();
    await ada.press('Hours');
    expect(await ada.fill({ 'Time zone': 'Atlantis' })).toContain('Time zone: Bombus does not know that time zone.');
    const saved = await ada.fill({ Days: ['Saturday', 'Sunday'], From: '18:00', To: '23:00', 'Time zone': 'Asia/Kolkata' });
    expect(saved).toContain('When: Saturday, Sunday, 18:00 to 23:00 (Asia/Kolkata)');
    expect((await mentors.find(id))?.hours).toEqual({ from: 1080, to: 1380, days: [6, 7], zone: 'Asia/Kolkata' });
  });

  it('is away until a day that lies ahead, and back before if they like', async () => {
    const { ada, mentors, id } = await start();
    await ada.press('Time off');
    expect(await ada.fill({ 'Away until': '2026-10-01' })).toContain('Away until: That day is not ahead of us.');
    expect(await ada.fill({ 'Away until': '2026-11-02' })).toContain('You are away until Monday 2 November.');
    await ada.press('Time off');
    expect(ada.fields()).toMatchObject({ 'Away until': ['2026-11-02'] });
    expect(await ada.fill({ 'Away until': '', 'Exams begin on': '2026-11-20', 'Exams are over on': '2026-11-10' })).toContain(
      'Exams are over on: The last day lies before the first.',
    );
    await ada.fill({ 'Away until': '2026-11-02', 'Exams begin on': '', 'Exams are over on': '' });
    expect(await ada.press('I am back')).toContain('Welcome back');
    expect((await mentors.find(id))?.awayUntil).toBeNull();
  });

  it('answers under a name only if they write one', async () => {
    const { ada, mentors, id } = await start();
    await ada.press('How much, and as whom');
    expect(await ada.fill({ [LABELS.name]: 'Ada, year 3' })).toContain('Askers see: Ada, year 3');
    await ada.press('How much, and as whom');
    expect(await ada.fill({ [LABELS.name]: '​ ' })).toContain('Askers see: an alias');
    expect((await mentors.find(id))?.shownName).toBeNull();
  });

  it('reads the ten points again after a year', async () => {
    const { ada, pass } = await start();
    pass(365 * DAY);
    expect(await ada.run('mentor')).toContain('A year has passed since you read the ten points.');
    expect(await ada.press('Read the ten points')).toContain('1. You answer as somebody a few years ahead');
    expect(await ada.press('I have read them')).not.toContain('A year has passed');
  });

  it('stops after being asked once, and nothing of it is kept', async () => {
    const { ada, letGo, id, mentors } = await start();
    await ada.press('Stop');
    expect(await ada.press('Stop')).toContain('You have stopped\nThank you for being there.');
    expect([letGo, await mentors.find(id)]).toEqual([[id], null]);
    expect(await ada.run('mentor')).toContain('Answer the years below');
  });

  it('sees whom they blocked by alias alone, and can undo it', async () => {
    const { ada, mentors, cohort, place } = await start();
    const bo = { ...place, person: 'bo' };
    await mentors.blocks.block({
      cohort: cohort.id,
      by: { ...place, person: 'ada' },
      against: bo,
      speaker: 'Heather carder bee',
    });
    await ada.run('mentor');
    expect(await ada.press('Blocked')).not.toContain('bo\n');
    expect(await ada.choose('Unblock …', 'Heather carder bee')).toContain('You have blocked nobody.');
  });

  it('is told that nobody is below the first year, and a forger gets no further', async () => {
    const { member, student, mentors } = await start();
    const { id } = await member('eve', { year: 0 });
    const eve = student('eve');
    expect(await eve.run('mentor')).toContain('Nobody here is in a year below yours yet.');
    await eve.forge(`mentor:volunteer:${id}`);
    await eve.fill({ [LABELS.topics]: ['Exams'], [LABELS.years]: ['Year 1'] });
    expect(await mentors.find(id)).toBeNull();
    for (const action of ['topics', 'limits', 'hours', 'time-off']) {
      await eve.forge(`mentor:${action}:${id}`);
      await eve.fill({});
    }
    expect(await mentors.find(id)).toBeNull();
  });
});
