import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route } from '../chat/adapter.ts';
import { StartError } from '../errors.ts';
import type { Log } from '../log.ts';

export interface HttpServer {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Takes no new request and lets those under way end, for at most two seconds. */
  close(): Promise<void>;
}

export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  /** The most specific prefix takes a request. */
  readonly routes: readonly Route[];
  readonly log: Log;
}

/** The bot's one HTTP server: operations, pictures, and what the platforms need. @throws StartError when the port is taken. */
export async function openServer({ host, port, routes, log }: HttpOptions): Promise<HttpServer> {
  const bySpecificity = routes.toSorted((a, b) => b.prefix.length - a.prefix.length);
  let isClosing = false;
  const server = createServer((request, response) => {
    // A client keeps its connection for the next request, of which there is none.
    response.once('close', () => isClosing && setImmediate(() => server.closeIdleConnections()));
    const path = pathOf(request);
    const route = bySpecificity.find(({ prefix }) => (prefix.endsWith('/') ? path.startsWith(prefix) : path === prefix));
    if (route) return route.handle(request, response);
    answer(response, 404, 'text/plain; charset=utf-8', 'There is nothing here.\n');
  });
  server.keepAliveTimeout = 65_000;
  server.on('clientError', (_, socket) => socket.destroy());
  await listen(server, host, port);
  server.on('error', (error) => log.error({ err: error }, 'the HTTP server met an error'));
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    close() {
      isClosing = true;
      return close(server);
    },
  };
}

export const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?', 1)[0] ?? '/';

export function answer(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

export const answerJson = (response: ServerResponse, status: number, value: unknown): void =>
  answer(response, status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`);

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why: Readonly<Record<string, string>> = {
      EADDRINUSE: `Port ${port} is taken by another program. Set PORT to a free one.`,
      EACCES: `This user may not listen on port ${port}. Set PORT to one above 1023.`,
      EADDRNOTAVAIL: `HOST is ${host}, which is no address of this machine.`,
    };
    throw new StartError([why[code] ?? `The HTTP server cannot start on ${host}:${port} (${code}).`]);
  }
}

async function close(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), 2_000);
  await ended;
  clearTimeout(cut);
}
