import { randomUUID } from 'node:crypto';
import type { Suggestion } from '../../../adapters/sandbox/commands.ts';
import type { PersonState, PostedMessage } from '../../../adapters/sandbox/person-state.ts';
import type { ShownView } from '../../../adapters/sandbox/render.ts';
import type { Person, PlatformFaults, Screen, ShownMessage, Where } from '../driver.ts';
import type { Client } from './client.ts';
import { buttonsOf, filled, formScreen, menusOf, shownOf } from './reading.ts';
import type { World } from './world.ts';

const PATIENCE_MS = 5000;

/** Somebody at the page: every deed goes through the same API. */
export function sandboxPerson(options: {
  readonly id: string;
  readonly handle: string;
  readonly world: World;
  readonly client: Client;
  readonly faults: PlatformFaults;
}): Person {
  const { id, handle, world, client, faults } = options;

  const screen = (): Screen => {
    const { form, panel } = world.desk(id);
    if (form) return formScreen(form);
    return panel ? { kind: 'panel', ...shownOf(panel) } : { kind: 'nothing' };
  };

  const state = async (): Promise<PersonState> => (await client.get(`/api/state?as=${id}`)) as PersonState;

  async function act(deed: Readonly<Record<string, unknown>>): Promise<Screen> {
    await world.settle();
    const event = randomUUID();
    for (let times = 0; times < faults.repeatEvents; times += 1) await client.post('/api/act', { as: id, event, ...deed });
    await world.settle();
    return screen();
  }

  /** Behind a form nothing can be pressed: whoever presses there has closed it. */
  async function press(callback: string, values: readonly string[], message?: string): Promise<Screen> {
    await world.settle();
    if (world.desk(id).form) await client.post('/api/act', { as: id, kind: 'close-form' });
    return act({ kind: 'press', callback, values, ...(message !== undefined && { message }) });
  }

  /** The newest message of the bot in a place, or the one that is named. */
  async function messageAt(where: Where | undefined): Promise<{ readonly view: ShownView; readonly id: string } | null> {
    const place = where === 'inbox' ? `inbox-${id}` : where?.channel;
    const messages = (await state()).conversations.find((each) => each.id === place)?.messages ?? [];
    const named = where === 'inbox' ? undefined : where?.message;
    const found =
      named === undefined
        ? messages.filter(({ from }) => from === 'bot').at(-1)
        : messages.flatMap((message) => [message, ...message.answers]).find((message) => message.id === named);
    return found?.from === 'bot' ? found : null;
  }

  return {
    id,
    handle,
    screen,
    run: (verb, given = {}) => act({ kind: 'command', verb, options: given }),
    async complete(verb, option, typed) {
      await world.settle();
      const found = (await client.post('/api/complete', {
        as: id,
        line: `/${verb} ${option}: ${typed}`,
      })) as readonly Suggestion[];
      return found.flatMap(({ picked }) => (picked ? [{ value: picked.value, label: picked.label }] : []));
    },
    async press(label, where) {
      await world.settle();
      const { panel } = world.desk(id);
      const isNamed = where !== undefined && where !== 'inbox' && where.message !== undefined;
      const own = isNamed ? null : panel && buttonsOf(panel).find((button) => button.label === label);
      const message = own ? null : await messageAt(where);
      const button = own ?? (message && buttonsOf(message.view).find((each) => each.label === label));
      if (!button) throw new Error(`no button "${label}" on ${JSON.stringify(message ? shownOf(message.view) : screen())}`);
      return button.callback === null ? screen() : press(button.callback, [], message?.id);
    },
    async choose(placeholder, labels) {
      await world.settle();
      const { panel } = world.desk(id);
      const menu = panel && menusOf(panel).find((each) => each.placeholder === placeholder);
      if (!menu) throw new Error(`no menu "${placeholder}" on ${JSON.stringify(screen())}`);
      const values = labels.map((label) => {
        const choice = menu.choices.find((each) => each.label === label);
        if (!choice) throw new Error(`no choice "${label}" in ${JSON.stringify(menu.choices)}`);
        return choice.value;
      });
      return press(menu.callback, values);
    },
    async fill(values) {
      await world.settle();
      const { form } = world.desk(id);
      if (!form) throw new Error(`no form on ${JSON.stringify(screen())}`);
      return act({ kind: 'submit', callback: form.callback, fields: filled(form, values) });
    },
    forge: (callback, values = []) => press(callback, values),
    async until(test, ms = PATIENCE_MS) {
      const limit = AbortSignal.timeout(ms);
      await world.settle();
      while (!test(screen())) {
        if (limit.aborted) throw new Error(`still on the screen after ${ms} ms: ${JSON.stringify(screen())}`);
        await world.nextChange(limit);
      }
      return screen();
    },
    async inbox() {
      await world.settle();
      // Also of somebody who has left the room.
      return ((await client.get(`/api/transcript?of=inbox-${id}`)) as readonly PostedMessage[]).map(shownMessage);
    },
    openHomeTab: async () => null,
  };
}

export function shownMessage(message: PostedMessage): ShownMessage {
  const { id, isPinned } = message;
  if (message.from !== 'bot') return { id, isPinned, text: message.text, buttons: [], menus: [], pictures: [], speaker: null };
  const { speaker } = message.view;
  return { id, isPinned, ...shownOf(message.view), speaker: speaker && { name: speaker.name, mark: speaker.mark } };
}
