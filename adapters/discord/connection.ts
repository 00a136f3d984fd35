import { Client, Events, GatewayIntentBits, REST } from 'discord.js';
import type { Log } from '../../src/log.ts';
import type { Line } from './outbound.ts';

const DISCORD = 'https://discord.com/api';
const TIMEOUT_MS = 5_000;

export interface ConnectionOptions {
  /** Without version and trailing slash; null for Discord's own. */
  readonly apiBase: string | null;
  readonly log: Log;
  /** The connection is over and nothing here can mend it. */
  readonly onLost: (reason: string) => void;
}

/** A client that has not logged in yet, and the requests that must never be repeated by the library. */
export interface Connection {
  readonly client: Client;
  /** Resolves when the platform is ready. Rejects with what the SDK throws. */
  open(token: string): Promise<Line>;
  close(): Promise<void>;
}

export function openConnection({ apiBase, log, onLost }: ConnectionOptions): Connection {
  const api = (apiBase ?? DISCORD).replace(/\/+$/, '');
  const common = { api, version: '10', timeout: TIMEOUT_MS, globalRequestsPerSecond: 50, offset: 50 };
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    enforceNonce: true,
    rest: { ...common, retries: 2, invalidRequestWarningInterval: 100 },
    ws: isLoopback(api) ? { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) } : {},
  });
  const posts = new REST({ ...common, retries: 0, rejectOnRateLimit: () => true, invalidRequestWarningInterval: 100 });

  client.on(Events.Error, (error) => log.warn({ err: error }, 'discord client error'));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, 'discord connection error'));
  client.on(Events.ShardReconnecting, () => log.info('discord connection dropped; reconnecting'));
  client.on(Events.ShardResume, () => log.info('discord connection resumed'));
  client.on(Events.ShardDisconnect, ({ code }) => onLost(`gateway closed with ${code}`));
  client.on(Events.Invalidated, () => onLost('session invalidated'));
  for (const rest of [client.rest, posts]) {
    rest.on('rateLimited', ({ global, scope, timeToReset }) => log.warn({ global, scope, timeToReset }, 'discord rate limit'));
    rest.on('invalidRequestWarning', ({ count }) => log.warn({ count }, 'discord counts refused requests'));
  }

  let giveUp = (_error: Error): void => undefined;

  return {
    client,
    async open(token) {
      posts.setToken(token.replace(/^(Bot|Bearer)\s*/i, ''));
      const ready = new Promise<Client<true>>((resolve, reject) => {
        client.once(Events.ClientReady, resolve);
        giveUp = reject;
      });
      const [readyClient] = await Promise.all([ready, client.login(token)]);
      return { client: readyClient, posts };
    },
    async close() {
      giveUp(new Error('closed while connecting'));
      posts.clearHashSweeper();
      posts.clearHandlerSweeper();
      await client.destroy();
    },
  };
}

/** Only there may the library's pause between two identifications be skipped. */
const isLoopback = (api: string): boolean =>
  URL.canParse(api) && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(api).hostname);
