import { join as joinPath } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deriveKeys } from '../../src/privacy/keys.ts';
import { openLibSql } from '../../src/store/embedded.ts';
import { recordFile } from '../../src/store/files.ts';
import { join, ROUND, setUpCohort } from '../chaos/cohort.ts';
import { openMortal } from '../chaos/mortal.ts';
import { readRecord } from '../chaos/stored.ts';
import { openDiscord } from '../platforms/discord/discord.ts';
import { testSecret } from '../support/databases.ts';
import { answer, reads } from '../support/dialogue.ts';
import { canMount, fillDisk, mountDisk } from '../support/small-disk.ts';

const isMountable = canMount();
if (!isMountable) process.stdout.write('tests/delivery/full-disk: skipped, this user may not mount a disk\n');

const FULL = 'The disk where Bombus keeps things is full. Nothing was changed. Please try again in a few minutes.';

/** Moves what stands in the log beside the record into it: there would be room left for a while. */
function emptyLog(dataDir: string): void {
  const database = openLibSql(joinPath(dataDir, recordFile), deriveKeys(testSecret).database);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

describe.skipIf(!isMountable)('a disk that fills up while people answer (needs the right to mount)', () => {
  it('is told to each of them; nothing is lost, and everything goes on when there is room', async () => {
    const disk = await mountDisk(24);
    const platform = await openDiscord();
    onTestFinished(() => platform.close());
    const environment = { ...platform.environment(), DATA_DIR: disk, BOMBUS_SECRET: testSecret.toString('hex') };
    const bot = openMortal(environment);
    onTestFinished(() => bot.end());
    await bot.setTo(ROUND.setUpAt);
    await setUpCohort(platform);
    const [done, halfway, starting, joining] = ['done', 'halfway', 'starting', 'joining'].map((handle) =>
      platform.person(handle),
    );
    if (!done || !halfway || !starting || !joining) throw new Error('there are people missing');
    for (const person of [done, halfway, starting]) await join(person, true);
    await bot.moveTo(ROUND.opensAt);
    await done.press('Check in', 'inbox');
    await answer(done, 6, 4, 'Mostly');
    await halfway.press('Check in', 'inbox');
    await halfway.press('7');

    emptyLog(disk);
    const free = await fillDisk(disk);
    await halfway.press('3');
    await reads(halfway, 'Not saved', FULL);
    await starting.press('Check in', 'inbox');
    await reads(starting, 'Not saved', FULL);
    await joining.run('join');
    await reads(joining, FULL);
    const { url } = await bot.alive();
    expect((await fetch(`${url}/readyz`)).status).toBe(503);

    await free();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await halfway.press('Check in', 'inbox');
    await reads(halfway, 'Check-in · 2 of 3');
    await halfway.press('3');
    await halfway.press('Partly');
    await reads(halfway, 'Happy 7 of 10 · Anxious 3 of 10 · Belonging: partly.');
    await join(joining, true);
    await bot.moveTo(ROUND.nudgedBy);
    expect((await starting.inbox()).map(({ text }) => text.split('\n')[0])).toEqual([
      'How was your week?',
      'If you have not yet …',
    ]);
    expect(await bot.stop()).toBe(0);

    const { checkIns, members } = await readRecord(environment);
    expect(members).toHaveLength(4);
    expect(checkIns.map(({ answers }) => JSON.parse(answers)).sort((a, b) => a.happy - b.happy)).toEqual([
      { happy: 6, anxious: 4, belonging: 4 },
      { happy: 7, anxious: 3, belonging: 3 },
    ]);
    expect(platform.violations()).toEqual([]);
  }, 90_000);
});
