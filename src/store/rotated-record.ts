import { copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../log.ts';
import type { Keys } from '../privacy/keys.ts';
import { openLibSql } from './embedded.ts';
import { failureOf, StoreError } from './errors.ts';
import { recordFile } from './files.ts';
import { isMarkedWith, markWith } from './identity.ts';
import { resealInstallations } from './installations.ts';
import { carryKeys } from './kept-keys.ts';
import { migrations } from './migrations/index.ts';
import { createPrivateFile, syncFolder } from './private-file.ts';
import { openRecord, type Record } from './record.ts';
import { explainStart, inFile } from './start-sentences.ts';

/** What in the record hangs on the secret, but for the key of an embedded file; gives the count of installations that were lost. */
export async function rotateRows(record: Record, before: Keys, after: Keys): Promise<number> {
  return record.transaction(async () => {
    await carryKeys(record, before, after);
    await markWith(record, after.secretCheck);
    return resealInstallations(record, before.installations, after.installations);
  });
}

export interface EmbeddedRecord {
  readonly dataDir: string;
  readonly isEncrypted: boolean;
  readonly log: Log;
}

/** Whether the record in the folder is under these keys. False for one under others; any other fault throws. */
export async function isRecordUnder({ dataDir, isEncrypted, log }: EmbeddedRecord, keys: Keys): Promise<boolean> {
  const path = join(dataDir, recordFile);
  try {
    openLibSql(path, isEncrypted ? keys.database : null).close();
  } catch (error) {
    if (isEncrypted && failureOf(error) === 'unreadable') return false;
    throw explainStart(error, inFile(path));
  }
  const record = await openRecord({
    dataDir,
    databaseUrl: null,
    encryptionKey: isEncrypted ? keys.database : null,
    migrations,
    log,
  });
  try {
    return await isMarkedWith(record, keys.secretCheck);
  } finally {
    await record.close();
  }
}

/**
 * Makes a copy under the new keys and puts it in the place of the file, which is one or the other at every moment: libSQL
 * cannot change the key of a file with a write-ahead log, and would change it page by page.
 */
export async function rotateFile(embedded: EmbeddedRecord, before: Keys, after: Keys): Promise<number> {
  const { dataDir, isEncrypted, log } = embedded;
  const path = join(dataDir, recordFile);
  const draftDir = draftDirOf(dataDir);
  const draft = join(draftDir, recordFile);
  try {
    await withoutLog(path);
    await createPrivateFile(draft);
    await copyFile(path, draft);
    if (isEncrypted) {
      const database = openLibSql(draft, before.database);
      database.exec('PRAGMA journal_mode = DELETE');
      database.exec(`PRAGMA rekey = '${after.database.toString('hex')}'`);
      database.close();
    }
    const encryptionKey = isEncrypted ? after.database : null;
    const record = await openRecord({ dataDir: draftDir, databaseUrl: null, encryptionKey, migrations, log });
    const lost = await rotateRows(record, before, after).finally(() => record.close());
    await withoutLog(draft);
    await putInPlace(draft, path);
    return lost;
  } catch (error) {
    throw explainStart(error, inFile(path));
  } finally {
    await forgetDraft(dataDir);
  }
}

const draftDirOf = (dataDir: string): string => join(dataDir, 'rotation');

/** What a killed process may have left. */
export const forgetDraft = (dataDir: string): Promise<void> => rm(draftDirOf(dataDir), { recursive: true, force: true });

/** Closing a record moves its log over; with one left behind, the file alone would not be all of it. */
async function withoutLog(path: string): Promise<void> {
  const log = await stat(`${path}-wal`).catch(() => null);
  if (log && log.size > 0) throw new StoreError('busy', 'the log of the record could not be moved over');
  for (const ending of ['-wal', '-shm']) await rm(path + ending, { force: true });
}

/** Overwrites what was there, so that the old key opens nothing on this disk. */
async function putInPlace(draft: string, path: string): Promise<void> {
  const [made, old] = [await open(draft, 'r+'), await open(path, 'r+')];
  try {
    await made.sync();
    await rename(draft, path);
    const { size } = await old.stat();
    const blank = Buffer.alloc(1024 * 1024);
    for (let at = 0; at < size; at += blank.length) await old.write(blank, 0, Math.min(blank.length, size - at), at);
    await old.sync();
    await syncFolder(dirname(path));
  } finally {
    await made.close();
    await old.close();
  }
}
