import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockData } from '../../src/store/lock.ts';

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bombus-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the lock on the data', () => {
  it('makes the folder, and lets the next in after it was released', async () => {
    const dataDir = join(await newFolder(), 'deep', 'down');
    await (await lockData(dataDir)).release();
    await (await lockData(dataDir)).release();
  });

  it('keeps a second one out and says what to do', async () => {
    const dataDir = await newFolder();
    const lock = await lockData(dataDir);
    await expect(lockData(dataDir)).rejects.toMatchObject({
      name: 'StartError',
      lines: [`Another Bombus is running on the data in ${dataDir}.`, expect.stringContaining('Stop it first')],
    });
    await lock.release();
  });

  it('says that the data folder is a file', async () => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, '');
    await expect(lockData(path)).rejects.toMatchObject({
      name: 'StartError',
      lines: [`DATA_DIR is ${path}, and that is a file.`, expect.stringContaining('Name a folder')],
    });
  });

  it('says that the data folder cannot be made', async () => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, '');
    const dataDir = join(path, 'data');
    await expect(lockData(dataDir)).rejects.toMatchObject({
      name: 'StartError',
      lines: [`The data folder ${dataDir} cannot be made (ENOTDIR).`, expect.stringContaining('DATA_DIR')],
    });
  });

  it('says that the data folder cannot be written', async () => {
    // Nobody, root included, may make a file in /proc.
    await expect(lockData('/proc')).rejects.toMatchObject({
      name: 'StartError',
      lines: [expect.stringMatching(/^The data folder \/proc cannot be used \(E\w+\)\.$/), expect.any(String)],
    });
  });
});
