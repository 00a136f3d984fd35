import { describe, expect, it } from 'vitest';
import type { Cause } from '../../src/moderation/rules.ts';
import type { Tier } from '../../src/safety/tiers.ts';
import { openEmbedded } from '../support/databases.ts';
import { HOUR, MINUTE, openModerationHouse, PLACE, said } from './house.ts';
import { openPeople } from './person.ts';

async function start() {
  const house = await openModerationHouse(await openEmbedded());
  const cohort = await house.openCohort();
  const person = openPeople(house);
  return {
    ...house,
    cohort,
    person,
    mo: person('mo'),
    mia: person('mia'),
    async waits(subject: string, cause: Cause, tier: Tier | null = null, details: Readonly<Record<string, number>> = {}) {
      if (!house.space.subjects.has(subject)) house.space.subjects.set(subject, said(subject));
      const item = { id: `${subject}-1`, cohort: cohort.id, subject, cause, tier, details, at: house.now() };
      await house.record.transaction(() => house.queue.open(item));
      await house.settle();
    },
  };
}

describe('the queue', () => {
  it('is for moderators alone, by command or by a forged button', async () => {
    const { person, waits, queue } = await start();
    await waits('a', 'language', 'T2');
    const ada = person('ada', ['students']);
    for (const text of [await ada.run('cohort queue'), await ada.forge('queue:open:a-1'), await ada.forge('queue:approve:a-1')])
      expect(text).toContain('This is for the moderators of this cohort.');
    expect(await queue.find('a-1')).toMatchObject({ state: 'open' });
  });

  it('says so when nothing waits', async () => {
    const { mo } = await start();
    expect(await mo.run('cohort queue')).toBe(
      [
        'Nothing is waiting',
        'When something needs a moderator, it stands here and in your channel.',
        'On duty: Monday to Friday, 09:00 to 17:00. The gravest stand first, then the oldest.',
        '[Look again] [Moderation settings]',
      ].join('\n'),
    );
  });

  it('puts the gravest first and then the oldest, and says what has waited too long', async () => {
    const { mo, waits, pass } = await start();
    await waits('old', 'report', null, { unkind: 2, spam: 1 });
    await waits('grave', 'language', 'T2');
    await pass(HOUR);
    await waits('urgent', 'language', 'T3');
    expect(await mo.run('cohort queue')).toBe(
      [
        'Queue · 3 waiting',
        'T3: 1. T2: 1. 1 has waited too long.',
        '1 · T3 · held for its language: since Monday 11 January, 11:00',
        '2 · T2 · held for its language: since Monday 11 January, 10:00, has waited too long',
        '3 · reported: since Monday 11 January, 10:00, 3 reports',
        '[Open 1] [Open 2] [Open 3]',
        'On duty: Monday to Friday, 09:00 to 17:00. The gravest stand first, then the oldest.',
        '[Look again] [Moderation settings]',
      ].join('\n'),
    );
  });

  it('has pages', async () => {
    const { mo, waits } = await start();
    for (let number = 0; number < 19; number += 1) await waits(`s${String(number).padStart(2, '0')}`, 'before-publishing');
    expect(await mo.run('cohort queue')).toContain('[Open 1] [Open 2]');
    expect(await mo.press('Next page')).toContain('9 · held before it appears');
    const last = await mo.press('Next page');
    expect(last).toContain('[Open 17] [Open 18] [Open 19]');
    expect(last).not.toContain('Next page');
    expect(await mo.press('Open 19')).toContain('the words of s18');
    expect(await mo.forge('queue:page:999')).toContain('[Open 19]');
    expect(await mo.forge('queue:page:-1')).toContain('[Open 1]');
  });

  it('of one cohort shows nothing to the moderators of another', async () => {
    const { person, cohorts, waits, queue } = await start();
    await waits('a', 'language', 'T2');
    const there = { ...PLACE, space: 'another' };
    const basics = { name: 'Another', zone: 'UTC', country: 'GB', weekday: 7, minute: 1080 };
    const { id } = await cohorts.saveBasics(there, basics);
    await cohorts.saveHolders(id, there, { moderator: ['moderators'] });
    const stranger = person('stranger', ['moderators'], 'another');
    for (const callback of ['queue:open:a-1', 'queue:approve:a-1', 'queue:undo:a-1', 'queue:mute:a-1', 'queue:mute-week:a-1'])
      expect(await stranger.forge(callback)).toContain('That is out of date');
    expect(await queue.find('a-1')).toMatchObject({ state: 'open' });
  });
});

describe('a held post', () => {
  it('is read in private with its tier and cause, and approved', async () => {
    const { mo, mia, waits, space, channel, settle } = await start();
    space.subjects.set('a', said('a', { words: 'see https://evil.example <@everyone>', support: 'be-heard', warning: 'exams' }));
    await waits('a', 'language', 'T2');
    await mo.run('cohort queue');
    expect(await mo.press('Open 1')).toBe(
      [
        'Waiting for a moderator · T2',
        'It is held until you decide: its language may be asking for help. Its author has been shown where help is.',
        'It may speak of not wanting to live, or of self-harm.',
        'Speaks as: Heather carder bee\nWould like: Be heard\nContent warning: exams\nWaiting since: Monday 11 January, 10:00',
        'The words',
        '> see https://evil.example <@everyone>',
        '[Approve] [Approve with a warning] [Ask for a change] [Decline]',
        '[Mute the author …] [A life is in danger …] [Back to the queue]',
        'Only you see this panel. You do not learn who wrote it, and links in it lead nowhere.',
      ].join('\n'),
    );
    const approved = await mo.press('Approve');
    expect(approved).toContain('Done\nIt appears at one of the next slots.');
    expect(approved).toContain('[Undo]');
    expect(space.decided).toEqual([['a', 'approve', null]]);
    expect(await mia.forge('queue:decline:a-1')).toContain('To the author');
    expect(await mia.fill({ reason: 'too late' })).toContain('Already decided: approved.');
    expect(await mia.forge('queue:approve:a-1')).not.toContain('mo');
    expect(space.decided).toHaveLength(1);
    await settle();
    expect(channel()[0]).toContain('Settled\nApproved.');
  });

  it('is declined with a reason that only its author reads', async () => {
    const { mo, waits, space, settle, channel, record } = await start();
    await waits('a', 'before-publishing');
    await mo.forge('queue:decline:a-1');
    expect(await mo.fill({ reason: ' ' })).toBe('Your words: Please fill this in: it is empty.');
    expect(await mo.fill({ reason: 'it names a ward' })).toContain('It does not appear. Its author reads your reason privately.');
    expect(space.decided).toEqual([['a', 'decline', 'it names a ward']]);
    await settle();
    expect(channel()[0]).not.toContain('ward');
    const db = record.db<{ audit_entries: object; queue_items: object }>();
    expect(JSON.stringify(await db.selectFrom('audit_entries').selectAll().execute())).not.toContain('ward');
    expect(JSON.stringify(await db.selectFrom('queue_items').selectAll().execute())).not.toContain('ward');
  });

  it('is approved behind a warning that its author may have begun', async () => {
    const { mo, waits, space } = await start();
    space.subjects.set('a', said('a', { warning: 'exams' }));
    await waits('a', 'language', 'T2');
    await mo.forge('queue:approve-with-warning:a-1');
    expect(await mo.fill({ warning: 'exams and self-harm' })).toContain('behind the warning');
    expect(space.decided).toEqual([['a', 'approve-with-warning', 'exams and self-harm']]);
  });

  it('can be asked to be changed', async () => {
    const { mo, waits, space } = await start();
    await waits('a', 'before-publishing');
    await mo.forge('queue:ask-change:a-1');
    expect(await mo.fill({ change: 'leave out the ward' })).toContain('can send it again. You never learn who it is.');
    expect(space.decided).toEqual([['a', 'ask-change', 'leave out the ward']]);
  });

  it('comes back by undo, and not after ten minutes', async () => {
    const { mo, waits, pass, queue } = await start();
    await waits('a', 'before-publishing');
    await mo.forge('queue:approve:a-1');
    expect(await mo.press('Undo')).toContain('[Approve] [Approve with a warning]');
    await mo.press('Approve');
    await pass(10 * MINUTE);
    const late = await mo.forge('queue:undo:a-1');
    expect(late).toContain('Already decided: approved.');
    expect(late).not.toContain('[Undo]');
    expect(await queue.find('a-1')).toMatchObject({ state: 'approve' });
  });

  it('that is gone can only be closed', async () => {
    const { mo, waits, space } = await start();
    await waits('a', 'language', 'T2');
    space.subjects.delete('a');
    const shown = await mo.forge('queue:approve:a-1');
    expect(shown).toContain('The words are gone: withdrawn, or over their time.');
    expect(shown).toContain('[Close it]');
    expect(shown).not.toContain('[Approve]');
    expect(await mo.press('Close it')).toContain('Nothing more is done about it.');
  });
});

describe('other things that wait', () => {
  it('are reports, hidden or kept', async () => {
    const { mo, waits, space } = await start();
    space.subjects.set('a', said('a', { isOut: true, state: 'hidden' }));
    await waits('a', 'report', null, { unkind: 2, identifies: 1 });
    const shown = await mo.forge('queue:open:a-1');
    expect(shown).toContain('Members have reported it.');
    expect(shown).toContain('Now: Hidden until you decide');
    expect(shown).toContain('Unkind or harassing: 2\nCould identify a patient or another person: 1');
    expect(await mo.press('Keep it')).toContain('It is shown, and the reports are closed.');
    expect(space.decided).toEqual([['a', 'keep', null]]);
  });

  it('are words of somebody muted, which can be answered and never published', async () => {
    const { mo, waits, space } = await start();
    await waits('a', 'muted', 'T3');
    const shown = await mo.forge('queue:open:a-1');
    expect(shown).toContain('[I have read it] [Answer privately]');
    expect(await mo.forge('queue:approve:a-1')).toBe(shown);
    await mo.press('Answer privately');
    await mo.fill({ reason: 'we hear you' });
    expect(space.decided).toEqual([['a', 'decline', 'we hear you']]);
  });

  it('are messages that may not have arrived, sent again or not', async () => {
    const { mo, waits, space } = await start();
    space.subjects.set('a', said('a', { isOut: true, state: 'shown' }));
    await waits('a', 'maybe-sent');
    expect(await mo.forge('queue:open:a-1')).toContain('[It is there] [It is not there: send it]');
    await mo.press('It is there');
    expect(space.decided).toEqual([['a', 'settled', null]]);
  });

  it('are appeals, granted without learning whose', async () => {
    const { mo, waits, space, seals, mutes, cohort, pass } = await start();
    const ada = { ...PLACE, person: 'ada' };
    space.subjects.set('a', said('a', { isOut: true, state: 'shown' }));
    const about = { cohort: cohort.id, subject: 'a', purpose: 'post' } as const;
    await seals.seal(about, { member: 'm', ...ada }, seals.expiryOf(30));
    await waits('a', 'report', null, { spam: 1 });
    await mo.forge('queue:open:a-1');
    expect(await mo.press('Mute the author …')).toContain('[An hour] [A day] [A week]');
    expect(await mo.press('A week')).toContain('If Bombus still knows who wrote this, they are muted.');
    expect(await mutes.mutedUntil(cohort.id, 'safe-space', ada)).not.toBeNull();
    await mutes.appeal({ cohort: cohort.id, capability: 'safe-space', person: ada, words: 'a quotation' });
    await pass(15 * MINUTE);
    await mo.run('cohort queue');
    const shown = await mo.press('Open 2');
    expect(shown).toContain('Somebody who is muted asks to be heard.');
    expect(shown).toContain('> a quotation');
    expect(shown).not.toContain('ada');
    expect(shown).not.toContain('Mute the author');
    expect(await mo.press('Lift the mute')).toContain('They may speak again.');
    expect(await mutes.mutedUntil(cohort.id, 'safe-space', ada)).toBeNull();
  });

  it('can have an author whom nobody knows, and a mute looks the same', async () => {
    const { mo, waits } = await start();
    await waits('a', 'report', null, { spam: 1 });
    await mo.forge('queue:mute:a-1');
    expect(await mo.press('An hour')).toContain('Done\nIf Bombus still knows who wrote this, they are muted.');
    expect(await mo.press('Undo the mute')).toContain('Done\nWhat they were muted for here counts no more.');
  });
});

describe('the settings of moderation', () => {
  it('are read and changed by moderators, and every change stands in the audit log', async () => {
    const { mo, settings, cohort, audited } = await start();
    expect(await mo.forge('moderation:settings:')).toBe(
      [
        'Moderation · Medicine 2027',
        [
          'Moderators look: After: posts appear by themselves, and moderators look at reports',
          'Reports that hide something until somebody has looked: 3',
          'Seals of new posts live: 30 days',
          'On duty: Monday to Friday, 09:00 to 17:00',
        ].join('\n'),
        'Language that may be asking for help always waits for a moderator, whatever is chosen here.',
        'A change of the seals holds for what is posted from then on. Every change stands in the audit log.',
        '[Posts and seals] [Hours on duty] [Queue] [All settings]',
      ].join('\n'),
    );
    await mo.press('Posts and seals');
    expect(await mo.fill({ look: 'before', reports: '2', seal: '31' })).toBe(
      'Days that a seal lives: Choose a whole number from 0 to 30.',
    );
    expect(await mo.fill({ look: 'before', reports: '2', seal: '0' })).toContain('Seals of new posts live: 0: none at all');
    await mo.press('Hours on duty');
    expect(await mo.fill({ days: ['6', '1'], from: '8pm', to: '02:00' })).toContain(
      'On duty: Monday, Saturday, 20:00 to 02:00 on the next day',
    );
    expect(await settings.of(cohort.id)).toEqual({
      beforePublishing: true,
      reportThreshold: 2,
      sealDays: 0,
      duty: { from: 1200, to: 120, days: [1, 6] },
    });
    expect(await audited(cohort)).toEqual([`mo moderation:settings ${cohort.id}`, `mo moderation:settings ${cohort.id}`]);
  });

  it('refuse what no form lets through', async () => {
    const { settings, cohort } = await start();
    const known = await settings.of(cohort.id);
    for (const change of [{ reportThreshold: 0 }, { sealDays: 31 }, { sealDays: 1.5 }, { duty: { ...known.duty, days: [8] } }])
      await expect(settings.save(cohort.id, { ...known, ...change }, 'mo')).rejects.toThrow(RangeError);
  });
});
