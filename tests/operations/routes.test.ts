import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/log.ts';
import { openMetrics } from '../../src/operations/metrics.ts';
import { clockRoute, operationsRoutes } from '../../src/operations/routes.ts';
import { serve } from './serving.ts';

const json = (body: Buffer): unknown => JSON.parse(body.toString());

describe('the state of the bot', () => {
  const routes = (notReady: () => Promise<readonly string[]>, deliveries: () => Promise<Record<string, number>>) => {
    const metrics = openMetrics({
      deliveries,
      lateness: async () => 1_500,
      isReady: (platform) => platform === 'discord',
      platforms: () => ['discord', 'slack'],
    });
    return { metrics, all: operationsRoutes({ health: { notReady }, metrics, log: openLog('silent') }) };
  };

  it('is alive as long as it answers, and ready once nothing is missing', async () => {
    let missing: readonly string[] = ['slack', 'record'];
    const { ask } = await serve(
      ...routes(
        async () => missing,
        async () => ({}),
      ).all,
    );
    expect((await ask('/healthz')).status).toBe(200);
    const before = await ask('/readyz');
    expect([before.status, json(before.body)]).toEqual([503, { ready: false, missing: ['slack', 'record'] }]);
    missing = [];
    const after = await ask('/readyz');
    expect([after.status, json(after.body)]).toEqual([200, { ready: true, missing: [] }]);
  });

  it('is not ready when that cannot be found out', async () => {
    const { ask } = await serve(
      ...routes(
        async () => Promise.reject(new Error('no')),
        async () => ({}),
      ).all,
    );
    expect((await ask('/readyz')).status).toBe(503);
  });

  it('stands in figures that name nobody', async () => {
    const { metrics, all } = routes(
      async () => [],
      async () => ({ sent: 3, waiting: 1 }),
    );
    metrics.handled('discord', 'press', 12);
    const { ask } = await serve(...all);
    const { status, headers, body } = await ask('/metrics');
    const own = body
      .toString()
      .split('\n')
      .filter((line) => line.startsWith('bombus_') && !line.startsWith('bombus_event_seconds'));
    expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')]);
    expect(own.sort()).toEqual([
      'bombus_deliveries{state="sent"} 3',
      'bombus_deliveries{state="waiting"} 1',
      'bombus_events_total{platform="discord",act="press"} 1',
      'bombus_oldest_due_delivery_seconds 1.5',
      'bombus_platform_ready{platform="discord"} 1',
      'bombus_platform_ready{platform="slack"} 0',
    ]);
    expect(body.toString()).toContain('bombus_event_seconds_bucket{le="0.025",platform="discord"} 1');
  });

  it('is still served where a store gives no figures', async () => {
    const { ask } = await serve(
      ...routes(
        async () => [],
        async () => Promise.reject(new Error('no')),
      ).all,
    );
    expect((await ask('/metrics')).status).toBe(503);
    expect((await ask('/healthz')).status).toBe(200);
  });
});

describe('the clock of a rehearsal', () => {
  const start = async () => {
    const moves: string[] = [];
    const move = (how: string) => async (text: string) => {
      if (text === 'never') throw new RangeError('That is no time');
      if (text === 'broken') throw new TypeError('somebody’s words');
      moves.push(`${how} ${text}`);
      return { now: Date.parse('2027-03-28T00:30:00Z'), pending: 2 };
    };
    const { ask } = await serve(clockRoute({ advance: move('advance'), set: move('set') }));
    const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      ask('/clock', { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });
    return { ask, post, moves };
  };

  it('is moved from this machine and says where it stands', async () => {
    const { post, moves } = await start();
    const moved = await post({ advance: 'PT1H' });
    expect([moved.status, json(moved.body)]).toEqual([200, { now: '2027-03-28T00:30:00.000Z', pending: 2 }]);
    await post({ set: '2027-03-28T00:30:00Z' }, { origin: 'http://localhost:3000' });
    expect(moves).toEqual(['advance PT1H', 'set 2027-03-28T00:30:00Z']);
  });

  it.each([
    ['a page of somewhere else', { origin: 'https://evil.example' }],
    ['a page of somewhere else with a like name', { origin: 'http://localhost.evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a name that was made to point here', { host: 'evil.example' }],
    ['a name that begins like this machine', { host: '127.0.0.1.evil.example' }],
  ])('is not moved by %s', async (_, headers) => {
    const { post, moves } = await start();
    expect((await post({ advance: 'PT1H' }, headers)).status).toBe(403);
    expect(moves).toEqual([]);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"advance":1}',
    '{"set":["2027"]}',
    '{"advance":"never"}',
    `{"set":"${'9'.repeat(2_000)}"}`,
  ])('says how to move it, given %j', async (body) => {
    const { post, moves } = await start();
    const refused = await post(body);
    expect([refused.status, json(refused.body)]).toEqual([400, { error: expect.stringContaining('{"advance":"PT1H"}') }]);
    expect(moves).toEqual([]);
  });

  it('is not moved by looking, and does not tell what broke', async () => {
    const { ask, post } = await start();
    expect((await ask('/clock')).status).toBe(405);
    const broken = await post({ advance: 'broken' });
    expect([broken.status, json(broken.body)]).toEqual([500, { error: 'The clock could not be moved.' }]);
  });
});
