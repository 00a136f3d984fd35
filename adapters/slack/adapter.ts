import { setTimeout as sleep } from 'node:timers/promises';
import { App, type Authorize } from '@slack/bolt';
import type { Adapter, Inbox } from '../../src/chat/adapter.ts';
import { StartError } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { codeOf, isRefusal, platformErrorOf } from './errors.ts';
import { httpReceiver, httpRoute, type OAuth } from './http.ts';
import { listen } from './inbound.ts';
import { boltLogger } from './logger.ts';
import { SCOPES } from './manifest.ts';
import { listenForNotices } from './notices.ts';
import { outbound, pace } from './outbound.ts';
import { people } from './people.ts';
import type { Setting } from './render.ts';
import { supervisedSocket } from './socket.ts';
import { clientOptions } from './web-client.ts';
import { installedWorkspaces, ownWorkspace, type Workspaces } from './workspaces.ts';

export interface SlackOptions {
  /** Ends in `/api/`; null for Slack itself. */
  readonly apiUrl: string | null;
  /** The bot's token in its one workspace; not needed where workspaces install the app over HTTP. */
  readonly botToken: string | null;
  readonly mode:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string; readonly oauth: OAuth | null };
  readonly log: Log;
  /** Real time, in milliseconds. */
  readonly now: () => number;
}

const SLACK_API = 'https://slack.com/api/';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** How long stopping waits for answers that were begun. */
const LAST_WORDS_MS = 5_000;

/** Slack, by Socket Mode or over HTTP. */
export function slackAdapter({ apiUrl: givenUrl, botToken, mode, log, now }: SlackOptions): Adapter {
  const apiUrl = givenUrl ?? SLACK_API;
  const logger = boltLogger(log);
  const wire = { apiUrl, logger };
  const begun = new Set<Promise<void>>();
  let inbox: Inbox | null = null;
  let state: 'new' | 'ready' | 'stopped' = 'new';
  const stopping = new AbortController();

  const track = (work: Promise<void>): Promise<void> => {
    begun.add(work);
    return work.finally(() => begun.delete(work));
  };
  const notifyPresent = async (space: string): Promise<void> => inbox?.notice('slack', { kind: 'space-present', space });

  const own = botToken === null ? null : ownWorkspace(botToken, wire);
  const socket = mode.kind === 'socket' ? supervisedSocket({ ...wire, appToken: mode.appToken, log, now }) : null;
  const http =
    mode.kind === 'http'
      ? httpReceiver({ ...wire, ...mode, onInstalled: notifyPresent, own: () => own?.installation() ?? null })
      : null;
  const workspaces = workspacesOf();
  const setting = (): Setting => {
    if (inbox === null) throw new Error('the adapter was not started');
    const { phrases, publish } = inbox;
    return { phrases, publish };
  };

  function workspacesOf(): Workspaces {
    if (http?.authorize) return installedWorkspaces(http.authorize, wire);
    if (own) return own;
    throw new StartError(['Slack needs a bot token, or a client id and secret for workspaces to install the app with.']);
  }

  function openApp(given: Inbox): App {
    const authorize: Authorize<boolean> | null = http?.authorize ? null : (own?.authorize ?? null);
    const receiver = socket ?? http?.receiver;
    const app = new App({
      ...(receiver && { receiver }),
      ...(authorize && { authorize }),
      clientOptions: clientOptions(apiUrl, logger),
      logger,
      convoStore: false,
      ignoreSelf: true,
    });
    app.error(async (error) => {
      log.warn({ err: error }, 'an event from Slack was not handled');
    });
    listen(app, { inbox: given, workspaces, people: people(workspaces, now), log, track, isOpen: () => state !== 'stopped' });
    listenForNotices(app, { inbox: given, track, forget });
    return app;
  }

  async function forget(space: string): Promise<void> {
    if (mode.kind === 'http' && mode.oauth) await mode.oauth.installations.remove(space);
  }

  /** Asks until Slack can be reached, unless it refuses; null when the bot is stopped before. */
  async function patiently<T>(ask: () => Promise<T>, what: string): Promise<T | null> {
    for (let pause = FIRST_PAUSE_MS; !stopping.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await ask();
      } catch (error) {
        if (isRefusal(error)) throw new StartError([`Slack refuses ${what}: ${codeOf(error)}.`]);
        log.warn({ failure: platformErrorOf(error, 'other').failure }, 'Slack could not be reached');
        await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  return {
    platform: 'slack',
    pace,
    routes: http ? [httpRoute(() => (state === 'ready' ? http.receiver.requestListener : null), now)] : [],

    async start(given) {
      inbox = given;
      const home = own && (await patiently(() => own.identify(), 'the bot token'));
      if (stopping.signal.aborted) return;
      openApp(given);
      if (socket) await patiently(() => socket.start(), 'the app token');
      if (stopping.signal.aborted) return;
      state = 'ready';
      const missing = SCOPES.filter((scope) => home?.scopes?.includes(scope) === false);
      if (missing.length > 0)
        log.warn({ missing }, 'the Slack app was installed with fewer rights than it asks for now: install it again');
      if (home) await notifyPresent(home.space);
    },

    async stop() {
      state = 'stopped';
      stopping.abort();
      await settledWithin(LAST_WORDS_MS, [...begun]);
      await socket?.stop();
    },

    isReady: () => state === 'ready' && (socket?.isConnected() ?? true),

    ...outbound(workspaces, setting),
  };
}

async function settledWithin(ms: number, work: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.allSettled(work), late]);
  clearTimeout(timer);
}
