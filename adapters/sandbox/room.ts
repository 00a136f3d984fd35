import { type Conversations, openConversations } from './conversations.ts';
import { type Desks, openDesks } from './desks.ts';
import { newPerson, type RoomChannel, type RoomPerson, type RoomState, seededRoom } from './room-state.ts';

/** The platform's own model: what a chat platform knows, and nothing of what the bot knows. */
export interface Room {
  readonly space: string;
  readonly conversations: Conversations;
  readonly desks: Desks;
  /** What stands now; changed through the methods alone. */
  state(): RoomState;
  people(): readonly RoomPerson[];
  person(id: string): RoomPerson | null;
  channel(id: string): RoomChannel | null;
  /** Adds this person, or gives the one who is there under this id. */
  addPerson(seed: Pick<RoomPerson, 'id' | 'name' | 'roles' | 'isSpaceAdmin'>): RoomPerson;
  changePerson(id: string, change: Partial<Pick<RoomPerson, 'roles' | 'isSpaceAdmin' | 'takesDirectMessages'>>): void;
  removePerson(id: string): void;
  addRole(role: { readonly id: string; readonly name: string }): void;
  addChannel(channel: Pick<RoomChannel, 'id' | 'name' | 'topic' | 'visibleTo'>): void;
  hideChannel(id: string, isHiddenFromBot: boolean): void;
  removeChannel(id: string): void;
  setZone(zone: string): void;
  setBotHere(isBotHere: boolean): void;
  /** Takes over a whole state, as read from the state file. */
  restore(state: RoomState): void;
  /** Everything as a newcomer finds it. */
  clear(): void;
  /** What a strict platform would have refused: limits of the contract that a reply or message broke. */
  breaches(): readonly string[];
  noteBreaches(found: readonly string[]): void;
  /** Calls `listener` after every change; the answer stops that. */
  onChange(listener: () => void): () => void;
  changed(): void;
}

const MAX_BREACHES = 200;

export function openRoom(options: { readonly now: () => number; readonly newId: () => string }): Room {
  let state = seededRoom();
  const breaches: string[] = [];
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const held = { state: () => state, changed, now: options.now, newId: options.newId };
  const conversations = openConversations(held);
  const person = (id: string) => state.people.find((each) => each.id === id) ?? null;
  const channel = (id: string) => state.channels.find((each) => each.id === id) ?? null;
  const take = (next: RoomState) => {
    state = next;
    conversations.recount();
    changed();
  };

  return {
    space: 'room',
    conversations,
    desks: openDesks(held),
    state: () => state,
    people: () => state.people,
    person,
    channel,
    addPerson(seed) {
      const present = person(seed.id);
      if (present) return present;
      const added = newPerson(seed);
      added.reads = state.channels.map(({ id }) => ({ conversation: id, upTo: state.nextOrder - 1 }));
      state.people.push(added);
      changed();
      return added;
    },
    changePerson(id, change) {
      const found = person(id);
      if (!found) return;
      Object.assign(found, change);
      changed();
    },
    removePerson(id) {
      state.people = state.people.filter((each) => each.id !== id);
      changed();
    },
    addRole(role) {
      if (state.roles.some(({ id }) => id === role.id)) return;
      state.roles.push({ ...role });
      changed();
    },
    addChannel(added) {
      if (channel(added.id)) return;
      state.channels.push({ ...added, isHiddenFromBot: false });
      changed();
    },
    hideChannel(id, isHiddenFromBot) {
      const found = channel(id);
      if (!found) return;
      found.isHiddenFromBot = isHiddenFromBot;
      changed();
    },
    removeChannel(id) {
      state.channels = state.channels.filter((each) => each.id !== id);
      state.messages = state.messages.filter((each) => each.conversation !== id);
      changed();
    },
    setZone(zone) {
      state.zone = zone;
      changed();
    },
    setBotHere(isBotHere) {
      state.isBotHere = isBotHere;
      changed();
    },
    restore: take,
    clear() {
      breaches.length = 0;
      take(seededRoom());
    },
    breaches: () => breaches,
    noteBreaches(found) {
      if (breaches.length < MAX_BREACHES) breaches.push(...found);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
  };
}
