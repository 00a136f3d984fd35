import type { Migration } from './migration.ts';

/** What upkeep and leaving look for every few minutes is found without reading all that is kept of a year. */
export const largeCohorts: Migration = {
  name: '007-large-cohorts',
  async up(db) {
    // Live questions, and those that have had their time.
    await db.schema.createIndex('questions_by_state').on('questions').columns(['state', 'slot_at']).execute();
    // What a mentor said, when they leave.
    await db.schema.createIndex('question_messages_by_mentor').on('question_messages').columns(['mentor', 'side']).execute();
    await db.schema.createIndex('members_by_gone').on('members').column('gone_at').execute();
    await db.schema.createIndex('library_by_end').on('library_entries').column('ended_at').execute();
    await db.schema.createIndex('question_verdicts_by_month').on('question_verdicts').column('month').execute();
  },
};
