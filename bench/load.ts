import { join } from 'node:path';
import { sql } from 'kysely';
import { systemClock } from '../src/calendar/clock.ts';
import { academicYearOf } from '../src/calendar/zone.ts';
import { openLog } from '../src/log.ts';
import type { MemberTables } from '../src/members/store.ts';
import { openStores } from '../src/store/stores.ts';
import type { LoopbackPlatform } from '../tests/platforms/driver.ts';
import type { Place } from './places.ts';

export interface Holding {
  readonly dataDir: string;
  readonly secret: string;
  readonly places: readonly Place[];
  /** At least those who act. */
  readonly members: number;
  /** Answers to rounds that have closed, spread evenly. */
  readonly checkIns: number;
}

interface Tables extends Pick<MemberTables, 'members'> {
  rounds: { number: number };
  check_ins: { member: string; round_number: number };
}

const WEEK = 7 * 86_400_000;
export const BENCH = 'bench';
const ZONE = 'Europe/London';
const MEMBERS_A_STATEMENT = 500;

export const openBench = ({ dataDir, secret }: Pick<Holding, 'dataDir' | 'secret'>) =>
  openStores({
    dataDir,
    keyDir: join(dataDir, 'keys'),
    secret,
    dataEncryption: true,
    databaseUrl: null,
    forgettingUrl: null,
    stamp: 'real',
    openClock: async () => systemClock(Date.now),
    log: openLog('silent'),
  });

/** Fills a new data folder with one open cohort in all the places, its members, and one open round above those that closed. */
export async function load(holding: Holding): Promise<void> {
  const stores = await openBench(holding);
  const now = Date.now();
  const closed = Math.ceil(holding.checkIns / holding.members);
  const { record } = stores;
  const db = record.db<Tables>();
  await record.transaction(async () => {
    await sql`insert into cohorts (id, name, zone, country, weekday, minute, state, created_at)
      values (${BENCH}, 'The bench', ${ZONE}, 'gb', 7, 1080, 'open', ${now - 52 * WEEK})`.execute(db);
    for (const { platform } of holding.places)
      await sql`insert into spaces (platform, space, cohort, gone_at)
      values (${platform.name}, ${platform.space}, ${BENCH}, null)`.execute(db);
    for (const { platform } of holding.places) await arrange(platform);
    for (let number = 1; number <= closed + 1; number += 1) {
      const openedAt = now - 3_600_000 - (closed + 1 - number) * WEEK;
      const closedAt = number > closed ? null : openedAt + WEEK;
      await sql`insert into rounds (id, cohort, number, opened_at, closes_at, closed_at)
        values (${`bench-round-${number}`}, ${BENCH}, ${number}, ${openedAt}, ${openedAt + WEEK}, ${closedAt})`.execute(db);
    }
    const members = membersOf(holding, now);
    for (let from = 0; from < members.length; from += MEMBERS_A_STATEMENT) {
      await db
        .insertInto('members')
        .values(members.slice(from, from + MEMBERS_A_STATEMENT))
        .execute();
    }
    await sql`insert into check_ins (member, round_number, round, measure, answers, answered_at)
      select members.id, rounds.number, rounds.id, 'weekly',
        json_object('happy', abs(random()) % 11, 'anxious', abs(random()) % 11, 'belonging', 1 + abs(random()) % 5),
        rounds.opened_at + abs(random()) % 259200000
      from members join rounds on rounds.closed_at is not null
      order by members.id, rounds.number limit ${holding.checkIns}`.execute(db);
    await sql`insert into due_work (key, kind, subject, due_at)
      select 'checkin:open:' || cohort, 'checkin:open-round', cohort, closes_at from rounds where closed_at is null`.execute(db);
  });
  await stores.close();

  async function arrange(platform: LoopbackPlatform): Promise<void> {
    for (const purpose of ['check-ins', 'safe-space', 'questions', 'moderators']) {
      await sql`insert into cohort_channels (cohort, platform, space, purpose, channel)
        values (${BENCH}, ${platform.name}, ${platform.space}, ${purpose}, ${platform.channel(purpose)})`.execute(db);
    }
    for (const part of ['moderator', 'lead', 'roster']) {
      await sql`insert into cohort_holders (cohort, platform, space, part, holder)
        values (${BENCH}, ${platform.name}, ${platform.space}, ${part}, ${platform.role(part)})`.execute(db);
    }
  }
}

/** Those who act, and as many others as are wanted, evenly in all places. */
function membersOf({ places, members }: Holding, now: number): readonly Tables['members'][] {
  const acting = places.flatMap(({ platform, people }) => people.map(({ id }) => ({ platform, person: id })));
  const others = Array.from({ length: Math.max(0, members - acting.length) }, (_, index) => {
    const { platform } = places[index % places.length] ?? {};
    return platform ? [{ platform, person: `absent-${index}` }] : [];
  });
  return [...acting, ...others.flat()].map(({ platform, person }, index) => ({
    id: (index * 2_654_435_761).toString(16).padStart(20, '0'),
    cohort: BENCH,
    platform: platform.name,
    space: platform.space,
    person,
    year: 1 + (index % 5),
    year_asked: academicYearOf(now, ZONE),
    joined_at: now - 40 * WEEK,
    consent_version: '2026-11',
    reminders: 1,
    inbox: `inbox-${index}`,
    owed_line: null,
    zone: null,
    weekday: null,
    minute: null,
    paused_until: null,
    missed: 0,
    asked_round: 0,
    skipped_round: 0,
    gone_at: null,
    daily_line: 0,
    human: null,
  }));
}

/** How many answers to the open round are on disk. */
export async function storedIn(holding: Pick<Holding, 'dataDir' | 'secret'>): Promise<number> {
  const stores = await openBench(holding);
  const newest = stores.record
    .db<Tables>()
    .selectFrom('rounds')
    .select(({ fn }) => fn.max('number').as('number'));
  const { count } = await stores.record
    .db<Tables>()
    .selectFrom('check_ins')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('round_number', '=', newest)
    .executeTakeFirstOrThrow();
  await stores.close();
  return count;
}
