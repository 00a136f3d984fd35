import type { Adapter, Pace } from '../../src/chat/adapter.ts';
import type { Platform } from '../../src/chat/invocation.ts';
import { PlatformError, type PlatformFailure } from '../../src/errors.ts';

/**
 * What the platform does with one request: `lost` did it and the answer is missing, `hanging` did it and never answers,
 * `swallowed` never gets it and never answers.
 */
export type Fault = 'ok' | PlatformFailure | 'lost' | 'hanging' | 'swallowed' | 'broken-code';

export interface ShownMessage {
  readonly id: string;
  readonly space: string;
  readonly channel: string;
  readonly text: string;
  readonly nonce: string;
  readonly pin: boolean;
  /** The message under which it stands, or the name of the thread that it opens. */
  readonly thread: string | null;
}

interface WireOptions {
  readonly platform?: Platform;
  readonly pace?: Partial<Pace>;
  readonly elapsed: () => number;
}

/** The far end of a platform: what people see, what was asked of it, and how it fails. It knows nonces as Discord does. */
export function openWire({ platform = 'discord', pace = {}, elapsed }: WireOptions) {
  const shown: ShownMessage[] = [];
  const requests: { readonly at: number; readonly channel: string; readonly text: string; readonly fault: Fault }[] = [];
  const nonces = new Map<string, { readonly at: number; readonly id: string }>();
  let faults: Fault[] = [];
  let faultOf: (channel: string) => Fault = () => 'ok';
  let isUp = true;
  let inFlight = 0;
  let mostInFlight = 0;
  let latency: () => Promise<void> = async () => undefined;
  const repeatWindowMs = pace.repeatWindowMs ?? 180_000;

  async function answer<T>(channel: string, text: string, work: () => T): Promise<T> {
    const fault = faults.shift() ?? faultOf(channel);
    requests.push({ at: elapsed(), channel, text, fault });
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    try {
      await latency();
      return await outcome(fault, work);
    } finally {
      inFlight -= 1;
    }
  }

  async function outcome<T>(fault: Fault, work: () => T): Promise<T> {
    if (fault === 'ok') return work();
    if (fault === 'broken-code') throw new TypeError('a mistake in an adapter');
    if (fault === 'lost' || fault === 'hanging') work();
    if (fault === 'hanging' || fault === 'swallowed') return new Promise(() => undefined);
    if (fault === 'lost') throw new PlatformError('maybe-sent', 'the answer is missing');
    throw new PlatformError(fault, 'as the test wants it', fault === 'rate-limited' ? 1_000 : null);
  }

  const adapter: Adapter = {
    platform,
    pace: {
      scope: 'bot',
      perSecond: 1_000,
      burst: 1_000,
      perChannelPerSecond: 1_000,
      inboxIsExportable: false,
      ...pace,
      repeatWindowMs,
    },
    routes: [],
    start: async () => undefined,
    stop: async () => undefined,
    isReady: () => isUp,
    openInbox: async () => {
      throw new Error('the outbox opens no inbox');
    },
    send({ space, to, view, nonce, pin, thread }) {
      const channel = to.kind === 'channel' ? to.channel : to.inbox;
      const text = view.title ?? '';
      return answer(channel, text, () => {
        const known = nonces.get(nonce);
        if (known && repeatWindowMs > 0 && elapsed() - known.at < repeatWindowMs * 1.2) return { channel, message: known.id };
        const id = `message-${shown.length + 1}`;
        nonces.set(nonce, { at: elapsed(), id });
        const place = thread?.kind === 'in' ? `${thread.name}: ${thread.message.message}` : (thread?.name ?? null);
        shown.push({ id, space, channel, text, nonce, pin, thread: place });
        return { channel, message: id };
      });
    },
    edit(space, { channel, message }, view) {
      return answer(channel, `edit: ${view.title ?? ''}`, () => {
        const index = shown.findIndex((one) => one.id === message && one.space === space);
        const old = shown[index];
        if (!old) throw new PlatformError('gone', 'no such message');
        shown[index] = { ...old, text: view.title ?? '' };
      });
    },
    inspect: async () => [],
  };

  return {
    adapter,
    shown,
    requests,
    /** What people read, in the order in which it came. */
    texts: () => shown.map(({ text }) => text),
    /** The next requests fail so, one after the other. */
    fail(...next: readonly Fault[]) {
      faults = [...faults, ...next];
    },
    forgetFaults() {
      faults = [];
    },
    failIn(of: (channel: string) => Fault) {
      faultOf = of;
    },
    setUp(up: boolean) {
      isUp = up;
    },
    slow(wait: () => Promise<void>) {
      latency = wait;
    },
    mostInFlight: () => mostInFlight,
  };
}

export type Wire = ReturnType<typeof openWire>;
