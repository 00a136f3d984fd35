import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { welcome } from './fake-inbox.ts';
import { openRoomOn, SUNDAY } from './open-room.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(options: Parameters<typeof openRoomOn>[0] = {}) {
  const room = await openRoomOn(options);
  closing.push(room.close);
  return room;
}

/** Past what `fetch` would put right by itself: any method, path, header and body. */
const raw = (
  port: number,
  {
    method = 'GET',
    path = '/',
    headers = {},
    body = '',
  }: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  },
) =>
  new Promise<{ readonly status: number; readonly text: string; readonly headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      const sent = request({ port, host: '127.0.0.1', method, path, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString(), headers: response.headers }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    },
  );

const json = { 'content-type': 'application/json' };
const state = async (port: number, person: string) => JSON.parse((await raw(port, { path: `/api/state?as=${person}` })).text);
const act = (port: number, deed: unknown) =>
  raw(port, { method: 'POST', path: '/api/act', headers: json, body: JSON.stringify(deed) });

describe('who may ask', () => {
  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.0.4'])(
    'refuses the host %j',
    async (host) => {
      const { port } = await open();
      expect((await raw(port, { headers: { host } })).status).toBe(421);
    },
  );

  it.each(['localhost', '127.0.0.1:3000', '[::1]:3000', 'room.localhost'])('takes the host %j', async (host) => {
    const { port } = await open();
    expect((await raw(port, { headers: { host } })).status).toBe(200);
  });

  it('refuses what another site sends, and lets a person follow a link here', async () => {
    const { port, inbox } = await open();
    const deed = JSON.stringify({ as: 'lead', kind: 'command', verb: 'help' });
    const post = (headers: Readonly<Record<string, string>>) =>
      raw(port, { method: 'POST', path: '/api/act', headers, body: deed });
    expect((await post({ ...json, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ ...json, origin: 'null' })).status).toBe(403);
    expect((await post({ ...json, origin: `http://127.0.0.1:${port + 1}` })).status).toBe(403);
    expect((await post({ ...json, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ ...json, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).status).toBe(403);
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
    expect(inbox.heard).toEqual([]);
    expect((await raw(port, { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } })).status).toBe(200);
    expect((await post({ ...json, origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('lets the page load nothing from elsewhere', async () => {
    const { port } = await open();
    const { headers } = await raw(port, {});
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
  });
});

describe('forged and malformed requests', () => {
  it.each([
    ['not JSON', '{', 400],
    ['null', 'null', 400],
    ['an unknown deed', '{"as":"lead","kind":"fly"}', 400],
    ['a person that is a prototype', '{"as":"__proto__","kind":"dismiss"}', 400],
    ['a person that is not there', '{"as":"constructor","kind":"dismiss"}', 404],
    ['a conversation that is not theirs', '{"as":"first-year","kind":"type","text":"hi","place":"channel-moderators"}', 404],
    ['a message that is not there', '{"as":"lead","kind":"press","callback":"a:b:","message":"none"}', 404],
    ['an event with words in it', '{"as":"lead","kind":"command","verb":"help","event":"a b"}', 400],
    ['values that are no list', '{"as":"lead","kind":"press","callback":"a:b:","values":"x"}', 400],
    ['more than 64 kilobytes', `{"as":"lead","kind":"type","text":"${'x'.repeat(66_000)}"}`, 413],
  ])('answers %s with a sentence', async (_, body, status) => {
    const { port, inbox } = await open();
    const answer = await raw(port, { method: 'POST', path: '/api/act', headers: json, body });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({ error: expect.stringMatching(/\.$/) });
    expect(inbox.heard).toEqual([]);
  });

  it.each([
    '/page/..%2fadapter.ts',
    '/page/%2e%2e/adapter.ts',
    '/page/adapter.ts',
    '/page/__proto__',
    '/etc/passwd',
    '/api/none',
    '/api/pictures/none',
  ])('has nothing at %s', async (path) => {
    const { port } = await open();
    expect((await raw(port, { path })).status).toBe(404);
  });

  it('reads no endless body', async () => {
    const { url } = await open();
    const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(16_384)) });
    const answer = await fetch(`${url}/api/act`, { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit).catch(
      () => null,
    );
    expect([413, undefined]).toContain(answer?.status);
  });

  it('hands a forged callback to the bot, whose business it is', async () => {
    const { port, inbox } = await open();
    expect((await act(port, { as: 'lead', kind: 'press', callback: 'not a callback', values: ['x'] })).status).toBe(200);
    expect(inbox.heard.map((each) => each.act)).toEqual([{ kind: 'press', callback: 'not a callback', values: ['x'] }]);
  });

  it('says that a verb does not exist', async () => {
    const { port, inbox } = await open();
    await act(port, { as: 'lead', kind: 'type', text: '/nothing at all' });
    const { panel } = await state(port, 'lead');
    expect(panel.view.blocks).toEqual([{ kind: 'words', words: [{ kind: 'text', text: inbox.phrases.unknownVerb }] }]);
    expect(inbox.heard).toEqual([]);
  });
});

describe('what each person sees', () => {
  it('hides the moderators from those who are none', async () => {
    const { port } = await open();
    const names = async (person: string) => (await state(port, person)).conversations.map(({ name }: { name: string }) => name);
    expect(await names('first-year')).toEqual(['welcome', 'check-ins', 'safe-space', 'questions', 'Bombus']);
    expect(await names('lead')).toEqual(['welcome', 'check-ins', 'safe-space', 'questions', 'moderators', 'Bombus']);
  });

  it('never hands ordinary messages to the bot, and counts them as unread for the others', async () => {
    const { port, inbox } = await open();
    await act(port, { as: 'first-year', kind: 'type', text: '<img src=x>', place: 'channel-questions' });
    const unread = async (person: string) =>
      (await state(port, person)).conversations.find(({ id }: { id: string }) => id === 'channel-questions').unread;
    expect([await unread('first-year'), await unread('lead')]).toEqual([0, 1]);
    await act(port, { as: 'lead', kind: 'read', place: 'channel-questions' });
    expect(await unread('lead')).toBe(0);
    expect(inbox.heard).toEqual([]);
  });

  it('makes links of web addresses alone, and pictures of charts', async () => {
    const { port, adapter } = await open();
    await adapter.send({
      space: 'room',
      to: { kind: 'channel', channel: 'channel-welcome' },
      view: welcome(),
      nonce: 'n',
      pin: false,
      thread: null,
    });
    const blocks = (await state(port, 'lead')).conversations[0].messages[0].view.blocks;
    expect(JSON.stringify(blocks)).toContain('"text":"odd (javascript:alert(1))"');
    expect(JSON.stringify(blocks)).not.toContain('"url":"javascript');
    const picture = blocks.find(({ kind }: { kind: string }) => kind === 'picture');
    const drawn = await fetch(`http://127.0.0.1:${port}${picture.source}`);
    expect(drawn.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await drawn.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });
});

describe('the clock', () => {
  const move = async (port: number, body: unknown) => {
    const { status, text } = await raw(port, { method: 'POST', path: '/api/clock', headers: json, body: JSON.stringify(body) });
    return { status, ...JSON.parse(text) };
  };

  it('moves by a time, to a time, and to the next thing that happens', async () => {
    const { port } = await open();
    const next = { at: SUNDAY + 1_800_000, what: 'The weekly check-in opens' };
    expect(JSON.parse((await raw(port, { path: '/api/clock' })).text)).toEqual({ now: SUNDAY, isMovable: true, next });
    expect(await move(port, { advance: 60_000 })).toMatchObject({ status: 200, now: SUNDAY + 60_000, pending: 0 });
    expect(await move(port, { toNext: true })).toMatchObject({ now: SUNDAY + 1_800_000 });
    expect(await move(port, { set: SUNDAY })).toMatchObject({ now: SUNDAY });
    expect(await move(port, { advance: -1 })).toMatchObject({ status: 400 });
    expect(await move(port, { advance: 1e300 })).toMatchObject({ status: 400 });
  });

  it('says that it cannot be moved', async () => {
    const { port } = await open({ isMovable: false });
    expect(await move(port, { advance: 1 })).toEqual({
      status: 409,
      error: 'This clock follows the real time and cannot be moved.',
    });
  });
});

describe('what is kept', () => {
  async function folder() {
    const path = await mkdtemp(join(tmpdir(), 'room-'));
    closing.push(() => rm(path, { recursive: true }));
    return path;
  }

  it('is there after a restart: messages, panels, forms, and the nonces of messages', async () => {
    const stateFile = join(await folder(), 'room.json');
    const first = await openRoomOn({ stateFile });
    const sending = {
      space: 'room',
      to: { kind: 'channel' as const, channel: 'channel-welcome' },
      view: welcome(),
      nonce: 'n',
      pin: true,
      thread: null,
    };
    const sent = await first.adapter.send(sending);
    await act(first.port, { as: 'lead', kind: 'command', verb: 'help' });
    await act(first.port, { as: 'lead', kind: 'command', verb: 'join' });
    const before = await state(first.port, 'lead');
    await first.close();
    const second = await open({ stateFile });
    expect(await state(second.port, 'lead')).toEqual(before);
    expect(await second.adapter.send(sending)).toEqual(sent);
  });

  it('is set aside when it is broken', async () => {
    const path = await folder();
    await writeFile(join(path, 'room.json'), '{"version":1,"people":');
    const { port } = await open({ stateFile: join(path, 'room.json') });
    expect((await state(port, 'lead')).me.name).toBe('Lead');
    expect(await readdir(path)).toEqual([`room.json.broken-${SUNDAY}`]);
    expect(await readFile(join(path, `room.json.broken-${SUNDAY}`), 'utf8')).toBe('{"version":1,"people":');
  });

  it('is cleared, the core first, when somebody begins anew', async () => {
    const { port, resets, inbox } = await open();
    const { id } = JSON.parse(
      (await raw(port, { method: 'POST', path: '/api/people', headers: json, body: '{"name":"Guest"}' })).text,
    );
    await act(port, { as: id, kind: 'type', text: 'hello' });
    expect((await raw(port, { method: 'POST', path: '/api/reset', headers: json, body: '{}' })).status).toBe(200);
    expect(resets).toEqual([SUNDAY]);
    expect((await raw(port, { path: `/api/state?as=${id}` })).status).toBe(404);
    expect((await state(port, 'lead')).conversations.flatMap(({ messages }: { messages: unknown[] }) => messages)).toEqual([]);
    expect(inbox.notices.map(({ kind }) => kind)).toEqual(['space-present', 'space-present']);
  });
});

describe('a room that is new', () => {
  it('is filled once, and again after beginning anew', async () => {
    const path = await mkdtemp(join(tmpdir(), 'room-'));
    closing.push(() => rm(path, { recursive: true }));
    const stateFile = join(path, 'room.json');
    let filled = 0;
    const seed = async () => {
      filled += 1;
    };
    const first = await openRoomOn({ stateFile, seed });
    first.adapter.room.changed();
    await first.close();
    const { port } = await open({ stateFile, seed });
    expect(filled).toBe(1);
    await raw(port, { method: 'POST', path: '/api/reset', headers: json, body: '{}' });
    expect(filled).toBe(2);
  });
});

describe('changes', () => {
  it('are told to every page, and the streams end when the bot stops', async () => {
    const { url, adapter } = await open();
    const stream = (await fetch(`${url}/api/events`)).body?.getReader();
    const told = async () => new TextDecoder().decode((await stream?.read())?.value);
    expect(await told()).toBe('event: changed\ndata: \n\n');
    adapter.room.changePerson('lead', { takesDirectMessages: false });
    expect(await told()).toBe('event: changed\ndata: \n\n');
    await adapter.stop();
    expect((await stream?.read())?.done).toBe(true);
    expect((await fetch(`${url}/api/state?as=lead`)).status).toBe(503);
  });
});
