import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { isObject } from './block-check.ts';
import type { Answer } from './methods.ts';
import { ACK_MS, type Payload, type Transport } from './transport.ts';
import type { World } from './world.ts';

interface SocketOptions {
  readonly world: World;
  readonly appToken: string;
}

type Acknowledged = Readonly<Record<string, unknown>>;

const MOST_CONNECTIONS = 10;
const PING_MS = 5_000;
/** A person whose command went into a gap would type it again. */
const PATIENCE_MS = 8_000;

/** Socket Mode: several connections, each event to any one of them, acknowledged by its envelope. */
export function socketTransport({ world, appToken }: SocketOptions): Transport & {
  attach(server: Server, base: string): void;
  openConnection(token: string): Answer;
  connections(): number;
} {
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const waiting: (() => void)[] = [];
  const envelopes = new Map<string, (answer: Acknowledged | 'lost') => void>();
  const acknowledged = new Set<string>();
  const wss = new WebSocketServer({ noServer: true });
  let base = '';
  let turn = 0;

  const greet = (socket: WebSocket): void => {
    if (!sockets.some(isOpen)) world.cameBackAt = Date.now();
    sockets.push(socket);
    const pings = setInterval(() => socket.ping(), PING_MS);
    const mine = new Set<string>();
    Object.assign(socket, { mine });
    socket.on('message', (data) => receive(String(data)));
    socket.on('close', () => {
      clearInterval(pings);
      const place = sockets.indexOf(socket);
      if (place >= 0) sockets.splice(place, 1);
      for (const id of mine) envelopes.get(id)?.('lost');
    });
    socket.on('error', () => undefined);
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        connection_info: { app_id: world.appId },
        debug_info: { host: 'loopback', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    socket.ping();
    for (const resume of waiting.splice(0)) resume();
  };

  const receive = (text: string) => {
    const message: unknown = JSON.parse(text);
    if (!isObject(message) || typeof message.envelope_id !== 'string')
      return world.violation('a socket message that is no answer');
    const id = message.envelope_id;
    world.wire.arrived('acknowledgement');
    if (acknowledged.has(id)) return world.violation('an envelope was acknowledged twice');
    acknowledged.add(id);
    envelopes.get(id)?.(isObject(message.payload) ? message.payload : {});
  };

  const pick = async (): Promise<WebSocket | null> => {
    const until = Date.now() + PATIENCE_MS;
    while (!sockets.some(isOpen) && Date.now() < until) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, until - Date.now());
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    turn += 1;
    const ready = sockets.filter(isOpen);
    return ready[turn % Math.max(1, ready.length)] ?? null;
  };

  const attempt = async (payload: Payload, retry: number): Promise<Acknowledged | 'lost' | 'late'> => {
    const socket = await pick();
    if (!socket) return 'late';
    const id = `${world.ids.next('e').toLowerCase()}-${retry}`;
    const { promise, resolve } = withResolver();
    envelopes.set(id, resolve);
    (socket as WebSocket & { mine: Set<string> }).mine.add(id);
    const timer = setTimeout(() => resolve('late'), ACK_MS);
    world.wire.sent(payload.kind);
    socket.send(
      JSON.stringify({
        envelope_id: id,
        type: payload.kind,
        payload: payload.body,
        accepts_response_payload: payload.kind !== 'events_api',
        ...(payload.kind === 'events_api' && { retry_attempt: retry, retry_reason: retry > 0 ? 'timeout' : '' }),
      }),
    );
    const answer = await promise;
    clearTimeout(timer);
    envelopes.delete(id);
    return answer;
  };

  return {
    openConnection(token) {
      if (token !== appToken) return { ok: false, error: 'invalid_auth' };
      if (world.spoilt.connections > 0) {
        world.spoilt.connections -= 1;
        return { ok: false, error: 'invalid_auth' };
      }
      const ticket = world.ids.next('k').toLowerCase();
      tickets.add(ticket);
      return { ok: true, url: `${base.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${world.appId}` };
    },

    attach(server, at) {
      base = at;
      server.on('upgrade', (request, socket, head) => {
        const ticket = new URL(request.url ?? '/', at).searchParams.get('ticket') ?? '';
        if (!tickets.delete(ticket)) return socket.destroy();
        wss.handleUpgrade(request, socket, head, (opened) => {
          if (sockets.length >= MOST_CONNECTIONS) {
            opened.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
            return opened.close();
          }
          greet(opened);
        });
      });
    },

    async deliver(payload) {
      const retries = payload.kind === 'events_api' ? 3 : 1;
      for (let retry = 0; retry <= retries; retry += 1) {
        const answer = await attempt(payload, retry);
        if (answer === 'late') {
          if (sockets.some(isOpen)) world.violation(`${payload.kind} was not acknowledged within three seconds`);
          if (payload.kind !== 'events_api') return null;
        } else if (answer !== 'lost') return answer;
      }
      return null;
    },

    drop() {
      for (const socket of [...sockets]) socket.terminate();
    },

    refresh() {
      for (const socket of [...sockets]) {
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'loopback' } }));
      }
    },

    connections: () => sockets.filter(isOpen).length,

    async close() {
      for (const socket of [...sockets]) socket.terminate();
      for (const resume of waiting.splice(0)) resume();
      wss.close();
    },
  };
}

const isOpen = (socket: WebSocket): boolean => socket.readyState === socket.OPEN;

function withResolver() {
  let resolve: (answer: Acknowledged | 'lost' | 'late') => void = () => undefined;
  const promise = new Promise<Acknowledged | 'lost' | 'late'>((given) => {
    resolve = given;
  });
  return { promise, resolve };
}
