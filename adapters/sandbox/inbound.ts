import type { Inbox } from '../../src/chat/adapter.ts';
import type { Act, Invocation } from '../../src/chat/invocation.ts';
import type { Log } from '../../src/log.ts';
import type { Origin } from './desks.ts';
import { breachesOf, breachOfOrder } from './limits.ts';
import type { Room } from './room.ts';
import type { RoomPerson } from './room-state.ts';

/** Something that a person did, as the room knows it. */
export interface Deed {
  readonly person: RoomPerson;
  readonly event: string;
  readonly act: Exclude<Act, { kind: 'answer' }>;
  readonly origin: Origin;
  readonly locale: string | null;
}

export interface Inbound {
  /** Hands the deed to the bot; resolves when its first answer is shown. Later answers replace it by themselves. */
  begin(deed: Deed): Promise<void>;
  /** Resolves when everything that was begun has been answered. */
  settle(): Promise<void>;
}

export function inboundOf(options: { readonly room: Room; readonly inbox: Inbox; readonly log: Log }): Inbound {
  const { room, inbox, log } = options;
  const running = new Set<Promise<void>>();

  async function follow({ person, event, origin, ...deed }: Deed, answered: () => void): Promise<void> {
    const invocation = translate(room.space, { person, event, origin, ...deed });
    let isFirst = true;
    try {
      for await (const reply of inbox.handle(invocation)) {
        room.noteBreaches([...breachesOf(reply), ...breachOfOrder(reply, isFirst, deed.act.kind === 'submit')]);
        room.desks.show(person.id, { event, origin, reply, isFirst });
        isFirst = false;
        answered();
      }
    } catch (error) {
      log.error({ error }, 'a reply could not be shown');
    }
  }

  return {
    begin(deed) {
      return new Promise((resolve) => {
        const work: Promise<void> = follow(deed, resolve).finally(() => {
          running.delete(work);
          resolve();
        });
        running.add(work);
      });
    },
    async settle() {
      await Promise.all(running);
    },
  };
}

function translate(space: string, { person, event, act, locale }: Deed): Invocation {
  return {
    platform: 'sandbox',
    /** Bound to the person: nobody fetches the outcome of another's event by naming it. */
    eventId: `${person.id}.${event}`,
    space,
    person: { id: person.id, names: [person.name], roles: [...person.roles], isSpaceAdmin: person.isSpaceAdmin },
    locale,
    act,
  };
}
