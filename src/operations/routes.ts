import type { IncomingMessage } from 'node:http';
import type { Route } from '../chat/adapter.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';
import { answer, answerJson } from './server.ts';

export interface Health {
  /** Platforms that are not connected, and stores that cannot be written. Empty: ready. */
  notReady(): Promise<readonly string[]>;
}

/** `GET /healthz`, `/readyz` and `/metrics`. */
export function operationsRoutes({
  health,
  metrics,
  log,
}: {
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Log;
}): readonly Route[] {
  return [
    { prefix: '/healthz', handle: (_, response) => answerJson(response, 200, { alive: true }) },
    {
      prefix: '/readyz',
      handle: (_, response) => {
        health.notReady().then(
          (missing) => answerJson(response, missing.length === 0 ? 200 : 503, { ready: missing.length === 0, missing }),
          () => answerJson(response, 503, { ready: false, missing: ['unknown'] }),
        );
      },
    },
    {
      prefix: '/metrics',
      handle: (_, response) => {
        metrics.text().then(
          (text) => answer(response, 200, metrics.contentType, text),
          (error: unknown) => {
            log.warn({ err: error }, 'the metrics could not be collected');
            answer(response, 503, 'text/plain; charset=utf-8', 'The figures cannot be had just now.\n');
          },
        );
      },
    },
  ];
}

export interface ClockMover {
  /** Moves on through every due instant. @throws RangeError for what is no duration ahead. */
  advance(duration: string): Promise<{ readonly now: number; readonly pending: number }>;
  /** Jumps, as a machine that slept. @throws RangeError for what is no instant. */
  set(instant: string): Promise<{ readonly now: number; readonly pending: number }>;
}

/** `POST /clock` of a rehearsal: `{"advance":"PT1H"}` or `{"set":"2027-03-28T00:30:00Z"}`. */
export function clockRoute(mover: ClockMover): Route {
  const howTo = 'Send {"advance":"PT1H"} or {"set":"2027-03-28T00:30:00Z"}.';
  return {
    prefix: '/clock',
    handle(request, response) {
      if (request.method !== 'POST') return answerJson(response, 405, { error: howTo });
      if (!comesFromHere(request)) return answerJson(response, 403, { error: 'The clock is moved from this machine alone.' });
      move(request, mover).then(
        ({ now, pending }) => answerJson(response, 200, { now: new Date(now).toISOString(), pending }),
        (error: unknown) =>
          error instanceof RangeError || error instanceof SyntaxError
            ? answerJson(response, 400, { error: `${error instanceof RangeError ? `${error.message}. ` : ''}${howTo}` })
            : answerJson(response, 500, { error: 'The clock could not be moved.' }),
      );
    },
  };
}

async function move(request: IncomingMessage, mover: ClockMover) {
  const body: unknown = JSON.parse(await read(request));
  if (typeof body === 'object' && body !== null) {
    if ('advance' in body && typeof body.advance === 'string') return mover.advance(body.advance);
    if ('set' in body && typeof body.set === 'string') return mover.set(body.set);
  }
  throw new SyntaxError('neither advance nor set');
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 1_000) throw new SyntaxError('too long');
  }
  return text;
}

/** Not from a page of somewhere else, nor through a name that was made to point here. */
function comesFromHere({ headers }: IncomingMessage): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const isLocal = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
  return isLocal(headers.host ?? '') && (headers.origin === undefined || isLocal(headers.origin.replace(/^https?:\/\//, '')));
}
