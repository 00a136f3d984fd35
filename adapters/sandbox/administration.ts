import type { Hono } from 'hono';
import type { Notice } from '../../src/chat/invocation.ts';
import { Refused, read } from './reading.ts';
import * as requests from './requests.ts';
import type { Room } from './room.ts';

const MAX_PEOPLE = 5000;

/**
 * People, roles, channels and the room itself: what on other platforms is done in their own settings. Removing what
 * is gone already is harmless, and tells the bot once more.
 */
export function serveAdministration(options: {
  readonly app: Hono;
  readonly room: Room;
  readonly newId: () => string;
  readonly notify: (notice: Notice) => Promise<void>;
}): void {
  const { app, room, newId, notify } = options;
  const { space } = room;

  app.post('/api/people', async (context) => {
    const { id, name, roles, isSpaceAdmin } = await read(context, requests.newPerson);
    if (room.state().people.length >= MAX_PEOPLE) throw new Refused(409, 'The room is full.');
    requireRoles(room, roles);
    const person = room.addPerson({ id: id ?? newId(), name, roles, isSpaceAdmin });
    return context.json({ id: person.id });
  });
  app.post('/api/people/:id', async (context) => {
    const id = requirePerson(room, context.req.param('id'));
    const { roles, takesDirectMessages, isSpaceAdmin } = await read(context, requests.changedPerson);
    requireRoles(room, roles ?? []);
    room.changePerson(id, {
      ...(roles && { roles }),
      ...(takesDirectMessages !== undefined && { takesDirectMessages }),
      ...(isSpaceAdmin !== undefined && { isSpaceAdmin }),
    });
    return context.json({ id });
  });
  app.delete('/api/people/:id', async (context) => {
    const person = context.req.param('id');
    room.removePerson(person);
    await notify({ kind: 'person-gone', space, person });
    return context.json({ id: person });
  });
  app.post('/api/roles', async (context) => {
    const { id = newId(), name } = await read(context, requests.newRole);
    room.addRole({ id, name });
    return context.json({ id });
  });
  app.post('/api/channels', async (context) => {
    const { id = newId(), name, topic } = await read(context, requests.newChannel);
    room.addChannel({ id, name, topic, visibleTo: null });
    return context.json({ id });
  });
  app.post('/api/channels/:id', async (context) => {
    const id = requireChannel(room, context.req.param('id'));
    const { isHiddenFromBot } = await read(context, requests.changedChannel);
    room.hideChannel(id, isHiddenFromBot);
    return context.json({ id });
  });
  app.delete('/api/channels/:id', async (context) => {
    const channel = context.req.param('id');
    room.removeChannel(channel);
    await notify({ kind: 'channel-gone', space, channel });
    return context.json({ id: channel });
  });
  app.post('/api/room', async (context) => {
    const { zone, isBotHere } = await read(context, requests.changedRoom);
    if (zone !== undefined) room.setZone(zone);
    if (isBotHere !== undefined) {
      room.setBotHere(isBotHere);
      await notify({ kind: isBotHere ? 'space-present' : 'space-gone', space });
    }
    return context.json({ zone: room.state().zone });
  });
  app.post('/api/faults', async (context) => {
    const { times, how } = await read(context, requests.sendFaults);
    room.conversations.failSends(times, how);
    return context.json({ times });
  });
}

function requirePerson(room: Room, id: string): string {
  if (!room.person(id)) throw new Refused(404, 'That person is not in the room.');
  return id;
}

function requireChannel(room: Room, id: string): string {
  if (!room.channel(id)) throw new Refused(404, 'That channel is not there.');
  return id;
}

function requireRoles(room: Room, roles: readonly string[]): void {
  if (roles.some((role) => !room.state().roles.some(({ id }) => id === role)))
    throw new Refused(400, 'That role does not exist.');
}
