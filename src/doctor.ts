import { stat } from 'node:fs/promises';
import { commands, mending, phrases, purposeWords, sentences } from '../commands/index.ts';
import type { Inbox } from './chat/adapter.ts';
import { catalogueOf } from './chat/catalogue.ts';
import type { Platform } from './chat/invocation.ts';
import { loadMeasures, weeklyMeasure } from './check-ins/measures.ts';
import { openCohortStore } from './cohorts/store.ts';
import { type Config, loadConfig } from './config.ts';
import { StartError } from './errors.ts';
import { openLog } from './log.ts';
import { openPlatforms, openStoresOf } from './main.ts';
import { type Finding, fault, faultOf, noted, reportOf, type Section, well } from './operations/findings.ts';
import { checkPlatform, type Place } from './operations/platform-check.ts';
import { openServer } from './operations/server.ts';
import { isEntry } from './operations/start-up.ts';
import { RETENTION } from './privacy/retention.ts';
import { loadHelplines } from './safety/helplines.ts';
import { type DataFolder, lookAtFolder, lookAtKeys } from './store/folder.ts';

type Stores = Awaited<ReturnType<typeof openStoresOf>>;

export interface Examination {
  readonly load: () => Config;
  readonly now: number;
  /** Sign in to the platforms although other processes may be at work on the same PostgreSQL. */
  readonly signIn: boolean;
  /** How long a platform may take to answer. */
  readonly withinMs: number;
}

const LITTLE_ROOM = 200 * 1024 * 1024;
const days = (ms: number): number => Math.round(ms / (24 * 3_600_000));
const log = openLog('silent');

/** Looks at everything that an operator can mend. Changes nothing, but for bringing the tables of existing data up to date. */
export async function examine({ load, now, signIn, withinMs }: Examination): Promise<readonly Section[]> {
  let config: Config;
  try {
    config = load();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return [{ title: 'Settings', findings: error.lines.map((line) => fault(line)) }, contentSection(now)];
  }
  const folder = config.databaseUrl === null ? await lookAtFolder(config.dataDir) : null;
  const isRunning = folder?.state === 'held';
  const settings = [...settingsOf(config), ...(await environmentFile()), ...(isRunning ? [] : await portOf(config))];
  const { stores, findings } = await existingData(config, folder);
  const data = [...(folder ? folderOf(folder, config) : []), ...(await keysOf(config)), ...findings];
  try {
    const mayAsk = folder ? !isRunning : signIn;
    const platforms = mayAsk ? await platformsOf(config, stores, withinMs) : [noted(whyNotAsked(isRunning))];
    return [
      { title: 'Settings', findings: settings },
      { title: 'Data', findings: data },
      { title: 'Platforms', findings: platforms },
      contentSection(now),
      careSection(config),
    ];
  } finally {
    await stores?.close();
  }
}

function settingsOf({ discord, slack, sandbox, host }: Config): readonly Finding[] {
  const slackName = slack?.mode.kind === 'socket' ? 'Slack in Socket Mode' : 'Slack over HTTP';
  const on = [discord && 'Discord', slack && slackName, sandbox && 'the sandbox'].filter(Boolean);
  const isOpen = !/^(localhost|127(\.\d+){3}|::1)$/.test(host);
  return [
    well(`The settings fit together: ${on.join(', ')}.`),
    ...(isOpen ? [noted(`HOST is ${host}: whoever reaches it can read /metrics. Put a proxy or a firewall before it.`)] : []),
  ];
}

async function environmentFile(): Promise<readonly Finding[]> {
  const found = await stat('.env').catch(() => null);
  const isExposed = found !== null && (found.mode & 0o077) !== 0;
  return isExposed ? [noted('Others on this machine may read .env, where tokens stand: chmod 600 .env')] : [];
}

async function portOf({ host, port }: Config): Promise<readonly Finding[]> {
  try {
    const server = await openServer({ host, port, routes: [], log });
    await server.close();
    return [well(`Port ${port} is free.`)];
  } catch (error) {
    return [faultOf(error)];
  }
}

function folderOf({ state, isWritable, freeBytes, secret }: DataFolder, { dataDir, dataEncryption }: Config): readonly Finding[] {
  if (state === 'not-a-folder') return [fault(`DATA_DIR is ${dataDir}, and that is no folder.`, 'Name another place.')];
  if (!isWritable) {
    return [
      fault(
        state === 'none' ? `The data folder ${dataDir} cannot be made.` : `The data folder ${dataDir} cannot be used.`,
        'Give the user that runs Bombus the right to read and write there, or set DATA_DIR to another folder.',
      ),
    ];
  }
  const megabytes = Math.floor(freeBytes / 1024 / 1024);
  return [
    ...(state === 'none' || state === 'empty' ? [noted(`No data yet in ${dataDir}: the first start makes it.`)] : []),
    freeBytes < LITTLE_ROOM
      ? fault(
          `Only ${megabytes} MB are free on the disk that holds ${dataDir}.`,
          'Free some: Bombus cannot keep answers without.',
        )
      : well(`${dataDir} can be written; ${megabytes} MB are free.`),
    ...(secret?.isExposed ? [fault(`Others on this machine may read ${secret.path}.`, `chmod 600 ${secret.path}`)] : []),
    ...(secret && !secret.isExposed ? [well(`Only this user may read ${secret.path}.`)] : []),
    ...(dataEncryption ? [] : [noted('DATA_ENCRYPTION is off: the disk that holds the data must be encrypted itself.')]),
  ];
}

async function keysOf({ keyDir, databaseUrl }: Config): Promise<readonly Finding[]> {
  const { isWritable, isExposed } = await lookAtKeys(keyDir);
  if (!isWritable) {
    return [
      fault(
        `The folder of the daily keys, ${keyDir}, cannot be used.`,
        'Give the user that runs Bombus the right to read and write there, or set KEY_DIR to another folder.',
      ),
    ];
  }
  return [
    ...(isExposed
      ? [fault(`Others on this machine may look into ${keyDir}, where the daily keys lie.`, `chmod 700 ${keyDir}`)]
      : []),
    ...(databaseUrl === null
      ? []
      : [noted(`Processes on this PostgreSQL must share ${keyDir} (KEY_DIR), on a volume that no backup takes.`)]),
  ];
}

/** Opens the stores where there is something in them, or asks the Bombus that is running on them. */
async function existingData(
  config: Config,
  folder: DataFolder | null,
): Promise<{ readonly stores: Stores | null; readonly findings: readonly Finding[] }> {
  if (folder?.state === 'held') return { stores: null, findings: [await askRunning(config)] };
  if (folder && folder.state !== 'data') return { stores: null, findings: [] };
  try {
    const stores = await openStoresOf(config, log);
    await Promise.all([stores.record.check(), stores.forgetting.check()]);
    return { stores, findings: [well('The record and the forgetting store can be read and written.')] };
  } catch (error) {
    return { stores: null, findings: [faultOf(error)] };
  }
}

async function askRunning({ host, port, dataDir }: Config): Promise<Finding> {
  const address = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}/readyz`;
  const running = `Bombus is running on ${dataDir}, so its stores are left alone`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(3_000) });
    const { missing } = (await response.json()) as { missing: readonly string[] };
    if (missing.length === 0) return well(`${running}; it says that it is ready.`);
    return fault(`${running}; it is not ready: ${missing.join(', ')}.`, 'Its log says more.');
  } catch {
    return noted(`${running}. It does not answer at ${address}: HOST or PORT may have been others when it was started.`);
  }
}

const whyNotAsked = (isRunning: boolean): string =>
  isRunning
    ? 'Not asked: signing in beside a running Bombus would take events away from it. “cohort status” shows its channels.'
    : 'Not asked: another process may be at work on this PostgreSQL. When none is: npm run doctor -- --sign-in';

async function platformsOf(config: Config, stores: Stores | null, withinMs: number): Promise<readonly Finding[]> {
  const needsStores = config.slack !== null && config.slack.botToken === null && stores === null;
  const adapters = await openPlatforms(needsStores ? { ...config, slack: null } : config, stores, log);
  const findings = await Promise.all(
    adapters.map(async (adapter) =>
      checkPlatform(adapter, { places: await placesOf(stores, adapter.platform), inbox, mending, withinMs }),
    ),
  );
  return [
    ...findings.flat(),
    ...(needsStores ? [noted('Slack: no workspace has installed Bombus yet. They do it at /slack/install.')] : []),
    ...(config.sandbox ? [well('The sandbox needs no tokens.')] : []),
  ];
}

async function placesOf(stores: Stores | null, platform: Platform): Promise<readonly Place[]> {
  if (!stores) return [];
  const cohorts = openCohortStore(stores.record);
  const all = await Promise.all(
    (await cohorts.all()).map(async ({ id, name }) => {
      const spaces = (await cohorts.spacesOf(id)).filter((place) => place.platform === platform);
      return Promise.all(
        spaces.map(async (place) => {
          const { channels } = await cohorts.arrangement(place);
          const named = channels.map(({ channel, purpose }) => ({ id: channel, name: `${purposeWords[purpose]} channel` }));
          return { space: place.space, cohort: name, channels: named };
        }),
      );
    }),
  );
  return all.flat();
}

/** Registers what the bot registers, and tells whoever acts meanwhile to try again. */
const inbox: Inbox = {
  catalogue: catalogueOf(commands),
  phrases,
  async *handle() {
    yield sentences.notKept('busy', null);
  },
  complete: async () => [],
  notice: async () => undefined,
  publish: () => null,
};

function contentSection(now: number): Section {
  const title = 'Content';
  try {
    const helplines = loadHelplines();
    const stale = helplines.stale(now).map((entry) => fault(`${entry} was last checked more than a year ago.`, checkIt));
    const all = helplines.countries.flatMap((country) => helplines.of(country));
    const unchecked = all.filter(({ verifiedBy }) => verifiedBy === 'secondary').length;
    const { title: weekly } = weeklyMeasure(loadMeasures());
    return {
      title,
      findings: [
        well(`${all.length} helplines for ${helplines.countries.length - 1} countries, and the measure “${weekly}”.`),
        ...(unchecked > 0 ? [noted(`${unchecked} helplines were copied from pages and not yet checked with the service.`)] : []),
        ...stale,
      ],
    };
  } catch (error) {
    return { title, findings: [faultOf(error)] };
  }
}

const checkIt = 'Check it with the service, and write the day into content/helplines.';

function careSection({ databaseUrl, secret }: Config): Section {
  const backup =
    databaseUrl === null
      ? 'Back up bombus.db alone, while Bombus is stopped or with VACUUM INTO. Never copy forgetting.db or the daily keys.'
      : 'Back up the database of DATABASE_URL alone. Never dump the one of FORGETTING_URL, or copy KEY_DIR.';
  return {
    title: 'To remember',
    findings: [
      noted(backup),
      noted(`Keep no backup for longer than ${days(RETENTION.goneMemberMs)} days: restoring one brings back what was erased.`),
      noted(`${secret === null ? 'Keep a copy of bombus.secret' : 'Keep a copy of BOMBUS_SECRET'} apart from the backups.`),
      noted(
        `Check-ins are erased after ${days(RETENTION.checkInsMs)} days, what was sent after ${days(RETENTION.deliveriesMs)}.`,
      ),
    ],
  };
}

async function run(): Promise<void> {
  const signIn = process.argv.includes('--sign-in');
  const { text, isWell } = reportOf(await examine({ load: loadConfig, now: Date.now(), signIn, withinMs: 15_000 }));
  process.stdout.write(text);
  process.exit(isWell ? 0 : 1);
}

if (isEntry(import.meta.url)) {
  run().catch((error: unknown) => {
    process.stderr.write(`${reportOf([{ title: 'The check-up', findings: [faultOf(error)] }]).text}`);
    process.exit(1);
  });
}
