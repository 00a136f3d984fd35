import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SandboxClock, sandboxAdapter } from '../../../adapters/sandbox/adapter.ts';
import { openLog } from '../../../src/log.ts';
import { type FakeInbox, fakeInbox } from './fake-inbox.ts';

/** The adapter on a fake bot, served on a port of this machine. */
export async function openRoomOn(
  options: {
    readonly stateFile?: string;
    readonly inbox?: FakeInbox;
    readonly isMovable?: boolean;
    readonly seed?: () => Promise<void>;
  } = {},
) {
  const inbox = options.inbox ?? fakeInbox();
  const clock = fakeClock(options.isMovable ?? true);
  const resets: number[] = [];
  let ids = 0;
  const adapter = sandboxAdapter({
    stateFile: options.stateFile ?? null,
    clock,
    reset: async () => void resets.push(clock.now()),
    ...(options.seed && { seed: options.seed }),
    log: openLog('silent'),
    newId: () => {
      ids += 1;
      return `id${ids}-${process.hrtime.bigint()}`;
    },
  });
  const server = createServer((request, response) => adapter.routes[0]?.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await adapter.start(inbox);
  return {
    adapter,
    inbox,
    clock,
    resets,
    port,
    url: `http://127.0.0.1:${port}`,
    async close() {
      await adapter.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const SUNDAY = Date.UTC(2027, 2, 28, 0, 30);
const HOUR_MS = 3_600_000;

/** Something happens at every full hour. */
function fakeClock(isMovable: boolean): SandboxClock {
  let now = SUNDAY;
  return {
    now: () => now,
    isMovable,
    next: async () => ({ at: (Math.floor(now / HOUR_MS) + 1) * HOUR_MS, what: 'The weekly check-in opens' }),
    advance: async (ms) => {
      now += ms;
      return { now, pending: 0 };
    },
    set: async (at) => {
      now = at;
      return { now, pending: 0 };
    },
  };
}
