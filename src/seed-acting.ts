import type { Clock } from './calendar/clock.ts';
import type { Inbox } from './chat/adapter.ts';
import { formatCallback } from './chat/callback.ts';
import type { Act, Invocation, InvokingPerson } from './chat/invocation.ts';
import type { Block, Reply, View } from './chat/view.ts';

/** As much of a sandbox room as the seeding needs. */
export interface SeedRoom {
  readonly space: string;
  state(): { readonly people: readonly SeedPerson[]; readonly messages: readonly SeedMessage[] };
  addPerson(person: SeedPerson): unknown;
}

interface SeedMessage {
  readonly body: { readonly kind: 'said' } | { readonly kind: 'view'; readonly view: Pick<View, 'blocks'> };
}

interface SeedPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly isSpaceAdmin: boolean;
}

type Fields = Readonly<Record<string, readonly string[]>>;

/** People of the room who act through the real bot; each act gives what they read last, or null for who is not there. */
export interface SeedActing {
  command(id: string, verb: string): Promise<Reply | null>;
  press(id: string, callback: string, values?: readonly string[]): Promise<Reply | null>;
  submit(id: string, callback: string, fields: Fields): Promise<Reply | null>;
  /** Presses the first button with this action on what was shown, or chooses the first of its menu; null where there is neither. */
  pressed(id: string, shown: Reply | null, action: string): Promise<Reply | null>;
}

export interface SeedActingOptions {
  readonly room: SeedRoom;
  readonly inbox: Pick<Inbox, 'handle'>;
  readonly clock: Pick<Clock, 'now'>;
}

export function openSeedActing({ room, inbox, clock }: SeedActingOptions): SeedActing {
  const begun = clock.now();
  let events = 0;

  async function act(id: string, what: Act): Promise<Reply | null> {
    const person = room.state().people.find((candidate) => candidate.id === id);
    if (!person) return null;
    events += 1;
    const invocation: Invocation = {
      platform: 'sandbox',
      eventId: `seed-${begun}-${events}`,
      space: room.space,
      person: personOf(person),
      locale: null,
      act: what,
    };
    let last: Reply | null = null;
    for await (const reply of inbox.handle(invocation)) last = reply;
    return last;
  }

  const press: SeedActing['press'] = (id, callback, values = []) => act(id, { kind: 'press', callback, values });

  return {
    press,
    command: (id, verb) => act(id, { kind: 'command', verb, options: {} }),
    submit: (id, callback, fields) => act(id, { kind: 'submit', callback, fields }),
    async pressed(id, shown, action) {
      const callback = callbackOf(shown, action);
      if (callback !== null) return press(id, callback);
      const menu = blocksOf(shown).find((block) => block.kind === 'menu' && block.callback.action === action);
      const first = menu?.kind === 'menu' ? menu.choices[0] : undefined;
      return menu?.kind === 'menu' && first ? press(id, formatCallback(menu.callback), [first.value]) : null;
    },
  };
}

const personOf = (person: SeedPerson): InvokingPerson => ({
  id: person.id,
  names: [person.name],
  roles: person.roles,
  isSpaceAdmin: person.isSpaceAdmin,
});

const blocksOf = (shown: Pick<View, 'blocks'> | Reply | null): readonly Block[] =>
  shown !== null && 'blocks' in shown ? shown.blocks : [];

/** Of the first button with this action. */
export function callbackOf(shown: Pick<View, 'blocks'> | Reply | null, action: string): string | null {
  const buttons = blocksOf(shown).flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  const found = buttons.find(({ press }) => press.kind === 'callback' && press.callback.action === action);
  return found?.press.kind === 'callback' ? formatCallback(found.press.callback) : null;
}

/** The id that this button carries. */
export const idOf = (shown: Pick<View, 'blocks'> | Reply | null, action: string): string | null =>
  callbackOf(shown, action)?.split(':')[2] ?? null;
