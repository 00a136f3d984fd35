import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyAudit } from '../../src/audit-verify.ts';
import { systemClock } from '../../src/calendar/clock.ts';
import { openCohorts } from '../../src/cohorts/service.ts';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { openAudit } from '../../src/moderation/audit.ts';
import { openStores } from '../../src/store/stores.ts';
import { eachDatabase, openEmbedded, type TestDatabases, testSecret } from '../support/databases.ts';

const now = () => Date.parse('2027-01-11T10:00:00Z');
const HEX = /[0-9a-f]{64}/;

const environmentOf = ({ dataDir, databaseUrl, forgettingUrl }: TestDatabases): Record<string, string> => ({
  DATA_DIR: dataDir,
  BOMBUS_SECRET: testSecret.toString('hex'),
  BOMBUS_CLOCK: 'manual',
  ...(databaseUrl && forgettingUrl ? { DATABASE_URL: databaseUrl, FORGETTING_URL: forgettingUrl } : {}),
});

/** A Bombus that is running on the data, with a cohort whose moderators did a few things. */
async function openRunning(databases: TestDatabases) {
  const config = readConfig(environmentOf(databases));
  const log = openLog('silent');
  const stores = await openStores({ ...config, stamp: 'rehearsal', openClock: async () => systemClock(now), log });
  onTestFinished(() => stores.close());
  const { record, forgetting, keys } = stores;
  const audit = openAudit({ record, forgetting, key: keys.audit, now });
  const outbox = { owe: async () => undefined, cancel: async () => 0 };
  const cohorts = openCohorts({ record, outbox, now, newId: () => 'nest', scheduleChanged: async () => undefined });
  const basics = { name: 'Medicine 2027', zone: 'Europe/London', country: 'GB', weekday: 7, minute: 18 * 60 };
  await cohorts.saveBasics({ platform: 'sandbox', space: 'room' }, basics);
  const did = (action: string) =>
    record.transaction(() => audit.append('nest', { actor: 'Mo', action, subject: 'post', details: {} }));
  await did('queue:hide');
  await did('queue:keep');
  const db = record.db<{ audit_entries: { cohort: string; number: number; actor: string } }>();
  return {
    config,
    stores,
    audit,
    did,
    tamper: () => db.updateTable('audit_entries').set({ actor: 'Stan' }).where('number', '=', 2).execute(),
    cut: () => db.deleteFrom('audit_entries').where('number', '=', 2).execute(),
  };
}

eachDatabase((_, open) => {
  describe('the audit log, verified from outside', () => {
    it('is whole, beside a running Bombus and after it has stopped', async () => {
      const { config, stores, audit } = await openRunning(await open());
      const whole = {
        lines: [
          `Medicine 2027: ✓ whole. 2 entries so far, end ${(await audit.head('nest'))?.seal}, the last on Monday 11 January 2027`,
        ],
        isWhole: true,
      };
      expect(await verifyAudit(config, [], now)).toEqual(whole);
      await stores.close();
      expect(await verifyAudit(config, [], now)).toEqual(whole);
    });

    it('says which entry is not as it was', async () => {
      const { config, tamper } = await openRunning(await open());
      await tamper();
      expect(await verifyAudit(config, [], now)).toEqual({
        lines: ['Medicine 2027: ✗ broken. Entry 2 was changed, or not written by Bombus.'],
        isWhole: false,
      });
    });

    it('says that an end that was published is not there any more', async () => {
      const { config, audit, cut } = await openRunning(await open());
      const head = (await audit.head('nest'))?.seal ?? '';
      expect((await verifyAudit(config, [head], now)).isWhole).toBe(true);
      await cut();
      const { lines, isWhole } = await verifyAudit(config, [head], now);
      expect(isWhole).toBe(false);
      expect(lines.at(-1)).toContain(`No log has had the end ${head}`);
    });
  });
});

describe('npm run audit:verify', () => {
  async function run(databases: TestDatabases, ...args: readonly string[]) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/audit-verify.ts', ...args], {
      env: { PATH: process.env.PATH ?? '', ...environmentOf(databases) },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, output };
  }

  it('prints a line for each cohort, and ends with 1 where one is broken', async () => {
    const databases = await openEmbedded();
    expect(await run(databases)).toEqual({ code: 0, output: `There is no data in ${databases.dataDir} yet.\n` });
    const { tamper, audit } = await openRunning(databases);
    const head = (await audit.head('nest'))?.seal ?? '';
    expect(head).toMatch(HEX);
    const whole = await run(databases, '--head', `“${head.toUpperCase()}”`);
    expect(whole).toEqual({ code: 0, output: expect.stringContaining('Medicine 2027: ✓ whole.') });
    await tamper();
    const broken = await run(databases);
    expect(broken).toEqual({ code: 1, output: 'Medicine 2027: ✗ broken. Entry 2 was changed, or not written by Bombus.\n' });
  });
});
