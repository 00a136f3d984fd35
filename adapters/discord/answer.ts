import { type APIMessage, InteractionResponseType, InteractionType, MessageFlags } from 'discord.js';
import type { Phrases } from '../../src/chat/adapter.ts';
import { button, buttons, view } from '../../src/chat/build.ts';
import type { Form, Reply, View } from '../../src/chat/view.ts';
import type { Log } from '../../src/log.ts';
import { isAcknowledged, isTooLate } from './errors.ts';
import type { VerbIds } from './escape.ts';
import type { Answerable } from './invocation.ts';
import type { Panels } from './panels.ts';
import { drawPictures } from './pictures.ts';
import { picturesOf, renderView } from './render.ts';
import { renderForm } from './render-form.ts';
import type { AnswerWire } from './wire.ts';

export interface AnswerTools {
  readonly wire: AnswerWire;
  readonly panels: Panels;
  readonly phrases: Phrases;
  readonly verbs: VerbIds;
  readonly log: Log;
}

/** The answer to one interaction, which throws what the SDK throws: seen by nobody but the person who acted, replaced by each later reply. */
export interface Answer {
  /** Says that something will come. False when Discord no longer takes an answer. */
  defer(): Promise<boolean>;
  show(reply: Reply): Promise<void>;
  /** Resolves when the pictures have followed. Never throws. */
  settle(): Promise<void>;
}

export function answerTo(interaction: Answerable, { wire, panels, phrases, verbs, log }: AnswerTools): Answer {
  const panel = privateMessageOf(interaction);
  let state: 'open' | 'deferred' | 'shown' | 'lost' = 'open';
  let message = panel?.id ?? null;
  let shown = 0;
  const drawings: Promise<void>[] = [];

  async function respond(type: InteractionResponseType, data?: unknown): Promise<void> {
    try {
      hold(await wire.respond(interaction, { type, ...(data === undefined ? {} : { data }) }));
    } catch (error) {
      if (isAcknowledged(error)) return;
      if (isTooLate(error)) state = 'lost';
      throw error;
    }
  }

  function hold(id: string | null): void {
    message ??= id;
    panels.claim(message, interaction.id);
  }

  async function showView(next: View): Promise<void> {
    const mine = ++shown;
    const payload = renderView(next, { verbs, isDrawn: false });
    if (!panels.claim(message, interaction.id)) return;
    if (state !== 'open') hold(await wire.replace(interaction, payload, []));
    else if (panel) await respond(InteractionResponseType.UpdateMessage, payload);
    else {
      await respond(InteractionResponseType.ChannelMessageWithSource, {
        ...payload,
        flags: payload.flags | MessageFlags.Ephemeral,
      });
    }
    state = 'shown';
    if (picturesOf(next).length > 0) drawings.push(addPictures(next, mine));
  }

  async function addPictures(next: View, mine: number): Promise<void> {
    try {
      const files = await drawPictures(next);
      if (mine !== shown || !panels.claim(message, interaction.id)) return;
      await wire.replace(interaction, renderView(next, { verbs, isDrawn: true }), files);
    } catch (error) {
      log.warn({ err: error }, 'a picture was not shown; its words were');
    }
  }

  async function showForm(form: Form): Promise<void> {
    if (state !== 'open' || interaction.type === InteractionType.ModalSubmit) return showView(formLater(form, phrases));
    await respond(InteractionResponseType.Modal, renderForm(form, verbs));
    state = 'shown';
  }

  return {
    async defer() {
      if (state !== 'open') return state !== 'lost';
      try {
        if (panel) await respond(InteractionResponseType.DeferredMessageUpdate);
        else await respond(InteractionResponseType.DeferredChannelMessageWithSource, { flags: MessageFlags.Ephemeral });
        state = 'deferred';
      } catch (error) {
        if (!isTooLate(error)) throw error;
      }
      return state === 'deferred';
    },
    async show(reply) {
      if (state === 'lost') return;
      switch (reply.kind) {
        case 'view':
          return showView(reply);
        case 'form':
          return showForm(reply);
        case 'form-faults':
          return showView(reply.view);
        default:
          return reply satisfies never;
      }
    },
    async settle() {
      await Promise.all(drawings);
    },
  };
}

/** A modal can only be the first answer, and never follow a modal: else a button opens it. */
const formLater = (form: Form, phrases: Phrases): View =>
  view(form.title, buttons(button(phrases.openAgain, form.callback, 'primary')));

/** The message under what was pressed, if only this person sees it: then it is updated in place. */
function privateMessageOf(interaction: Answerable): APIMessage | null {
  const message = 'message' in interaction ? interaction.message : undefined;
  return message && ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0 ? message : null;
}
