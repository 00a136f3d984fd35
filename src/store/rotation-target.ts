import { StartError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Keys } from '../privacy/keys.ts';
import { isMarkedWith } from './identity.ts';
import { migrations } from './migrations/index.ts';
import { openRecord } from './record.ts';
import { forgetDraft, isRecordUnder, rotateFile, rotateRows } from './rotated-record.ts';
import { notesInFolder, notesInRecord, type RotationNotes } from './rotation-note.ts';
import { explainStart, inPostgres } from './start-sentences.ts';

/** The record as something whose secret is changed. */
export interface RotationTarget {
  readonly notes: RotationNotes;
  isUnder(keys: Keys): Promise<boolean>;
  /** All or nothing; gives the count of installations that were lost. */
  rotate(before: Keys, after: Keys): Promise<number>;
  close(): Promise<void>;
}

interface EmbeddedOptions {
  readonly dataDir: string;
  readonly dataEncryption: boolean;
  readonly log: Log;
}

export async function openEmbeddedTarget({ dataDir, dataEncryption, log }: EmbeddedOptions): Promise<RotationTarget> {
  await forgetDraft(dataDir);
  const embedded = { dataDir, isEncrypted: dataEncryption, log };
  return {
    notes: notesInFolder(dataDir),
    isUnder: (keys) => isRecordUnder(embedded, keys),
    rotate: (before, after) => rotateFile(embedded, before, after),
    close: async () => undefined,
  };
}

interface PostgresOptions {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly forgettingUrl: string | null;
  readonly log: Log;
}

export async function openPostgresTarget({ dataDir, databaseUrl, forgettingUrl, log }: PostgresOptions): Promise<RotationTarget> {
  const { isInUse } = await import('./postgres.ts');
  const refuseBusy = async (url: string, name: 'DATABASE_URL' | 'FORGETTING_URL') => {
    const isBusy = await isInUse(url, log).catch((error: unknown) => {
      throw explainStart(error, inPostgres(name));
    });
    if (isBusy) throw new StartError(inUse);
  };
  await refuseBusy(databaseUrl, 'DATABASE_URL');
  if (forgettingUrl !== null) await refuseBusy(forgettingUrl, 'FORGETTING_URL');
  const record = await openRecord({ dataDir, databaseUrl, encryptionKey: null, migrations, log });
  return {
    notes: notesInRecord(record),
    isUnder: (keys) => isMarkedWith(record, keys.secretCheck),
    rotate: (before, after) => rotateRows(record, before, after),
    close: () => record.close(),
  };
}

const inUse = [
  'A Bombus is at work on this PostgreSQL.',
  'Stop every process first: what one of them writes meanwhile would be under the old secret.',
];
