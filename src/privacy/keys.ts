import { createHmac, hkdfSync } from 'node:crypto';

/** One key a purpose, so that none can stand in for another. Renaming one makes what it protected unreadable. */
const purposes = [
  'database',
  'forgettingTags',
  'forgettingSeal',
  'secretCheck',
  'events',
  'members',
  'seals',
  'aliases',
  'mutes',
  'receipts',
  'audit',
  'pictures',
  'oauthState',
  'installations',
  'keptKeys',
] as const;

export type KeyPurpose = (typeof purposes)[number];

/** 32 bytes each. */
export type Keys = { readonly [purpose in KeyPurpose]: Buffer };

/** The sub-keys of BOMBUS_SECRET by HKDF-SHA256 (RFC 5869). The secret itself encrypts and tags nothing. */
export function deriveKeys(secret: Buffer): Keys {
  const entries = purposes.map((purpose) => [purpose, Buffer.from(hkdfSync('sha256', secret, '', `bombus/1/${purpose}`, 32))]);
  return Object.fromEntries(entries) as Keys;
}

/**
 * A name for `parts` that says nothing without the key: HMAC-SHA256 cut to 128 bits, as 22 characters of base64url.
 * Different lists of parts never meet in one input.
 */
export function tag(key: Buffer, ...parts: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest().subarray(0, 16).toString('base64url');
}
