/**
 * A process that agrees to a reveal when it is told to: it opens the stores that it is given, says that it is ready, and
 * at the first line on standard input agrees once and says what came of it.
 */
import { openAgenda } from '../../../src/calendar/agenda.ts';
import { openCohorts } from '../../../src/cohorts/service.ts';
import { openLog } from '../../../src/log.ts';
import { openAudit } from '../../../src/moderation/audit.ts';
import { openReveals } from '../../../src/moderation/reveal.ts';
import { openDayKeys } from '../../../src/privacy/day-keys.ts';
import { deriveKeys } from '../../../src/privacy/keys.ts';
import { openSeals } from '../../../src/privacy/seals.ts';
import { openForgetting } from '../../../src/store/forgetting.ts';
import { openKeyFiles } from '../../../src/store/key-files.ts';
import { migrations } from '../../../src/store/migrations/index.ts';
import { openRecord } from '../../../src/store/record.ts';

const [given = ''] = process.argv.slice(2);
const { secret, databaseUrl, forgettingUrl, dataDir, keyDir, at, cohort, subject, reveal, who } = JSON.parse(given);

const keys = deriveKeys(Buffer.from(secret, 'hex'));
const log = openLog('silent');
const now = (): number => at;
const newId = (): string => `id${process.hrtime.bigint()}`;
const record = await openRecord({ dataDir, databaseUrl, encryptionKey: keys.database, migrations, log });
const sealing = { tag: keys.forgettingTags, seal: keys.forgettingSeal };
const forgetting = await openForgetting({ dataDir, url: forgettingUrl, keys: sealing, now, log });
const dayKeys = await openDayKeys({ files: await openKeyFiles(keyDir), key: keys.seals, forgetting, now });
const seals = openSeals({ dayKeys, forgetting, now });
const outbox = { owe: async () => undefined, cancel: async () => 0 };
const agenda = openAgenda({ record, log, now, realNow: Date.now, random: Math.random, handlers: {} });
const cohorts = openCohorts({ record, outbox, now, newId, scheduleChanged: async () => undefined });
const audit = openAudit({ record, forgetting, key: keys.audit, now });
const reveals = openReveals({
  record,
  seals,
  audit,
  cohorts,
  outbox,
  agenda,
  now,
  newId,
  matter: async () => ({ about: { cohort, subject, purpose: 'post' }, parties: [] }),
  hasReported: async () => false,
  accountsOf: async (person) => [person],
});

process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const outcome = await reveals.agree(who, cohort, reveal);
process.stdout.write(`${outcome.kind === 'shown' ? `shown ${outcome.author.person}` : outcome.kind}\n`);
await agenda.stop();
await Promise.all([record.close(), forgetting.close()]);
process.exit(0);
