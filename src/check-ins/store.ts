import { sql } from 'kysely';
import type { Platform } from '../chat/invocation.ts';
import { type Given, prepared } from '../store/prepared.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Answers, CheckIn, Round, Wish } from './rules.ts';

interface CheckInTables {
  rounds: { id: string; cohort: string; number: number; opened_at: number; closes_at: number; closed_at: number | null };
  check_ins: {
    member: string;
    round_number: number;
    round: string;
    measure: string;
    answers: string;
    note: string | null;
    wish: Wish | null;
    answered_at: number;
  };
  /** What asking needs of members; the rest of the row belongs to `members`. */
  members: {
    id: string;
    cohort: string;
    platform: Platform;
    reminders: number;
    inbox: string | null;
    zone: string | null;
    weekday: number | null;
    minute: number | null;
    paused_until: number | null;
    missed: number;
    asked_round: number;
    skipped_round: number;
    gone_at: number | null;
    joined_at: number;
  };
}

/** A member as a round sees them. */
export interface Askable {
  readonly id: string;
  readonly platform: Platform;
  readonly ownTime: { readonly zone: string; readonly weekday: number; readonly minute: number } | null;
  readonly missed: number;
  readonly askedRound: number;
}

export function openCheckInStore(record: TheRecord) {
  const db = () => record.db<CheckInTables>();
  const checkIns = () => db().selectFrom('check_ins').selectAll();
  const latest = prepared(record, (of: Given<{ cohort: string }>) =>
    db().selectFrom('rounds').selectAll().where('cohort', '=', of('cohort')).orderBy('number', 'desc').limit(1),
  );
  const given = prepared(record, (of: Given<{ member: string; roundNumber: number }>) =>
    checkIns().where('member', '=', of('member')).where('round_number', '=', of('roundNumber')),
  );
  const newest = prepared(record, (of: Given<{ member: string; limit: number }>) =>
    checkIns().where('member', '=', of('member')).orderBy('round_number', 'desc').limit(of('limit')),
  );
  const missed = prepared(record, (of: Given<{ id: string }>) =>
    db().selectFrom('members').select('missed').where('id', '=', of('id')),
  );
  const keep = prepared(record, (of: Given<CheckInTables['check_ins']>) =>
    db()
      .insertInto('check_ins')
      .values({
        member: of('member'),
        round_number: of('round_number'),
        round: of('round'),
        measure: of('measure'),
        answers: of('answers'),
        note: of('note'),
        wish: of('wish'),
        answered_at: of('answered_at'),
      })
      .onConflict((conflict) =>
        conflict.columns(['member', 'round_number']).doUpdateSet(({ ref }) => ({
          answers: ref('excluded.answers'),
          measure: ref('excluded.measure'),
          answered_at: ref('excluded.answered_at'),
        })),
      ),
  );

  return {
    async round(id: string): Promise<Round | null> {
      const row = await db().selectFrom('rounds').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? roundOf(row) : null;
    },

    async latestRound(cohort: string): Promise<Round | null> {
      const [row] = await latest({ cohort });
      return row ? roundOf(row) : null;
    },

    async insertRound(round: Round): Promise<void> {
      const { openedAt, closesAt, closedAt, ...same } = round;
      await db()
        .insertInto('rounds')
        .values({ ...same, opened_at: openedAt, closes_at: closesAt, closed_at: closedAt })
        .execute();
    },

    async moveClosing(id: string, closesAt: number): Promise<void> {
      await db().updateTable('rounds').set({ closes_at: closesAt }).where('id', '=', id).execute();
    },

    async closeRound(id: string, closedAt: number): Promise<boolean> {
      const result = await db()
        .updateTable('rounds')
        .set({ closed_at: closedAt })
        .where('id', '=', id)
        .where('closed_at', 'is', null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Members who agreed to be contacted and can be, after `cursor`, in the order of their ids. */
    async askable(cohort: string, cursor: string, at: number, limit: number): Promise<readonly Askable[]> {
      const rows = await db()
        .selectFrom('members')
        .select(['id', 'platform', 'zone', 'weekday', 'minute', 'missed', 'asked_round'])
        .where('cohort', '=', cohort)
        .where('id', '>', cursor)
        .where('reminders', '=', 1)
        .where('inbox', 'is not', null)
        .where('gone_at', 'is', null)
        .where((where) => where.or([where('paused_until', 'is', null), where('paused_until', '<=', at)]))
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id, platform, zone, weekday, minute, missed, asked_round }) => ({
        id,
        platform,
        ownTime: zone !== null && weekday !== null && minute !== null ? { zone, weekday, minute } : null,
        missed,
        askedRound: asked_round,
      }));
    },

    async markAsked(member: string, roundNumber: number): Promise<void> {
      await db()
        .updateTable('members')
        .set({ asked_round: roundNumber })
        .where('id', '=', member)
        .where('asked_round', '<', roundNumber)
        .execute();
    },

    async markSkipped(member: string, roundNumber: number): Promise<void> {
      await db().updateTable('members').set({ skipped_round: roundNumber, missed: 0 }).where('id', '=', member).execute();
    },

    /** One more missed round for everybody whom it asked and who neither answered nor skipped. */
    async countMissed(cohort: string, roundNumber: number, platforms: readonly Platform[]): Promise<void> {
      if (platforms.length === 0) return;
      await db()
        .updateTable('members')
        .set({ missed: sql<number>`missed + 1` })
        .where('cohort', '=', cohort)
        .where('platform', 'in', platforms)
        .where('asked_round', '=', roundNumber)
        .where('skipped_round', '<>', roundNumber)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('check_ins')
                .select('member')
                .whereRef('check_ins.member', '=', 'members.id')
                .where('round_number', '=', roundNumber),
            ),
          ),
        )
        .execute();
    },

    /** Members whose asking comes to rest with this round. */
    async comingToRest(
      cohort: string,
      roundNumber: number,
      missed: number,
      platforms: readonly Platform[],
    ): Promise<readonly string[]> {
      if (platforms.length === 0) return [];
      const rows = await db()
        .selectFrom('members')
        .select('id')
        .where('cohort', '=', cohort)
        .where('platform', 'in', platforms)
        .where('asked_round', '=', roundNumber)
        .where('missed', '=', missed)
        .execute();
      return rows.map(({ id }) => id);
    },

    async find(member: string, roundNumber: number): Promise<CheckIn | null> {
      const [row] = await given({ member, roundNumber });
      return row ? checkInOf(row) : null;
    },

    /** Null where there is no such member any more. */
    async missedBy(id: string): Promise<number | null> {
      const [row] = await missed({ id });
      return row?.missed ?? null;
    },

    async missedNothing(id: string): Promise<void> {
      await db().updateTable('members').set({ missed: 0 }).where('id', '=', id).execute();
    },

    /** The answers as last given; a note or wish given before stays. */
    async save(checkIn: CheckIn): Promise<void> {
      const { roundNumber, answeredAt, answers, ...same } = checkIn;
      await keep({ ...same, round_number: roundNumber, answers: JSON.stringify(answers), answered_at: answeredAt });
    },

    async setNote(member: string, roundNumber: number, note: string | null): Promise<boolean> {
      const result = await db()
        .updateTable('check_ins')
        .set({ note })
        .where('member', '=', member)
        .where('round_number', '=', roundNumber)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    async setWish(member: string, roundNumber: number, wish: Wish): Promise<boolean> {
      const result = await db()
        .updateTable('check_ins')
        .set({ wish })
        .where('member', '=', member)
        .where('round_number', '=', roundNumber)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Newest first. */
    async history(member: string, limit: number): Promise<readonly CheckIn[]> {
      return (await newest({ member, limit })).map(checkInOf);
    },

    /** Members who joined before `at` and have no check-in left. */
    async dormant(at: number): Promise<readonly string[]> {
      const rows = await db()
        .selectFrom('members')
        .select('id')
        .where('joined_at', '<', at)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('check_ins').select('member').whereRef('check_ins.member', '=', 'members.id'))),
        )
        .limit(500)
        .execute();
      return rows.map(({ id }) => id);
    },

    async eraseOf(member: string): Promise<void> {
      await db().deleteFrom('check_ins').where('member', '=', member).execute();
    },

    async eraseBefore(at: number): Promise<number> {
      const result = await db().deleteFrom('check_ins').where('answered_at', '<', at).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

const roundOf = (row: CheckInTables['rounds']): Round => ({
  id: row.id,
  cohort: row.cohort,
  number: row.number,
  openedAt: row.opened_at,
  closesAt: row.closes_at,
  closedAt: row.closed_at,
});

const checkInOf = (row: CheckInTables['check_ins']): CheckIn => ({
  member: row.member,
  round: row.round,
  roundNumber: row.round_number,
  measure: row.measure,
  answers: JSON.parse(row.answers) as Answers,
  note: row.note,
  wish: row.wish,
  answeredAt: row.answered_at,
});
