import { type Kysely, sql } from 'kysely';
import type { Dialect, Migration } from './migration.ts';

/**
 * What the bot owes people, and what it has to do. Calendar times: `not_before`, `expires_at`, `settled_at`, `due_at`;
 * the machine's own time: `claimed_at`, `sending_at`, `retry_at`, which are empty again once a delivery is settled.
 */
export const delivery: Migration = {
  name: '002-delivery',
  async up(db, dialect) {
    await createDeliveries(db, dialect);
    await createIndexes(db);
    await db.schema
      .createTable('due_work')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('retry_at', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.createIndex('due_work_by_time').on('due_work').columns(['due_at', 'key']).execute();
  },
};

/** Without row numbers nothing tells in which order the deliveries of one moment were owed. */
async function createDeliveries(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('to_member', 'text')
    .addColumn('to_platform', 'text')
    .addColumn('to_space', 'text')
    .addColumn('to_channel', 'text')
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('respects_quiet', 'integer', (column) => column.notNull())
    .addColumn('pin', 'integer', (column) => column.notNull())
    .addColumn('edits', 'text')
    .addColumn('lane', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('retry_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('claimed_by', 'text')
    .addColumn('claimed_at', 'bigint')
    .addColumn('sending_at', 'bigint')
    .addColumn('settled_at', 'bigint')
    .addColumn('sent_platform', 'text')
    .addColumn('sent_space', 'text')
    .addColumn('sent_channel', 'text')
    .addColumn('sent_message', 'text')
    .$call((table) => (dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table))
    .execute();
}

/** What is open is little beside what is settled, so most indexes hold the open deliveries alone. */
async function createIndexes(db: Kysely<unknown>): Promise<void> {
  const waiting = sql<boolean>`settled_at is null and claimed_at is null`;
  const open = sql<boolean>`settled_at is null`;
  const index = (name: string) => db.schema.createIndex(name).on('deliveries');
  await index('deliveries_waiting').columns(['lane', 'not_before', 'key']).where(waiting).execute();
  await index('deliveries_open').columns(['not_before']).where(open).execute();
  await index('deliveries_expiring').columns(['expires_at']).where(waiting).execute();
  await index('deliveries_of_member').columns(['to_member']).execute();
  await index('deliveries_editing').columns(['edits']).where(open).execute();
  await index('deliveries_claimed').columns(['claimed_at']).where(sql<boolean>`claimed_at is not null`).execute();
  await index('deliveries_settled').columns(['settled_at']).where(sql<boolean>`settled_at is not null`).execute();
  await index('deliveries_in_trouble').columns(['cohort', 'settled_at']).where(sql<boolean>`reason is not null`).execute();
}
