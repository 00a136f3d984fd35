import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isHeld } from './lock.ts';
import { hasEmbeddedData, secretFile } from './secret.ts';

/** A data folder as it lies there, looked at without changing it. */
export interface DataFolder {
  /** `held`: a running process works on it. */
  readonly state: 'none' | 'not-a-folder' | 'empty' | 'data' | 'held';
  /** Of a folder that is not there: whether it can be made. */
  readonly isWritable: boolean;
  readonly freeBytes: number;
  /** The file with the secret, where there is one. */
  readonly secret: { readonly path: string; readonly isExposed: boolean } | null;
}

export async function lookAtFolder(dataDir: string): Promise<DataFolder> {
  const state = await stateOf(dataDir);
  const place = state === 'none' ? await nearest(dirname(dataDir)) : dataDir;
  const isWritable = await access(place, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const { bavail, bsize } = await statfs(place);
  const path = join(dataDir, secretFile);
  const secret = await stat(path).catch(() => null);
  return {
    state,
    isWritable,
    freeBytes: bavail * bsize,
    secret: secret && { path, isExposed: (secret.mode & 0o077) !== 0 },
  };
}

/** The folder of the daily keys, or where it would be made. */
export async function lookAtKeys(keyDir: string): Promise<{ readonly isWritable: boolean; readonly isExposed: boolean }> {
  const found = await stat(keyDir).catch(() => null);
  const isWritable = await access(await nearest(keyDir), constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => found === null || found.isDirectory(),
    () => false,
  );
  return { isWritable, isExposed: found !== null && (found.mode & 0o077) !== 0 };
}

async function stateOf(dataDir: string): Promise<DataFolder['state']> {
  const found = await stat(dataDir).catch(() => null);
  if (!found) return 'none';
  if (!found.isDirectory()) return 'not-a-folder';
  if (await isHeld(dataDir)) return 'held';
  return (await hasEmbeddedData(dataDir)) ? 'data' : 'empty';
}

/** The innermost folder on the way that is there. */
async function nearest(path: string): Promise<string> {
  const isThere = (await stat(path).catch(() => null)) !== null;
  return isThere || path === dirname(path) ? path : nearest(dirname(path));
}
