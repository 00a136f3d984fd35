import { type Kysely, sql } from 'kysely';
import type { Dialect, Migration } from './migration.ts';

/**
 * The safe space and its moderation. No row says who wrote anything without a name, and none holds a time finer than the
 * slot in which it appeared: tables with anonymous rows have random keys and no row numbers.
 */
export const safeSpace: Migration = {
  name: '004-safe-space',
  async up(db, dialect) {
    await addThreads(db);
    await createPosts(db, dialect);
    await createModeration(db, dialect);
    await createReveals(db);
    await createAudit(db);
    await markHomes(db);
    await db.schema
      .alterTable('members')
      .addColumn('daily_line', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};

async function addThreads(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('deliveries').addColumn('thread_name', 'text').execute();
  await db.schema.alterTable('deliveries').addColumn('thread_key', 'text').execute();
  await db.schema
    .createIndex('deliveries_in_thread')
    .on('deliveries')
    .column('thread_key')
    .where(sql<boolean>`settled_at is null`)
    .execute();
}

const withoutRowId =
  (dialect: Dialect) =>
  <T extends { modifyEnd(modifier: ReturnType<typeof sql>): T }>(table: T): T =>
    dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table;

async function createPosts(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('posts')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    // The post that opened the thread; for that one itself.
    .addColumn('thread', 'text', (column) => column.notNull())
    // Where the thread stands.
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    // Who speaks: an alias of the thread, or for a reply under one's own name that name and the member.
    .addColumn('speaker', 'text', (column) => column.notNull())
    .addColumn('member', 'text')
    .addColumn('is_author', 'integer', (column) => column.notNull())
    .addColumn('words', 'text')
    .addColumn('support', 'text')
    .addColumn('warning', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('slot_at', 'bigint', (column) => column.notNull())
    .addColumn('sealed_until', 'bigint', (column) => column.notNull())
    .addColumn('same_band', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('receipt', 'text', (column) => column.notNull())
    // The key of the delivery in which it stands.
    .addColumn('message_key', 'text', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .$call(withoutRowId(dialect))
    .execute();
  await db.schema.createIndex('posts_by_thread').on('posts').columns(['thread', 'slot_at', 'id']).execute();
  await db.schema.createIndex('posts_by_cohort').on('posts').columns(['cohort', 'slot_at']).execute();
  await db.schema.createIndex('posts_by_receipt').on('posts').column('receipt').execute();
  await db.schema
    .createTable('thread_aliases')
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('alias', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('thread_aliases_key', ['thread', 'alias'])
    .$call(withoutRowId(dialect))
    .execute();
  // Whether it was the kind of support that its author wanted: tied to no post.
  await db.schema
    .createTable('support_answers')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('support', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .$call(withoutRowId(dialect))
    .execute();
}

async function createModeration(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('moderation_settings')
    .addColumn('cohort', 'text', (column) => column.primaryKey().notNull())
    .addColumn('before_publishing', 'integer', (column) => column.notNull())
    .addColumn('report_threshold', 'integer', (column) => column.notNull())
    .addColumn('seal_days', 'integer', (column) => column.notNull())
    .addColumn('duty_from', 'integer', (column) => column.notNull())
    .addColumn('duty_to', 'integer', (column) => column.notNull())
    .addColumn('duty_days', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('queue_items')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('cause', 'text', (column) => column.notNull())
    .addColumn('tier', 'text')
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('escalated_at', 'bigint')
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text')
    .addColumn('escalations', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('changes', 'integer', (column) => column.notNull().defaultTo(0))
    .$call(withoutRowId(dialect))
    .execute();
  await db.schema.createIndex('queue_items_open').on('queue_items').columns(['cohort', 'state', 'opened_at']).execute();
  await db.schema.createIndex('queue_items_by_subject').on('queue_items').column('subject').execute();
}

async function createReveals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('reveals')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('grounds', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('asked_by', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('agreed_by', 'text')
    .addColumn('agreed_at', 'bigint')
    .addColumn('deferred', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('reveals_by_cohort').on('reveals').columns(['cohort', 'asked_at']).execute();
}

async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_entries')
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('seal', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_entries_key', ['cohort', 'number'])
    .execute();
}

/** Where a cohort was set up, whose roster alone counts; and since when a role or person has made a lead. */
async function markHomes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('spaces')
    .addColumn('is_home', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update spaces set is_home = 1`.execute(db);
  await db.schema
    .alterTable('cohort_holders')
    .addColumn('since', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
}
