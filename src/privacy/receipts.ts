import { createHash } from 'node:crypto';

/** Crockford's base 32: no letter looks like a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/**
 * A withdrawal code: 80 random bits as four groups of four. Whoever has it may withdraw what it was given for, for as
 * long as that is kept, without anybody knowing who they are. `bytes`: at least 16 random ones.
 */
export function codeFrom(bytes: Uint8Array): string {
  const letters = Array.from({ length: LENGTH }, (_, index) => ALPHABET[(bytes[index] ?? 0) % ALPHABET.length]);
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

/** What is kept of a code: its SHA-256. The code is random enough that nobody finds it by trying. Null for what is none. */
export function receiptOf(typed: string): string | null {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const isCode = letters.length === LENGTH && [...letters].every((letter) => ALPHABET.includes(letter));
  return isCode ? createHash('sha256').update(letters).digest('base64url') : null;
}
