import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { deriveKeys, tag } from '../../src/privacy/keys.ts';
import { seal } from '../../src/privacy/sealing.ts';
import { lockData } from '../../src/store/lock.ts';
import { eachDatabase, openEmbedded } from '../support/databases.ts';
import { expectAll, fill, hexOf, openAt, placeOf, rotate, rotateAgain, startRotator } from './rotated.ts';

const [old, fresh, third] = [hexOf('old'), hexOf('fresh'), hexOf('third')];

const startError = (...lines: readonly (string | RegExp)[]) => ({
  name: 'StartError',
  lines: expect.arrayContaining(lines.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line)))),
});
const halfWay = startError(
  'A change of the secret was begun on this data and not ended.',
  'Run npm run secret:rotate again, with the same settings and the same new secret: it goes on where it stopped.',
);

describe('a change of the secret', () => {
  eachDatabase((name, open) => {
    it('takes everything along, and leaves nothing to the old one', async () => {
      const place = placeOf(await open());
      await fill(place, old);
      await expectAll(place, old);
      expect(await rotate(place, old, fresh)).toEqual({
        moved: expect.any(Number),
        unreadable: 0,
        lostInstallations: 0,
        isKept: false,
        isToBeSet: true,
      });
      await expectAll(place, fresh);
      await expect(openAt(place, old)).rejects.toMatchObject(startError(/BOMBUS_SECRET/));
      expect((await readdir(place.dataDir)).filter((file) => /rotation|\.new$/.test(file))).toEqual([]);
    });

    it('may come again and again; repeats, codes and audit entries outlive them all', async () => {
      const place = placeOf(await open());
      await fill(place, old);
      const before = await openAt(place, old);
      await before.close();
      await rotate(place, old, fresh);
      const between = await openAt(place, fresh);
      await between.close();
      await rotate(place, fresh, third);
      await expectAll(place, third);
      const after = await openAt(place, third);
      await after.close();
      for (const purpose of ['events', 'receipts', 'mutes', 'members'] as const)
        expect([between.keys[purpose], after.keys[purpose]]).toEqual([before.keys[purpose], before.keys[purpose]]);
      for (const purpose of ['seals', 'forgettingTags', 'forgettingSeal', 'audit', 'installations', 'database'] as const)
        expect(new Set([before, between, after].map(({ keys }) => keys[purpose].toString('hex'))).size).toBe(3);
      expect(after.earlierAuditKeys).toEqual([between.keys.audit, before.keys.audit]);
    });

    it('goes on where it was killed, and every start says so until then', async () => {
      for (const step of ['noted', 'forgetting', 'record', 'secret']) {
        const place = placeOf(await open());
        await fill(place, old);
        const rotator = startRotator(place, old, fresh, step);
        await rotator.gone;
        expect(rotator.said().at(-1)).toBe(step);
        for (const secret of [old, fresh]) await expect(openAt(place, secret)).rejects.toMatchObject(startError(/secret|SECRET/));
        await expect(openAt(place, step === 'noted' || step === 'forgetting' ? old : fresh)).rejects.toMatchObject(halfWay);
        await rotateAgain(place, old, fresh);
        await expectAll(place, fresh);
      }
    });

    it('can be ended with the new secret set already, once nothing is under the old one', async () => {
      const place = placeOf(await open());
      await fill(place, old);
      await startRotator(place, old, fresh, 'record').gone;
      await rotateAgain(place, fresh, null);
      await expectAll(place, fresh);
    });

    it('that was begun with another new secret is not gone on with', async () => {
      const place = placeOf(await open());
      await fill(place, old);
      await startRotator(place, old, fresh, 'forgetting').gone;
      const refused = startError(/this is not the new secret that it was begun with/);
      await expect.poll(() => rotate(place, old, third).catch((error) => error.lines)).toEqual(refused.lines);
      await expect(rotate(place, old, null)).rejects.toMatchObject(refused);
      await rotateAgain(place, old, fresh);
      await expectAll(place, fresh);
    });

    it('changes nothing where it cannot be right', async () => {
      const place = placeOf(await open());
      await fill(place, old);
      await expect(rotate(place, third, fresh)).rejects.toMatchObject(
        startError('BOMBUS_SECRET is not the secret that the data was made with.'),
      );
      await expect(rotate(place, old, old)).rejects.toMatchObject(startError(/the one that the data is under already/));
      await expect(rotate(place, old, null)).rejects.toMatchObject(startError(/that you hold before anything changes/));
      await expect(rotate(place, old, 'hunter2')).rejects.toMatchObject(startError('The new secret is not 32 bytes.'));
      await expect(rotate(place, 'hunter2', fresh)).rejects.toMatchObject(startError('BOMBUS_SECRET is not 32 bytes.'));
      await expectAll(place, old);
    });

    it('is refused while a Bombus is at work', async () => {
      const place = placeOf(await open());
      await fill(place, old);
      const running = await openAt(place, old);
      const inTheWay = name === 'libSQL' ? /^Another Bombus is running/ : /^A Bombus is at work/;
      await expect(rotate(place, old, fresh)).rejects.toMatchObject(startError(inTheWay));
      await running.close();
      await rotateAgain(place, old, fresh);
      await expectAll(place, fresh);
    });

    it('says which entries opened with neither secret, and what an earlier version installed', async () => {
      const databases = await open();
      const place = placeOf(databases);
      await fill(place, old);
      const stores = await openAt(place, old);
      const key = deriveKeys(Buffer.from(old, 'hex')).installations;
      const row = { key: tag(key, 'T3'), sealed: seal(key, JSON.stringify({ token: 'three' }), tag(key, 'T3')) };
      await stores.record.db<{ installations: typeof row }>().insertInto('installations').values(row).execute();
      expect(await stores.installations.load('T3')).toEqual({ token: 'three' });
      const lost = { key: tag(key, 'T4'), sealed: seal(key, JSON.stringify({ token: 'four' }), tag(key, 'T4')) };
      await stores.record.db<{ installations: typeof row }>().insertInto('installations').values(lost).execute();
      await stores.close();
      expect(await rotate(place, old, fresh)).toMatchObject({ lostInstallations: 1, unreadable: 0 });
      const after = await openAt(place, fresh);
      expect([await after.installations.load('T3'), await after.installations.load('T4')]).toEqual([{ token: 'three' }, null]);
      await after.close();
    });

    it('drops what nobody can open any more, because the key of its day is gone', async () => {
      const place = placeOf(await open());
      await fill(place, old);
      await writeFile(join(place.keyDir, '2027-03-28.key'), Buffer.alloc(32));
      const { moved } = await rotate(place, old, fresh);
      expect(moved).toBe(20 + 20 + 1 + 2);
      const after = await openAt(place, fresh);
      expect(await after.forgetting.get('draft', '3')).toEqual({ words: 3 });
      await after.close();
    });
  });
});

describe('a change of the secret in the data folder', () => {
  it('makes the new one where the old one lies, at any step that it is killed', async () => {
    for (const step of ['noted', 'secret', '']) {
      const place = placeOf(await openEmbedded());
      await fill(place, null);
      const before = await readFile(join(place.dataDir, 'bombus.secret'), 'utf8');
      await startRotator(place, null, null, step).gone;
      if (step) {
        await expect(openAt(place, null)).rejects.toMatchObject(halfWay);
        expect(await rotate(place, null, null)).toMatchObject({ isKept: true, isToBeSet: false });
      }
      await expectAll(place, null);
      expect(await readFile(join(place.dataDir, 'bombus.secret'), 'utf8')).not.toBe(before);
      expect((await readdir(place.dataDir)).filter((file) => /rotation|\.new$/.test(file))).toEqual([]);
    }
  });

  it('leaves no byte under the old key, and an unencrypted record unencrypted', async () => {
    for (const dataEncryption of [true, false]) {
      const place = { ...placeOf(await openEmbedded()), dataEncryption };
      await fill(place, old);
      const bytes = await readFile(join(place.dataDir, 'bombus.db'));
      await rotate(place, old, fresh);
      const after = await readFile(join(place.dataDir, 'bombus.db'));
      const pages = Array.from({ length: Math.floor(bytes.length / 4096) }, (_, at) =>
        bytes.subarray(at * 4096 + 64, at * 4096 + 96),
      );
      const kept = pages.filter((page) => page.some((byte) => byte !== 0) && after.includes(page)).length;
      expect(dataEncryption ? kept : kept > pages.length / 2).toBe(dataEncryption ? 0 : true);
      await expectAll(place, fresh);
    }
  });

  it('takes a backup along that was made before it', async () => {
    const place = placeOf(await openEmbedded());
    await fill(place, old);
    const backup = await readFile(join(place.dataDir, 'bombus.db'));
    await rotate(place, old, fresh);
    await writeFile(join(place.dataDir, 'bombus.db'), backup);
    await expect(openAt(place, fresh)).rejects.toMatchObject(startError(/cannot be read or written/));
    expect(await rotate(place, old, fresh)).toMatchObject({ moved: 0, unreadable: 0 });
    await expectAll(place, fresh);
  });

  it('is refused where there is nothing, or while the lock is held', async () => {
    const place = placeOf(await openEmbedded());
    await expect(rotate(place, old, fresh)).rejects.toMatchObject(startError(/^There is no data in/));
    await fill(place, old);
    const lock = await lockData(place.dataDir);
    await expect(rotate(place, old, fresh)).rejects.toMatchObject(startError(/^Another Bombus is running/));
    await lock.release();
  });

  it('is one command, which says what it has done and what remains', async () => {
    const place = placeOf(await openEmbedded());
    await fill(place, null);
    const entry = new URL('../../src/secret-rotate.ts', import.meta.url).pathname;
    const environment = { PATH: process.env.PATH ?? '', DATA_DIR: place.dataDir };
    const run = (...args: readonly string[]) =>
      promisify(execFile)('node', ['--import', 'tsx', entry, ...args], { env: environment });
    const { stdout } = await run();
    expect(stdout.split('\n')).toEqual([
      'Begun. Should this be interrupted, run it again with the same settings.',
      'The forgetting store is under the new secret.',
      'The record is under the new secret.',
      'The new secret is in its place.',
      'Keep a copy of the new bombus.secret apart from the backups.',
      'Backups made before open with the old one alone.',
      '',
    ]);
    await expectAll(place, null);
    await writeFile(join(place.dataDir, 'new.txt'), `${fresh}\n`);
    await run('--from', join(place.dataDir, 'new.txt'));
    expect((await readFile(join(place.dataDir, 'bombus.secret'), 'utf8')).trim()).toBe(fresh);
    await expect(run('--from', join(place.dataDir, 'none.txt'))).rejects.toMatchObject({
      stderr: expect.stringMatching(/^The secret could not be changed:\n {2}The file .* cannot be read\.\n/),
    });
    await expectAll(place, null);
  });
});
