import { randomBytes } from 'node:crypto';
import { access, constants, link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from '../errors.ts';
import { asStoreError, codeOf, StoreError } from './errors.ts';
import { syncFolder } from './private-file.ts';

const keyBytes = 32;
/** Where there are no hard links a key is seen while it is being written. */
const unfinished = { tries: 20, pauseMs: 10 };

/**
 * Random bytes, a file for each day (`YYYY-MM-DD.key`, in UTC), which several processes may share. Rejects with
 * `StoreError` where the folder is at fault.
 */
export interface KeyFiles {
  /** Null where there are none, or none any more. */
  read(day: string): Promise<Buffer | null>;
  /** Makes them unless they are there, and gives those that stand then; null for a day whose bytes were destroyed. */
  make(day: string): Promise<Buffer | null>;
  /** Overwrites them and takes the file away. Nothing where there are none. */
  destroy(day: string): Promise<void>;
  days(): Promise<{
    readonly held: readonly string[];
    /** The latest day whose bytes were destroyed. */
    readonly destroyed: string | null;
  }>;
}

/** @throws StartError with sentences for the operator. */
export async function openKeyFiles(keyDir: string): Promise<KeyFiles> {
  try {
    await mkdir(keyDir, { recursive: true, mode: 0o700 });
    await access(keyDir, constants.R_OK | constants.W_OK | constants.X_OK);
    // Having the right is not being able to: a disk may be read-only, or take no files at all.
    const probe = join(keyDir, `${randomBytes(6).toString('hex')}.new`);
    await writeFile(probe, '', { flag: 'wx', mode: 0o600 });
    await rm(probe, { force: true });
    await readdir(keyDir);
  } catch (error) {
    throw await explain(error, keyDir);
  }
  return keyFilesIn(keyDir);
}

function keyFilesIn(keyDir: string): KeyFiles {
  const keyOf = (day: string) => join(keyDir, `${day}.key`);
  /** What stays of a key that was destroyed: an empty mark, so that none is ever made for that day again. */
  const markOf = (day: string) => join(keyDir, `${day}.gone`);
  const namesOf = async (ending: string) =>
    (await readdir(keyDir)).flatMap((name) => new RegExp(`^(\\d{4}-\\d\\d-\\d\\d)\\.${ending}$`).exec(name)?.[1] ?? []).sort();

  async function read(day: string): Promise<Buffer | null> {
    for (let tries = 0; tries < unfinished.tries; tries += 1) {
      const bytes = await readFile(keyOf(day)).catch(unless('ENOENT'));
      if (!bytes) return null;
      // A process was killed while it destroyed it.
      if (bytes.length === keyBytes) return bytes.some((byte) => byte !== 0) ? bytes : null;
      await pause(unfinished.pauseMs);
    }
    throw new StoreError('unreadable', `the key of ${day} is damaged`);
  }

  /** There in full or not at all, where the file system can. */
  async function write(day: string): Promise<void> {
    const draft = join(keyDir, `${day}.${randomBytes(6).toString('hex')}.new`);
    try {
      await writeFile(draft, randomBytes(keyBytes), { flag: 'wx', mode: 0o600, flush: true });
      await link(draft, keyOf(day));
    } catch (error) {
      const code = codeOf(error) ?? '';
      if (code === 'EEXIST') return;
      if (!/^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test(code)) throw error;
      await writeFile(keyOf(day), randomBytes(keyBytes), { flag: 'wx', mode: 0o600, flush: true }).catch(unless('EEXIST'));
    } finally {
      await rm(draft, { force: true });
    }
    await syncFolder(keyDir);
  }

  async function destroy(day: string): Promise<void> {
    const file = await open(keyOf(day), 'r+').catch(unless('ENOENT'));
    if (!file) return;
    try {
      await file.write(Buffer.alloc(keyBytes), 0, keyBytes, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(keyOf(day), markOf(day)).catch(unless('ENOENT'));
    const [, ...older] = (await namesOf('gone')).reverse();
    const drafts = (await readdir(keyDir)).filter((name) => name.startsWith(`${day}.`) && name.endsWith('.new'));
    for (const path of [...older.map(markOf), ...drafts.map((name) => join(keyDir, name))]) await rm(path, { force: true });
    await syncFolder(keyDir);
  }

  return {
    read: (day) => guard(read(day)),
    make: (day) =>
      guard(
        (async () => {
          if ((await namesOf('gone')).includes(day)) return null;
          const held = await read(day);
          if (held) return held;
          await write(day);
          return read(day);
        })(),
      ),
    destroy: (day) => guard(destroy(day)),
    days: () =>
      guard(
        (async () => {
          const [held, gone] = [await namesOf('key'), await namesOf('gone')];
          return { held, destroyed: gone.at(-1) ?? null };
        })(),
      ),
  };
}

const unless =
  (...codes: readonly string[]) =>
  (error: unknown): null => {
    if (codes.includes(codeOf(error) ?? '')) return null;
    throw error;
  };

async function guard<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asStoreError(error);
  }
}

async function explain(error: unknown, keyDir: string): Promise<unknown> {
  const code = codeOf(error);
  if (code === null) return error;
  const found = await stat(keyDir).catch(() => null);
  if (found && !found.isDirectory()) {
    return new StartError([`KEY_DIR is ${keyDir}, and that is a file.`, 'Name a folder, or a place where one can be made.']);
  }
  return new StartError([
    `The folder of the daily keys, ${keyDir}, cannot be ${found ? 'used' : 'made'} (${code}).`,
    'Bombus must be able to read and write there. Give its user that right, or set KEY_DIR to another folder.',
  ]);
}
