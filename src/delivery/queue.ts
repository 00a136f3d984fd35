import { sql } from 'kysely';
import type { Record } from '../store/record.ts';
import type { Delivery, SentMessage } from './delivery.ts';
import { UNROUTED } from './lane.ts';
import { type DeliveryTables, type State, sentOf } from './rows.ts';

/** What waits, looked at without touching it. All of it stays cheap beside a million settled deliveries. */
export function openQueue(record: Record) {
  const db = () => record.db<DeliveryTables>();
  const open = () => db().selectFrom('deliveries').where('settled_at', 'is', null);

  return {
    /** Lanes in which something waits that is due, the longest waiting first. Goes from lane to lane in the index. */
    async dueLanes(now: number): Promise<readonly string[]> {
      const { rows } = await sql<{ lane: string }>`
        with recursive lanes (lane) as (
          select min(lane) from deliveries where settled_at is null and claimed_at is null and lane > ${UNROUTED}
          union all
          select (select min(d.lane) from deliveries d where d.settled_at is null and d.claimed_at is null and d.lane > lanes.lane)
          from lanes where lanes.lane is not null
        ), first_due (lane, at) as (
          select lanes.lane, (
            select min(d.not_before) from deliveries d
            where d.settled_at is null and d.claimed_at is null and d.lane = lanes.lane
          ) from lanes where lanes.lane is not null
        )
        select lane from first_due where at <= ${now} order by at, lane`.execute(db());
      return rows.map(({ lane }) => lane);
    },

    /** How much is due, by cohort, and when the first of those comes that were not to be tried before `realThen`. */
    async due(now: number, realThen: number): Promise<readonly { cohort: string; count: number; retryAt: number | null }[]> {
      return open()
        .where('not_before', '<=', now)
        .groupBy('cohort')
        .select(({ fn }) => [
          'cohort',
          fn.countAll<number>().as('count'),
          sql<number | null>`min(case when retry_at > ${realThen} then retry_at end)`.as('retryAt'),
        ])
        .execute();
    },

    /** The first instant after `now` at which a delivery of the other cohorts falls due. */
    async nextDue(now: number, except: readonly string[]): Promise<{ cohort: string; at: number } | null> {
      const next = await open()
        .where('not_before', '>', now)
        .$if(except.length > 0, (query) => query.where('cohort', 'not in', except))
        .select(['cohort', 'not_before as at'])
        .orderBy('not_before')
        .limit(1)
        .executeTakeFirst();
      return next ?? null;
    },

    /** Whether a newer delivery of the same kind is due to the same member. */
    async hasNewer({ key, kind, to, notBefore }: Delivery, now: number): Promise<boolean> {
      if (to.kind !== 'member') return false;
      const newer = await open()
        .where('to_member', '=', to.member)
        .where('kind', '=', kind)
        .where('edits', 'is', null)
        .where('not_before', '<=', now)
        .where('expires_at', '>', now)
        .where((row) =>
          row.or([row('not_before', '>', notBefore), row.and([row('not_before', '=', notBefore), row('key', '>', key)])]),
        )
        .select('key')
        .limit(1)
        .executeTakeFirst();
      return newer !== undefined;
    },

    /** What became of an earlier delivery; null when there is none. */
    async find(key: string): Promise<Earlier | null> {
      const row = await db()
        .selectFrom('deliveries')
        .where('key', '=', key)
        .select(['state', 'not_before', 'thread_name', 'sent_platform', 'sent_space', 'sent_channel', 'sent_message'])
        .executeTakeFirst();
      return row ? { state: row.state, notBefore: row.not_before, threadName: row.thread_name, sent: sentOf(row) } : null;
    },

    async waiting(now: number): Promise<{ readonly waiting: number; readonly oldestDue: number | null }> {
      const { waiting } = await open()
        .select(({ fn }) => fn.countAll<number>().as('waiting'))
        .executeTakeFirstOrThrow();
      const oldest = await open()
        .where('not_before', '<=', now)
        .select('not_before as at')
        .orderBy('not_before')
        .limit(1)
        .executeTakeFirst();
      return { waiting, oldestDue: oldest?.at ?? null };
    },

    /** What of a cohort's deliveries went wrong since. */
    async troubles(cohort: string, since: number): Promise<Troubles> {
      const rows = await db()
        .selectFrom('deliveries')
        .where('cohort', '=', cohort)
        .where('settled_at', '>=', since)
        .where('reason', 'is not', null)
        // How many inboxes are closed would be a figure about very few people.
        .where((row) => row.or([row('to_member', 'is', null), row('state', '<>', 'undeliverable')]))
        .groupBy(['state', 'reason'])
        .select(({ fn }) => ['state', 'reason', fn.countAll<number>().as('count')])
        .execute();
      const sum = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).reduce((all, { count }) => all + count, 0);
      return {
        undeliverable: sum(({ state }) => state === 'undeliverable'),
        late: sum(({ reason }) => reason === 'late'),
        maybeSent: sum(({ state }) => state === 'maybe-sent'),
      };
    },
  };
}

export type Queue = ReturnType<typeof openQueue>;

interface Earlier {
  readonly state: State;
  readonly notBefore: number;
  /** Of the thread that it opens. */
  readonly threadName: string | null;
  readonly sent: SentMessage | null;
}

export interface Troubles {
  /** Of what goes to channels. */
  readonly undeliverable: number;
  readonly late: number;
  readonly maybeSent: number;
}
