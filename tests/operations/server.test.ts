import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Route } from '../../src/chat/adapter.ts';
import { openLog } from '../../src/log.ts';
import { answer, openServer, pathOf } from '../../src/operations/server.ts';
import { serve } from './serving.ts';

const route = (prefix: string): Route => ({
  prefix,
  handle: (request, response) => answer(response, 200, 'text/plain', `${prefix} took ${pathOf(request)}`),
});

describe('the HTTP server', () => {
  it('gives a request to the most specific prefix, and a path without slash to nobody else', async () => {
    const { ask } = await serve(route('/'), route('/slack/'), route('/slack/events'), route('/healthz'));
    const said = async (path: string) => (await ask(path)).body.toString();
    expect(await said('/slack/events?a=b')).toBe('/slack/events took /slack/events');
    expect(await said('/slack/install')).toBe('/slack/ took /slack/install');
    expect(await said('/healthz')).toBe('/healthz took /healthz');
    expect(await said('/healthzz')).toBe('/ took /healthzz');
  });

  it('says that there is nothing elsewhere', async () => {
    const { ask } = await serve(route('/healthz'));
    expect(await ask('/../etc/passwd')).toMatchObject({ status: 404, body: Buffer.from('There is nothing here.\n') });
  });

  it('lets nothing be stored on the way, nor be taken for something else', async () => {
    const { ask } = await serve(route('/healthz'));
    expect((await ask('/healthz')).headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it('lets a request under way end before it closes', async () => {
    let arrived = (): void => undefined;
    const isThere = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let finish = (): void => undefined;
    const { ask, close } = await serve({
      prefix: '/slow',
      handle: (_, response) => {
        finish = () => answer(response, 200, 'text/plain', 'done');
        arrived();
      },
    });
    const slow = ask('/slow');
    await isThere;
    const closing = close();
    finish();
    expect((await slow).body.toString()).toBe('done');
    await closing;
    await expect(ask('/slow')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('closes once what was under way has ended, and waits for no client to hang up', async () => {
    // So that nothing is cut after a while.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    let finish = (): void => undefined;
    const { url, close } = await serve({
      prefix: '/events',
      handle: (_, response) => {
        response.write('first');
        finish = () => response.end();
      },
    });
    const { body } = await fetch(`${url}/events`, { headers: { connection: 'keep-alive' } });
    const closing = close();
    finish();
    for await (const _ of body ?? []);
    await closing;
  });

  it('says that its port is taken, or that it has no such address', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const log = openLog('silent');
    await expect(openServer({ host: '127.0.0.1', port, routes: [], log })).rejects.toMatchObject({
      lines: [`Port ${port} is taken by another program. Set PORT to a free one.`],
    });
    await expect(openServer({ host: '192.0.2.1', port: 0, routes: [], log })).rejects.toMatchObject({
      lines: ['HOST is 192.0.2.1, which is no address of this machine.'],
    });
  });
});
