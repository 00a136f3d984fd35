import type { Platform } from '../chat/invocation.ts';
import { type Given, prepared } from '../store/prepared.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Member, OwedLine, OwnTime, Tag } from './rules.ts';

export interface MemberTables {
  members: {
    id: string;
    cohort: string;
    platform: Platform;
    space: string;
    person: string;
    year: number;
    year_asked: number;
    joined_at: number;
    consent_version: string;
    reminders: number;
    inbox: string | null;
    owed_line: OwedLine | null;
    zone: string | null;
    weekday: number | null;
    minute: number | null;
    paused_until: number | null;
    missed: number;
    asked_round: number;
    skipped_round: number;
    gone_at: number | null;
    daily_line: number;
    human: string | null;
  };
  member_tags: { member: string; tag: Tag };
}

/** Where a person acts. */
export interface PersonAt {
  readonly platform: Platform;
  readonly space: string;
  readonly person: string;
}

type Change = Partial<
  Pick<
    Member,
    'year' | 'yearAsked' | 'reminders' | 'inbox' | 'owedLine' | 'pausedUntil' | 'missed' | 'skippedRound' | 'goneAt' | 'dailyLine'
  >
>;

export function openMemberStore(record: TheRecord) {
  const db = () => record.db<MemberTables>();
  const rows = () => db().selectFrom('members').selectAll();
  const at = prepared(record, (given: Given<PersonAt>) =>
    rows().where('platform', '=', given('platform')).where('space', '=', given('space')).where('person', '=', given('person')),
  );

  return {
    async find(id: string): Promise<Member | null> {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row ? memberOf(row) : null;
    },

    async findAt({ platform, space, person }: PersonAt): Promise<Member | null> {
      const [row] = await at({ platform, space, person });
      return row ? memberOf(row) : null;
    },

    async ofPerson(platform: Platform, person: string): Promise<readonly Member[]> {
      return (
        await rows()
          .where((where) => where.and({ platform, person }))
          .orderBy('id')
          .execute()
      ).map(memberOf);
    },

    async insert(member: Member): Promise<void> {
      await db().insertInto('members').values(rowOf(member)).execute();
    },

    async update(id: string, change: Change): Promise<void> {
      const { yearAsked, reminders, owedLine, pausedUntil, skippedRound, goneAt, dailyLine, ...same } = change;
      const set = {
        ...same,
        ...(yearAsked === undefined ? {} : { year_asked: yearAsked }),
        ...(reminders === undefined ? {} : { reminders: reminders ? 1 : 0 }),
        ...(owedLine === undefined ? {} : { owed_line: owedLine }),
        ...(pausedUntil === undefined ? {} : { paused_until: pausedUntil }),
        ...(skippedRound === undefined ? {} : { skipped_round: skippedRound }),
        ...(goneAt === undefined ? {} : { gone_at: goneAt }),
        ...(dailyLine === undefined ? {} : { daily_line: dailyLine ? 1 : 0 }),
      };
      await db().updateTable('members').set(set).where('id', '=', id).execute();
    },

    async setOwnTime(id: string, own: OwnTime | null): Promise<void> {
      const set = { zone: own?.zone ?? null, weekday: own?.weekday ?? null, minute: own?.minute ?? null };
      await db().updateTable('members').set(set).where('id', '=', id).execute();
    },

    async tags(member: string): Promise<readonly Tag[]> {
      const found = await db().selectFrom('member_tags').select('tag').where('member', '=', member).orderBy('tag').execute();
      return found.map(({ tag }) => tag);
    },

    async setTags(member: string, tags: readonly Tag[]): Promise<void> {
      await db().deleteFrom('member_tags').where('member', '=', member).execute();
      if (tags.length > 0)
        await db()
          .insertInto('member_tags')
          .values([...new Set(tags)].map((tag) => ({ member, tag })))
          .execute();
    },

    async erase(id: string): Promise<void> {
      await db().deleteFrom('member_tags').where('member', '=', id).execute();
      await db().deleteFrom('members').where('id', '=', id).execute();
    },

    /** Everybody of a space stops being contacted. */
    async markSpaceGone(platform: Platform, space: string, goneAt: number): Promise<void> {
      await db()
        .updateTable('members')
        .set({ gone_at: goneAt })
        .where((where) => where.and({ platform, space }))
        .where('gone_at', 'is', null)
        .execute();
    },

    /** Those who went with the space come back with it. */
    async markSpaceBack(platform: Platform, space: string, goneAt: number): Promise<void> {
      await db()
        .updateTable('members')
        .set({ gone_at: null })
        .where((where) => where.and({ platform, space, gone_at: goneAt }))
        .execute();
    },

    /** The memberships of one person, in the order of their ids. */
    async ofHuman(human: string): Promise<readonly Member[]> {
      return (await rows().where('human', '=', human).orderBy('id').execute()).map(memberOf);
    },
    async setHuman(ids: readonly string[], human: string | null): Promise<void> {
      if (ids.length > 0) await db().updateTable('members').set({ human }).where('id', 'in', ids).execute();
    },

    /** The people who are here; somebody with several memberships counts once. */
    async count(cohort: string): Promise<number> {
      const { count } = await db()
        .selectFrom('members')
        .select(({ fn }) => fn.count<number | string>(fn.coalesce('human', 'id')).distinct().as('count'))
        .where('cohort', '=', cohort)
        .where('gone_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** Who chose the daily line and can be written to, after `cursor`, in the order of their ids. */
    async wantingDailyLine(cohort: string, cursor: string, limit: number): Promise<readonly string[]> {
      const found = await db()
        .selectFrom('members')
        .select('id')
        .where('cohort', '=', cohort)
        .where('id', '>', cursor)
        .where('daily_line', '=', 1)
        .where('inbox', 'is not', null)
        .where('gone_at', 'is', null)
        .orderBy('id')
        .limit(limit)
        .execute();
      return found.map(({ id }) => id);
    },

    async goneBefore(at: number): Promise<readonly string[]> {
      const found = await db().selectFrom('members').select('id').where('gone_at', '<=', at).limit(500).execute();
      return found.map(({ id }) => id);
    },
  };
}

export type MemberStore = ReturnType<typeof openMemberStore>;

const rowOf = (member: Member): MemberTables['members'] => ({
  id: member.id,
  cohort: member.cohort,
  platform: member.platform,
  space: member.space,
  person: member.person,
  year: member.year,
  year_asked: member.yearAsked,
  joined_at: member.joinedAt,
  consent_version: member.consentVersion,
  reminders: member.reminders ? 1 : 0,
  inbox: member.inbox,
  owed_line: member.owedLine,
  zone: member.ownTime?.zone ?? null,
  weekday: member.ownTime?.weekday ?? null,
  minute: member.ownTime?.minute ?? null,
  paused_until: member.pausedUntil,
  missed: member.missed,
  asked_round: member.askedRound,
  skipped_round: member.skippedRound,
  gone_at: member.goneAt,
  daily_line: member.dailyLine ? 1 : 0,
  human: member.human,
});

function memberOf(row: MemberTables['members']): Member {
  const { zone, weekday, minute } = row;
  return {
    id: row.id,
    cohort: row.cohort,
    platform: row.platform,
    space: row.space,
    person: row.person,
    year: row.year,
    yearAsked: row.year_asked,
    joinedAt: row.joined_at,
    consentVersion: row.consent_version,
    reminders: row.reminders === 1,
    inbox: row.inbox,
    owedLine: row.owed_line,
    ownTime: zone !== null && weekday !== null && minute !== null ? { zone, weekday, minute } : null,
    pausedUntil: row.paused_until,
    missed: row.missed,
    askedRound: row.asked_round,
    skippedRound: row.skipped_round,
    goneAt: row.gone_at,
    dailyLine: row.daily_line === 1,
    human: row.human,
  };
}
