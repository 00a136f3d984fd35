import { describe, expect, it } from 'vitest';
import { openAudit } from '../../src/moderation/audit.ts';
import type { Link } from '../../src/moderation/audit-chain.ts';
import { RETENTION } from '../../src/privacy/retention.ts';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';

interface Tables {
  audit_entries: Link & { cohort: string };
}

const DAY = 24 * 3_600_000;

async function openLogs(databases: TestDatabases) {
  const clock = { now: Date.parse('2027-01-11T10:00:00Z') };
  const now = () => clock.now;
  const record = await databases.record();
  const forgetting = await databases.forgetting(now);
  const audit = openAudit({ record, forgetting, key: databases.keys.audit, now });
  const db = () => record.db<Tables>();
  const did = (action: string, subject = 'post-1', cohort = 'nest') =>
    record.transaction(() => audit.append(cohort, { actor: 'Mo', action, subject, details: {} }));
  return {
    clock,
    record,
    forgetting,
    audit,
    db,
    did,
    async didMany(count: number) {
      for (let number = 1; number <= count; number += 1) await did('queue:approve', `post-${number}`);
    },
    links: async (cohort = 'nest'): Promise<readonly Link[]> =>
      (await db().selectFrom('audit_entries').selectAll().where('cohort', '=', cohort).orderBy('number').execute()).map(
        ({ cohort: _, ...link }) => link,
      ),
    /** Puts other rows in the place of those of a cohort, as whoever has the database could. */
    async replace(rows: readonly Link[], cohort = 'nest') {
      await db().deleteFrom('audit_entries').where('cohort', '=', cohort).execute();
      if (rows.length > 0)
        await db()
          .insertInto('audit_entries')
          .values(rows.map((row) => ({ ...row, cohort })))
          .execute();
    },
  };
}

const renumbered = (rows: readonly Link[]): readonly Link[] => rows.map((row, number) => ({ ...row, number }));
const changed = (rows: readonly Link[], number: number, change: Partial<Link>): readonly Link[] =>
  rows.map((row) => (row.number === number ? { ...row, ...change } : row));
const without = (rows: readonly Link[], ...numbers: readonly number[]): readonly Link[] =>
  rows.filter(({ number }) => !numbers.includes(number));
const swapped = (rows: readonly Link[], a: number, b: number): readonly Link[] =>
  rows
    .map((row) => ({ ...row, number: row.number === a ? b : row.number === b ? a : row.number }))
    .sort((x, y) => x.number - y.number);
const withForged = (rows: readonly Link[], at: number): readonly Link[] => {
  const before = rows[at - 1];
  if (!before) throw new Error('nothing stands there');
  const forged: Link = { ...before, subject: 'forged', previous: before.seal };
  return renumbered([...rows.slice(0, at), forged, ...rows.slice(at)]);
};

const TAMPERED: readonly (readonly [
  what: string,
  fault: string,
  number: number,
  tamper: (rows: readonly Link[]) => readonly Link[],
])[] = [
  ['another actor', 'changed', 4, (rows) => changed(rows, 4, { actor: 'Stan' })],
  ['another action', 'changed', 1, (rows) => changed(rows, 1, { action: 'queue:decline' })],
  ['another subject', 'changed', 8, (rows) => changed(rows, 8, { subject: 'post-9' })],
  ['other details', 'changed', 4, (rows) => changed(rows, 4, { details: '{"length":"week"}' })],
  ['details that are no JSON', 'changed', 4, (rows) => changed(rows, 4, { details: '{' })],
  ['another time', 'changed', 4, (rows) => changed(rows, 4, { at: 0 })],
  ['another seal', 'changed', 4, (rows) => changed(rows, 4, { seal: 'a'.repeat(64) })],
  ['one that is gone', 'removed', 4, (rows) => without(rows, 4)],
  ['several that are gone, the rest moved up', 'removed', 3, (rows) => renumbered(without(rows, 3, 4, 5))],
  ['the first gone', 'removed', 1, (rows) => without(rows, 1)],
  ['two in each other’s place', 'reordered', 3, (rows) => swapped(rows, 3, 6)],
  ['one put in between', 'inserted', 5, (rows) => withForged(rows, 5)],
  ['one put at the end', 'changed', 9, (rows) => withForged(rows, 9)],
  ['the beginning gone', 'removed', 0, (rows) => without(rows, 0)],
  [
    'another beginning',
    'changed',
    0,
    (rows) => changed(without(rows, 1, 2), 0, { details: '{"number":2}', previous: rows[2]?.seal ?? '' }),
  ],
];

eachDatabase((name, open) => {
  describe('the audit log', () => {
    it('says who did what, newest first, and that it is whole', async () => {
      const { audit, did, clock } = await openLogs(await open());
      expect(await audit.verify('nest')).toEqual({ isWhole: true, head: null });
      await did('queue:hide', 'post-1');
      clock.now += 1;
      await did('mute', 'post-1');
      await did('queue:keep', 'elsewhere', 'another-nest');
      expect(await audit.page('nest', null, 5)).toEqual([
        { number: 2, at: clock.now, actor: 'Mo', action: 'mute', subject: 'post-1', details: {} },
        { number: 1, at: clock.now - 1, actor: 'Mo', action: 'queue:hide', subject: 'post-1', details: {} },
      ]);
      expect((await audit.page('nest', 2, 5)).map(({ number }) => number)).toEqual([1]);
      expect(await audit.verify('nest')).toEqual({ isWhole: true, head: await audit.head('nest') });
      expect(await audit.cohorts()).toEqual(['another-nest', 'nest']);
    });

    it.each(TAMPERED)('notices %s: %s at %i', async (_, fault, number, tamper) => {
      const { audit, didMany, links, replace } = await openLogs(await open());
      await didMany(8);
      await replace(tamper(await links()));
      expect(await audit.verify('nest')).toEqual({ isWhole: false, number, fault });
    });

    it('notices the log of another cohort in its place', async () => {
      const { audit, didMany, did, links, replace } = await openLogs(await open());
      await didMany(3);
      await did('queue:hide', 'x', 'another-nest');
      await replace(await links('nest'), 'another-nest');
      expect(await audit.verify('another-nest')).toMatchObject({ isWhole: false, fault: 'changed' });
    });

    it('notices that it was cut at the end, from what was published', async () => {
      const { audit, didMany, did, links, replace } = await openLogs(await open());
      await didMany(8);
      const head = await audit.publish('nest');
      const rows = await links();
      await replace(without(rows, 7, 8));
      expect(await audit.verify('nest')).toEqual({ isWhole: false, number: 7, fault: 'cut' });
      expect(await audit.hadEnd('nest', head?.seal ?? '')).toBe(false);
      await did('queue:hide');
      await did('queue:hide');
      await did('queue:hide');
      expect(await audit.verify('nest')).toEqual({ isWhole: false, number: 8, fault: 'cut' });
      await replace([]);
      expect(await audit.verify('nest')).toEqual({ isWhole: false, number: 1, fault: 'cut' });
      await replace(rows);
      expect(await audit.verify('nest')).toMatchObject({ isWhole: true });
      expect(await audit.hadEnd('nest', head?.seal ?? '')).toBe(true);
    });

    it('belongs to what was done: undone with it, and never outside of it', async () => {
      const { audit, record, did } = await openLogs(await open());
      const failing = record.transaction(async () => {
        await audit.append('nest', { actor: 'Mo', action: 'queue:hide', subject: 'post', details: {} });
        throw new Error('undone');
      });
      await expect(failing).rejects.toThrow('undone');
      await did('queue:keep');
      expect((await audit.page('nest', null, 5)).map(({ number, action }) => [number, action])).toEqual([[1, 'queue:keep']]);
      const outside = audit.append('nest', { actor: 'Mo', action: 'queue:hide', subject: 'post', details: {} });
      await expect(outside).rejects.toThrow('belongs to the transaction');
    });

    it.each([
      ['words as a subject', { subject: 'what somebody wrote' }],
      ['words in the details', { details: { reason: 'She said that' } }],
      ['words as an action', { action: 'did this' }],
      ['a name with a blank', { actor: 'Heather Bee' }],
    ])('holds ids and codes, and refuses %s', async (_, change) => {
      const { audit, record } = await openLogs(await open());
      const entry = { actor: 'Mo', action: 'queue:hide', subject: 'post', details: {}, ...change };
      await expect(record.transaction(() => audit.append('nest', entry))).rejects.toThrow(RangeError);
      expect(await audit.head('nest')).toBeNull();
    });

    it('never forks, however many write at once from two processes', async () => {
      const databases = await open();
      const [one, other] = [await openLogs(databases), name === 'PostgreSQL' ? await openLogs(databases) : null];
      const many = Array.from({ length: 12 }, (_, number) => [
        one.did('queue:hide', `a${number}`),
        other?.did('queue:keep', `b${number}`),
      ]);
      await Promise.all(many.flat());
      const count = other ? 24 : 12;
      expect(await one.audit.verify('nest')).toMatchObject({ isWhole: true, head: { number: count } });
      const subjects = (await one.audit.page('nest', null, 100)).map(({ subject }) => subject);
      expect(new Set(subjects).size).toBe(count);
    });

    it('forgets entries after twenty-four months, and the rest is still whole and goes on', async () => {
      const { audit, clock, didMany, did, links, replace } = await openLogs(await open());
      await didMany(3);
      await audit.publish('nest');
      clock.now += 10 * DAY;
      await did('queue:hide', 'young');
      clock.now += RETENTION.auditMs - 5 * DAY;
      expect(await audit.sweep()).toBe(3);
      expect(await audit.sweep()).toBe(0);
      expect((await audit.page('nest', null, 5)).map(({ number, subject }) => [number, subject])).toEqual([[4, 'young']]);
      expect(await audit.verify('nest')).toMatchObject({ isWhole: true, head: { number: 4 } });
      await replace(changed(await links(), 4, { actor: 'Stan' }));
      expect(await audit.verify('nest')).toEqual({ isWhole: false, number: 4, fault: 'changed' });
    });

    it('goes on after all of it was forgotten', async () => {
      const { audit, clock, didMany, did } = await openLogs(await open());
      await didMany(3);
      clock.now += RETENTION.auditMs + DAY;
      expect(await audit.sweep()).toBe(3);
      expect(await audit.head('nest')).toMatchObject({ number: 3 });
      await did('queue:hide');
      expect(await audit.verify('nest')).toMatchObject({ isWhole: true, head: { number: 4 } });
    });

    it('does not forget what was tampered with, which would make it whole again', async () => {
      const { audit, clock, didMany, links, replace } = await openLogs(await open());
      await didMany(6);
      const rows = await links();
      await replace(rows.map((row) => (row.number > 0 && row.number < 4 ? { ...row, at: 0 } : row)));
      expect(await audit.sweep()).toBe(0);
      await replace(without(rows, 2));
      clock.now += RETENTION.auditMs + DAY;
      expect(await audit.sweep()).toBe(0);
      expect(await audit.verify('nest')).toEqual({ isWhole: false, number: 2, fault: 'removed' });
    });

    it('stays whole under a new secret, and takes nothing new under the old one', async () => {
      const databases = await open();
      const { record, forgetting, clock, audit, didMany, links, replace } = await openLogs(databases);
      await didMany(3);
      const now = () => clock.now;
      const [key, earlierKeys] = [Buffer.alloc(32, 'new'), [databases.keys.audit]];
      const later = openAudit({ record, forgetting, key, earlierKeys, now });
      await record.transaction(() => later.append('nest', { actor: 'Mo', action: 'mute', subject: 'post', details: {} }));
      expect(await later.verify('nest')).toMatchObject({ isWhole: true, head: { number: 4 } });
      const before = await links();
      // Whoever has the old secret goes on with it.
      await record.transaction(() => audit.append('nest', { actor: 'Mo', action: 'mute', subject: 'forged', details: {} }));
      expect(await later.verify('nest')).toEqual({ isWhole: false, number: 5, fault: 'changed' });
      await replace(before);
      const stranger = openAudit({ record, forgetting, key, now });
      expect(await stranger.verify('nest')).toEqual({ isWhole: false, number: 0, fault: 'changed' });
    });
  });
});
