import { access, constants, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { StartError } from '../errors.ts';
import { codeOf, failureOf } from './errors.ts';
import { createPrivateFile } from './private-file.ts';

const lockFile = 'bombus.lock';

export interface DataLock {
  release(): Promise<void>;
}

/**
 * Makes this process the only one on the data folder, which it makes if there is none. The operating system lets go of
 * the lock when the process ends in whatever way, so a killed one leaves nothing to clear up.
 */
export async function lockData(dataDir: string): Promise<DataLock> {
  const path = join(dataDir, lockFile);
  try {
    await createPrivateFile(path);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const database = hold(path);
    return {
      async release() {
        database.close();
      },
    };
  } catch (error) {
    throw await explain(error, dataDir);
  }
}

/** Whether a process is running on the data folder now. Changes nothing there. */
export async function isHeld(dataDir: string): Promise<boolean> {
  const path = join(dataDir, lockFile);
  if ((await stat(path).catch(() => null)) === null) return false;
  try {
    hold(path).close();
    return false;
  } catch (error) {
    return failureOf(error) === 'busy';
  }
}

/** An open exclusive transaction on a database that stays empty. */
function hold(path: string) {
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

async function explain(error: unknown, dataDir: string): Promise<unknown> {
  const failure = failureOf(error);
  if (failure === 'busy') {
    return new StartError([
      `Another Bombus is running on the data in ${dataDir}.`,
      'Stop it first, or give this one a folder of its own with DATA_DIR. Two on the same data would do everything twice.',
    ]);
  }
  if (failure === 'full') {
    return new StartError([`No room is left on the disk that holds ${dataDir}.`, 'Free some and start again.']);
  }
  const found = await stat(dataDir).catch(() => null);
  if (found && !found.isDirectory()) {
    return new StartError([`DATA_DIR is ${dataDir}, and that is a file.`, 'Name a folder, or a place where one can be made.']);
  }
  const code = codeOf(error);
  if (code === null) return error;
  return new StartError([
    `The data folder ${dataDir} cannot be ${found ? 'used' : 'made'} (${code}).`,
    'Bombus must be able to read and write there. Give its user that right, or set DATA_DIR to another folder.',
  ]);
}
