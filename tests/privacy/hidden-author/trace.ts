import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { recordFile } from '../../../src/store/files.ts';
import type { Record as TheRecord } from '../../../src/store/record.ts';

export type Tables = Readonly<Record<string, readonly string[]>>;

/** What changed in the record between two looks: rows that came and went, and which b-trees each commit wrote. */
export interface Change {
  readonly came: readonly string[];
  readonly went: readonly string[];
  readonly commits: readonly string[];
}

/** Random by construction, or the machine's own time: of these the length alone is compared. */
const MASKED: Readonly<Record<string, readonly string[]>> = {
  handled_events: ['tag'],
  posts: ['receipt'],
  questions: ['receipt'],
  audit_entries: ['previous', 'seal'],
  deliveries: ['claimed_at', 'sending_at', 'retry_at'],
  meta: ['value'],
};

/** Every row of every table of a record or of a copy of it, sorted. */
export function tablesOf(path: string): Tables {
  return reading(path, (database) => Object.fromEntries(tableNames(database).map((name) => [name, rowsOf(database, name)])));
}

const tableNames = (database: Database.Database): readonly string[] =>
  (database.prepare("select name from sqlite_master where type = 'table' order by name").all() as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('sqlite_'));

const rowsOf = (database: Database.Database, table: string): readonly string[] =>
  linesOf(table, database.prepare(`select * from ${table}`).all() as Record<string, unknown>[]);

const linesOf = (table: string, rows: readonly Record<string, unknown>[]): readonly string[] =>
  rows.map((row) => JSON.stringify(table === 'meta' ? { key: row.key } : masked(row, MASKED[table] ?? []))).sort();

/** The same of a record that is no file. */
export async function tablesIn(record: TheRecord): Promise<Tables> {
  const db = record.db<{ [name: string]: Record<string, unknown> }>();
  const names = (await db.introspection.getTables()).map(({ name }) => name).sort();
  const found: [string, readonly string[]][] = [];
  for (const name of names) found.push([name, linesOf(name, await db.selectFrom(name).selectAll().execute())]);
  return Object.fromEntries(found);
}

const masked = (row: Record<string, unknown>, columns: readonly string[]): Record<string, unknown> => ({
  ...row,
  ...Object.fromEntries(columns.map((column) => [column, maskOf(row[column])])),
});

const maskOf = (value: unknown): unknown =>
  typeof value === 'string' ? `${value.length} characters` : value === null || value === 0 ? value : 'some';

function reading<T>(path: string, work: (database: Database.Database) => T): T {
  const database = new Database(path, { readonly: true });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const HEADER = 32;
const FRAME_HEADER = 24;

/** Looks at the record behind the bot's back. The log must not be moved over meanwhile. */
export function openTrace(dataDir: string): { look(): Promise<Change> } {
  const path = join(dataDir, recordFile);
  let known = tablesOf(path);
  let at = HEADER;

  /** The pages of each commit since the last look. */
  async function commits(): Promise<readonly (readonly number[])[]> {
    const log = await readFile(`${path}-wal`).catch(() => Buffer.alloc(0));
    const found: number[][] = [];
    let pages: number[] = [];
    const size = log.length < HEADER ? 4096 : log.readUInt32BE(8);
    for (; at + FRAME_HEADER + size <= log.length; at += FRAME_HEADER + size) {
      const isCurrent = log.compare(log, 16, 24, at + 8, at + 16) === 0;
      if (!isCurrent) break;
      pages.push(log.readUInt32BE(at));
      if (log.readUInt32BE(at + 4) === 0) continue;
      found.push(pages);
      pages = [];
    }
    return found;
  }

  return {
    async look() {
      const before = known;
      known = tablesOf(path);
      const trees = reading(path, (database) => {
        const rows = database.prepare('select name, pageno from dbstat').all() as { name: string; pageno: number }[];
        return new Map(rows.map(({ name, pageno }) => [pageno, name]));
      });
      const named = (await commits()).map((pages) =>
        [...new Set(pages.map((page) => trees.get(page) ?? 'free'))].sort().join(' '),
      );
      return { came: missingFrom(before, known), went: missingFrom(known, before), commits: named };
    },
  };
}

/** What is in `other` and not in `one`, with its table. */
const missingFrom = (one: Tables, other: Tables): readonly string[] =>
  Object.entries(other).flatMap(([table, rows]) => {
    const left = [...(one[table] ?? [])];
    return rows.flatMap((row) => {
      const index = left.indexOf(row);
      if (index < 0) return [`${table} ${row}`];
      left.splice(index, 1);
      return [];
    });
  });
