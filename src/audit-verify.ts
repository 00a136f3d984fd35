import { formatLocal } from './calendar/zone.ts';
import { openCohortStore } from './cohorts/store.ts';
import { type Config, loadConfig } from './config.ts';
import { openLog } from './log.ts';
import { openStoresOf } from './main.ts';
import { openAudit } from './moderation/audit.ts';
import type { Fault, Verdict } from './moderation/audit-chain.ts';
import { isEntry, startSentences } from './operations/start-up.ts';
import { deriveKeys } from './privacy/keys.ts';
import { lookAtFolder } from './store/folder.ts';
import { openForgetting } from './store/forgetting.ts';
import { openKeptKeys } from './store/kept-keys.ts';
import { openRecord } from './store/record.ts';
import { openSecret } from './store/secret.ts';
import type { Stores } from './store/stores.ts';

type Opened = Pick<Stores<unknown>, 'record' | 'forgetting' | 'keys' | 'earlierAuditKeys'> & { close(): Promise<void> };

const log = openLog('silent');

export interface Verification {
  readonly lines: readonly string[];
  readonly isWhole: boolean;
}

/** Reads the audit log of every cohort. `heads`: ends that were published in a check-in channel. Changes nothing. */
export async function verifyAudit(config: Config, heads: readonly string[], now: () => number): Promise<Verification> {
  const folder = config.databaseUrl === null ? await lookAtFolder(config.dataDir) : null;
  if (folder && folder.state !== 'data' && folder.state !== 'held')
    return { lines: [`There is no data in ${config.dataDir} yet.`], isWhole: true };
  const { record, forgetting, keys, earlierAuditKeys, close } =
    folder?.state === 'held' ? await openBeside(config, now) : await openStoresOf(config, log);
  try {
    const audit = openAudit({ record, forgetting, key: keys.audit, earlierKeys: earlierAuditKeys, now });
    const known = await openCohortStore(record).all();
    const ids = [...new Set([...known.map(({ id }) => id), ...(await audit.cohorts())])];
    const unseen = new Set(heads);
    const lines: string[] = [];
    let isWhole = true;
    for (const id of ids) {
      for (const head of heads) if (await audit.hadEnd(id, head)) unseen.delete(head);
      const verdict = await audit.verify(id);
      isWhole &&= verdict.isWhole;
      const cohort = known.find((each) => each.id === id);
      const [newest] = await audit.page(id, null, 1);
      const last = newest ? `, the last on ${formatLocal(newest.at, cohort?.zone ?? 'UTC', 'date-with-year')}` : '';
      lines.push(`${cohort?.name ?? `A cohort that is gone (${id})`}: ${inWords(verdict)}${verdict.isWhole ? last : ''}`);
    }
    if (ids.length === 0) lines.push('No cohort has been set up yet.');
    for (const head of unseen)
      lines.push(
        `✗ No log has had the end ${head}: entries were cut off after it was published, or are older than what is kept.`,
      );
    return { lines, isWhole: isWhole && unseen.size === 0 };
  } finally {
    await close();
  }
}

/** Beside the process that holds the data folder: both stores can be read by several. */
async function openBeside({ dataDir, dataEncryption, secret }: Config, now: () => number): Promise<Opened> {
  const { bytes } = await openSecret({ configured: secret, dataDir, hasData: true, isShared: false });
  const derived = deriveKeys(bytes);
  const encryptionKey = dataEncryption ? derived.database : null;
  const record = await openRecord({ dataDir, databaseUrl: null, encryptionKey, migrations: null, log });
  try {
    const { keys, earlierAuditKeys } = await openKeptKeys(record, derived);
    const sealing = { tag: keys.forgettingTags, seal: keys.forgettingSeal };
    const forgetting = await openForgetting({ dataDir, url: null, keys: sealing, now, log });
    const close = async () => {
      await forgetting.close();
      await record.close();
    };
    return { record, forgetting, keys, earlierAuditKeys, close };
  } catch (error) {
    await record.close();
    throw error;
  }
}

const faults: Readonly<Record<Fault, string>> = {
  changed: 'was changed, or not written by Bombus',
  removed: 'is missing',
  inserted: 'was put in by somebody else',
  reordered: 'stands in another order than it was written',
  cut: 'is missing: the log ends before an end that was published',
};

function inWords(verdict: Verdict): string {
  if (!verdict.isWhole)
    return `✗ broken. Entry ${verdict.number} ${verdict.number === 0 ? 'stands for those over their time and ' : ''}${faults[verdict.fault]}.`;
  const { head } = verdict;
  return head ? `✓ whole. ${head.number} entries so far, end ${head.seal}` : '✓ empty.';
}

/** `--head` before each end from a channel. */
const headsIn = (argv: readonly string[]): readonly string[] =>
  argv.flatMap((word, index) => (argv[index - 1] === '--head' ? [word.toLowerCase().replace(/[^0-9a-f]/g, '')] : []));

async function run(): Promise<void> {
  const { lines, isWhole } = await verifyAudit(loadConfig(), headsIn(process.argv), Date.now);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exit(isWhole ? 0 : 1);
}

if (isEntry(import.meta.url)) {
  run().catch((error: unknown) => {
    process.stderr.write(
      `The audit log cannot be read:\n${startSentences(error)
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );
    process.exit(1);
  });
}
