import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openKeyFiles } from '../../src/store/key-files.ts';
import { canMount, fillDisk, mountDisk } from '../support/small-disk.ts';

const day = '2027-03-28';

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bombus-keys-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the files of the daily keys', () => {
  it('are made once, for this user alone, and read again after a restart', async () => {
    const keyDir = join(await newFolder(), 'deep', 'keys');
    const files = await openKeyFiles(keyDir);
    expect(await files.read(day)).toBeNull();
    const made = await files.make(day);
    expect(made).toHaveLength(32);
    expect([await files.make(day), await (await openKeyFiles(keyDir)).read(day)]).toEqual([made, made]);
    expect(await readdir(keyDir)).toEqual([`${day}.key`]);
    expect((await stat(join(keyDir, `${day}.key`))).mode & 0o777).toBe(0o600);
    expect((await stat(keyDir)).mode & 0o777).toBe(0o700);
    expect(await readFile(join(keyDir, `${day}.key`))).toEqual(made);
  });

  it('are the same for all who make the same at once', async () => {
    const keyDir = await newFolder();
    const makers = await Promise.all(Array.from({ length: 12 }, () => openKeyFiles(keyDir)));
    const made = await Promise.all(makers.map((files) => files.make(day)));
    expect(new Set(made.map((bytes) => bytes?.toString('hex'))).size).toBe(1);
    expect(await readdir(keyDir)).toEqual([`${day}.key`]);
  });

  it('are destroyed by name and by byte, and never made again', async () => {
    const keyDir = await newFolder();
    const files = await openKeyFiles(keyDir);
    const made = await files.make(day);
    const held = await readFile(join(keyDir, `${day}.key`));
    expect(held).toEqual(made);
    await files.destroy(day);
    await files.destroy(day);
    expect([await files.read(day), await files.make(day)]).toEqual([null, null]);
    expect(await files.days()).toEqual({ held: [], destroyed: day });
    const left = await Promise.all((await readdir(keyDir)).map((name) => readFile(join(keyDir, name))));
    expect(Buffer.concat(left).includes(made?.subarray(0, 4) ?? '')).toBe(false);
  });

  it('keep the mark of the latest that was destroyed alone', async () => {
    const keyDir = await newFolder();
    const files = await openKeyFiles(keyDir);
    for (const one of ['2027-03-01', '2027-03-02', '2027-03-03']) await files.make(one);
    for (const one of ['2027-03-02', '2027-03-01']) await files.destroy(one);
    expect(await files.days()).toEqual({ held: ['2027-03-03'], destroyed: '2027-03-02' });
  });

  it('count as destroyed when a process was killed while it did that', async () => {
    const keyDir = await newFolder();
    const files = await openKeyFiles(keyDir);
    await writeFile(join(keyDir, `${day}.key`), Buffer.alloc(32));
    expect(await files.read(day)).toBeNull();
    await files.destroy(day);
    expect((await files.days()).held).toEqual([]);
  });

  it('are made in spite of a draft that a crash left behind, which goes with the key', async () => {
    const keyDir = await newFolder();
    await writeFile(join(keyDir, `${day}.0123456789ab.new`), 'half');
    const files = await openKeyFiles(keyDir);
    expect(await files.make(day)).toHaveLength(32);
    await files.destroy(day);
    expect(await readdir(keyDir)).toEqual([`${day}.gone`]);
  });

  it('say that one is damaged', async () => {
    const keyDir = await newFolder();
    await writeFile(join(keyDir, `${day}.key`), 'short');
    const files = await openKeyFiles(keyDir);
    await expect(files.read(day)).rejects.toMatchObject({ name: 'StoreError', failure: 'unreadable' });
  });

  it('say what to do when their folder is a file or cannot be used', async () => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, '');
    await expect(openKeyFiles(path)).rejects.toMatchObject({
      name: 'StartError',
      lines: [`KEY_DIR is ${path}, and that is a file.`, expect.stringContaining('Name a folder')],
    });
    await expect(openKeyFiles(join(path, 'keys'))).rejects.toMatchObject({
      name: 'StartError',
      lines: [`The folder of the daily keys, ${path}/keys, cannot be made (ENOTDIR).`, expect.stringContaining('KEY_DIR')],
    });
    // Nobody, root included, may make a file in /proc.
    await expect(openKeyFiles('/proc')).rejects.toMatchObject({ name: 'StartError' });
  });

  it('leave the folder alone that others may look into', async () => {
    const keyDir = join(await newFolder(), 'keys');
    await mkdir(keyDir);
    await chmod(keyDir, 0o755);
    await openKeyFiles(keyDir);
    expect((await stat(keyDir)).mode & 0o777).toBe(0o755);
  });

  it.runIf(canMount())('say that the disk is full, leave nothing by halves, and can still be destroyed', async () => {
    const disk = await mountDisk(1);
    const files = await openKeyFiles(join(disk, 'keys'));
    await files.make('2027-03-27');
    const free = await fillDisk(disk);
    await expect(files.make(day)).rejects.toMatchObject({ name: 'StoreError', failure: 'full' });
    expect(await readdir(join(disk, 'keys'))).toEqual(['2027-03-27.key']);
    await files.destroy('2027-03-27');
    expect(await files.read('2027-03-27')).toBeNull();
    await free();
    expect(await files.make(day)).toHaveLength(32);
  });
});
