/**
 * The room over HTTP, for its page and for tests. JSON in and out; a refusal is `{ error: sentence }`.
 *
 *     GET    /                        the page; its files under /page/
 *     GET    /api/state?as=PERSON     everything that this person sees (`PersonState`)
 *     GET    /api/people              who is in the room
 *     GET    /api/events              server-sent events: `changed`, without data, after every change
 *     POST   /api/act                 a deed (`requests.ts`): type, command, press, submit, close-form, dismiss, read;
 *                                     answers with the person's state once the bot's first answer is shown
 *     POST   /api/complete            `{ as, line }`: suggestions for the composer; `{ as, source, typed }`: completions of a field
 *     POST   /api/people              `{ name, roles?, isSpaceAdmin?, id? }`
 *     POST   /api/people/ID           `{ takesDirectMessages?, roles?, isSpaceAdmin? }`
 *     DELETE /api/people/ID           leaves the room
 *     POST   /api/roles               `{ name, id? }`
 *     POST   /api/channels            `{ name, topic?, id? }`
 *     POST   /api/channels/ID         `{ isHiddenFromBot }`
 *     DELETE /api/channels/ID
 *     POST   /api/room                `{ zone?, isBotHere? }`
 *     GET    /api/clock               `{ now, isMovable, next }`
 *     POST   /api/clock               `{ advance: ms }`, `{ set: epochMs }` or `{ toNext: true }`
 *     POST   /api/reset               begins anew: the core's data and the room; `{ isEmpty: true }`: without a cohort
 *     GET    /api/pictures/ID         a chart as PNG
 *     GET    /api/bees/COLOURS        the bee of an alias as SVG
 *     GET    /api/transcript          for tests: every send, and breaches of the contract's limits; `?of=ID`: one conversation
 *     POST   /api/faults              for tests: `{ times, how }`, the next sends fail
 *     POST   /api/drop                for tests: ends all event streams and comes back
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Notice } from '../../src/chat/invocation.ts';
import type { Log } from '../../src/log.ts';
import { type Bot, perform, suggestionsFor, typistOf } from './acts.ts';
import { serveAdministration } from './administration.ts';
import { beeOf } from './bees.ts';
import type { Changes } from './changes.ts';
import { type SandboxClock, serveClock } from './clock.ts';
import { guard } from './guard.ts';
import { openPageFiles } from './page-files.ts';
import { type PersonState, personState, shownMessages, surroundings } from './person-state.ts';
import { openPictures } from './pictures.ts';
import { Refused, read } from './reading.ts';
import { renderView, textOfView } from './render.ts';
import * as requests from './requests.ts';
import type { Room } from './room.ts';

export function roomServer(options: {
  readonly room: Room;
  readonly clock: SandboxClock;
  readonly changes: Changes;
  /** Null while the adapter is not started, or is stopping or beginning anew. */
  readonly bot: () => Bot | null;
  readonly notify: (notice: Notice) => Promise<void>;
  readonly reset: (how: { readonly isEmpty: boolean }) => Promise<void>;
  readonly newId: () => string;
  readonly log: Log;
}): (request: IncomingMessage, response: ServerResponse) => void {
  const { room, changes, log, newId } = options;
  const app = new Hono();
  const pictures = openPictures();
  const page = openPageFiles();

  const bot = (): Bot => {
    const present = options.bot();
    if (!present) throw new Refused(503, 'The bot is not here just now.');
    return present;
  };
  const requirePerson = (id: string) => {
    const person = room.person(id);
    if (!person) throw new Refused(404, 'That person is not in the room.');
    return person;
  };
  const stateOf = (id: string): PersonState => {
    const { catalogue, phrases } = bot().inbox;
    return personState({ room, person: requirePerson(id), pictures, catalogue, phrases });
  };

  app.use(guard);
  app.get('/', (context) => servePage(context, 'index.html'));
  app.get('/page/:name', (context) => servePage(context, context.req.param('name')));
  app.get('/api/state', (context) => context.json(stateOf(context.req.query('as') ?? '')));
  app.get('/api/people', (context) =>
    context.json(room.state().people.map(({ id, name, isSpaceAdmin }) => ({ id, name, isSpaceAdmin }))),
  );
  app.get('/api/events', () => changes.open());
  app.post('/api/act', async (context) => {
    const request = await read(context, requests.act);
    const person = requirePerson(request.as);
    await perform({ room, bot: bot(), request, person, locale: localeOf(context), newId });
    return context.json(stateOf(request.as));
  });
  app.post('/api/complete', async (context) => {
    const asked = await read(context, requests.completion);
    const { inbox } = bot();
    const typist = asked.as === undefined ? null : typistOf(room, requirePerson(asked.as).id);
    return context.json(
      'line' in asked ? await suggestionsFor(inbox, asked.line, typist) : await inbox.complete(asked.source, asked.typed, typist),
    );
  });
  app.get('/api/pictures/:id', async (context) => {
    const picture = await pictures.draw(context.req.param('id'));
    if (!picture) throw new Refused(404, 'That picture is not there any more.');
    return context.body(picture, 200, { 'content-type': 'image/png', 'cache-control': 'private, max-age=86400' });
  });
  app.get('/api/bees/:colours', (context) => {
    const bee = beeOf(context.req.param('colours'));
    if (bee === null) throw new Refused(404, 'There is no such bee.');
    return context.body(bee, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'private, max-age=86400' });
  });
  app.get('/api/transcript', (context) => {
    const of = context.req.query('of');
    const around = surroundings(room, null, pictures);
    if (of !== undefined) return context.json(shownMessages(room, of, around));
    const sends = room.conversations.sends().map(({ conversation, at, view, nonce }) => {
      return { channel: conversation, at, text: textOfView(renderView(view, around)), nonce };
    });
    return context.json({ sends, breaches: room.breaches() });
  });
  app.post('/api/reset', async (context) => {
    const { isEmpty } = await read(context, requests.beginning);
    await options.reset({ isEmpty });
    return context.json({});
  });
  app.post('/api/drop', async (context) => {
    changes.closeAll();
    await options.notify({ kind: 'space-present', space: room.space });
    return context.json({});
  });
  serveClock(app, options.clock, room.changed);
  serveAdministration({ app, room, newId, notify: options.notify });

  app.notFound((context) => context.json({ error: 'There is nothing here.' }, 404));
  app.onError((error, context) => {
    if (error instanceof Refused) return context.json({ error: error.message }, error.status);
    log.error({ error }, 'a request to the sandbox failed');
    return context.json({ error: 'Something went wrong here. It has been noted in the log.' }, 500);
  });

  async function servePage(context: Context, name: string): Promise<Response> {
    const file = await page.read(name);
    if (!file) return context.notFound();
    return context.body(file.bytes, 200, { 'content-type': file.type, 'cache-control': 'no-cache' });
  }

  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

/** The first language that the browser asks for. */
function localeOf(context: Context): string | null {
  return /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*/.exec(context.req.header('accept-language') ?? '')?.[0] ?? null;
}
