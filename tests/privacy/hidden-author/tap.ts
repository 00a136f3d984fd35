import { createHash } from 'node:crypto';
import { createServer, request as forward, type IncomingMessage } from 'node:http';

/** One request of the bot to its platform. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Stands between the bot and a loopback platform and keeps all that the bot asks for. */
export interface Tap {
  readonly requests: readonly Request[];
  /** The platform's variables, led through here. */
  through(environment: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

const ADDRESSES = ['DISCORD_API_BASE', 'SLACK_API_URL'];

export async function openTap(): Promise<Tap> {
  const requests: Request[] = [];
  let port = 0;
  let target = 0;
  const server = createServer(async (asked, answer) => {
    const body = await bytesOf(asked);
    const { method = 'GET', url = '/', headers } = asked;
    requests.push({ method, path: url, body: readBody(headers['content-type'] ?? '', body) });
    const passed = forward({ host: '127.0.0.1', port: target, method, path: url, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    passed.end(body);
  });
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address === 'object' && address) port = address.port;
  return {
    requests,
    async through(environment) {
      const led = ADDRESSES.flatMap((name) => {
        const url = environment[name];
        if (url === undefined) return [];
        target = Number(new URL(url).port);
        return [[name, url.replace(`:${target}`, `:${port}`)]];
      });
      return { ...environment, ...Object.fromEntries(led) };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function readBody(type: string, body: Buffer): unknown {
  if (body.length === 0) return null;
  const boundary = /boundary=([^;]+)/.exec(type)?.[1];
  if (boundary)
    return body
      .toString('latin1')
      .split(`--${boundary}`)
      .map(partOf)
      .filter((part) => part !== null);
  const text = body.toString();
  if (type.startsWith('application/json')) return JSON.parse(text);
  const { token: _, ...given } = Object.fromEntries(new URLSearchParams(text));
  return given;
}

/** A field by its value, a file by its hash. */
function partOf(part: string): unknown {
  const [head = '', ...rest] = part.split('\r\n\r\n');
  const name = /name="([^"]+)"/.exec(head)?.[1];
  if (name === undefined) return null;
  const content = Buffer.from(rest.join('\r\n\r\n').replace(/\r\n$/, ''), 'latin1');
  const file = /filename="([^"]+)"/.exec(head)?.[1];
  if (file !== undefined) return { name, file, sha256: createHash('sha256').update(content).digest('hex') };
  const text = content.toString();
  return { name, value: name === 'payload_json' ? JSON.parse(text) : text };
}
