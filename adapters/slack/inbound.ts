import type { App } from '@slack/bolt';
import type { Inbox } from '../../src/chat/adapter.ts';
import { view } from '../../src/chat/build.ts';
import type { CommandDescription, Typist } from '../../src/chat/command.ts';
import type { Act, Invocation } from '../../src/chat/invocation.ts';
import type { Reply } from '../../src/chat/view.ts';
import { plain } from '../../src/chat/words.ts';
import type { Log } from '../../src/log.ts';
import { parseCommand, verbOfShortcut } from './commands.ts';
import { completionsFor } from './completion.ts';
import { ephemeralAt } from './ephemeral.ts';
import { platformErrorOf } from './errors.ts';
import { modalTurns, type Turn } from './modals.ts';
import { fieldsOf, type Pressed, pressOf } from './payload.ts';
import type { People } from './people.ts';
import type { Origin, Setting } from './render.ts';
import { freshSurface, homeSurface, type Surface, submissionSurface, viewSurface } from './surface.ts';
import type { Workspaces } from './workspaces.ts';

export interface InboundServices {
  readonly inbox: Inbox;
  readonly workspaces: Workspaces;
  readonly people: People;
  readonly log: Log;
  /** Remembers what was begun, so that stopping can wait for it. */
  readonly track: (work: Promise<void>) => Promise<void>;
  /** False once nothing new is taken in: what is not acknowledged, Slack brings to another process. */
  readonly isOpen: () => boolean;
}

interface Actor {
  readonly event: string;
  readonly space: string;
  readonly id: string;
  readonly names: readonly string[];
  readonly locale: string | null;
}

/** After this long without a reply the person is told that it takes a moment; Slack gives up at three seconds. */
const PATIENCE_MS = 1_900;
const HOME_VERB = 'home';

/** Slash commands, shortcuts, presses, forms and the Home tab, each acknowledged, translated, handed in and answered. */
export function listen(app: App, services: InboundServices): void {
  const { inbox, log, track } = services;
  const setting: Setting = { phrases: inbox.phrases, publish: (chart) => inbox.publish(chart) };
  const turnOf = modalTurns();

  const begin = async (work: () => Promise<void>): Promise<void> => {
    if (!services.isOpen()) return;
    const done = work().catch((error) => {
      const { failure, message } = platformErrorOf(error, 'other');
      log.warn({ failure, detail: message, err: error }, 'a reply could not be shown');
    });
    await track(done);
  };

  const place = async (space: string) => ({ client: await services.workspaces.client(space), setting });

  const invoke = async (actor: Actor, act: Act, mayBeAdmin: boolean): Promise<Invocation> => ({
    platform: 'slack',
    eventId: actor.event,
    space: actor.space,
    person: {
      id: actor.id,
      names: actor.names,
      roles: [actor.id],
      isSpaceAdmin: mayBeAdmin && (await services.people.isAdmin(actor.space, actor.id)),
    },
    locale: actor.locale,
    act,
  });

  const answer = async (surface: Surface, actor: Actor, act: Act, mayBeAdmin: boolean): Promise<void> => {
    // One after the other: a later reply needs the modal that an earlier one opened.
    let shown: Promise<void> = Promise.resolve();
    const timer = setTimeout(() => {
      shown = surface.wait();
      shown.catch(() => undefined);
    }, PATIENCE_MS);
    try {
      for await (const reply of inbox.handle(await invoke(actor, act, mayBeAdmin))) {
        clearTimeout(timer);
        shown = shown.catch(() => undefined).then(() => surface.show(reply));
        await shown;
      }
    } finally {
      clearTimeout(timer);
    }
  };

  const drawHome = async (actor: Actor): Promise<void> => {
    await answer(
      homeSurface(await place(actor.space), actor.id),
      actor,
      { kind: 'command', verb: HOME_VERB, options: {} },
      false,
    );
  };

  /** The Home tab shows what its presses have changed. */
  const answerFrom = async (origin: Origin, surface: Surface, actor: Actor, act: Act): Promise<void> => {
    await answer(surface, actor, act, true);
    if (origin === 'home') await drawHome({ ...actor, event: `${actor.event}#home` });
  };

  app.command(/.*/, async ({ ack, command }) =>
    begin(async () => {
      await ack();
      const surface = freshSurface(await place(command.team_id), {
        trigger: command.trigger_id,
        origin: '',
        ephemeral: ephemeralAt(command.response_url || null),
        turn: turnOf(command.trigger_id),
      });
      const typed = parseCommand(command.text ?? '', inbox.catalogue);
      if (typed.kind === 'unknown') return surface.show(unknownVerb(setting));
      const actor: Actor = {
        event: command.trigger_id,
        space: command.team_id,
        id: command.user_id,
        names: [command.user_name],
        locale: null,
      };
      await answer(
        surface,
        actor,
        { kind: 'command', verb: typed.command.verb, options: typed.options },
        isForFew(typed.command),
      );
    }),
  );

  app.shortcut(/.*/, async ({ ack, shortcut, body, context }) =>
    begin(async () => {
      await ack();
      const space = context.teamId ?? '';
      const respond = 'response_url' in body ? body.response_url : null;
      const surface = freshSurface(await place(space), {
        trigger: shortcut.trigger_id,
        origin: '',
        ephemeral: ephemeralAt(respond),
        turn: turnOf(shortcut.trigger_id),
      });
      const command = verbOfShortcut(shortcut.callback_id, inbox.catalogue);
      if (command === null) return surface.show(unknownVerb(setting));
      const actor: Actor = {
        event: shortcut.trigger_id,
        space,
        id: shortcut.user.id,
        names: namesOf(shortcut.user),
        locale: null,
      };
      await answer(surface, actor, { kind: 'command', verb: command.verb, options: {} }, isForFew(command));
    }),
  );

  app.action({ type: 'block_actions' }, async ({ ack, body, context }) =>
    begin(async () => {
      await ack();
      const pressed = body.type === 'block_actions' ? pressOf(body) : null;
      if (pressed === null) return;
      const actor: Actor = {
        event: body.trigger_id,
        space: context.teamId ?? '',
        id: body.user.id,
        names: namesOf(body.user),
        locale: null,
      };
      const surface = surfaceOf(pressed, { trigger: body.trigger_id, turn: turnOf(body.trigger_id) }, await place(actor.space));
      await answerFrom(pressed.origin, surface, actor, { kind: 'press', callback: pressed.callback, values: pressed.values });
    }),
  );

  app.view({ type: 'view_submission' }, async ({ ack, body, view: sent, context }) =>
    begin(async () => {
      const trigger = 'trigger_id' in body && typeof body.trigger_id === 'string' ? body.trigger_id : sent.id;
      const fields = fieldsOf(sent);
      const origin: Origin = sent.private_metadata === 'home' ? 'home' : '';
      const actor: Actor = {
        event: trigger,
        space: context.teamId ?? '',
        id: body.user.id,
        names: namesOf(body.user),
        locale: null,
      };
      const surface = submissionSurface(await place(actor.space), {
        acknowledge: (answered) => ack(answered),
        view: sent.id,
        origin,
        fields: new Set(Object.keys(fields)),
        turn: turnOf(trigger),
      });
      await answerFrom(origin, surface, actor, { kind: 'submit', callback: sent.callback_id, fields });
    }),
  );

  app.options<'block_suggestion'>({ type: 'block_suggestion' }, async ({ ack, options, body, context }) =>
    begin(async () => {
      const typist: Typist = { platform: 'slack', space: context.teamId ?? null, person: body.user.id };
      await ack({ options: await completionsFor(inbox, { action: options.action_id, typed: options.value }, typist) });
    }),
  );

  app.event('app_home_opened', async ({ event, body, context }) =>
    begin(async () => {
      if (event.tab !== 'home') return;
      await drawHome({ event: body.event_id, space: context.teamId ?? body.team_id, id: event.user, names: [], locale: null });
    }),
  );
}

/** The platform decides nothing: this only spares a question about people whom no answer would let in. */
const isForFew = ({ who }: CommandDescription): boolean => who === 'admins' || who === 'moderators';

const unknownVerb = ({ phrases }: Setting): Reply => view(phrases.appName, plain(phrases.unknownVerb));

const namesOf = (user: { readonly name?: string; readonly username?: string }): readonly string[] =>
  [...new Set([user.name, user.username].filter((name) => name !== undefined && name !== ''))] as readonly string[];

function surfaceOf(
  { modal, origin, respondTo }: Pressed,
  event: { readonly trigger: string; readonly turn: Turn },
  place: Parameters<typeof freshSurface>[0],
): Surface {
  return modal === null
    ? freshSurface(place, { ...event, origin, ephemeral: ephemeralAt(respondTo) })
    : viewSurface(place, { ...modal, origin, turn: event.turn });
}
