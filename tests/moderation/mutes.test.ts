import { describe, expect, it } from 'vitest';
import { eachDatabase, openEmbedded, type TestDatabases } from '../support/databases.ts';
import { HOUR, MINUTE, openModerationHouse, PLACE, said } from './house.ts';

const DAY = 24 * HOUR;

async function start(open: () => Promise<TestDatabases> = openEmbedded) {
  const house = await openModerationHouse(await open());
  const cohort = await house.openCohort();
  const ada = { ...PLACE, person: 'ada' };
  const bo = { ...PLACE, person: 'bo' };
  const about = (subject: string) => ({ cohort: cohort.id, subject, purpose: 'post' as const });
  return {
    ...house,
    cohort,
    ada,
    bo,
    about,
    /** A post of hers, sealed under whichever member she is now. */
    async posted(subject: string, member = 'member-1') {
      house.space.subjects.set(subject, said(subject, { isOut: true, state: 'shown' }));
      await house.seals.seal(about(subject), { member, ...ada }, house.seals.expiryOf(30));
    },
    until: (person = ada) => house.mutes.mutedUntil(cohort.id, 'safe-space', person),
    /** Everything that the record holds, as text. */
    async rows(): Promise<string> {
      const db = house.record.db<{ [table: string]: object }>();
      const tables = (await db.introspection.getTables()).map(({ name }) => name);
      return JSON.stringify(await Promise.all(tables.map((name) => db.selectFrom(name).selectAll().execute())));
    },
  };
}

eachDatabase((_, databases) => {
  it('mutes the author of a post and nobody else, and leaves nothing of it in the record', async () => {
    const { posted, about, mutes, until, bo, now, pass, rows } = await start(databases);
    await posted('a');
    const before = await rows();
    expect(await mutes.muteAuthorOf(about('a'), HOUR, 'safe-space')).toBe('done');
    expect(await until()).toBe(now() + HOUR);
    expect(await until(bo)).toBeNull();
    expect(await rows()).toBe(before);
    await pass(HOUR);
    expect(await until()).toBeNull();
  });

  it('brings an appeal to the queue at a slot, without a name, and lifts the mute of whoever made it', async () => {
    const { posted, about, mutes, until, ada, cohort, queue, settle, pass, channel, rows } = await start(databases);
    await posted('a');
    await mutes.muteAuthorOf(about('a'), 7 * DAY, 'safe-space');
    const before = await rows();
    const appeal = { cohort: cohort.id, capability: 'safe-space', person: ada, words: 'it was a quotation' } as const;
    expect(await mutes.appeal(appeal)).toBe('kept');
    expect(await mutes.appeal(appeal)).toBe('appealed-before');
    expect(await rows()).toBe(before);
    await settle();
    expect(await queue.waiting(cohort.id)).toEqual([]);

    await pass(15 * MINUTE);
    const [item] = await queue.waiting(cohort.id);
    if (!item) throw new Error('no appeal came');
    expect(item).toMatchObject({ cause: 'appeal', subject: item.id, details: {}, openedAt: Date.parse('2027-01-11T10:15:00Z') });
    expect(await queue.describe(item)).toMatchObject({ speaker: null, words: 'it was a quotation' });
    expect(channel().at(-1)).toContain('An appeal.');
    expect(await rows()).not.toContain('it was a quotation');
    expect(await rows()).not.toContain('ada');

    expect(await queue.decide(item.id, { moderator: 'mo', decision: 'approve', text: null })).toBe('done');
    expect(await until()).toBeNull();
  });
});

describe('a mute', () => {
  it('looks the same where nobody knows the author any more', async () => {
    const { about, mutes, until } = await start();
    expect(await mutes.muteAuthorOf(about('nobody-sealed-it'), HOUR, 'safe-space')).toBe('done');
    expect(await mutes.liftFor(about('nobody-sealed-it'), 'safe-space')).toBe('done');
    expect(await until()).toBeNull();
  });

  it('is of the person, so it outlives leaving and joining again', async () => {
    const { posted, about, mutes, until, seals, now } = await start();
    await posted('a', 'member-1');
    await mutes.muteAuthorOf(about('a'), DAY, 'safe-space');
    await seals.destroy(about('a'));
    await posted('b', 'member-2');
    expect(await until()).toBe(now() + DAY);
  });

  it('touches only what it was given for, and only that cohort', async () => {
    const { posted, about, mutes, ada, cohort } = await start();
    await posted('a');
    await mutes.muteAuthorOf(about('a'), DAY, 'safe-space');
    expect(await mutes.mutedUntil(cohort.id, 'questions', ada)).toBeNull();
    expect(await mutes.mutedUntil('another-cohort', 'safe-space', ada)).toBeNull();
    expect(await mutes.mutedUntil(cohort.id, 'safe-space', { ...ada, space: 'another' })).toBeNull();
  });

  it('is never made shorter, and lifted for one post stays for another', async () => {
    const { posted, about, mutes, until, now } = await start();
    await posted('a');
    await posted('b');
    await mutes.muteAuthorOf(about('a'), 7 * DAY, 'safe-space');
    await mutes.muteAuthorOf(about('a'), HOUR, 'safe-space');
    await mutes.muteAuthorOf(about('b'), DAY, 'safe-space');
    expect(await until()).toBe(now() + 7 * DAY);
    await mutes.liftFor(about('a'), 'safe-space');
    expect(await until()).toBe(now() + DAY);
  });

  it('by a moderator stands in the audit log, with the post and without its author', async () => {
    const { posted, mute, unmute, queue, record, cohort, until, audited, now } = await start();
    await posted('a');
    const item = {
      id: 'a-r',
      cohort: cohort.id,
      subject: 'a',
      cause: 'report',
      tier: null,
      details: { spam: 1 },
      at: now(),
    } as const;
    await record.transaction(() => queue.open(item));
    const found = await queue.find('a-r');
    if (!found) throw new Error('no item');
    await mute(found, 'day', 'mo');
    expect(await until()).toBe(now() + DAY);
    await unmute(found, 'mo');
    expect(await until()).toBeNull();
    expect(await audited(cohort)).toEqual(['mo mute a', 'mo unmute a']);
  });

  it('of a reply reaches whoever replied', async () => {
    const { space, seals, cohort, ada, mute, queue, record, now, until } = await start();
    space.subjects.set('r', said('r', { thread: 'a', isOut: true, state: 'shown' }));
    const about = { cohort: cohort.id, subject: 'r', purpose: 'reply' } as const;
    await seals.seal(about, { member: 'm', ...ada }, seals.expiryOf(30));
    const item = {
      id: 'r-r',
      cohort: cohort.id,
      subject: 'r',
      cause: 'report',
      tier: null,
      details: { spam: 1 },
      at: now(),
    } as const;
    await record.transaction(() => queue.open(item));
    const found = await queue.find('r-r');
    if (found) await mute(found, 'hour', 'mo');
    expect(await until()).toBe(now() + HOUR);
  });
});

describe('an appeal', () => {
  it('is for those who are muted', async () => {
    const { mutes, cohort, bo } = await start();
    const appeal = { cohort: cohort.id, capability: 'safe-space', person: bo, words: 'why?' } as const;
    expect(await mutes.appeal(appeal)).toBe('not-muted');
  });

  it('with grave words comes within five minutes, with its tier', async () => {
    const { posted, about, mutes, ada, cohort, queue, pass } = await start();
    await posted('a');
    await mutes.muteAuthorOf(about('a'), DAY, 'safe-space');
    await mutes.appeal({ cohort: cohort.id, capability: 'safe-space', person: ada, words: 'I cannot go on', tier: 'T3' });
    await pass(5 * MINUTE);
    expect(await queue.waiting(cohort.id)).toMatchObject([{ cause: 'appeal', tier: 'T3' }]);
  });

  it('that is declined is answered privately; taken back, it waits again', async () => {
    const { posted, about, mutes, ada, cohort, queue, pass, until } = await start();
    await posted('a');
    await mutes.muteAuthorOf(about('a'), DAY, 'safe-space');
    await mutes.appeal({ cohort: cohort.id, capability: 'safe-space', person: ada, words: 'please' });
    const standing = () => mutes.appealOf(cohort.id, 'safe-space', ada);
    expect(await standing()).toEqual({ state: 'waiting', text: null });
    await pass(15 * MINUTE);
    const id = (await queue.waiting(cohort.id))[0]?.id ?? '';
    await queue.decide(id, { moderator: 'mo', decision: 'decline', text: 'it named a patient' });
    expect(await standing()).toEqual({ state: 'declined', text: 'it named a patient' });
    expect(await queue.undo(id, 'mo')).toBe('done');
    expect(await standing()).toEqual({ state: 'waiting', text: null });
    expect(await until()).not.toBeNull();
  });

  it('is forgotten when the mute is over', async () => {
    const { posted, about, mutes, ada, cohort, queue, pass } = await start();
    await posted('a');
    await mutes.muteAuthorOf(about('a'), HOUR, 'safe-space');
    await mutes.appeal({ cohort: cohort.id, capability: 'safe-space', person: ada, words: 'please' });
    await pass(15 * MINUTE);
    await pass(2 * DAY);
    const [item] = await queue.waiting(cohort.id);
    expect(await mutes.appealOf(cohort.id, 'safe-space', ada)).toBeNull();
    expect(item && (await queue.describe(item))).toBeNull();
    expect(item && (await queue.decide(item.id, { moderator: 'mo', decision: 'settled', text: null }))).toBe('done');
  });
});
