import { surroundings } from '../../../adapters/sandbox/person-state.ts';
import { renderForm, renderView, textOfView } from '../../../adapters/sandbox/render.ts';
import type { Room } from '../../../adapters/sandbox/room.ts';
import type { Client } from './client.ts';
import type { World } from './world.ts';

/** A room in this process: changes are there at once, and what is read is never old. The bot's notices go over HTTP. */
export function roomWorld(room: Room, client: Client): World {
  const told: Promise<unknown>[] = [];
  const pictures = { keep: () => '', draw: async () => null };
  const failures: string[] = [];
  const tell = (telling: Promise<unknown>) => {
    told.push(telling.catch((error) => failures.push(String(error))));
  };

  return {
    addPerson: (person) => void room.addPerson(person),
    addRole: (role) => room.addRole(role),
    addChannel: ({ id, name }) => room.addChannel({ id, name, topic: '', visibleTo: null }),
    takeDirectMessages: (person, takesDirectMessages) => room.changePerson(person, { takesDirectMessages }),
    hideChannel: (channel) => room.hideChannel(channel, true),
    deleteChannel(channel) {
      room.removeChannel(channel);
      tell(client.remove(`/api/channels/${channel}`));
    },
    removePerson(person) {
      room.removePerson(person);
      tell(client.remove(`/api/people/${person}`));
    },
    removeBot() {
      room.setBotHere(false);
      tell(client.post('/api/room', { isBotHere: false }));
    },
    returnBot() {
      room.setBotHere(true);
      tell(client.post('/api/room', { isBotHere: true }));
    },
    dropConnection: () => tell(client.post('/api/drop', {})),
    failSends: (times, how) => room.conversations.failSends(times, how),
    desk(id) {
      const person = room.person(id);
      if (!person) return { panel: null, form: null };
      const around = surroundings(room, person, pictures);
      return {
        panel: person.panel && renderView(person.panel.view, around),
        form: person.form && renderForm(person.form.form, person.form.faults, around),
      };
    },
    sends() {
      const around = surroundings(room, null, pictures);
      return room.conversations.sends().map(({ conversation, at, view, nonce }) => {
        return { channel: conversation, at, text: textOfView(renderView(view, around)), nonce };
      });
    },
    breaches: () => [...room.breaches(), ...failures],
    async settle() {
      await Promise.all(told);
    },
    nextChange: (signal) =>
      new Promise((resolve) => {
        const done = () => {
          stop();
          signal.removeEventListener('abort', done);
          resolve();
        };
        const stop = room.onChange(done);
        signal.addEventListener('abort', done);
      }),
    close: async () => {
      await Promise.all(told);
    },
  };
}
