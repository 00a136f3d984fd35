import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasEmbeddedData, openSecret, parseSecret } from '../../src/store/secret.ts';

const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));
const hex = bytes.toString('hex');

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bombus-secret-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const inFolder = (dataDir: string) => ({ configured: null, dataDir, hasData: false, isShared: false });

describe('a secret', () => {
  it('is read from hexadecimal digits and from base64 in either alphabet', () => {
    const written = [hex, hex.toUpperCase(), ` ${hex}\n`, bytes.toString('base64'), bytes.toString('base64url')];
    expect(written.map((text) => parseSecret(text)?.toString('hex'))).toEqual(written.map(() => hex));
  });

  it('is nothing else than 32 bytes', () => {
    const others = [
      '',
      'secret',
      hex.slice(2),
      `${hex}00`,
      `${hex.slice(1)}g`,
      Buffer.alloc(31).toString('base64'),
      Buffer.alloc(33).toString('base64'),
    ];
    expect(others.map(parseSecret)).toEqual(others.map(() => null));
  });

  it('is made at the first start, for this user alone, and found at the next', async () => {
    const dataDir = join(await newFolder(), 'new');
    const created = await openSecret(inFolder(dataDir));
    expect(created).toEqual({ bytes: created.bytes, origin: 'created', path: join(dataDir, 'bombus.secret'), isExposed: false });
    expect(created.bytes).toHaveLength(32);
    expect((await stat(created.path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['bombus.secret']);
    expect(await openSecret({ ...inFolder(dataDir), hasData: true })).toEqual({ ...created, origin: 'file' });
  });

  it('is made in spite of a draft that a crash left behind', async () => {
    const dataDir = await newFolder();
    await writeFile(join(dataDir, 'bombus.secret.new'), 'ha');
    expect((await openSecret(inFolder(dataDir))).origin).toBe('created');
    expect(await readdir(dataDir)).toEqual(['bombus.secret']);
  });

  it('is taken from the environment without writing it down', async () => {
    const dataDir = await newFolder();
    const secret = await openSecret({ ...inFolder(dataDir), configured: hex });
    expect([secret.origin, secret.bytes]).toEqual(['configured', bytes]);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('may be in both places if it is the same', async () => {
    const dataDir = await newFolder();
    const { bytes: made } = await openSecret(inFolder(dataDir));
    const secret = await openSecret({ ...inFolder(dataDir), configured: made.toString('base64') });
    expect([secret.origin, secret.bytes]).toEqual(['configured', made]);
  });

  it('stops the start when it differs from the one in the file', async () => {
    const dataDir = await newFolder();
    await openSecret(inFolder(dataDir));
    await expect(openSecret({ ...inFolder(dataDir), configured: hex })).rejects.toMatchObject({
      name: 'StartError',
      lines: [
        expect.stringContaining('BOMBUS_SECRET differs from the secret in'),
        expect.stringContaining('Unset BOMBUS_SECRET'),
      ],
    });
  });

  it('stops the start when it is no secret, and is not repeated in the sentence', async () => {
    const opening = openSecret({ ...inFolder(await newFolder()), configured: 'hunter2' });
    await expect(opening).rejects.toMatchObject({
      name: 'StartError',
      lines: ['BOMBUS_SECRET is not 32 bytes.', expect.any(String)],
    });
    await expect(opening).rejects.not.toThrow('hunter2');
  });

  it('is never made anew beside data that another one opens', async () => {
    const dataDir = await newFolder();
    await writeFile(join(dataDir, 'bombus.db'), 'data');
    const hasData = await hasEmbeddedData(dataDir);
    expect(hasData).toBe(true);
    await expect(openSecret({ ...inFolder(dataDir), hasData })).rejects.toMatchObject({
      name: 'StartError',
      lines: [expect.stringContaining('the secret that opens it is neither in'), expect.stringContaining('Restore the secret')],
    });
    expect(await readdir(dataDir)).toEqual(['bombus.db']);
  });

  it('has to be given where several machines share a database', async () => {
    await expect(openSecret({ ...inFolder(await newFolder()), isShared: true })).rejects.toMatchObject({
      name: 'StartError',
      lines: ['DATABASE_URL is set and BOMBUS_SECRET is not.', expect.stringContaining('openssl rand -hex 32')],
    });
  });

  it('tells when others may read its file', async () => {
    const dataDir = await newFolder();
    const { path } = await openSecret(inFolder(dataDir));
    await chmod(path, 0o644);
    expect((await openSecret(inFolder(dataDir))).isExposed).toBe(true);
  });

  it('stops the start when its file is damaged or cannot be read', async () => {
    const damaged = await newFolder();
    await writeFile(join(damaged, 'bombus.secret'), hex.slice(0, 20));
    await expect(openSecret(inFolder(damaged))).rejects.toThrow('holds no secret of 32 bytes');
    const unreadable = await newFolder();
    await mkdir(join(unreadable, 'bombus.secret'));
    await expect(openSecret(inFolder(unreadable))).rejects.toThrow('cannot be read (EISDIR)');
    expect(await readFile(join(damaged, 'bombus.secret'), 'utf8')).toBe(hex.slice(0, 20));
  });

  it('finds no data in a new folder', async () => {
    const dataDir = await newFolder();
    expect(await hasEmbeddedData(dataDir)).toBe(false);
    expect(await hasEmbeddedData(join(dataDir, 'none'))).toBe(false);
  });
});
