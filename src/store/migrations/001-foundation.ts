import { sql } from 'kysely';
import type { Migration } from './migration.ts';

export const foundation: Migration = {
  name: '001-foundation',
  async up(db, dialect) {
    await db.schema
      .createTable('meta')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    // Without row numbers nothing tells in which order the events of a day came.
    await db.schema
      .createTable('handled_events')
      .addColumn('tag', 'text', (column) => column.primaryKey().notNull())
      .addColumn('handled_at', 'bigint', (column) => column.notNull())
      .$call((table) => (dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table))
      .execute();
    await db.schema.createIndex('handled_events_by_time').on('handled_events').column('handled_at').execute();
    await db.schema
      .createTable('installations')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .execute();
  },
};
