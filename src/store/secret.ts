import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../errors.ts';
import { codeOf } from './errors.ts';
import { forgettingFile, recordFile } from './files.ts';
import { writePrivateFile } from './private-file.ts';
import { refuseHalfRotated } from './rotation-note.ts';

const secretBytes = 32;
/** The name of the secret's file in the data folder. */
export const secretFile = 'bombus.secret';

export interface Secret {
  /** 32 bytes. */
  readonly bytes: Buffer;
  /** `created` just now: the start-up says what losing or leaking it means. */
  readonly origin: 'configured' | 'file' | 'created';
  /** Where the file lies, whether or not it is used. */
  readonly path: string;
  /** Others on this machine may read the file. */
  readonly isExposed: boolean;
}

export interface SecretOptions {
  /** BOMBUS_SECRET as it stands in the environment. */
  readonly configured: string | null;
  readonly dataDir: string;
  /** There is data already, so a new secret could not open it. */
  readonly hasData: boolean;
  /** The data lives in a database that several machines use: a secret made here would be unknown to the others. */
  readonly isShared: boolean;
}

/** The secret that all keys come from. Throws `StartError` rather than start with one that cannot be right. */
export async function openSecret({ configured, dataDir, hasData, isShared }: SecretOptions): Promise<Secret> {
  await refuseHalfRotated(dataDir);
  const path = join(dataDir, secretFile);
  const kept = await readKeptSecret(dataDir);
  if (configured !== null) {
    const bytes = parseSecret(configured);
    if (!bytes) throw new StartError(['BOMBUS_SECRET is not 32 bytes.', howToWrite]);
    if (kept && !kept.bytes.equals(bytes)) throw new StartError(twoSecrets(path));
    return { bytes, origin: 'configured', path, isExposed: kept?.isExposed ?? false };
  }
  if (kept) return { ...kept, origin: 'file', path };
  if (isShared) {
    throw new StartError([
      'DATABASE_URL is set and BOMBUS_SECRET is not.',
      `Every process on that database needs the same secret. ${howToWrite}`,
    ]);
  }
  if (hasData) throw new StartError(secretIsGone(dataDir, path));
  const bytes = newSecret();
  await writeKeptSecret(dataDir, bytes);
  return { bytes, origin: 'created', path, isExposed: false };
}

/** 32 bytes from 64 hexadecimal digits or from base64 in either alphabet; null where it is anything else. */
export function parseSecret(text: string): Buffer | null {
  const written = text.trim();
  if (/^[0-9a-f]{64}$/i.test(written)) return Buffer.from(written, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(written)) return null;
  const bytes = Buffer.from(written, 'base64');
  return bytes.length === secretBytes ? bytes : null;
}

/** Whether the folder holds data that was made with some secret. */
export async function hasEmbeddedData(dataDir: string): Promise<boolean> {
  const sizes = await Promise.all([recordFile, forgettingFile].map((name) => sizeOf(join(dataDir, name))));
  return sizes.some((size) => size > 0);
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

/** What lies in the file of the folder, or null where there is none. */
export async function readKeptSecret(dataDir: string) {
  const path = join(dataDir, secretFile);
  try {
    const bytes = parseSecret(await readFile(path, 'utf8'));
    if (!bytes) throw new StartError([`${path} holds no secret of 32 bytes.`, 'Restore it from where you keep a copy.']);
    return { bytes, isExposed: ((await stat(path)).mode & 0o077) !== 0 };
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    if (code === 'ENOENT') return null;
    throw new StartError([
      `The secret in ${path} cannot be read (${code}).`,
      'Give the user that runs Bombus the right to read it.',
    ]);
  }
}

export const newSecret = (): Buffer => randomBytes(secretBytes);

export async function writeKeptSecret(dataDir: string, bytes: Buffer): Promise<void> {
  const path = join(dataDir, secretFile);
  try {
    await writePrivateFile(path, `${bytes.toString('hex')}\n`);
  } catch (error) {
    const why = codeOf(error);
    throw new StartError([
      `The secret cannot be written to ${path}${why ? ` (${why})` : ''}.`,
      'Check the right to write there and the room left.',
    ]);
  }
}

export const howToWrite = 'Write 64 hexadecimal digits or the base64 of 32 random bytes; `openssl rand -hex 32` makes one.';

const twoSecrets = (path: string) => [
  `BOMBUS_SECRET differs from the secret in ${path}, with which the data there was made.`,
  'Unset BOMBUS_SECRET to go on with that data, or name another DATA_DIR for new data.',
];

const secretIsGone = (dataDir: string, path: string) => [
  `There is data in ${dataDir}, and the secret that opens it is neither in BOMBUS_SECRET nor in ${path}.`,
  'Restore the secret from where you keep a copy. Without it the data cannot be read by anybody; to begin anew, name an empty DATA_DIR.',
];
