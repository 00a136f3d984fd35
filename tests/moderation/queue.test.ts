import { describe, expect, it } from 'vitest';
import type { Cause } from '../../src/moderation/rules.ts';
import type { Tier } from '../../src/safety/tiers.ts';
import { eachDatabase, openEmbedded, type TestDatabases } from '../support/databases.ts';
import { HOUR, MINUTE, MONDAY_TEN, openModerationHouse, said } from './house.ts';

async function start(open: () => Promise<TestDatabases> = openEmbedded) {
  const databases = await open();
  const house = await openModerationHouse(databases);
  const cohort = await house.openCohort();
  return {
    ...house,
    databases,
    cohort,
    /** Puts a subject into the queue, in the slot that begins now. */
    async open(id: string, cause: Cause, tier: Tier | null = null, details: Readonly<Record<string, number>> = {}) {
      const subject = id.split('-')[0] ?? '';
      if (!house.space.subjects.has(subject)) house.space.subjects.set(subject, said(subject));
      await house.record.transaction(() =>
        house.queue.open({ id, cohort: cohort.id, subject, cause, tier, details, at: house.now() }),
      );
      await house.settle();
    },
  };
}

const mo = { moderator: 'mo', text: null } as const;

eachDatabase((_, databases) => {
  it('tells the moderators’ channel that something waits, without its words', async () => {
    const { open, channel } = await start(databases);
    await open('a-1', 'language', 'T2');
    expect(channel()).toEqual([
      [
        'Please look soon · T2',
        'Held for its language. It may speak of not wanting to live, or of self-harm.',
        'The words open for you alone.',
        '[Open it] [All that waits]',
      ].join('\n'),
    ]);
  });

  it('is decided once, however many decide at once', async () => {
    const { open, queue, space, cohort, audited, settle, channel, databases: both, shared } = await start(databases);
    const other = both.databaseUrl === null ? null : await openModerationHouse(both, shared);
    await open('a-1', 'language', 'T2');
    const outcomes = await Promise.all([
      queue.decide('a-1', { ...mo, decision: 'approve' }),
      (other?.queue ?? queue).decide('a-1', { moderator: 'mia', decision: 'decline', text: 'not here' }),
    ]);
    expect([...outcomes].sort()).toEqual(['already', 'done']);
    const decided = await queue.find('a-1');
    const isMine = outcomes[0] === 'done';
    expect(decided).toMatchObject({
      state: isMine ? 'approve' : 'decline',
      decidedBy: isMine ? 'mo' : 'mia',
      decidedAt: MONDAY_TEN,
    });
    expect(await audited(cohort)).toEqual([isMine ? 'mo queue:approve a' : 'mia queue:decline a']);
    expect(new Set(space.decided.map(([subject, decision]) => `${subject} ${decision}`)).size).toBe(1);
    await settle();
    expect(channel()).toEqual([`Settled\n${isMine ? 'Approved' : 'Declined'}.\n[Open it] [All that waits]`]);
  });

  it('lets two processes settle a long queue together, each item once', async () => {
    const { open, queue, space, cohort, audited, databases: both, shared } = await start(databases);
    const other = both.databaseUrl === null ? null : await openModerationHouse(both, shared);
    const ids = Array.from({ length: 8 }, (_, index) => `s${index}-1`);
    for (const id of ids) await open(id, 'report', null, { reports: 1 });
    const outcomes = await Promise.all(
      ids.flatMap((id) => [
        queue.decide(id, { ...mo, decision: 'keep' }),
        (other?.queue ?? queue).decide(id, { moderator: 'mia', decision: 'hide', text: null }),
      ]),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(8);
    expect(await audited(cohort)).toHaveLength(8);
    expect(await queue.waiting(cohort.id)).toEqual([]);
    const told = await Promise.all(ids.map(async (id) => (await queue.find(id))?.state));
    for (const [index, state] of told.entries()) expect(space.decided).toContainEqual([`s${index}`, state, null]);
  });

  it('adds reports up in one item, each once however often it comes', async () => {
    const { open, queue, channel, cohort } = await start(databases);
    for (const id of ['a-r1', 'a-r2', 'a-r2', 'a-r3', 'a-r1']) await open(id, 'report', null, { reports: 1 });
    expect(await queue.waiting(cohort.id)).toMatchObject([{ id: 'a-r1', details: { reports: 3 } }]);
    expect(await queue.ofSubject('a')).toHaveLength(1);
    expect(channel()).toHaveLength(1);
  });

  it('takes a later count of the same reports for what it is', async () => {
    const { open, queue } = await start(databases);
    for (const reports of [1, 2, 2, 1]) await open('a-reported', 'report', null, { unkind: reports });
    expect((await queue.find('a-reported'))?.details).toEqual({ unkind: 2 });
  });

  it('keeps the graver tier and cause where two meet, and says so in the channel', async () => {
    const { open, queue, channel, cohort } = await start(databases);
    await open('a-1', 'before-publishing', 'T0');
    await open('a-2', 'language', 'T3');
    expect(await queue.waiting(cohort.id)).toMatchObject([{ id: 'a-1', cause: 'language', tier: 'T3' }]);
    expect(channel()).toHaveLength(1);
    expect(channel()[0]).toContain('Please look now · T3');
  });

  it('takes a decision back within ten minutes, and asks again', async () => {
    const { open, queue, pass, space, settle, channel, cohort, audited } = await start(databases);
    await open('a-1', 'before-publishing');
    await queue.decide('a-1', { ...mo, decision: 'decline', text: 'too long' });
    await settle();
    await pass(9 * MINUTE);
    expect(await queue.undo('a-1', 'mia')).toBe('done');
    await settle();
    expect(await queue.find('a-1')).toMatchObject({ state: 'open', decidedAt: null, decidedBy: null });
    expect(channel()[0]).toContain('Held before it appears.');
    expect(space.decided).toEqual([
      ['a', 'decline', 'too long'],
      ['a', 'undone', null],
    ]);
    expect(await audited(cohort)).toEqual(['mo queue:decline a', 'mia queue:undo a']);
    expect(await queue.undo('a-1', 'mo')).toBe('already');

    await queue.decide('a-1', { ...mo, decision: 'decline', text: 'too long' });
    await settle();
    expect(channel()).toEqual(['Settled\nDeclined.\n[Open it] [All that waits]']);
    await pass(10 * MINUTE);
    expect(await queue.undo('a-1', 'mo')).toBe('too-late');
  });

  it('reminds its moderators on duty, once for all that has waited too long, and then asks for a lead', async () => {
    const { open, pass, at, channel, queue } = await start(databases);
    await open('a-1', 'language', 'T2');
    await open('b-1', 'language', 'T2');
    await pass(59 * MINUTE);
    expect(channel()).toHaveLength(2);
    await pass(MINUTE);
    expect(channel().slice(2)).toEqual([
      'Still waiting for a moderator\n2 items wait, and nobody has decided. The gravest is T2. It may speak of not wanting to live, or of self-harm.\n[Open the queue]',
    ]);
    await queue.decide('b-1', { ...mo, decision: 'approve' });
    await pass(HOUR);
    expect(channel().slice(3)).toEqual([expect.stringContaining('A safeguarding lead is needed\n1 item waits')]);
    await at('2027-01-15T16:00:00Z');
    expect(channel()).toHaveLength(4);
    expect(await queue.find('a-1')).toMatchObject({ escalations: 2, escalatedAt: MONDAY_TEN + 2 * HOUR });
  });
});

describe('what is decided', () => {
  it('cannot be taken back once others have seen what it let out', async () => {
    const { open, queue, space } = await start();
    await open('a-1', 'language', 'T2');
    await queue.decide('a-1', { ...mo, decision: 'approve' });
    space.subjects.set('a', said('a', { isOut: true, state: 'shown' }));
    expect(await queue.undo('a-1', 'mo')).toBe('too-late');
  });

  it('fits the cause', async () => {
    const { open, queue } = await start();
    await open('a-1', 'muted', 'T3');
    await expect(queue.decide('a-1', { ...mo, decision: 'approve' })).rejects.toThrow(RangeError);
    expect(await queue.find('a-1')).toMatchObject({ state: 'open' });
  });

  it('is only to close what is gone', async () => {
    const { open, queue, space } = await start();
    await open('a-1', 'language', 'T2');
    space.subjects.delete('a');
    await expect(queue.decide('a-1', { ...mo, decision: 'approve' })).rejects.toThrow(RangeError);
    expect(await queue.decide('a-1', { ...mo, decision: 'settled' })).toBe('done');
  });

  it('about a hidden post holds for the reports that come after it', async () => {
    const { open, queue, cohort } = await start();
    await open('a-r1', 'report', null, { reports: 1 });
    await queue.decide('a-r1', { ...mo, decision: 'hide' });
    await open('a-r2', 'report', null, { reports: 1 });
    expect(await queue.waiting(cohort.id)).toEqual([]);
  });

  it('about a kept post is asked again by new reports', async () => {
    const { open, queue, cohort } = await start();
    await open('a-r1', 'report', null, { reports: 2 });
    await queue.decide('a-r1', { ...mo, decision: 'keep' });
    await open('a-r2', 'report', null, { reports: 1 });
    expect(await queue.waiting(cohort.id)).toMatchObject([{ id: 'a-r2', details: { reports: 1 } }]);
  });

  it('by nobody, because its author withdrew it, leaves nothing open and blames nobody', async () => {
    const { open, queue, settle, channel, cohort, audited } = await start();
    await open('a-1', 'language', 'T2');
    await queue.withdrawn('a');
    await settle();
    expect(await queue.waiting(cohort.id)).toEqual([]);
    expect(await queue.undo('a-1', 'mo')).toBe('too-late');
    expect(channel()).toEqual(['Settled\nClosed, since it is gone.\n[Open it] [All that waits]']);
    expect(await audited(cohort)).toEqual([]);
  });

  it('before the channel was told is never told to it', async () => {
    const { record, queue, cohort, settle, channel, space, now } = await start();
    space.subjects.set('a', said('a'));
    const item = { id: 'a-1', cohort: cohort.id, subject: 'a', cause: 'language', tier: 'T2', details: {}, at: now() } as const;
    await record.transaction(async () => {
      await queue.open(item);
      await queue.decide('a-1', { ...mo, decision: 'approve' });
    });
    await settle();
    expect(channel()).toEqual([]);
  });
});

describe('at night', () => {
  it('a T3 asks for a lead at once', async () => {
    const { open, at, channel } = await start();
    await at('2027-01-12T02:00:00Z');
    await open('a-1', 'language', 'T3');
    expect(channel()).toEqual([
      expect.stringContaining('Please look now · T3'),
      [
        'A safeguarding lead is needed',
        '1 item waits, and nobody has decided. The gravest is T3. It may speak of wanting to die now: intent, a plan, means or a farewell.',
        'Nobody is on duty until Tuesday 12 January, 09:00. Whoever reads this may open the queue now.',
        '[Open the queue]',
      ].join('\n'),
    ]);
    await at('2027-01-12T08:59:00Z');
    expect(channel()).toHaveLength(2);
    await at('2027-01-12T11:00:00Z');
    expect(channel()).toHaveLength(3);
  });

  it('and over the weekend nobody is reminded of anything else', async () => {
    const { open, at, channel } = await start();
    await at('2027-01-15T16:30:00Z');
    await open('a-1', 'language', 'T2');
    await at('2027-01-18T09:29:00Z');
    expect(channel()).toHaveLength(1);
    await at('2027-01-18T09:30:00Z');
    expect(channel()).toHaveLength(2);
  });

  it('a bot that comes back late waits for the morning, and then reminds once', async () => {
    const { open, shared, settle, at, channel, queue } = await start();
    await open('a-1', 'language', 'T2');
    shared.clock.now = Date.parse('2027-01-12T03:00:00Z');
    await settle();
    expect(channel()).toHaveLength(1);
    await at('2027-01-12T09:00:00Z');
    expect(channel().map((text) => text.split('\n')[0])).toEqual(['Please look soon · T2', 'A safeguarding lead is needed']);
    expect(await queue.find('a-1')).toMatchObject({ escalations: 2 });
  });
});

describe('other hours on duty', () => {
  it('move what is planned', async () => {
    const { open, settings, cohort, pass, channel } = await start();
    await open('a-1', 'language', 'T2');
    const known = await settings.of(cohort.id);
    await settings.save(cohort.id, { ...known, duty: { from: 14 * 60, to: 18 * 60, days: [1] } }, 'mo');
    await pass(4 * HOUR);
    expect(channel()).toHaveLength(1);
    await pass(HOUR);
    expect(channel()).toHaveLength(2);
  });
});

describe('what is over its time', () => {
  it('goes, and what waits stays', async () => {
    const { open, queue, pass, cohort, now } = await start();
    await open('a-r1', 'report', null, { reports: 1 });
    await open('a-r2', 'report', null, { reports: 1 });
    await queue.decide('a-r1', { ...mo, decision: 'keep' });
    await open('b-1', 'language', 'T2');
    await pass(31 * 24 * HOUR);
    expect(await queue.sweep(now() - 30 * 24 * HOUR)).toBe(2);
    expect(await queue.ofSubject('a')).toEqual([]);
    expect(await queue.waiting(cohort.id)).toMatchObject([{ id: 'b-1' }]);
  });
});
