import { ComponentType, InteractionType } from 'discord.js';
import type { Person, Screen, Where } from '../driver.ts';
import { commandData, forgottenMessage, interactionOf, pressData, submitData } from './acts.ts';
import type { InteractionRecord, Interactions, Outcome } from './interactions.ts';
import {
  choicesOf,
  controlsOf,
  formScreen,
  inputsOf,
  type LabelledInput,
  type Modal,
  shownMessage,
  shownOf,
  standingIn,
} from './screen.ts';
import {
  type ChannelRecord,
  changed,
  channelWith,
  type MessageRecord,
  type PersonRecord,
  standing,
  type World,
} from './world.ts';

/** A person at Discord's own client. */
export interface DiscordPerson extends Person {
  /** Types a command in the direct messages with the bot. */
  runInInbox(verb: string, options?: Readonly<Record<string, string>>): Promise<Screen>;
  /** Sends a form as a forger would: any callback, any fields. */
  forgeForm(callback: string, fields: Readonly<Record<string, string | readonly string[]>>): Promise<Screen>;
}

export interface Stagehands {
  readonly world: World;
  readonly interactions: Interactions;
  /** Hands an interaction to the bot, as often as faults say. */
  readonly deliver: (record: InteractionRecord, payload: object) => void;
  /** Where people are when they type. */
  readonly place: () => ChannelRecord;
}

type Sight =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'message'; readonly message: MessageRecord }
  | { readonly kind: 'modal'; readonly modal: Modal; readonly record: InteractionRecord }
  /** Under the panel on which it was pressed, where it was one: its buttons stay. */
  | { readonly kind: 'silence'; readonly on: MessageRecord | null };

const FILLED_WITHIN_MS = 20_000;
const UNTIL_MS = 5_000;

export function personAt(record: PersonRecord, { world, interactions, deliver, place }: Stagehands): DiscordPerson {
  let sight: Sight = { kind: 'nothing' };

  function screen(): Screen {
    switch (sight.kind) {
      case 'nothing':
        return { kind: 'nothing' };
      case 'silence':
        return { kind: 'panel', text: 'The application did not respond', buttons: [], menus: [], pictures: [] };
      case 'modal':
        return formScreen(sight.modal);
      case 'message':
        return { kind: 'panel', ...shownOf(world, sight.message) };
      default:
        return sight satisfies never;
    }
  }

  async function act(
    kind: InteractionRecord['kind'],
    type: InteractionType,
    data: object,
    at: { readonly channel: ChannelRecord; readonly source: MessageRecord | null },
  ): Promise<Outcome> {
    const begun = interactions.begin(kind, record.id, at.channel.id, at.source);
    deliver(begun, interactionOf({ world, person: record, channel: at.channel }, begun, type, data));
    const outcome = await within(FILLED_WITHIN_MS, begun.outcome);
    if (outcome.kind === 'message') sight = { kind: 'message', message: outcome.message };
    else if (outcome.kind === 'modal') sight = { kind: 'modal', modal: outcome.modal, record: begun };
    else if (outcome.kind === 'silence')
      sight = { kind: 'silence', on: kind === 'component' && at.source === panel() ? panel() : null };
    changed(world);
    return outcome;
  }

  async function command(channel: ChannelRecord, verb: string, options: Readonly<Record<string, string>>): Promise<Screen> {
    if (!world.hasBot || !record.isHere) throw new Error('the bot and this person have no server in common');
    await act('command', InteractionType.ApplicationCommand, commandData(world, verb, options), { channel, source: null });
    return screen();
  }

  async function touch(source: MessageRecord, customId: string, values: readonly string[] | null): Promise<Screen> {
    const channel = world.channels.get(source.channel) ?? place();
    await act('component', InteractionType.MessageComponent, pressData(customId, values), { channel, source });
    return screen();
  }

  function panel(): MessageRecord | null {
    if (sight.kind === 'silence') return sight.on;
    return sight.kind === 'message' ? sight.message : null;
  }
  const inboxChannel = (): ChannelRecord => channelWith(world, record.id);

  /** What this person looks at: their panel, one message, or those of a place with the newest first. */
  function inView(where: Where | undefined): readonly MessageRecord[] {
    if (where === undefined) return [panel()].filter((open) => open !== null);
    if (where === 'inbox') return [...standing(world, inboxChannel().id)].reverse();
    return where.message === undefined ? [...standing(world, where.channel)].reverse() : messageCalled(where.message);
  }

  function find<T>(where: Where | undefined, pick: (message: MessageRecord) => T | null, what: string) {
    const messages = inView(where);
    for (const message of messages) {
      const found = pick(message);
      if (found !== null) return { message, found };
    }
    const seen = where === undefined ? screen() : messages.map((message) => shownOf(world, message));
    throw new Error(`${record.handle} sees no ${what}: ${JSON.stringify(seen)}`);
  }

  /** In a channel or in a thread. */
  function messageCalled(id: string): readonly MessageRecord[] {
    const found = world.messages.get(id);
    return found && !found.isDeleted && found.onlyFor === null ? [found] : [];
  }

  return {
    id: record.id,
    handle: record.handle,
    run: (verb, options = {}) => command(place(), verb, options),
    runInInbox: (verb, options = {}) => command(inboxChannel(), verb, options),

    async complete(verb, option, typed) {
      const data = commandData(world, verb, { [option]: typed }, option);
      const channel = place();
      const outcome = await act('completion', InteractionType.ApplicationCommandAutocomplete, data, { channel, source: null });
      return outcome.kind === 'choices' ? outcome.choices.map(({ name, value }) => ({ value, label: name })) : [];
    },

    async press(label, where) {
      const { message, found } = find(where, (m) => buttonOf(m, label), `button "${label}"`);
      return 'custom_id' in found ? touch(message, found.custom_id, null) : screen();
    },

    async choose(placeholder, labels) {
      const { message, found } = find(undefined, (m) => menuOf(m, placeholder), `menu "${placeholder}"`);
      return touch(
        message,
        found.custom_id,
        labels.map((label) => chosenValue(found.options, label)),
      );
    },

    async fill(values) {
      if (sight.kind !== 'modal') throw new Error(`${record.handle} sees no form: ${JSON.stringify(screen())}`);
      const { modal, record: opened } = sight;
      const inputs = inputsOf(modal);
      const stray = Object.keys(values).find((label) => !inputs.some((one) => one.label === label));
      if (stray !== undefined) throw new Error(`the form has no field "${stray}"`);
      const entered = new Map(inputs.map((one) => [one.input.custom_id, entryOf(one, values[one.label])]));
      const channel = world.channels.get(opened.channel) ?? place();
      await act('modal', InteractionType.ModalSubmit, submitData(modal, entered), { channel, source: opened.source });
      return screen();
    },

    forge(callback, values) {
      const channel = place();
      return touch(panel() ?? forgottenMessage(world, record.id, channel.id), callback, values ?? null);
    },

    async forgeForm(callback, fields) {
      const components = Object.entries(fields).map(([name, value]) => ({
        type: ComponentType.Label,
        id: 1,
        component:
          typeof value === 'string'
            ? { type: ComponentType.TextInput, id: 2, custom_id: name, value }
            : { type: ComponentType.StringSelect, id: 2, custom_id: name, values: value },
      }));
      await act('modal', InteractionType.ModalSubmit, { custom_id: callback, components }, { channel: place(), source: panel() });
      return screen();
    },

    screen,

    until(test, ms = UNTIL_MS) {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (test(screen())) finish(() => resolve(screen()));
        };
        const timer = setTimeout(() => {
          finish(() => reject(new Error(`${record.handle} waited ${ms} ms and sees ${JSON.stringify(screen())}`)));
        }, ms);
        const finish = (then: () => void) => {
          clearTimeout(timer);
          world.watchers.delete(look);
          then();
        };
        world.watchers.add(look);
        look();
      });
    },

    inbox: async () => standing(world, inboxChannel().id).map((message) => shownMessage(world, message)),
    openHomeTab: async () => null,
  };
}

function buttonOf(message: MessageRecord, label: string) {
  return controlsOf(message).find((c) => c.type === ComponentType.Button && 'label' in c && c.label === label) ?? null;
}

function menuOf(message: MessageRecord, placeholder: string) {
  for (const control of controlsOf(message)) {
    if (control.type === ComponentType.StringSelect && control.placeholder === placeholder) return control;
  }
  return null;
}

/** What goes into one input: texts and ids as they are, choices by label. */
function entryOf({ input }: LabelledInput, given: string | readonly string[] | undefined): string | readonly string[] {
  if (given === undefined) return standingIn(input) ?? [];
  if (input.type === ComponentType.TextInput) return typeof given === 'string' ? given : given.join('\n');
  const list = typeof given === 'string' ? [given] : given;
  const choices = choicesOf(input);
  return choices.length === 0 ? list : list.map((label) => chosenValue(choices, label));
}

/** By label, or by the start of one that says more: `0` for `0: not at all`. */
function chosenValue(choices: readonly { readonly value: string; readonly label: string }[], label: string): string {
  const choice = choices.find((one) => one.label === label) ?? choices.find((one) => one.label.startsWith(`${label}:`));
  if (!choice) throw new Error(`no choice "${label}" among ${choices.map((one) => one.label).join(', ')}`);
  return choice.value;
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing was shown within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
