import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Route } from '../../src/chat/adapter.ts';
import { openLog } from '../../src/log.ts';
import { openServer } from '../../src/operations/server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Asking {
  readonly method?: string;
  /** Sent as they are, `host` and `origin` too. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server with these routes, closed when the test ends, and a client that sends any header. */
export async function serve(...routes: readonly Route[]) {
  const server = await openServer({ host: '127.0.0.1', port: 0, routes, log: openLog('silent') });
  onTestFinished(() => server.close());

  const ask = (path: string, { method = 'GET', headers = {}, body = '' }: Asking = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asking = request(`${server.url}${path}`, { method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      asking.on('error', reject);
      asking.end(body);
    });
  return { url: server.url, ask, close: server.close };
}
