import type { Kysely } from 'kysely';
import type { Migration } from './migration.ts';

/** Cohorts and where they live, members, rounds and check-ins. Flags are 0 or 1, times epoch milliseconds. */
export const cohorts: Migration = {
  name: '003-cohorts',
  async up(db) {
    await createCohorts(db);
    await createMembers(db);
    await createRounds(db);
  },
};

async function createCohorts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('cohorts')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('zone', 'text', (column) => column.notNull())
    .addColumn('country', 'text', (column) => column.notNull())
    .addColumn('weekday', 'integer', (column) => column.notNull())
    .addColumn('minute', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('own_help_name', 'text')
    .addColumn('own_help_contact', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('spaces')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('gone_at', 'bigint')
    .addPrimaryKeyConstraint('spaces_key', ['platform', 'space'])
    .execute();
  await db.schema.createIndex('spaces_by_cohort').on('spaces').column('cohort').execute();
  await db.schema
    .createTable('cohort_channels')
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('broken', 'text')
    .addPrimaryKeyConstraint('cohort_channels_key', ['platform', 'space', 'purpose'])
    .execute();
  await db.schema
    .createTable('cohort_holders')
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('cohort_holders_key', ['platform', 'space', 'part', 'holder'])
    .execute();
  await db.schema
    .createTable('exam_seasons')
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('starts_on', 'text', (column) => column.notNull())
    .addColumn('ends_on', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('exam_seasons_key', ['cohort', 'starts_on'])
    .execute();
  await db.schema
    .createTable('roster_changes')
    .addColumn('cohort', 'text', (column) => column.primaryKey().notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('proposer', 'text', (column) => column.notNull())
    .addColumn('roster', 'text', (column) => column.notNull())
    .addColumn('proposed_at', 'bigint', (column) => column.notNull())
    .addColumn('agreed_at', 'bigint')
    .execute();
}

async function createMembers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('members')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('year', 'integer', (column) => column.notNull())
    .addColumn('year_asked', 'integer', (column) => column.notNull())
    .addColumn('joined_at', 'bigint', (column) => column.notNull())
    .addColumn('consent_version', 'text', (column) => column.notNull())
    .addColumn('reminders', 'integer', (column) => column.notNull())
    .addColumn('inbox', 'text')
    .addColumn('owed_line', 'text')
    .addColumn('zone', 'text')
    .addColumn('weekday', 'integer')
    .addColumn('minute', 'integer')
    .addColumn('paused_until', 'bigint')
    .addColumn('missed', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('asked_round', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('skipped_round', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('gone_at', 'bigint')
    .addUniqueConstraint('members_person', ['platform', 'space', 'person'])
    .execute();
  await db.schema.createIndex('members_by_cohort').on('members').columns(['cohort', 'id']).execute();
  await db.schema.createIndex('members_by_person').on('members').columns(['platform', 'person']).execute();
  await db.schema
    .createTable('member_tags')
    .addColumn('member', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('member_tags_key', ['member', 'tag'])
    .execute();
}

async function createRounds(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rounds')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('closes_at', 'bigint', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .addUniqueConstraint('rounds_number', ['cohort', 'number'])
    .execute();
  await db.schema
    .createTable('check_ins')
    .addColumn('member', 'text', (column) => column.notNull())
    .addColumn('round_number', 'integer', (column) => column.notNull())
    .addColumn('round', 'text', (column) => column.notNull())
    .addColumn('measure', 'text', (column) => column.notNull())
    .addColumn('answers', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('wish', 'text')
    .addColumn('answered_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('check_ins_key', ['member', 'round_number'])
    .execute();
  await db.schema.createIndex('check_ins_by_round').on('check_ins').column('round').execute();
  await db.schema.createIndex('check_ins_by_time').on('check_ins').column('answered_at').execute();
}
