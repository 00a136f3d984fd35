import type { PostedMessage } from '../../../adapters/sandbox/person-state.ts';
import type { Room } from '../../../adapters/sandbox/room.ts';
import { seededRoom } from '../../../adapters/sandbox/room-state.ts';
import type { LoopbackPlatform, Person, PlatformFaults } from '../driver.ts';
import { roomClient } from './client.ts';
import { sandboxPerson, shownMessage } from './person.ts';
import { remoteWorld } from './remote-world.ts';
import { roomWorld } from './room-world.ts';
import type { World } from './world.ts';

/**
 * The sandbox as a platform for tests. `url` is where the adapter's routes are served; with `room` (the adapter's
 * own, in this process) people, channels and faults are there at once and nothing that is read is ever old.
 */
export async function openSandbox({
  url,
  room = null,
}: {
  readonly url: string;
  readonly room?: Room | null;
}): Promise<LoopbackPlatform> {
  const client = roomClient(url);
  const world = room ? roomWorld(room, client) : remoteWorld(url, client);
  const { roles, channels } = seededRoom();
  const roleIds = new Map(roles.map(({ id, name }) => [name, id]));
  const channelIds = new Map(channels.map(({ id, name }) => [name, id]));
  const people = new Map<string, Person>();
  const faults = faultsOf(world);

  return {
    name: 'sandbox',
    space: 'room',
    person(handle, { isSpaceAdmin = false, roles: held = [] } = {}) {
      const present = people.get(handle);
      if (present) return present;
      const id = idOf('person', handle);
      world.addPerson({ id, name: handle, roles: held.map((role) => roleIds.get(role) ?? role), isSpaceAdmin });
      const person = sandboxPerson({ id, handle, world, client, faults });
      people.set(handle, person);
      return person;
    },
    channel(name) {
      return channelIds.get(name) ?? remember(channelIds, name, 'channel', (id) => world.addChannel({ id, name }));
    },
    role(name) {
      return roleIds.get(name) ?? remember(roleIds, name, 'role', (id) => world.addRole({ id, name }));
    },
    async messages(channel) {
      await world.settle();
      return ((await client.get(`/api/transcript?of=${channel}`)) as readonly PostedMessage[]).map(shownMessage);
    },
    async thread(channel, message) {
      await world.settle();
      const messages = (await client.get(`/api/transcript?of=${channel}`)) as readonly PostedMessage[];
      return (messages.find(({ id }) => id === message)?.answers ?? []).map(shownMessage);
    },
    everySend: () => world.sends(),
    faults,
    violations: () => world.breaches(),
    environment: () => ({ SANDBOX: 'on' }),
    close: () => world.close(),
  };
}

function remember(ids: Map<string, string>, name: string, kind: string, add: (id: string) => void): string {
  const id = idOf(kind, name);
  ids.set(name, id);
  add(id);
  return id;
}

/** The same name has the same id in every run. */
const idOf = (kind: string, name: string): string =>
  `${kind}-${name.replace(/[^A-Za-z0-9-]/g, (letter) => `_${letter.codePointAt(0)?.toString(16)}`)}`;

function faultsOf(world: World): PlatformFaults {
  const closedInboxes = new Set<string>();
  const noting: Set<string> = Object.assign(closedInboxes, {
    add(person: string) {
      world.takeDirectMessages(person, false);
      return Set.prototype.add.call(closedInboxes, person) as Set<string>;
    },
    delete(person: string) {
      world.takeDirectMessages(person, true);
      return Set.prototype.delete.call(closedInboxes, person);
    },
    clear() {
      for (const person of [...closedInboxes]) noting.delete(person);
    },
  });
  return {
    repeatEvents: 1,
    closedInboxes: noting,
    hideChannel: world.hideChannel,
    deleteChannel: world.deleteChannel,
    removeBot: world.removeBot,
    returnBot: world.returnBot,
    removePerson: world.removePerson,
    failSends: world.failSends,
    dropConnection: world.dropConnection,
  };
}
