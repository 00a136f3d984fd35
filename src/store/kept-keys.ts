import type { Keys } from '../privacy/keys.ts';
import { seal, unseal } from '../privacy/sealing.ts';
import { StoreError } from './errors.ts';
import type { Record } from './record.ts';

interface Tables {
  meta: { key: string; value: string };
}

/** What they tag cannot be tagged again: only the event, the code, the person would say how. */
const carriedPurposes = ['events', 'members', 'mutes', 'receipts'] as const;
const row = 'kept-keys';

/** The keys of a secret, with what has outlived the secrets before it. */
export interface KeptKeys {
  readonly keys: Keys;
  /** What older entries of the audit log were sealed with, the newest first. Nothing new is. */
  readonly earlierAuditKeys: readonly Buffer[];
}

interface Kept {
  readonly carried: { readonly [purpose in (typeof carriedPurposes)[number]]: string };
  readonly audit: readonly string[];
}

const db = (record: Record) => record.db<Tables>();

export async function openKeptKeys(record: Record, derived: Keys): Promise<KeptKeys> {
  const found = await db(record).selectFrom('meta').select('value').where('key', '=', row).executeTakeFirst();
  if (!found) return { keys: derived, earlierAuditKeys: [] };
  const text = unseal(derived.keptKeys, found.value, row);
  if (text === null) throw new StoreError('unreadable', 'the kept keys were changed or sealed under another secret');
  const { carried, audit } = JSON.parse(text) as Kept;
  const kept = Object.fromEntries(carriedPurposes.map((purpose) => [purpose, fromHex(carried[purpose])]));
  return { keys: { ...derived, ...kept }, earlierAuditKeys: audit.map(fromHex) };
}

/** Takes what must outlive the secret `before` along to `after`, inside the caller's transaction. */
export async function carryKeys(record: Record, before: Keys, after: Keys): Promise<void> {
  const { keys, earlierAuditKeys } = await openKeptKeys(record, before);
  const carried = Object.fromEntries(carriedPurposes.map((purpose) => [purpose, keys[purpose].toString('hex')]));
  const audit = [keys.audit, ...earlierAuditKeys].map((key) => key.toString('hex'));
  const value = seal(after.keptKeys, JSON.stringify({ carried, audit }), row);
  await db(record)
    .insertInto('meta')
    .values({ key: row, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

const fromHex = (text: string): Buffer => Buffer.from(text, 'hex');
