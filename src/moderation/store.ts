import type { Tier } from '../safety/tiers.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { type Cause, DEFAULT_SETTINGS, type Decision, type ModerationSettings, type QueueItem } from './rules.ts';

interface ModerationTables {
  moderation_settings: {
    cohort: string;
    before_publishing: number;
    report_threshold: number;
    seal_days: number;
    duty_from: number;
    duty_to: number;
    duty_days: string;
  };
  queue_items: {
    id: string;
    cohort: string;
    subject: string;
    cause: Cause;
    tier: Tier | null;
    details: string;
    /** `merged`: it went into another item of the same subject, and only keeps a repeat from counting again. */
    state: 'open' | 'merged' | Decision;
    opened_at: number;
    escalated_at: number | null;
    decided_at: number | null;
    decided_by: string | null;
    escalations: number;
    changes: number;
  };
}

export type NewQueueItem = Pick<QueueItem, 'id' | 'cohort' | 'subject' | 'cause' | 'tier' | 'details'> & {
  /** The slot at which it reaches the queue. */
  readonly at: number;
};

type Change = Partial<
  Pick<QueueItem, 'cause' | 'tier' | 'details' | 'state' | 'escalatedAt' | 'decidedAt' | 'decidedBy' | 'escalations' | 'changes'>
>;

export function openModerationStore(record: TheRecord) {
  const db = () => record.db<ModerationTables>();
  const items = () => db().selectFrom('queue_items').selectAll().where('state', '<>', 'merged');

  return {
    async settings(cohort: string): Promise<ModerationSettings> {
      const row = await db().selectFrom('moderation_settings').selectAll().where('cohort', '=', cohort).executeTakeFirst();
      return row ? settingsOf(row) : DEFAULT_SETTINGS;
    },

    async setSettings(cohort: string, { beforePublishing, reportThreshold, sealDays, duty }: ModerationSettings): Promise<void> {
      const change = {
        before_publishing: beforePublishing ? 1 : 0,
        report_threshold: reportThreshold,
        seal_days: sealDays,
        duty_from: duty.from,
        duty_to: duty.to,
        duty_days: JSON.stringify(duty.days),
      };
      await db()
        .insertInto('moderation_settings')
        .values({ cohort, ...change })
        .onConflict((conflict) => conflict.column('cohort').doUpdateSet(change))
        .execute();
    },

    async find(id: string): Promise<QueueItem | null> {
      const row = await items().where('id', '=', id).executeTakeFirst();
      return row ? itemOf(row) : null;
    },

    /** Also of what was merged. */
    async isKnown(id: string): Promise<boolean> {
      const row = await db().selectFrom('queue_items').select('id').where('id', '=', id).executeTakeFirst();
      return row !== undefined;
    },

    /** Newest first. */
    async ofSubject(subject: string): Promise<readonly QueueItem[]> {
      const rows = await items().where('subject', '=', subject).orderBy('opened_at', 'desc').orderBy('id').execute();
      return rows.map(itemOf);
    },

    async open(cohort: string): Promise<readonly QueueItem[]> {
      const rows = await items().where('cohort', '=', cohort).where('state', '=', 'open').orderBy('opened_at').execute();
      return rows.map(itemOf);
    },

    async insert({ at, details, ...same }: NewQueueItem, state: 'open' | 'merged'): Promise<void> {
      await db()
        .insertInto('queue_items')
        .values({
          ...same,
          details: JSON.stringify(details),
          state,
          opened_at: at,
          escalated_at: null,
          decided_at: null,
          decided_by: null,
          escalations: 0,
          changes: 0,
        })
        .execute();
    },

    /** Unless it has changed since it was read. Gives whether it did. */
    async change({ id, state, changes }: QueueItem, change: Change): Promise<boolean> {
      const { details, escalatedAt, decidedAt, decidedBy, ...same } = change;
      const result = await db()
        .updateTable('queue_items')
        .set({
          ...same,
          ...(details === undefined ? {} : { details: JSON.stringify(details) }),
          ...(escalatedAt === undefined ? {} : { escalated_at: escalatedAt }),
          ...(decidedAt === undefined ? {} : { decided_at: decidedAt }),
          ...(decidedBy === undefined ? {} : { decided_by: decidedBy }),
        })
        .where('id', '=', id)
        .where('state', '=', state)
        .where('changes', '=', changes)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Decided at or before `olderThan`, with what was merged until then; gives the count. */
    async sweep(olderThan: number): Promise<number> {
      const result = await db()
        .deleteFrom('queue_items')
        .where((row) =>
          row.or([row('decided_at', '<=', olderThan), row.and([row('state', '=', 'merged'), row('opened_at', '<=', olderThan)])]),
        )
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

const settingsOf = (row: ModerationTables['moderation_settings']): ModerationSettings => ({
  beforePublishing: row.before_publishing === 1,
  reportThreshold: row.report_threshold,
  sealDays: row.seal_days,
  duty: { from: row.duty_from, to: row.duty_to, days: JSON.parse(row.duty_days) as number[] },
});

const itemOf = ({ state, ...row }: ModerationTables['queue_items']): QueueItem => ({
  id: row.id,
  cohort: row.cohort,
  subject: row.subject,
  cause: row.cause,
  tier: row.tier,
  details: JSON.parse(row.details) as Record<string, number>,
  state: state === 'merged' ? 'settled' : state,
  openedAt: row.opened_at,
  escalatedAt: row.escalated_at,
  decidedAt: row.decided_at,
  decidedBy: row.decided_by,
  escalations: row.escalations,
  changes: row.changes,
});
