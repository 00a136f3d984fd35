import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../errors.ts';
import { codeOf } from './errors.ts';
import { writePrivateFile } from './private-file.ts';
import type { Record } from './record.ts';

/** What is written down before a change of the secret begins and taken away when it is done. */
export interface RotationNote {
  /** Tells the new secret from others, and nothing of it. */
  readonly check: string;
  /** The new secret itself in hexadecimal digits, where secrets lie beside the data anyway. */
  readonly secret: string | null;
}

export interface RotationNotes {
  read(): Promise<RotationNote | null>;
  write(note: RotationNote): Promise<void>;
  clear(): Promise<void>;
}

/** The key in the record's `meta`, where several processes share it. */
export const rotationNote = 'rotation';
const noteFile = 'bombus.rotation';

/** Beside embedded data, which nobody can look into half-way. */
export function notesInFolder(dataDir: string): RotationNotes {
  const path = join(dataDir, noteFile);
  return {
    async read() {
      try {
        return JSON.parse(await readFile(path, 'utf8')) as RotationNote;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw new StartError([`${path} cannot be read.`, 'Give the user that runs Bombus the right to read it.']);
      }
    },
    write: (note) => writePrivateFile(path, JSON.stringify(note)),
    clear: () => rm(path, { force: true }),
  };
}

export function notesInRecord(record: Record): RotationNotes {
  const db = () => record.db<{ meta: { key: string; value: string } }>();
  return {
    async read() {
      const row = await db().selectFrom('meta').select('value').where('key', '=', rotationNote).executeTakeFirst();
      return row ? (JSON.parse(row.value) as RotationNote) : null;
    },
    async write(note) {
      await db()
        .insertInto('meta')
        .values({ key: rotationNote, value: JSON.stringify(note) })
        .execute();
    },
    async clear() {
      await db().deleteFrom('meta').where('key', '=', rotationNote).execute();
    },
  };
}

/** @throws StartError where a change of the secret was begun in this folder and not ended. */
export async function refuseHalfRotated(dataDir: string): Promise<void> {
  if ((await notesInFolder(dataDir).read()) !== null) throw new StartError(halfRotated);
}

export const halfRotated = [
  'A change of the secret was begun on this data and not ended.',
  'Run npm run secret:rotate again, with the same settings and the same new secret: it goes on where it stopped.',
];
