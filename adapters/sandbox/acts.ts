import type { Inbox } from '../../src/chat/adapter.ts';
import { view } from '../../src/chat/build.ts';
import type { Typist } from '../../src/chat/command.ts';
import { plain } from '../../src/chat/words.ts';
import { positionIn, readCommand, type Suggestion, suggestValues } from './commands.ts';
import type { Origin } from './desks.ts';
import type { Inbound } from './inbound.ts';
import { Refused } from './reading.ts';
import type { ActRequest } from './requests.ts';
import type { Room } from './room.ts';
import type { RoomPerson } from './room-state.ts';

/** A bot that is there to be spoken to. */
export interface Bot {
  readonly inbox: Inbox;
  readonly inbound: Inbound;
}

const MAX_SAID = 4000;

/** Does what a person asks for; resolves when the bot's first answer is shown. */
export async function perform(options: {
  readonly room: Room;
  readonly bot: Bot;
  readonly request: ActRequest;
  readonly person: RoomPerson;
  readonly locale: string | null;
  readonly newId: () => string;
}): Promise<void> {
  const { room, bot, request, person, locale } = options;
  const event = request.event ?? options.newId();
  const place = placeOf(room, person, request.place);

  switch (request.kind) {
    case 'read':
      return room.conversations.markRead(person, place);
    case 'close-form':
      return room.desks.closeForm(person);
    case 'dismiss':
      return room.desks.dismissPanel(person);
    case 'type': {
      if (!request.text.startsWith('/')) return room.conversations.say(person, place, request.text.slice(0, MAX_SAID));
      const typed = readCommand(bot.inbox.catalogue, request.text);
      if (!typed) return showUnknown(room, bot, person, event, endOf(room, place));
      const values = Object.entries(typed.options).map(([name, value]) => {
        const picked = request.picked?.[name];
        return [name, picked?.label === value ? picked.value : value] as const;
      });
      const act = { kind: 'command' as const, verb: typed.description.verb, options: Object.fromEntries(values) };
      return bot.inbound.begin({ person, event, act, origin: endOf(room, place), locale });
    }
    case 'command': {
      const { verb, options: values } = request;
      if (!bot.inbox.catalogue.some((each) => each.verb === verb))
        return showUnknown(room, bot, person, event, endOf(room, place));
      return bot.inbound.begin({
        person,
        event,
        act: { kind: 'command', verb, options: values },
        origin: endOf(room, place),
        locale,
      });
    }
    case 'press': {
      const { callback, values, message } = request;
      const origin = message === undefined ? panelOf(person, endOf(room, place)) : besideMessage(room, person, message);
      return bot.inbound.begin({ person, event, act: { kind: 'press', callback, values }, origin, locale });
    }
    case 'submit': {
      const { callback, fields } = request;
      const origin = person.form ?? panelOf(person, endOf(room, place));
      return bot.inbound.begin({ person, event, act: { kind: 'submit', callback, fields }, origin, locale });
    }
    default:
      return request satisfies never;
  }
}

/** Suggestions for the line that is being typed. */
export async function suggestionsFor(inbox: Inbox, line: string, typist: Typist | null): Promise<readonly Suggestion[]> {
  if (!line.startsWith('/')) return [];
  const { suggestions, value } = positionIn(inbox.catalogue, line);
  const source = value?.option.completion ?? null;
  if (value === null || source === null) return suggestions;
  return [...suggestions, ...suggestValues(value, await inbox.complete(source, value.typed, typist))];
}

/** Somebody of the room, as they type. */
export const typistOf = (room: Room, person: string): Typist => ({ platform: 'sandbox', space: room.space, person });

function placeOf(room: Room, person: RoomPerson, place: string | undefined): string {
  const visible = room.conversations.visibleTo(person);
  const [first] = visible;
  if (place === undefined) return first ?? '';
  if (!visible.includes(place)) throw new Refused(404, 'That conversation is not there.');
  return place;
}

const endOf = (room: Room, conversation: string): Origin => ({
  conversation,
  below: room.conversations.of(conversation).at(-1)?.id ?? null,
});

const panelOf = (person: RoomPerson, otherwise: Origin): Origin => person.panel ?? otherwise;

function besideMessage(room: Room, person: RoomPerson, id: string): Origin {
  const message = room.state().messages.find((each) => each.id === id);
  if (!message || !room.conversations.visibleTo(person).includes(message.conversation)) {
    throw new Refused(404, 'That message is not there any more.');
  }
  return { conversation: message.conversation, below: message.id };
}

function showUnknown(room: Room, bot: Bot, person: RoomPerson, event: string, origin: Origin): void {
  room.desks.show(person.id, { event, origin, reply: view(null, plain(bot.inbox.phrases.unknownVerb)), isFirst: true });
}
