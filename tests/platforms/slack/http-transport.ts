import { createHmac } from 'node:crypto';
import { isObject } from './block-check.ts';
import { ACK_MS, type Payload, type Transport } from './transport.ts';
import type { World } from './world.ts';

interface HttpOptions {
  readonly world: World;
  readonly signingSecret: string;
}

/** Slack retries an event at once, after a minute and after five: here the last two come sooner. */
const RETRY_AFTER_MS = [0, 500, 2_000];

/** Signed requests to the address of the bot. */
export function httpTransport({ world, signingSecret }: HttpOptions): Transport & {
  botAt(url: string): void;
  /** Slack's clock goes wrong by this much. */
  skewSeconds: number;
} {
  let bot: string | null = null;

  const post = async (payload: Payload, retry: number, reason: string): Promise<Readonly<Record<string, unknown>> | string> => {
    if (bot === null) throw new Error('tell the loopback Slack where the bot is: botAt(url)');
    const body = bodyOf(payload);
    const timestamp = String(Math.floor(Date.now() / 1_000) + transport.skewSeconds);
    const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    try {
      const answer = await fetch(new URL('/slack/events', bot), {
        method: 'POST',
        body,
        headers: {
          'content-type': payload.kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
          ...(retry > 0 && { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason }),
        },
        signal: AbortSignal.timeout(ACK_MS),
      });
      const text = await answer.text();
      if (answer.status !== 200) return `http_error ${answer.status}`;
      const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {};
      return isObject(parsed) ? parsed : {};
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? 'http_timeout' : 'connection_failed';
    }
  };

  const transport = {
    skewSeconds: 0,
    botAt(url: string) {
      bot = url;
    },
    async deliver(payload: Payload) {
      const first = await post(payload, 0, '');
      if (typeof first !== 'string') return first;
      if (transport.skewSeconds === 0) world.violation(`${payload.kind} was not acknowledged: ${first}`);
      if (payload.kind !== 'events_api') return null;
      for (const [index, pause] of RETRY_AFTER_MS.entries()) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        const again = await post(payload, index + 1, first);
        if (typeof again !== 'string') return again;
      }
      return null;
    },
    drop: () => undefined,
    refresh: () => undefined,
    close: async () => undefined,
  };
  return transport;
}

function bodyOf({ kind, body }: Payload): string {
  switch (kind) {
    case 'events_api':
      return JSON.stringify(body);
    case 'interactive':
      return new URLSearchParams({ payload: JSON.stringify(body) }).toString();
    case 'slash_commands':
      return new URLSearchParams(Object.entries(body).map(([key, value]): [string, string] => [key, String(value)])).toString();
    default:
      return kind satisfies never;
  }
}
