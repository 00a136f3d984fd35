import type { Migration } from './migration.ts';

/** Several spaces of one cohort, and one person who is a member in more than one of them. */
export const linkedSpaces: Migration = {
  name: '006-linked-spaces',
  async up(db) {
    // Null for where the cohort was set up.
    await db.schema.alterTable('spaces').addColumn('linked_at', 'bigint').execute();
    // The same for all memberships of one person who said so; null for whoever has one alone.
    await db.schema.alterTable('members').addColumn('human', 'text').execute();
    await db.schema.createIndex('members_by_human').on('members').column('human').execute();
  },
};
