import { timingSafeEqual } from 'node:crypto';
import { StartError } from '../errors.ts';
import { tag } from '../privacy/keys.ts';
import type { Record } from './record.ts';
import { halfRotated, rotationNote } from './rotation-note.ts';

interface Tables {
  meta: { key: string; value: string };
}

/** What a data set was first opened for. It never changes. */
export type Stamp = 'real' | 'rehearsal';

export interface IdentityOptions {
  /** The sub-key `secretCheck`. */
  readonly key: Buffer;
  readonly stamp: Stamp;
}

/** The stamp of the data, or null before its first opening. */
export async function stampOf(record: Record): Promise<Stamp | null> {
  const value = await read(record, 'stamp');
  return value === 'real' || value === 'rehearsal' ? value : null;
}

/**
 * Marks new data with its secret and its stamp; of older data makes sure that both are the same as then. Throws
 * `StartError`, and has changed nothing if it does.
 */
export async function verifyIdentity(record: Record, { key, stamp }: IdentityOptions): Promise<void> {
  const check = checkOf(key);
  await record.transaction(async () => {
    if ((await read(record, rotationNote)) !== null) throw new StartError(halfRotated);
    if (!isSame(await claim(record, 'secret-check', check), check)) throw new StartError(otherSecret);
    if ((await claim(record, 'stamp', stamp)) !== stamp) throw new StartError(otherStamp[stamp]);
  });
}

const checkOf = (key: Buffer): string => tag(key, 'this data');

/** Whether the data is marked with the secret that this sub-key comes from. Data without a mark is nobody's. */
export async function isMarkedWith(record: Record, key: Buffer): Promise<boolean> {
  const mark = await read(record, 'secret-check');
  return mark !== null && isSame(mark, checkOf(key));
}

/** Marks the data with another secret, inside the caller's transaction. */
export async function markWith(record: Record, key: Buffer): Promise<void> {
  await record
    .db<Tables>()
    .updateTable('meta')
    .set({ value: checkOf(key) })
    .where('key', '=', 'secret-check')
    .execute();
}

/** The value under `key`, which is `value` if there was none. */
async function claim(record: Record, key: string, value: string): Promise<string> {
  await record
    .db<Tables>()
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return (await read(record, key)) ?? value;
}

async function read(record: Record, key: string): Promise<string | null> {
  const row = await record.db<Tables>().selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export const otherSecret = [
  'BOMBUS_SECRET is not the secret that the data was made with.',
  'Set it back to that one, or name another database for new data. Nothing was changed.',
];

const otherStamp: { readonly [stamp in Stamp]: readonly string[] } = {
  real: [
    'The data was made in a rehearsal (BOMBUS_CLOCK or BOMBUS_SEED was set) and never opens as real data.',
    'Set them again, or name another DATA_DIR or DATABASE_URL. Nothing was changed.',
  ],
  rehearsal: [
    'The data is real and never opens in a rehearsal.',
    'Unset BOMBUS_CLOCK and BOMBUS_SEED, or name a new DATA_DIR or DATABASE_URL for the rehearsal. Nothing was changed.',
  ],
};
