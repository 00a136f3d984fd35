import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route } from '../../../src/chat/adapter.ts';

/** An adapter's routes on a loopback server, as the bot's own server offers them. */
export async function serveRoutes(routes: readonly Route[]): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const route = routes.find(({ prefix }) => request.url?.startsWith(prefix));
    if (route) route.handle(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
