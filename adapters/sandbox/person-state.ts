import type { Phrases } from '../../src/chat/adapter.ts';
import type { CommandDescription } from '../../src/chat/command.ts';
import type { Choice } from '../../src/chat/view.ts';
import type { Pictures } from './pictures.ts';
import { renderForm, renderView, type ShownForm, type ShownView, type Surroundings } from './render.ts';
import type { Room } from './room.ts';
import { inboxOf, type RoomMessage, type RoomPerson } from './room-state.ts';

/** Everything that one person sees of the room: what the page draws and tests read. */
export interface PersonState {
  readonly me: {
    readonly id: string;
    readonly name: string;
    readonly isSpaceAdmin: boolean;
    readonly takesDirectMessages: boolean;
  };
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly isSpaceAdmin: boolean;
    /** Direct messages and channel messages that this person has not read. */
    readonly unreadDirect: number;
    readonly unreadElsewhere: number;
  }[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  readonly conversations: readonly ShownConversation[];
  readonly panel: (Place & { readonly event: string; readonly view: ShownView }) | null;
  readonly form: (Place & { readonly event: string; readonly form: ShownForm }) | null;
  readonly commands: readonly { readonly verb: string; readonly summary: string; readonly who: CommandDescription['who'] }[];
  readonly phrases: Phrases;
  readonly zone: string;
}

interface Place {
  readonly conversation: string;
  readonly below: string | null;
}

export interface ShownConversation {
  readonly id: string;
  readonly kind: 'channel' | 'inbox';
  readonly name: string;
  readonly topic: string;
  readonly isPrivate: boolean;
  readonly unread: number;
  /** Older messages than these exist and are not listed. */
  readonly isCut: boolean;
  readonly messages: readonly PostedMessage[];
}

export type PostedMessage = {
  readonly id: string;
  readonly at: number;
  readonly isPinned: boolean;
  readonly isEdited: boolean;
  /** The name of the thread that it opened; null: it opened none. */
  readonly thread: string | null;
  /** What stands in its thread, oldest first. */
  readonly answers: readonly PostedMessage[];
} & (
  | { readonly from: 'bot'; readonly view: ShownView }
  | { readonly from: 'person'; readonly person: string; readonly name: string; readonly text: string }
);

const MAX_MESSAGES = 200;

export function personState(options: {
  readonly room: Room;
  readonly person: RoomPerson;
  readonly pictures: Pictures;
  readonly catalogue: readonly CommandDescription[];
  readonly phrases: Phrases;
}): PersonState {
  const { room, person, phrases } = options;
  const { people, roles, zone } = room.state();
  const around = surroundings(room, person, options.pictures);
  return {
    me: {
      id: person.id,
      name: person.name,
      isSpaceAdmin: person.isSpaceAdmin,
      takesDirectMessages: person.takesDirectMessages,
    },
    people: people.map((each) => ({
      id: each.id,
      name: each.name,
      roles: each.roles,
      isSpaceAdmin: each.isSpaceAdmin,
      ...unreadOf(room, each),
    })),
    roles,
    conversations: room.conversations.visibleTo(person).map((id) => shownConversation(room, person, id, phrases.appName, around)),
    panel: person.panel && { ...person.panel, view: renderView(person.panel.view, around) },
    form: person.form && {
      event: person.form.event,
      conversation: person.form.conversation,
      below: person.form.below,
      form: renderForm(person.form.form, person.form.faults, around),
    },
    commands: options.catalogue.map(({ verb, summary, who }) => ({ verb, summary: summary.en, who })),
    phrases,
    zone,
  };
}

/** Any conversation, also one that the person does not see: for tests that look over the whole room. */
export function shownMessages(room: Room, conversation: string, around: Surroundings): readonly PostedMessage[] {
  return room.conversations.of(conversation).map((message) => shownMessage(room, message, around));
}

export function surroundings(room: Room, person: RoomPerson | null, pictures: Pictures): Surroundings {
  const visible = new Set(person ? room.conversations.visibleTo(person) : room.state().channels.map(({ id }) => id));
  const channels = room.state().channels.filter(({ id }) => visible.has(id));
  const choice = (id: string, label: string): Choice => ({ value: id, label, detail: null });
  return {
    channelName: (id) => channels.find((channel) => channel.id === id)?.name ?? null,
    personName: (id) => room.state().people.find((each) => each.id === id)?.name ?? null,
    pictureOf: pictures.keep,
    choicesOf(of) {
      if (of === 'channel') return channels.map(({ id, name }) => choice(id, `#${name}`));
      return (of === 'role' ? room.state().roles : room.state().people).map(({ id, name }) => choice(id, name));
    },
  };
}

function unreadOf(room: Room, person: RoomPerson): { readonly unreadDirect: number; readonly unreadElsewhere: number } {
  const inbox = inboxOf(person.id);
  const elsewhere = room.conversations.visibleTo(person).filter((id) => id !== inbox);
  return {
    unreadDirect: room.conversations.unread(person, inbox),
    unreadElsewhere: elsewhere.reduce((sum, id) => sum + room.conversations.unread(person, id), 0),
  };
}

function shownConversation(room: Room, person: RoomPerson, id: string, appName: string, around: Surroundings): ShownConversation {
  const channel = room.channel(id);
  const messages = room.conversations.of(id);
  const kept = messages.filter(({ isPinned }, index) => isPinned || index >= messages.length - MAX_MESSAGES);
  return {
    id,
    kind: channel ? 'channel' : 'inbox',
    name: channel?.name ?? appName,
    topic: channel?.topic ?? '',
    isPrivate: channel?.visibleTo != null,
    unread: room.conversations.unread(person, id),
    isCut: kept.length < messages.length,
    messages: kept.map((message) => shownMessage(room, message, around)),
  };
}

function shownMessage(room: Room, message: RoomMessage, around: Surroundings): PostedMessage {
  const answers = message.opens === null ? [] : room.conversations.answersTo(message.id);
  return posted(
    message,
    answers.map((answer) => posted(answer, [], around)),
    around,
  );
}

function posted(message: RoomMessage, answers: readonly PostedMessage[], around: Surroundings): PostedMessage {
  const { id, at, isPinned, isEdited, opens: thread, body } = message;
  const common = { id, at, isPinned, isEdited, thread, answers };
  return body.kind === 'view'
    ? { ...common, from: 'bot', view: renderView(body.view, around) }
    : { ...common, from: 'person', person: body.person, name: body.name, text: body.text };
}
