import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/calendar/clock.ts';
import type { Platform } from '../../src/chat/invocation.ts';
import type { Cohort } from '../../src/cohorts/rules.ts';
import type { Place } from '../../src/cohorts/store.ts';
import { openCore } from '../../src/core.ts';
import { openLog } from '../../src/log.ts';
import type { Member, Profile } from '../../src/members/rules.ts';
import { openStores } from '../../src/store/stores.ts';
import { type TestDatabases, testSecret } from './databases.ts';

const MINUTE = 60_000;
const DAY = 24 * 3_600_000;

/** All capabilities on real stores, without any platform, at a time that the test sets. The record is in clear. */
export async function openTestCore({ dataDir, databaseUrl, forgettingUrl }: TestDatabases) {
  let time = Date.parse('2026-10-01T12:00:00Z');
  let ids = 0;
  const log = openLog('silent');
  const stores = await openStores({
    dataDir,
    keyDir: join(dataDir, 'keys'),
    databaseUrl,
    forgettingUrl,
    dataEncryption: false,
    secret: testSecret.toString('hex'),
    stamp: 'rehearsal',
    openClock: async () => systemClock(() => time),
    log,
  });
  onTestFinished(() => stores.close());
  const newId = () => `id-${++ids}`;
  const core = openCore({ stores, adapters: new Map(), seed: 'test', log, realNow: Date.now, chance: Math.random, newId });
  const { cohorts, members, checkIns } = core.services;

  /** Every row of every table, as text. */
  async function rows(): Promise<string> {
    const db = stores.record.db<{ [table: string]: object }>();
    const tables = (await db.introspection.getTables()).map(({ name }) => name).filter((name) => name !== 'migrations');
    return JSON.stringify(
      await Promise.all(tables.sort().map(async (name) => [name, await db.selectFrom(name).selectAll().execute()])),
    );
  }

  return {
    ...core,
    stores,
    now: () => time,
    pass(ms: number) {
      time += ms;
    },
    days: (count: number) => count * DAY,
    rows,

    /** Whether these bytes stand anywhere in the data folder. */
    async isOnDisk(text: string): Promise<boolean> {
      const files = (await readdir(dataDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      const found = await Promise.all(
        files.map(async (file) => (await readFile(join(file.parentPath, file.name))).includes(text)),
      );
      return found.some(Boolean);
    },

    /** A cohort that is open, in a space of its own. */
    async openCohort(platform: Platform = 'sandbox', space = 'room'): Promise<{ cohort: Cohort; place: Place }> {
      const place = { platform, space };
      const basics = { name: `Medicine in ${space}`, zone: 'Europe/London', country: 'GB', weekday: 7, minute: 18 * 60 };
      const { id } = await cohorts.saveBasics(place, basics);
      const channels = { 'check-ins': 'C1', 'safe-space': 'C2', questions: 'C3', moderators: 'C4' };
      await cohorts.saveChannels(id, place, channels);
      await cohorts.saveHolders(id, place, { moderator: ['R1'], lead: ['R2'], roster: ['P1', 'P2'] });
      return { cohort: (await cohorts.open(id, place)).cohort, place };
    },

    async join(cohort: Cohort, place: Place, person: string, profile: Partial<Profile> = {}): Promise<Member> {
      const { id } = await members.join({ ...place, person }, cohort, { year: 1, reminders: true, tags: [], ...profile });
      await members.inboxOpened(id, `inbox-${person}`);
      return fresh(id);
    },
    fresh,

    /** On to the next round of a cohort, which asks its members. */
    async nextRound(cohort: string): Promise<string> {
      const before = await checkIns.openRoundOf(cohort);
      for (let tries = 0; tries < 300; tries += 1) {
        await core.agenda.settle(5_000);
        const round = await checkIns.openRoundOf(cohort);
        if (round && round.id !== before?.id) return round.id;
        time = ((await core.agenda.nextDue()) ?? time) + MINUTE;
      }
      throw new Error('no round opened');
    },

    /** Answers this round in full. */
    async answer(member: Member, round: string, note: string | null = null): Promise<void> {
      for (const [item, value] of [
        ['happy', 7],
        ['anxious', 2],
        ['belonging', 4],
      ] as const)
        await checkIns.answer(member, round, item, value);
      if (note !== null) await checkIns.note(member, round, note);
    },
  };

  async function fresh(id: string): Promise<Member> {
    const member = await members.find(id);
    if (!member) throw new Error('no such member');
    return member;
  }
}
