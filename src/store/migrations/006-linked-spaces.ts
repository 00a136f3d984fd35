import { type Kysely, sql } from 'kysely';
import type { Dialect, Migration } from './migration.ts';

/**
 * Several spaces of one cohort, and one person who is a member in more than one of them. A post belongs to its cohort and
 * stands in each of its spaces, so that no row says where its author was.
 */
export const linkedSpaces: Migration = {
  name: '006-linked-spaces',
  async up(db, dialect) {
    // Null for where the cohort was set up.
    await db.schema.alterTable('spaces').addColumn('linked_at', 'bigint').execute();
    // The same for all memberships of one person who said so; null for whoever has one alone.
    await db.schema.alterTable('members').addColumn('human', 'text').execute();
    await db.schema.createIndex('members_by_human').on('members').column('human').execute();
    await createPlaces(db, dialect);
  },
};

async function createPlaces(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('post_places')
    .addColumn('post', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    // The key of the delivery in which it stands there.
    .addColumn('message_key', 'text', (column) => column.notNull())
    // Nobody knows whether it came out there.
    .addColumn('is_unsure', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('post_places_key', ['post', 'platform', 'space'])
    .$call((table) => (dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table))
    .execute();
  await sql`insert into post_places (post, platform, space, channel, message_key)
    select id, platform, space, channel, message_key from posts`.execute(db);
  for (const column of ['platform', 'space', 'channel', 'message_key'])
    await db.schema.alterTable('posts').dropColumn(column).execute();
}
