import { StartError } from '../errors.ts';
import type { Log } from '../log.ts';
import { deriveKeys, type Keys, tag } from '../privacy/keys.ts';
import { openForgettingEngine } from './forgetting.ts';
import { otherSecret } from './identity.ts';
import { openKeyFiles } from './key-files.ts';
import { lockData } from './lock.ts';
import { type RotatedForgetting, rotateForgetting } from './rotated-forgetting.ts';
import { openEmbeddedTarget, openPostgresTarget, type RotationTarget } from './rotation-target.ts';
import { hasEmbeddedData, howToWrite, newSecret, parseSecret, readKeptSecret, writeKeptSecret } from './secret.ts';

export interface RotationOptions {
  readonly dataDir: string;
  readonly keyDir: string;
  readonly dataEncryption: boolean;
  readonly databaseUrl: string | null;
  readonly forgettingUrl: string | null;
  /** BOMBUS_SECRET as it stands in the environment. */
  readonly secret: string | null;
  /** The new one; null makes it, where the old one lies in the data folder. */
  readonly next: string | null;
  readonly log: Log;
  /** Told after each step, so that somebody may watch. */
  reached?(step: RotationStep): void;
}

export type RotationStep = 'noted' | 'forgetting' | 'record' | 'secret';

export interface Rotated extends RotatedForgetting {
  /** It lies in the data folder now. */
  readonly isKept: boolean;
  /** BOMBUS_SECRET has to be set to it. */
  readonly isToBeSet: boolean;
  /** Slack workspaces that have to install again. */
  readonly lostInstallations: number;
}

/**
 * Puts everything under another secret while no Bombus runs. Killed anywhere, it has changed nothing or says at every
 * start that it has to be run again, which then goes on where it stopped.
 * @throws StartError with sentences for the operator.
 */
export async function rotateSecret(options: RotationOptions): Promise<Rotated> {
  const { dataDir, keyDir, databaseUrl, forgettingUrl: url, log } = options;
  if (databaseUrl === null && !(await hasEmbeddedData(dataDir))) {
    throw new StartError([`There is no data in ${dataDir} whose secret could be changed.`]);
  }
  const lock = databaseUrl === null ? await lockData(dataDir) : null;
  try {
    const target = await (databaseUrl === null ? openEmbeddedTarget(options) : openPostgresTarget({ ...options, databaseUrl }));
    try {
      const { before, after, kept } = await begin(target, options);
      options.reached?.('noted');

      const files = await openKeyFiles(keyDir);
      const engine = await openForgettingEngine({ dataDir, url, log });
      const forgotten = await rotateForgetting(engine, { before, after, files }).finally(() => engine.close());
      options.reached?.('forgetting');

      const lostInstallations = await moveRecord(target, before, after);
      options.reached?.('record');

      if (kept) await writeKeptSecret(dataDir, kept);
      options.reached?.('secret');
      await target.notes.clear();
      return { ...forgotten, lostInstallations, isKept: kept !== null, isToBeSet: options.secret !== null };
    } finally {
      await target.close();
    }
  } finally {
    await lock?.release();
  }
}

interface Begun {
  /** Null where it is not known any more: then everything must be under the new one already. */
  readonly before: Keys | null;
  readonly after: Keys;
  /** The new secret, to be written where the old one lies. */
  readonly kept: Buffer | null;
}

/** Settles which secret follows which, and writes that down before anything changes. */
async function begin(target: RotationTarget, { dataDir, secret, next, databaseUrl }: RotationOptions): Promise<Begun> {
  const file = databaseUrl === null ? await readKeptSecret(dataDir) : null;
  const current = secret === null ? (file?.bytes ?? null) : parsed(secret, 'BOMBUS_SECRET');
  if (!current) throw new StartError(['The secret that the data was made with is not known.', 'Set BOMBUS_SECRET to it.']);
  if (file && !file.bytes.equals(current)) throw new StartError(twoSecrets);
  const given = next === null ? null : parsed(next, 'The new secret');

  const note = await target.notes.read();
  if (note) {
    const known = [given, note.secret === null ? null : Buffer.from(note.secret, 'hex'), current];
    const fresh = known.find((one) => one !== null && checkOf(one) === note.check) ?? null;
    if (!fresh) throw new StartError(anotherRotation);
    const before = fresh.equals(current) ? null : deriveKeys(current);
    return { before, after: deriveKeys(fresh), kept: file ? fresh : null };
  }

  const fresh = given ?? (secret === null ? newSecret() : null);
  if (!fresh) throw new StartError(nameTheNew);
  if (fresh.equals(current)) throw new StartError(['The new secret is the one that the data is under already.']);
  const before = deriveKeys(current);
  if (!(await target.isUnder(before))) throw new StartError(otherSecret);
  await target.notes.write({ check: checkOf(fresh), secret: file ? fresh.toString('hex') : null });
  return { before, after: deriveKeys(fresh), kept: file ? fresh : null };
}

async function moveRecord(target: RotationTarget, before: Keys | null, after: Keys): Promise<number> {
  if (await target.isUnder(after)) return 0;
  if (before === null || !(await target.isUnder(before))) throw new StartError(otherSecret);
  return target.rotate(before, after);
}

function parsed(text: string, what: string): Buffer {
  const bytes = parseSecret(text);
  if (!bytes) throw new StartError([`${what} is not 32 bytes.`, howToWrite]);
  return bytes;
}

const checkOf = (secret: Buffer): string => tag(deriveKeys(secret).secretCheck, 'the next secret');

const twoSecrets = [
  'BOMBUS_SECRET differs from the secret in the data folder.',
  'Unset BOMBUS_SECRET to change the one in the folder.',
];

const nameTheNew = [
  'BOMBUS_SECRET is set, so the new secret must be one that you hold before anything changes.',
  'Make one with: openssl rand -hex 32 > new-secret.txt, then run: npm run secret:rotate -- --from new-secret.txt',
];

const anotherRotation = [
  'A change of the secret was begun on this data and not ended, and this is not the new secret that it was begun with.',
  'Run npm run secret:rotate again with the same settings and the same --from.',
];
