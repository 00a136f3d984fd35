import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Body, readBody } from './body.ts';
import { slidingWindow, type Window } from './rate.ts';
import { Refusal, refuse } from './refusal.ts';
import type { SpecCheck } from './spec.ts';
import type { World } from './world.ts';

export interface RestRequest {
  readonly method: string;
  /** Path parameters, in order. */
  readonly at: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Body;
}

export interface Route {
  readonly method: string;
  /** As the specification writes it; parameters in braces. */
  readonly template: string;
  /** Interactions carry their own right in their token and do not count against the bot's limits. */
  readonly isInteraction?: boolean;
  /** Counted for each first parameter on its own. */
  readonly perChannel?: boolean;
  readonly handle: (request: RestRequest) => unknown;
}

/** What stands between a request and its answer. */
export interface SendFault {
  readonly how: 'before' | 'after' | 'reset' | 'limited';
}

export interface RestOptions {
  readonly routes: readonly Route[];
  readonly perSecond: number;
  readonly perChannel: number;
  /** The fault that the next request meets, taken; null for none. */
  readonly faultOf: (route: Route) => SendFault | null;
  readonly isTokenRefused: () => boolean;
}

export interface Rest {
  readonly server: Server;
  /** How often each `METHOD template` was asked for. */
  readonly requests: ReadonlyMap<string, number>;
}

const INVALID_PER_TEN_MINUTES = 10_000;
const VERSION = '/api/v10';

export function openRest(
  world: World,
  check: SpecCheck,
  { routes, perSecond, perChannel, faultOf, isTokenRefused }: RestOptions,
): Rest {
  const global = slidingWindow(perSecond, 1_000, world.now);
  const invalid = slidingWindow(INVALID_PER_TEN_MINUTES, 600_000, world.now);
  const buckets = new Map<string, Window>();
  const requests = new Map<string, number>();
  const compiled = routes.map((route) => ({ route, pattern: patternOf(route.template) }));

  function find(method: string, path: string): { readonly route: Route; readonly at: readonly string[] } | null {
    for (const { route, pattern } of compiled) {
      const match = route.method === method ? pattern.exec(path) : null;
      if (match) return { route, at: match.slice(1) };
    }
    return null;
  }

  function admit(route: Route, request: IncomingMessage, at: readonly string[], response: ServerResponse): void {
    if (!request.headers['user-agent']?.startsWith('DiscordBot ('))
      throw violation('no Discord user agent', refuse.unknownUserAgent());
    if (route.isInteraction) return;
    if (isTokenRefused() || request.headers.authorization !== `Bot ${world.token}`) throw refuse.unauthorised();
    const whole = global.take();
    if (!whole.ok) {
      response.setHeader('X-RateLimit-Global', 'true');
      response.setHeader('X-RateLimit-Scope', 'global');
      throw violation('429 for the whole bot', tooMany(whole.resetAfterMs));
    }
    if (!route.perChannel) return;
    const name = `${route.method} ${route.template}`;
    const key = `${name} ${at[0]}`;
    const bucket = buckets.get(key) ?? slidingWindow(perChannel, 5_000, world.now);
    buckets.set(key, bucket);
    const state = bucket.take();
    response.setHeader('X-RateLimit-Limit', bucket.limit);
    response.setHeader('X-RateLimit-Remaining', state.remaining);
    response.setHeader('X-RateLimit-Reset', ((world.now() + state.resetAfterMs) / 1_000).toFixed(3));
    response.setHeader('X-RateLimit-Reset-After', (state.resetAfterMs / 1_000).toFixed(3));
    response.setHeader('X-RateLimit-Bucket', Buffer.from(name).toString('hex').slice(0, 32));
    if (!state.ok) {
      response.setHeader('X-RateLimit-Scope', 'user');
      throw violation('429 in a channel', tooMany(state.resetAfterMs));
    }
  }

  function violation(what: string, refusal: Refusal): Refusal {
    world.violations.push(`rest: ${what}`);
    return refusal;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const method = request.method ?? 'GET';
    const found = url.pathname.startsWith(`${VERSION}/`)
      ? find(method, decodeURIComponent(url.pathname).slice(VERSION.length))
      : null;
    const body = await readBody(request);
    if (!found) throw violation(`no such route: ${method} ${url.pathname.replace(/\d{17,}/g, '*')}`, refuse.notFound());
    const { route, at } = found;
    const name = `${method} ${route.template}`;
    world.wire.arrived(name);
    requests.set(name, (requests.get(name) ?? 0) + 1);
    admit(route, request, at, response);
    if (body.json !== null) check.request(method, route.template, body.json);
    const fault = faultOf(route);
    if (fault?.how === 'before') return void response.writeHead(500).end();
    if (fault?.how === 'limited') {
      response.setHeader('X-RateLimit-Scope', 'shared');
      throw tooMany(1_000);
    }
    const result = route.handle({ method, at, query: url.searchParams, body });
    if (fault?.how === 'reset') return void request.socket.resetAndDestroy();
    if (fault?.how === 'after') return void response.writeHead(500).end();
    send(response, result === undefined ? 204 : 200, result);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!(error instanceof Refusal)) {
        world.violations.push(`loopback: ${error instanceof Error ? error.stack : String(error)}`);
        return send(response, 500, { message: 'loopback error', code: 0 });
      }
      const isShared = response.getHeader('X-RateLimit-Scope') === 'shared';
      if ([401, 403, 429].includes(error.status) && !isShared && !invalid.take().ok) {
        world.violations.push('rest: more than 10,000 refused requests in ten minutes');
      }
      if (error.retryAfterMs !== null) response.setHeader('Retry-After', (error.retryAfterMs / 1_000).toFixed(3));
      send(response, error.status, {
        message: error.message,
        code: error.code,
        ...(error.retryAfterMs === null
          ? {}
          : { retry_after: error.retryAfterMs / 1_000, global: response.hasHeader('X-RateLimit-Global') }),
      });
    });
  });
  server.keepAliveTimeout = 75_000;
  return { server, requests };
}

const tooMany = (ms: number): Refusal => new Refusal(429, 0, 'You are being rate limited.', ms);

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  if (body === undefined) return void response.writeHead(status).end();
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const patternOf = (template: string): RegExp => new RegExp(`^${template.replace(/\{[a-z_]+\}/g, '([^/]+)')}$`);
