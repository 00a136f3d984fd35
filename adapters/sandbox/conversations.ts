import type { ThreadPlace } from '../../src/chat/adapter.ts';
import type { View } from '../../src/chat/view.ts';
import { inboxOf, type RoomMessage, type RoomPerson, type RoomState } from './room-state.ts';

/** Why the platform does not do what the bot asks of it. */
export type Refusal =
  | 'bot-gone'
  | 'no-channel'
  | 'no-message'
  | 'hidden'
  | 'closed-inbox'
  | 'fault-before'
  | 'fault-after'
  | 'fault-limited';

export interface Held {
  readonly state: () => RoomState;
  readonly changed: () => void;
  readonly now: () => number;
  readonly newId: () => string;
}

/** One message of the bot as it was first sent. */
export interface Sent {
  readonly conversation: string;
  readonly at: number;
  readonly view: View;
  readonly nonce: string | null;
}

export type SendFault = 'before' | 'after' | 'reset' | 'limited';

/** The messages of channels and direct messages. A conversation's id is its channel's, or the one of a person's inbox. */
export interface Conversations {
  /** An ordinary message of a person. */
  say(person: RoomPerson, conversation: string, text: string): void;
  /** A message of the bot; a nonce that was used before gives the message that it made. */
  send(outgoing: {
    readonly conversation: string;
    readonly view: View;
    readonly nonce: string;
    readonly isPinned: boolean;
    readonly thread: ThreadPlace | null;
  }): { readonly ok: true; readonly id: string } | { readonly ok: false; readonly refusal: Refusal };
  edit(conversation: string, id: string, view: View): Refusal | null;
  /** The direct-message conversation with a person. */
  openInbox(person: string): Refusal | null;
  /** Oldest first, without what stands in threads. */
  of(conversation: string): readonly RoomMessage[];
  /** What stands in the thread of a message, oldest first. */
  answersTo(message: string): readonly RoomMessage[];
  /** The conversations that this person sees, the inbox last. */
  visibleTo(person: RoomPerson): readonly string[];
  unread(person: RoomPerson, conversation: string): number;
  markRead(person: RoomPerson, conversation: string): void;
  /** Everything that the bot sent since the process started, and before that what still stood. */
  sends(): readonly Sent[];
  /** The next `times` sends fail in this way. */
  failSends(times: number, how: SendFault): void;
  /** Forgets what was counted beside the state. */
  recount(): void;
}

export function openConversations({ state, changed, now, newId }: Held): Conversations {
  let sends: Sent[] = [];
  let byNonce = new Map<string, string>();
  let faults: { times: number; how: SendFault } = { times: 0, how: 'before' };

  const allIn = (conversation: string) => state().messages.filter((each) => each.conversation === conversation);
  const read = (person: RoomPerson, conversation: string) =>
    person.reads.find((each) => each.conversation === conversation)?.upTo ?? 0;
  const isOwn = (message: RoomMessage, person: RoomPerson) => message.body.kind === 'said' && message.body.person === person.id;

  function refusalFor(conversation: string): Refusal | null {
    if (!state().isBotHere) return 'bot-gone';
    const channel = state().channels.find(({ id }) => id === conversation);
    if (channel) return channel.isHiddenFromBot ? 'hidden' : null;
    if (!conversation.startsWith(inboxOf(''))) return 'no-channel';
    const owner = state().people.find(({ id }) => inboxOf(id) === conversation);
    return owner?.takesDirectMessages ? null : 'closed-inbox';
  }

  /** An answer stands under a message of the same channel that is no answer itself. */
  const openerOf = (conversation: string, id: string): RoomMessage | null =>
    allIn(conversation).find((each) => each.id === id && each.thread === null) ?? null;

  function faultOf(): SendFault | null {
    if (faults.times === 0) return null;
    faults = { ...faults, times: faults.times - 1 };
    return faults.how;
  }

  function add(message: Omit<RoomMessage, 'id' | 'order' | 'at' | 'isEdited'>): RoomMessage {
    const added = { ...message, id: newId(), order: state().nextOrder, at: now(), isEdited: false };
    state().nextOrder += 1;
    state().messages.push(added);
    changed();
    return added;
  }

  return {
    say(person, conversation, text) {
      const body = { kind: 'said' as const, person: person.id, name: person.name, text };
      add({ conversation, body, nonce: null, isPinned: false, thread: null, opens: null });
      this.markRead(person, conversation);
    },
    send({ conversation, view, nonce, isPinned, thread }) {
      const refusal = refusalFor(conversation);
      if (refusal) return { ok: false, refusal };
      const opener = thread?.kind === 'in' ? openerOf(conversation, thread.message.message) : null;
      if (thread?.kind === 'in' && !opener) return { ok: false, refusal: 'no-message' };
      const fault = faultOf();
      if (fault === 'before') return { ok: false, refusal: 'fault-before' };
      if (fault === 'limited') return { ok: false, refusal: 'fault-limited' };
      let id = byNonce.get(nonce);
      if (id === undefined) {
        const added = add({
          conversation,
          body: { kind: 'view', view },
          nonce,
          isPinned,
          thread: opener?.id ?? null,
          opens: thread?.kind === 'starts' ? thread.name : null,
        });
        if (opener) opener.opens ??= thread?.name ?? null;
        id = added.id;
        byNonce.set(nonce, id);
        sends.push({ conversation, at: added.at, view, nonce });
      }
      return fault ? { ok: false, refusal: 'fault-after' } : { ok: true, id };
    },
    edit(conversation, id, view) {
      const refusal = refusalFor(conversation);
      if (refusal) return refusal;
      const found = state().messages.find((each) => each.id === id && each.conversation === conversation);
      if (found?.body.kind !== 'view') return 'no-message';
      found.isEdited = true;
      found.body = { kind: 'view', view };
      changed();
      return null;
    },
    openInbox(id) {
      if (!state().isBotHere) return 'bot-gone';
      const person = state().people.find((each) => each.id === id);
      if (!person?.takesDirectMessages) return 'closed-inbox';
      if (!person.hasInbox) {
        person.hasInbox = true;
        changed();
      }
      return null;
    },
    of: (conversation) => allIn(conversation).filter(({ thread }) => thread === null),
    answersTo: (message) => state().messages.filter(({ thread }) => thread === message),
    visibleTo(person) {
      const channels = state().channels.filter(
        ({ visibleTo }) => visibleTo === null || visibleTo.some((role) => person.roles.includes(role)),
      );
      return [...channels.map(({ id }) => id), inboxOf(person.id)];
    },
    unread: (person, conversation) => {
      const upTo = read(person, conversation);
      return allIn(conversation).filter((each) => each.order > upTo && !isOwn(each, person)).length;
    },
    markRead(person, conversation) {
      const upTo = allIn(conversation).at(-1)?.order ?? 0;
      if (upTo <= read(person, conversation)) return;
      person.reads = [...person.reads.filter((each) => each.conversation !== conversation), { conversation, upTo }];
      changed();
    },
    sends: () => sends,
    failSends(times, how) {
      faults = { times, how };
    },
    recount() {
      faults = { times: 0, how: 'before' };
      byNonce = new Map();
      sends = state().messages.flatMap(({ id, conversation, at, body, nonce }) => {
        if (body.kind !== 'view') return [];
        if (nonce !== null) byNonce.set(nonce, id);
        return [{ conversation, at, view: body.view, nonce }];
      });
    },
  };
}
