import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/log.ts';
import { deriveKeys } from '../../src/privacy/keys.ts';
import { openForgetting } from '../../src/store/forgetting.ts';
import { lockData } from '../../src/store/lock.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openRecord } from '../../src/store/record.ts';
import { openSecret } from '../../src/store/secret.ts';
import { testSecret } from '../support/databases.ts';
import { canMount, fillDisk, mountDisk } from '../support/small-disk.ts';

const megabytes = 4;
const keys = deriveKeys(testSecret);
const log = openLog('silent');
const full = { name: 'StoreError', failure: 'full' };
const fullAtStart = {
  name: 'StartError',
  lines: expect.arrayContaining([expect.stringContaining('No room is left on the disk')]),
};

const openRecordOn = (dataDir: string) =>
  openRecord({ dataDir, databaseUrl: null, encryptionKey: keys.database, migrations, log });
const openForgettingOn = (dataDir: string) =>
  openForgetting({ dataDir, url: null, keys: { tag: keys.forgettingTags, seal: keys.forgettingSeal }, now: () => 0, log });

describe.skipIf(!canMount())('the stores on a disk that is full (needs the right to mount)', () => {
  it('say so, lose nothing, and work again when there is room, without a restart', async () => {
    const disk = await mountDisk(megabytes);
    const [record, forgetting] = [await openRecordOn(disk), await openForgettingOn(disk)];
    const put = (key: string) =>
      record
        .db<{ meta: { key: string; value: string } }>()
        .insertInto('meta')
        .values({ key, value: 'x'.repeat(9_000) })
        .execute();
    await record.transaction(() => put('before'));
    await forgetting.set('words', 'before', 'x'.repeat(9_000), 1_000);
    await record.check();
    await forgetting.check();

    const free = await fillDisk(disk);
    const both = async () => {
      await put('one');
      for (let index = 0; index < 50; index += 1) await put(`more ${index}`);
    };
    await expect(record.transaction(both)).rejects.toMatchObject(full);
    const write = async () => {
      for (let index = 0; index < 50; index += 1) await forgetting.set('words', String(index), 'x'.repeat(9_000), 1_000);
    };
    await expect(write()).rejects.toMatchObject(full);
    await expect(record.check()).rejects.toMatchObject(full);
    await expect(forgetting.check()).rejects.toMatchObject(full);
    expect(
      await record.db<{ meta: { key: string } }>().selectFrom('meta').select('key').where('key', '!=', 'check').execute(),
    ).toEqual([{ key: 'before' }]);
    expect(await forgetting.get('words', 'before')).toBe('x'.repeat(9_000));

    await free();
    await record.transaction(() => put('after'));
    await forgetting.set('words', 'after', 1, 1_000);
    await record.check();
    await forgetting.check();
    expect(await forgetting.get('words', 'after')).toBe(1);
    await record.close();
    await forgetting.close();
  });

  it('say so at the start', async () => {
    const disk = await mountDisk(megabytes);
    const free = await fillDisk(disk);
    await expect(openRecordOn(disk)).rejects.toMatchObject(fullAtStart);
    await expect(openForgettingOn(disk)).rejects.toMatchObject(fullAtStart);
    await expect(openSecret({ configured: null, dataDir: disk, hasData: false, isShared: false })).rejects.toMatchObject({
      name: 'StartError',
    });
    await free();
    expect((await openSecret({ configured: null, dataDir: disk, hasData: false, isShared: false })).origin).toBe('created');
    await (await openRecordOn(disk)).close();
    await (await openForgettingOn(disk)).close();
  });

  it('say that the data folder may not be written', async () => {
    const disk = await mountDisk(megabytes);
    await (await lockData(disk)).release();
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await expect(lockData(disk)).rejects.toMatchObject({
      name: 'StartError',
      lines: [`The data folder ${disk} cannot be used (EROFS).`, expect.stringContaining('Give its user that right')],
    });
    await expect(openRecordOn(disk)).rejects.toMatchObject({ name: 'StartError' });
  });
});
