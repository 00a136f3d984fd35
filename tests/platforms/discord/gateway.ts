import type { Server } from 'node:http';
import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord.js';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { botUser, guildCreate } from './payloads.ts';
import type { SpecCheck } from './spec.ts';
import type { World } from './world.ts';

const PRIVILEGED = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;
const HEARTBEAT_MS = 5_000;
const PAYLOAD_BYTES = 4_096;
const EVENTS_PER_MINUTE = 120;
const REMEMBERED = 1_000;

interface Session {
  readonly id: string;
  seq: number;
  readonly past: { readonly seq: number; readonly packet: string }[];
  socket: WebSocket | null;
}

interface Packet {
  readonly op: number;
  readonly d: unknown;
}

/** The gateway: hello, identify, heartbeats, resuming with what was missed, and ways to break it. */
export interface Gateway {
  /** To every session: now where it is connected, later where it may still resume. */
  dispatch(event: string, data: unknown): void;
  /** Whether a bot is connected, or was and may come back to what it missed. */
  hasSession(): boolean;
  isConnected(): boolean;
  /** Gives whether one of the sessions that there are now is connected later: a process that was killed never is again. */
  hear(): () => boolean;
  /** Resolves when the next connection has closed. */
  closed(): Promise<void>;
  /** How often each opcode came in. */
  received(opcode: GatewayOpcodes): number;
  /** Closes every connection from this side; the sessions may be resumed unless the code forbids it. */
  drop(code: number): void;
  /** Opcode 7: please reconnect. */
  askToReconnect(): void;
  /** Opcode 9: the session is over, or may be resumed. */
  invalidate(isResumable: boolean): void;
  /** Refuses every identification with this close code from now on; null lets it be. */
  refuseWith(code: number | null): void;
  close(): void;
}

export function openGateway(world: World, server: Server, check: SpecCheck): Gateway {
  const sockets = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();
  const counts = new Map<number, number>();
  const waiting: (() => void)[] = [];
  let refusal: number | null = null;

  const address = () => {
    const at = server.address();
    return typeof at === 'object' && at ? `ws://127.0.0.1:${at.port}` : '';
  };
  const say = (socket: WebSocket, op: number, d: unknown = null) => socket.send(JSON.stringify({ op, d, s: null, t: null }));

  function tell(session: Session, event: string, data: unknown): void {
    session.seq += 1;
    const packet = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: event, s: session.seq, d: data });
    session.past.push({ seq: session.seq, packet });
    if (session.past.length > REMEMBERED) session.past.shift();
    if (session.socket === null) return;
    world.wire.sent(event);
    session.socket.send(packet);
  }

  function identify(socket: WebSocket, d: Identify): Session | null {
    if (refusal !== null || d.token !== world.token) {
      socket.close(refusal ?? GatewayCloseCodes.AuthenticationFailed);
      return null;
    }
    if ((d.intents & PRIVILEGED) !== 0) {
      world.violations.push('gateway: identified with a privileged intent');
      socket.close(GatewayCloseCodes.DisallowedIntents);
      return null;
    }
    const session: Session = { id: world.newId(), seq: 0, past: [], socket };
    sessions.set(session.id, session);
    tell(
      session,
      'READY',
      check.gateway('Ready', 'READY', {
        v: 10,
        user: { ...botUser(world), verified: true, mfa_enabled: false, flags: 0, email: null },
        guilds: world.hasBot ? [...world.guilds].map((id) => ({ id, unavailable: true })) : [],
        session_id: session.id,
        resume_gateway_url: address(),
        application: { id: world.app, flags: 0, flags_new: '0' },
      }),
    );
    for (const guild of world.hasBot ? world.guilds : [])
      tell(session, 'GUILD_CREATE', check.gateway('GuildCreate', 'GUILD_CREATE', guildCreate(world, guild)));
    return session;
  }

  function resume(socket: WebSocket, d: Resume): Session | null {
    const session = sessions.get(d.session_id);
    if (d.token !== world.token) socket.close(GatewayCloseCodes.AuthenticationFailed);
    else if (!session) say(socket, GatewayOpcodes.InvalidSession, false);
    if (d.token !== world.token || !session) return null;
    session.socket = socket;
    for (const { seq, packet } of session.past) if (seq > d.seq) socket.send(packet);
    tell(session, 'RESUMED', {});
    return session;
  }

  sockets.on('connection', (socket) => {
    let session: Session | null = null;
    const recent: number[] = [];
    let lastHeartbeat = world.now();
    const pulse = setInterval(() => {
      if (world.now() - lastHeartbeat > 2 * HEARTBEAT_MS + 1_000) socket.close(GatewayCloseCodes.SessionTimedOut);
    }, HEARTBEAT_MS).unref();

    socket.on('message', (raw: RawData) => {
      const text = String(raw);
      recent.push(world.now());
      while ((recent[0] ?? 0) < world.now() - 60_000) recent.shift();
      if (recent.length > EVENTS_PER_MINUTE) return reject(socket, GatewayCloseCodes.RateLimited, 'too many gateway events');
      if (text.length > PAYLOAD_BYTES) return reject(socket, GatewayCloseCodes.DecodeError, 'a gateway payload is too long');
      const { op, d } = JSON.parse(text) as Packet;
      counts.set(op, (counts.get(op) ?? 0) + 1);
      switch (op) {
        case GatewayOpcodes.Heartbeat:
          lastHeartbeat = world.now();
          return say(socket, GatewayOpcodes.HeartbeatAck);
        case GatewayOpcodes.Identify:
          check.gatewaySent('Identify', d);
          session = identify(socket, d as Identify);
          return;
        case GatewayOpcodes.Resume:
          session = resume(socket, d as Resume);
          return;
        case GatewayOpcodes.PresenceUpdate:
          return;
        default:
          return reject(socket, GatewayCloseCodes.UnknownOpcode, `the bot sent gateway opcode ${op}`);
      }
    });
    socket.on('close', (code) => {
      for (const tellThem of waiting.splice(0)) tellThem();
      clearInterval(pulse);
      if (session?.socket === socket) session.socket = null;
      if (session && (code === 1000 || code === 1001)) sessions.delete(session.id);
    });
    say(socket, GatewayOpcodes.Hello, { heartbeat_interval: HEARTBEAT_MS });
  });

  function reject(socket: WebSocket, code: GatewayCloseCodes, violation: string): void {
    world.violations.push(`gateway: ${violation}`);
    socket.close(code);
  }

  const connected = () => [...sessions.values()].filter((session) => session.socket !== null);

  return {
    dispatch(event, data) {
      for (const session of sessions.values()) tell(session, event, data);
    },
    hasSession: () => sessions.size > 0,
    isConnected: () => connected().length > 0,
    hear() {
      const hearers = [...sessions.values()];
      return () => hearers.some((session) => session.socket !== null);
    },
    closed: () => new Promise((resolve) => waiting.push(resolve)),
    received: (opcode) => counts.get(opcode) ?? 0,
    drop(code) {
      for (const session of connected()) {
        session.socket?.close(code);
        session.socket = null;
      }
    },
    askToReconnect() {
      for (const { socket } of connected()) if (socket) say(socket, GatewayOpcodes.Reconnect);
    },
    invalidate(isResumable) {
      for (const session of connected()) {
        if (session.socket) say(session.socket, GatewayOpcodes.InvalidSession, isResumable);
        if (!isResumable) sessions.delete(session.id);
      }
    },
    refuseWith(code) {
      refusal = code;
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

interface Identify {
  readonly token: string;
  readonly intents: number;
}

interface Resume {
  readonly token: string;
  readonly session_id: string;
  readonly seq: number;
}
