import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { addenda, commands, openAccess, openNotices, phrases, sentences, whatComesNext } from '../commands/index.ts';
import { type Clock, type MovableClock, systemClock } from './calendar/clock.ts';
import { durationMs, parseInstant } from './calendar/duration.ts';
import { keptClock } from './calendar/kept-clock.ts';
import { openRehearsal, type Rehearsal } from './calendar/rehearsal.ts';
import type { Adapter, Inbox } from './chat/adapter.ts';
import { catalogueOf, openCompletions } from './chat/catalogue.ts';
import { openDispatcher } from './chat/dispatcher.ts';
import { openDrafts } from './chat/drafts.ts';
import type { Platform } from './chat/invocation.ts';
import { askPlatform } from './chat/platform-requests.ts';
import { type Config, loadConfig } from './config.ts';
import { type Core, openCore } from './core.ts';
import { StartError } from './errors.ts';
import { type Log, openLog } from './log.ts';
import { openPictures } from './operations/pictures.ts';
import { notReady } from './operations/readiness.ts';
import { clockRoute, operationsRoutes } from './operations/routes.ts';
import { openServer } from './operations/server.ts';
import { isEntry, startSentences } from './operations/start-up.ts';
import { erasePlatform } from './privacy/erasure.ts';
import { RETENTION } from './privacy/retention.ts';
import { seedSandbox } from './seed.ts';
import { failureOf } from './store/errors.ts';
import { openInstallations } from './store/installations.ts';
import { openStores, type Stores as StoresOn } from './store/stores.ts';

export interface Bombus {
  /** Where the HTTP server listens. */
  readonly url: string;
  /** Takes nothing new in, ends what was begun, closes everything; within ten seconds. Nothing is lost. */
  stop(): Promise<void>;
}

type Stores = StoresOn<Clock>;

/** How long a platform may take to connect before the others begin without it. */
const ADAPTERS_WITHIN_MS = 10_000;
const STOP_WITHIN_MS = 10_000;

const newId = (): string => randomBytes(10).toString('hex');
const isMovable = (clock: Clock): clock is MovableClock => clock.kind !== 'running';
const patience = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Both stores as the configuration names them, under the clock that it names. @throws StartError with sentences for the operator. */
export const openStoresOf = (config: Config, log: Log): Promise<Stores> =>
  openStores<Clock>({
    ...config,
    stamp: config.rehearsal ? 'rehearsal' : 'real',
    openClock: async (record) =>
      config.clock === 'running'
        ? systemClock(Date.now)
        : keptClock(record, { read: Date.now, ticks: config.clock === 'movable' }),
    log,
  });

/** Starts everything that the configuration names, put together by `compose`. @throws StartError with sentences for the operator. */
export async function startBombus(config: Config, log: Log, compose = openCore): Promise<Bombus> {
  const stores = await openStoresOf(config, log);
  try {
    return await startOn(stores, { config, log, compose });
  } catch (error) {
    await stores.close();
    throw error;
  }
}

interface Beginning {
  readonly config: Config;
  readonly log: Log;
  readonly compose: typeof openCore;
}

async function startOn(stores: Stores, { config, log, compose }: Beginning): Promise<Bombus> {
  const { keys, clock } = stores;
  const adapters = new Map<Platform, Adapter>();
  const core = compose({ stores, adapters, seed: config.seed, log, realNow: Date.now, chance: Math.random, newId });
  const rehearsal = isMovable(clock) ? openRehearsal({ clock, sources: core.sources }) : null;
  const pictures = openPictures({ publicUrl: config.publicUrl, key: keys.pictures, realNow: Date.now });
  const inbox = openInbox({ core, stores, adapters, log, publish: pictures.publish });
  for (const adapter of await openAdapters({ config, stores, core, rehearsal, inbox, log }))
    adapters.set(adapter.platform, adapter);
  const server = await openServer({
    host: config.host,
    port: config.port,
    routes: [
      ...operationsRoutes({ health: { notReady: () => notReady(stores, adapters) }, metrics: core.metrics, log }),
      pictures.route,
      ...(rehearsal ? [clockRouteOf(rehearsal, clock)] : []),
      ...[...adapters.values()].flatMap((adapter) => adapter.routes),
    ],
    log,
  });

  async function stop(): Promise<void> {
    await Promise.all([core.outbox.stop(), core.agenda.stop(), core.mix.stop(), core.upkeep.stop(), rehearsal?.stop()]);
    await Promise.all([...[...adapters.values()].map((adapter) => adapter.stop()), server.close()]);
    await stores.close();
  }

  try {
    const starting = Promise.all([...adapters.values()].map((adapter) => adapter.start(inbox)));
    starting.catch((error: unknown) => log.error({ err: error }, 'a platform could not be started'));
    await Promise.race([starting, patience(ADAPTERS_WITHIN_MS)]);
    core.agenda.start();
    core.mix.start();
    core.outbox.start();
    core.upkeep.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, stop };
}

const clockRouteOf = (rehearsal: Rehearsal, clock: Clock) =>
  clockRoute({
    advance: async (text) => rehearsal.advance(durationMs(text, clock.now())),
    set: async (text) => rehearsal.set(parseInstant(text)),
  });

/** What the platforms hand their events to. */
function openInbox(options: {
  core: Core;
  stores: Stores;
  adapters: ReadonlyMap<Platform, Adapter>;
  log: Log;
  publish: Inbox['publish'];
}): Inbox {
  const { core, stores, adapters, log, publish } = options;
  const { services, outbox, agenda, ledger, metrics } = core;
  const handle = openDispatcher({
    capabilities: commands,
    services,
    sentences,
    drafts: openDrafts(stores.forgetting, RETENTION.draftsMs),
    accessOf: openAccess(services),
    once: (event, work) => ledger.once(event, work),
    recall: (event) => ledger.recall(event),
    ask: (invocation, request) => askPlatform(adapters, invocation, request),
    addenda: (access, shown) => addenda(access, services, shown),
    changed() {
      agenda.wake();
      outbox.wake();
    },
    storeFailure: failureOf,
    newId,
    log,
  });
  const notice = openNotices(services);
  return {
    catalogue: catalogueOf(commands),
    phrases,
    async *handle(invocation) {
      const begun = performance.now();
      let firstMs: number | null = null;
      try {
        for await (const reply of handle(invocation)) {
          firstMs ??= performance.now() - begun;
          yield reply;
        }
      } finally {
        if (firstMs !== null) metrics.handled(invocation.platform, invocation.act.kind, firstMs);
      }
    },
    complete: openCompletions(commands, services),
    notice,
    publish,
  };
}

interface AdaptersOptions {
  readonly config: Config;
  readonly stores: Stores;
  readonly core: Core;
  readonly rehearsal: Rehearsal | null;
  readonly inbox: Inbox;
  readonly log: Log;
}

/** The platforms that the configuration has tokens for; without stores only those of the configuration itself. Only the SDKs that are used are loaded. */
export async function openPlatforms(config: Config, stores: Stores | null, log: Log): Promise<readonly Adapter[]> {
  const adapters: Adapter[] = [];
  if (config.discord) {
    const { discordAdapter } = await import('../adapters/discord/adapter.ts');
    adapters.push(discordAdapter({ ...config.discord, log, now: Date.now }));
  }
  if (config.slack) {
    const { slackAdapter } = await import('../adapters/slack/adapter.ts');
    adapters.push(slackAdapter({ ...config.slack, mode: slackMode(config, stores), log, now: Date.now }));
  }
  return adapters;
}

async function openAdapters({ config, stores, core, rehearsal, inbox, log }: AdaptersOptions): Promise<readonly Adapter[]> {
  const adapters = [...(await openPlatforms(config, stores, log))];
  if (config.sandbox) {
    const { sandboxAdapter } = await import('../adapters/sandbox/adapter.ts');
    const seed = async () => {
      if (rehearsal) await seedSandbox({ room: sandbox.room, inbox, clock: stores.clock, rehearsal });
    };
    const sandbox = sandboxAdapter({
      stateFile: join(config.dataDir, 'sandbox.json'),
      clock: sandboxClock(stores.clock, core, rehearsal),
      reset: () => erasePlatform(stores.record, 'sandbox'),
      seed,
      log,
      newId,
    });
    adapters.push(sandbox);
  }
  return adapters;
}

function slackMode({ slack, publicUrl }: Config, stores: Stores | null) {
  if (!slack) throw new StartError(['Slack is not configured.']);
  const { mode } = slack;
  if (mode.kind === 'socket') return mode;
  if (mode.oauth === null || stores === null) return { ...mode, oauth: null };
  const { record, keys } = stores;
  const redirectUri = publicUrl === null ? null : `${publicUrl}/slack/oauth_redirect`;
  const oauth = {
    ...mode.oauth,
    stateSecret: keys.oauthState.toString('hex'),
    redirectUri,
    installations: openInstallations(record, keys.installations),
  };
  return { ...mode, oauth };
}

function sandboxClock(clock: Clock, core: Core, rehearsal: Rehearsal | null) {
  const stands = async () => ({ now: clock.now(), pending: 0 });
  return {
    now: () => clock.now(),
    isMovable: rehearsal !== null,
    async next() {
      const [work, delivery, mixed] = await Promise.all([core.agenda.upcoming(), core.outbox.nextDue(), core.mix.nextDue()]);
      if (mixed !== null && mixed < Math.min(work?.at ?? mixed + 1, delivery ?? mixed + 1))
        return { at: mixed, what: whatComesNext('mix') };
      if (delivery !== null && (work === null || delivery < work.at)) return { at: delivery, what: whatComesNext('delivery') };
      return work && { at: work.at, what: whatComesNext(work.kind) };
    },
    advance: (ms: number) => rehearsal?.advance(ms) ?? stands(),
    set: (at: number) => rehearsal?.set(at) ?? stands(),
  };
}

/** Runs until it is told to stop. */
async function run(): Promise<void> {
  const config = loadConfig();
  const log = openLog(config.logLevel);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'something was not waited for'));
  const bombus = await startBombus(config, log);
  const stop = async (): Promise<void> => {
    log.info('stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await bombus.stop();
    process.exit(0);
  };
  // Before it is said to be ready: whoever waits for that may stop it at once.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  log.info(
    config.sandbox ? `Bombus is ready. Open ${bombus.url} in a browser.` : `Bombus is ready. Health: ${bombus.url}/healthz`,
  );
}

if (isEntry(import.meta.url)) {
  run().catch((error: unknown) => {
    process.stderr.write(
      `Bombus cannot start:\n${startSentences(error)
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );
    process.exit(1);
  });
}
