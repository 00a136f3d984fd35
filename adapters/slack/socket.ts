import { type App, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../src/log.ts';
import { isRefusal, platformErrorOf } from './errors.ts';
import { clientOptions } from './web-client.ts';

/** A Socket Mode connection that is always made again, and says whether it stands. */
export interface Socket extends Receiver {
  isConnected(): boolean;
}

interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly log: Log;
  readonly now: () => number;
}

const PING_TIMEOUT_MS = 2_000;
const HELLO_TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that Slack renews is away for less than this; one that is away for longer is lost. */
const LOST_AFTER_MS = 15_000;
const CLOSE_MS = 2_000;

/**
 * Every connection is a receiver of its own. The SDK's own reconnecting waits for seconds, leaves a rejected promise to
 * end the process when Slack cannot be reached, and stays deaf after one passing refusal; so it is switched off, and
 * this connects again: at once when Slack asks for it, before the old connection has closed, and else with pauses.
 */
export function supervisedSocket({ appToken, apiUrl, logger, log, now }: SocketOptions): Socket {
  let app: App | null = null;
  let current: SocketModeReceiver | null = null;
  let lostAt: number | null = null;
  let isStopping = false;
  let reconnecting: Promise<void> | null = null;
  let wake = (): void => undefined;

  const connect = async (): Promise<void> => {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      autoReconnectEnabled: false,
      clientPingTimeout: PING_TIMEOUT_MS,
      installerOptions: { clientOptions: clientOptions(apiUrl, logger) },
    });
    if (app) receiver.init(app);
    await within(HELLO_TIMEOUT_MS, receiver.start()).catch((error) => {
      close(receiver);
      throw error;
    });
    if (isStopping) return close(receiver);
    current = receiver;
    lostAt = null;
    receiver.client.on('disconnected', () => replace(receiver));
    receiver.client.on('ws_message', (data: unknown) => {
      if (isFarewell(data)) replace(receiver);
    });
  };

  const replace = (receiver: SocketModeReceiver): void => {
    if (current !== receiver || isStopping) return;
    current = null;
    lostAt = now();
    reconnecting ??= reconnect().finally(() => {
      reconnecting = null;
    });
  };

  const reconnect = async (): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; !isStopping; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await connect();
      } catch (error) {
        const { failure, message, retryAfterMs } = platformErrorOf(error, 'other');
        log.warn({ failure, detail: message }, 'Slack could not be reached');
        await sleep(Math.max(pause, retryAfterMs ?? 0));
      }
    }
  };

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    init(given) {
      app = given;
    },
    /** @throws what Slack says when it refuses the token; anything else is tried again. */
    async start() {
      isStopping = false;
      try {
        await connect();
      } catch (error) {
        if (isRefusal(error)) throw error;
        log.warn({ failure: platformErrorOf(error, 'other').failure }, 'Slack could not be reached');
        await reconnect();
      }
    },
    async stop() {
      isStopping = true;
      wake();
      const last = current;
      current = null;
      if (last) await within(CLOSE_MS, Promise.resolve(last.client.disconnect())).catch(() => undefined);
      await reconnecting;
    },
    isConnected: () => !isStopping && (current !== null || (lostAt !== null && now() - lostAt < LOST_AFTER_MS)),
  };
}

const close = (receiver: SocketModeReceiver): void => {
  Promise.resolve(receiver.client.disconnect()).catch(() => undefined);
};

/** Slack says it before it closes a connection. */
function isFarewell(data: unknown): boolean {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return false;
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === 'object' && message !== null && 'type' in message && message.type === 'disconnect';
  } catch {
    return false;
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
