import { setTimeout as delay } from 'node:timers/promises';
import { type APIApplicationCommand, GatewayDispatchEvents, Routes, Status } from 'discord.js';
import type { Adapter, Inbox, Pace } from '../../src/chat/adapter.ts';
import { StartError } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { areSame, commandsOf, verbIds } from './commands.ts';
import { type Connection, openConnection } from './connection.ts';
import { refusalOf } from './errors.ts';
import { type Inbound, inboundOf } from './inbound.ts';
import { watchSpaces } from './notices.ts';
import { type Line, outboundOf } from './outbound.ts';
import { answerWire } from './wire.ts';

export interface DiscordOptions {
  readonly token: string;
  /** `DISCORD_API_BASE`; null for Discord's own. A loopback address is taken for a test platform. */
  readonly apiBase: string | null;
  readonly log: Log;
  /** Real time in milliseconds, also where the calendar is stopped. */
  now(): number;
}

/**
 * Discord lets a bot make 50 requests a second: these, and a few for starting, joining and looking at channels, which nobody
 * paces. About one a second in each channel is what it lets through unasked.
 */
const PACE: Pace = {
  scope: 'bot',
  perSecond: 45,
  burst: 1,
  perChannelPerSecond: 1,
  repeatWindowMs: 120_000,
  inboxIsExportable: false,
};

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const DRAIN_MS = 5_000;

const isConnected = ({ client }: Line): boolean =>
  client.isReady() && client.ws.shards.every(({ status }) => status === Status.Ready);

export function discordAdapter({ token, apiBase, log, now }: DiscordOptions): Adapter {
  const verbs = new Map<string, string>();
  const stopping = new AbortController();
  let connection: Connection | null = null;
  let inbound: Inbound | null = null;
  let line: Line | null = null;
  let isLost = false;

  function lose(reason: string): void {
    if (isLost || stopping.signal.aborted) return;
    isLost = true;
    log.fatal({ reason }, 'discord is lost for good');
  }

  async function connect(inbox: Inbox): Promise<void> {
    const opened = openConnection({ apiBase, log, onLost: lose });
    const { client } = opened;
    connection = opened;
    inbound = inboundOf({ inbox, wire: answerWire(() => client.rest), verbs, log, now });
    client.ws.on(GatewayDispatchEvents.InteractionCreate, inbound.accept);
    watchSpaces(client, (notice) => {
      inbox.notice('discord', notice).catch((error: unknown) => log.error({ err: error }, 'a notice failed'));
    });
    const open = await opened.open(token);
    await register(open, inbox);
    line = open;
  }

  async function register({ client }: Line, { catalogue, phrases }: Inbox): Promise<void> {
    const route = Routes.applicationCommands(client.application.id);
    const wanted = commandsOf(catalogue, phrases.appName);
    const query = new URLSearchParams({ with_localizations: 'true' });
    let present = (await client.rest.get(route, { query })) as APIApplicationCommand[];
    if (!areSame(wanted, present)) {
      present = (await client.rest.put(route, { body: wanted })) as APIApplicationCommand[];
      log.info({ count: wanted.length }, 'discord commands registered');
    }
    verbs.clear();
    for (const [verb, id] of verbIds(catalogue, present)) verbs.set(verb, id);
  }

  const outbound = outboundOf({ line: () => line, verbs, log, onTokenRefused: () => lose('token refused') });

  return {
    platform: 'discord',
    pace: PACE,
    routes: [],

    async start(inbox) {
      for (let pause = FIRST_PAUSE_MS; !stopping.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        try {
          isLost = false;
          return await connect(inbox);
        } catch (error) {
          await connection?.close();
          const refusal = refusalOf(error);
          if (refusal !== null) throw new StartError([refusal]);
          log.warn({ err: error, pause }, 'discord is out of reach; trying again');
          await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
        }
      }
    },

    async stop() {
      stopping.abort();
      await inbound?.drain(DRAIN_MS);
      line = null;
      await connection?.close();
    },

    isReady: () => line !== null && isConnected(line) && !isLost && !stopping.signal.aborted,

    ...outbound,
  };
}
