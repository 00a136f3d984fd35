import { randomBytes } from 'node:crypto';

/**
 * The least that a bot can do to keep a press: two rows in one transaction, in an encrypted file opened as the record is,
 * on disk when it returns. Without a path nothing is kept, and no database is loaded.
 */
export async function openKeeping(path: string | undefined): Promise<() => void> {
  if (path === undefined) return () => undefined;
  const { openLibSql } = await import('../src/store/embedded.ts');
  const database = openLibSql(path, randomBytes(32));
  database.exec('CREATE TABLE events (tag TEXT PRIMARY KEY) WITHOUT ROWID');
  database.exec('CREATE TABLE answers (person TEXT PRIMARY KEY, answer TEXT NOT NULL) WITHOUT ROWID');
  const event = database.prepare('INSERT INTO events VALUES (?)');
  const answer = database.prepare('INSERT INTO answers VALUES (?, ?)');
  return () => {
    const tag = randomBytes(16).toString('base64url');
    database.exec('BEGIN IMMEDIATE');
    event.run([tag]);
    answer.run([tag, '{"happy":7,"anxious":3,"belonging":4}']);
    database.exec('COMMIT');
  };
}
