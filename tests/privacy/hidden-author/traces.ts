import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const HASHES = ['md5', 'sha1', 'sha256', 'sha512'] as const;
/** RFC 4122: names in DNS, addresses, ISO ids, X.500. */
const NAMESPACES = [
  '6ba7b8109dad11d180b400c04fd430c8',
  '6ba7b8119dad11d180b400c04fd430c8',
  '6ba7b8129dad11d180b400c04fd430c8',
  '6ba7b8149dad11d180b400c04fd430c8',
];

/** A text as somebody without any key could have written it down, other than as it is. */
export function disguises(text: string): readonly string[] {
  const forms = [...new Set([text, text.toLowerCase(), text.toUpperCase()])];
  return forms.flatMap((form) => [
    ...HASHES.map((hash) => createHash(hash).update(form).digest()).flatMap((digest) => [
      digest.toString('latin1'),
      ...encoded(digest),
    ]),
    ...encoded(Buffer.from(form)),
    [...form].reverse().join(''),
    ...NAMESPACES.flatMap((space) => uuidOf(space, form)),
  ]);
}

function encoded(bytes: Buffer): readonly string[] {
  const hex = bytes.toString('hex');
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [hex, hex.toUpperCase(), base64, base64.replaceAll('+', '-').replaceAll('/', '_')];
}

function uuidOf(namespace: string, name: string): readonly string[] {
  const bytes = createHash('sha1').update(Buffer.from(namespace, 'hex')).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex, hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')];
}

/** Every file below a folder but those that are named, with its bytes. */
export async function filesBelow(folder: string, but: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !but.includes(entry.name));
  const read = files.map(async (file) => [file.name, await readFile(join(file.parentPath, file.name))] as const);
  return new Map(await Promise.all(read));
}

/** The same with every one of these texts struck out. */
export const without = (files: ReadonlyMap<string, Buffer>, texts: readonly string[]): ReadonlyMap<string, Buffer> =>
  new Map(
    [...files].map(([name, bytes]) => {
      const left = texts.reduce((held, text) => held.replaceAll(text, ''), bytes.toString('latin1'));
      return [name, Buffer.from(left, 'latin1')];
    }),
  );

/** Which of these stand in which files. */
export const foundIn = (files: ReadonlyMap<string, Buffer>, traces: readonly string[]): readonly string[] =>
  [...files].flatMap(([name, bytes]) =>
    traces
      .filter((trace) => bytes.includes(Buffer.from(trace, 'latin1')) || bytes.includes(trace))
      .map((trace) => `${trace} in ${name}`),
  );
