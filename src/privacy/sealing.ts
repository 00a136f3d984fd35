import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const proofBytes = 16;

/**
 * `text` encrypted with AES-256-GCM under a 32-byte key and a fresh nonce, as base64url. It opens only together with
 * `boundTo`, the place where it lies, so that it cannot be moved to another one.
 */
export function seal(key: Buffer, text: string, boundTo: string): string {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: proofBytes }).setAAD(Buffer.from(boundTo));
  const body = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([nonce, body, sealing.getAuthTag()]).toString('base64url');
}

/** What was sealed, or null where the key or the place is another or anything was changed. */
export function unseal(key: Buffer, sealed: string, boundTo: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < nonceBytes + proofBytes) return null;
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: proofBytes })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(bytes.subarray(-proofBytes));
  try {
    return opening.update(bytes.subarray(nonceBytes, -proofBytes), undefined, 'utf8') + opening.final('utf8');
  } catch {
    return null;
  }
}

/** JSON brought to a multiple of `blockBytes` by spaces, which its readers skip: its length then says little. */
export function padded(json: string, blockBytes: number): string {
  return json + ' '.repeat((blockBytes - (Buffer.byteLength(json) % blockBytes)) % blockBytes);
}
