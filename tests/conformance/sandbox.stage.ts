import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sandboxAdapter } from '../../adapters/sandbox/adapter.ts';
import { openLog } from '../../src/log.ts';
import { openSandbox } from '../platforms/sandbox/open.ts';
import type { OpenStage } from './stage.ts';

export const openStage: OpenStage = async () => {
  const adapter = sandboxAdapter({
    stateFile: null,
    clock: {
      now: () => Date.now(),
      isMovable: false,
      next: async () => null,
      advance: async () => ({ now: Date.now(), pending: 0 }),
      set: async () => ({ now: Date.now(), pending: 0 }),
    },
    reset: async () => undefined,
    log: openLog('silent'),
    newId: () => randomUUID(),
  });
  const server = createServer((request, response) => {
    for (const route of adapter.routes) route.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const platform = await openSandbox({ url: `http://127.0.0.1:${port}`, room: adapter.room });
  return {
    adapter,
    platform,
    async close() {
      await adapter.stop();
      await platform.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
