import type { webApi } from '@slack/bolt';
import { view as viewOf } from '../../src/chat/build.ts';
import type { Reply, View } from '../../src/chat/view.ts';
import { plain } from '../../src/chat/words.ts';
import type { ephemeralAt } from './ephemeral.ts';
import { codeOf } from './errors.ts';
import { cut } from './fit.ts';
import * as limit from './limits.ts';
import type { Turn } from './modals.ts';
import { type Origin, renderForm, renderHome, renderMessage, renderPanel, type Setting } from './render.ts';

/** Where one person sees the replies to one thing they did, and nobody else does. */
export interface Surface {
  /** Shows a reply in place of what was there. */
  show(reply: Reply): Promise<void>;
  /** Says that the answer takes a moment, where Slack would else give up on it. */
  wait(): Promise<void>;
}

interface Place {
  readonly client: webApi.WebClient;
  readonly setting: Setting;
}

const REDRAWN = 'hash_conflict';
/** Answers that the person has closed the modal, or that a later press has redrawn it: nothing is left to show. */
const SUPERSEDED = new Set(['not_found', REDRAWN, 'exchanged_trigger_id']);

/** A new modal; a message only its person sees where none can be opened any more and Slack gave an address for one. */
export function freshSurface(
  { client, setting }: Place,
  {
    trigger,
    origin,
    ephemeral,
    turn,
  }: {
    readonly trigger: string;
    readonly origin: Origin;
    readonly ephemeral: ReturnType<typeof ephemeralAt>;
    readonly turn: Turn;
  },
): Surface {
  let opened: string | null = null;
  let isLate = false;
  const show = async (reply: Reply): Promise<void> => {
    if (opened !== null) {
      if (turn.isMine(opened)) await update({ client, setting }, { view: opened, hash: null, origin }, reply);
      return;
    }
    if (!isLate) {
      try {
        const { view } = await client.views.open({ trigger_id: trigger, view: modalOf(reply, setting, origin) });
        opened = view?.id ?? null;
        return;
      } catch (error) {
        if (SUPERSEDED.has(codeOf(error))) return;
        if (ephemeral === null) throw error;
        isLate = true;
      }
    }
    await ephemeral?.(renderMessage(panelOf(reply, setting), setting));
  };
  return { show, wait: () => show(workingView(setting)) };
}

/** The modal in which something was pressed. */
export function viewSurface(
  place: Place,
  pressed: { readonly view: string; readonly hash: string; readonly origin: Origin; readonly turn: Turn },
): Surface {
  const { view, turn } = pressed;
  let hash: string | null = pressed.hash;
  turn.take(view);
  return {
    async show(reply) {
      const current = hash;
      hash = null;
      if (!turn.isMine(view)) return;
      const isRedrawn = (await update(place, { ...pressed, hash: current }, reply)) === REDRAWN;
      // By a reply to something earlier, while this was on its way: what was pressed later counts.
      if (isRedrawn && turn.isMine(view)) await update(place, { ...pressed, hash: null }, reply);
    },
    wait: async () => undefined,
  };
}

type Answer =
  | { readonly response_action: 'update'; readonly view: ReturnType<typeof modalOf> }
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> };

/** A form that was sent: the first reply is the acknowledgement itself, which Slack awaits for three seconds. */
export function submissionSurface(
  place: Place,
  {
    acknowledge,
    view,
    origin,
    fields,
    turn,
  }: {
    readonly acknowledge: (answer: Answer) => Promise<void>;
    readonly view: string;
    readonly origin: Origin;
    /** The fields that stand in the modal: a fault can be shown beside no others. */
    readonly fields: ReadonlySet<string>;
    readonly turn: Turn;
  },
): Surface {
  let isAcknowledged = false;
  turn.take(view);
  return {
    async show(reply) {
      if (isAcknowledged) {
        if (turn.isMine(view)) await update(place, { view, hash: null, origin }, reply);
        return;
      }
      isAcknowledged = true;
      if (reply.kind === 'form-faults' && reply.faults.length > 0 && reply.faults.every(({ field }) => fields.has(field))) {
        const errors = Object.fromEntries(reply.faults.map(({ field, sentence }) => [field, cut(sentence, limit.FAULT_TEXT)]));
        return acknowledge({ response_action: 'errors', errors });
      }
      await acknowledge({ response_action: 'update', view: modalOf(reply, place.setting, origin) });
    },
    async wait() {
      if (isAcknowledged) return;
      isAcknowledged = true;
      await acknowledge({ response_action: 'update', view: renderPanel(workingView(place.setting), place.setting, origin) });
    },
  };
}

/** The Home tab of one person. A form has no place on it. */
export function homeSurface({ client, setting }: Place, person: string): Surface {
  return {
    async show(reply) {
      await client.views.publish({ user_id: person, view: renderHome(panelOf(reply, setting), setting) });
    },
    wait: async () => undefined,
  };
}

/** Gives the code of Slack's refusal where nothing was left to show, else null. */
async function update(
  { client, setting }: Place,
  { view, hash, origin }: { readonly view: string; readonly hash: string | null; readonly origin: Origin },
  reply: Reply,
): Promise<string | null> {
  return client.views.update({ view_id: view, ...(hash !== null && { hash }), view: modalOf(reply, setting, origin) }).then(
    () => null,
    (error: unknown) => {
      if (SUPERSEDED.has(codeOf(error))) return codeOf(error);
      throw error;
    },
  );
}

function modalOf(reply: Reply, setting: Setting, origin: Origin) {
  switch (reply.kind) {
    case 'view':
      return renderPanel(reply, setting, origin);
    case 'form':
      return renderForm(reply, setting, origin);
    case 'form-faults':
      return renderPanel(reply.view, setting, origin);
    default:
      return reply satisfies never;
  }
}

/** A reply where no form can open. */
function panelOf(reply: Reply, { phrases }: Setting): View {
  switch (reply.kind) {
    case 'view':
      return reply;
    case 'form':
      return viewOf(reply.title, plain(phrases.openAgain));
    case 'form-faults':
      return reply.view;
    default:
      return reply satisfies never;
  }
}

const workingView = ({ phrases }: Setting): View => viewOf(null, plain(phrases.working));
