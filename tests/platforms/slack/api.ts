import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aliveIn, faultsOfBlocks, isObject } from './block-check.ts';
import { faultsOfArguments } from './method-check.ts';
import { type Answer, type Arguments, webMethods } from './methods.ts';
import { slackRates } from './rates.ts';
import type { World } from './world.ts';

type SendFault = 'before' | 'after' | 'reset' | 'limited';

export interface SlackApi {
  readonly server: Server;
  readonly base: string;
  failSends(times: number, how: SendFault): void;
  close(): Promise<void>;
}

interface ApiOptions {
  readonly world: World;
  readonly isHasty: boolean;
  /** Gives the address of a Socket Mode connection to the holder of the app token. */
  readonly openConnection: (token: string) => Answer;
  /** Serves the pages and tokens of installing; false when the path is another. */
  readonly install: (request: IncomingMessage, response: ServerResponse, given: Arguments) => boolean;
}

const KEEP_ALIVE_MS = 65_000;

/** The Web API on loopback: form bodies, bearer tokens, documented limits. */
export async function openApi({ world, isHasty, openConnection, install }: ApiOptions): Promise<SlackApi> {
  const methods = webMethods(world);
  const rates = slackRates(isHasty);
  const failures: SendFault[] = [];

  const call = (request: IncomingMessage, response: ServerResponse, method: string, given: Arguments) => {
    for (const fault of faultsOfArguments(method, Object.keys(given))) world.violation(fault);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? given.token ?? '';
    if (method === 'apps.connections.open') return json(response, openConnection(token));
    const team = [...world.teams.values()].find(({ botToken }) => botToken === token);
    const handle = methods[method];
    if (!team) return json(response, { ok: false, error: token === '' ? 'not_authed' : 'invalid_auth' });
    if (!team.isInstalled) return json(response, { ok: false, error: 'account_inactive' });
    if (!handle) return json(response, { ok: false, error: 'unknown_method' });
    const wait = rates.check(method, team.id, given.channel ?? null);
    if (wait !== null) {
      world.violation(`429 for ${method}`);
      return limited(response, wait);
    }
    const failure = method === 'chat.postMessage' ? failures.shift() : undefined;
    if (world.scopes.length > 0) response.setHeader('x-oauth-scopes', world.scopes.join(','));
    if (failure === undefined) return json(response, handle(team, given));
    fail(response, failure, () => handle(team, given));
  };

  const respond = (response: ServerResponse, id: string, body: unknown) => {
    const known = world.responses.get(id);
    const human = world.humans.get(known?.person ?? '');
    if (!known || !human || known.until < Date.now() || known.uses >= 5) {
      world.violation('a response_url was used too late or too often');
      return void response.writeHead(404).end('used_url');
    }
    known.uses += 1;
    if (!isObject(body)) return void response.writeHead(400).end('invalid_payload');
    if (body.response_type === 'in_channel') world.violation('an answer for everybody in the channel');
    const blocks = Array.isArray(body.blocks) ? body.blocks : [];
    for (const fault of [...faultsOfBlocks(blocks, 50), ...aliveIn(String(body.text ?? ''))])
      world.violation(`ephemeral: ${fault}`);
    human.ephemeral = { blocks, text: String(body.text ?? ''), ts: world.ids.timestamp() };
    world.changed(human.id);
    response.writeHead(200).end('ok');
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = await read(request);
    const given: Arguments = Object.fromEntries(request.method === 'GET' ? searchParams : new URLSearchParams(body));
    const [, family, name] = pathname.split('/');
    world.wire.arrived(name ?? '');
    if (install(request, response, given)) return;
    if (family === 'api' && name) call(request, response, name, given);
    else if (family === 'response' && name) respond(response, name, parse(body));
    else response.writeHead(404).end();
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    base: `http://127.0.0.1:${port}`,
    failSends: (times, how) => failures.push(...Array<SendFault>(times).fill(how)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function fail(response: ServerResponse, how: SendFault, apply: () => Answer): void {
  switch (how) {
    case 'before':
      response.writeHead(500).end();
      return;
    case 'after':
      apply();
      response.writeHead(500).end();
      return;
    case 'reset':
      apply();
      response.destroy();
      return;
    case 'limited':
      limited(response, 1);
      return;
    default:
      how satisfies never;
  }
}

const limited = (response: ServerResponse, seconds: number): void =>
  json(response, { ok: false, error: 'ratelimited' }, { status: 429, headers: { 'retry-after': String(seconds) } });

export function json(
  response: ServerResponse,
  body: Answer,
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> } = {
    status: 200,
    headers: {},
  },
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
