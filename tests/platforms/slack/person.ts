import type { Person, Screen, Where } from '../driver.ts';
import { isObject } from './block-check.ts';
import { fillIn, heldIn, inputsOf, optionCalled } from './filling.ts';
import { described, redraw } from './methods.ts';
import type { Payloads, PressedOn } from './payloads.ts';
import { elementsOf, optionsOf, plainOf, shown, shownMessage } from './reading.ts';
import type { Payload } from './transport.ts';
import type { Human, Message, OpenView, World } from './world.ts';

type Json = Readonly<Record<string, unknown>>;

interface PersonServices {
  readonly world: World;
  readonly payloads: Payloads;
  readonly deliver: (payload: Payload) => Promise<Json | null>;
}

/** Something that a person sees and can press on. */
interface Surface {
  readonly blocks: readonly unknown[];
  readonly on: PressedOn;
}

const ANSWER_MS = 6_000;

/** Somebody with a Slack client: they see modals, the Home tab and messages, and press what is on them. */
export function slackPerson(human: Human, { world, payloads, deliver }: PersonServices): Person {
  const screen = (): Screen => {
    const view = human.modals.at(-1);
    if (view) return inputsOf(view).length > 0 ? formOf(view) : { kind: 'panel', ...shownView(view) };
    if (human.ephemeral) return { kind: 'panel', ...shown(human.ephemeral.blocks, world.nameOf) };
    if (human.isAtHome && human.home) return { kind: 'panel', ...shownView(human.home) };
    return { kind: 'nothing' };
  };

  const shownView = (view: OpenView) =>
    shown(blocksOf(view.body), world.nameOf, view.body.type === 'modal' ? plainOf(view.body.title) : '');

  /** Waits for the next thing to change on this person's screen. */
  const nextScreen = async (act: () => Promise<unknown>): Promise<Screen> => {
    let stop = (): void => undefined;
    const changed = new Promise<Screen>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer; on the screen: ${JSON.stringify(screen())}`)), ANSWER_MS);
      const listener = (person: string): void => {
        if (person === human.id) resolve(screen());
      };
      world.changes.on('change', listener);
      stop = () => {
        clearTimeout(timer);
        world.changes.off('change', listener);
      };
    });
    try {
      const [answer] = await Promise.all([changed, act()]);
      return answer;
    } finally {
      stop();
    }
  };

  const messagesIn = (channel: string | undefined): readonly Message[] =>
    world.messages.filter((message) => message.channel === channel && message.thread === null);
  const messageCalled = (channel: string | undefined, ts: string): readonly Message[] =>
    world.messages.filter((message) => message.channel === channel && message.ts === ts);

  /** Where a thing stands that can be pressed: in one message, or in front of the person, else in the newest of a place. */
  const find = (
    matches: (element: Json) => boolean,
    where?: Where,
  ): { readonly element: Json; readonly on: PressedOn } | null => {
    for (const { blocks, on } of surfacesOf(where)) {
      const element = elementsOf(blocks).find(matches);
      if (element) return { element, on };
    }
    return null;
  };

  const surfacesOf = (where: Where | undefined): readonly Surface[] => {
    const ofMessage = (message: Message): Surface => ({ blocks: message.blocks, on: { kind: 'message', message } });
    const channel = where === 'inbox' ? inboxId() : where?.channel;
    if (where !== undefined && where !== 'inbox' && where.message !== undefined)
      return messageCalled(channel, where.message).map(ofMessage);
    const view = human.modals.at(-1);
    return [
      ...(view ? [{ blocks: blocksOf(view.body), on: { kind: 'view' as const, view } }] : []),
      ...(!view && human.ephemeral
        ? [{ blocks: human.ephemeral.blocks, on: { kind: 'ephemeral' as const, ts: human.ephemeral.ts } }]
        : []),
      ...(human.isAtHome && human.home
        ? [{ blocks: blocksOf(human.home.body), on: { kind: 'view' as const, view: human.home } }]
        : []),
      ...messagesIn(channel).slice(-1).map(ofMessage),
    ];
  };

  /** Behind a modal nothing can be pressed: whoever presses there has closed it. */
  const close = (on: PressedOn): void => {
    if (on.kind !== 'view' || on.view === human.home) human.modals = [];
    if (on.kind === 'message') human.isAtHome = false;
  };

  const press = async (action: Json, on: PressedOn): Promise<Screen> => {
    close(on);
    const payload = payloads.press(human, { action, on });
    if (typeof action.url === 'string') {
      await deliver(payload);
      return screen();
    }
    return nextScreen(() => deliver(payload));
  };

  const submit = async (view: OpenView, values: Parameters<Payloads['submission']>[2]): Promise<Screen> =>
    nextScreen(async () => {
      const answer = await deliver(payloads.submission(human, view, values));
      if (answer === null) return;
      settle(view, answer);
      world.changed(human.id);
    });

  const settle = (view: OpenView, answer: Json): void => {
    switch (answer.response_action) {
      case 'update':
        if (isObject(answer.view)) redraw(world, view, answer.view);
        break;
      case 'errors': {
        const names = inputsOf(view).map(({ block }) => String(block.block_id));
        const errors = isObject(answer.errors) ? answer.errors : {};
        if (Object.keys(errors).some((name) => !names.includes(name)))
          world.violation('an error beside a field that is not there');
        view.faults = Object.fromEntries(Object.entries(errors).map(([name, sentence]) => [name, String(sentence)]));
        break;
      }
      case 'clear':
        human.modals = [];
        break;
      default:
        human.modals = human.modals.filter((each) => each !== view);
    }
  };

  const inboxId = (): string | undefined => world.inboxOf(human.id)?.id;

  return {
    id: human.id,
    handle: human.handle,
    screen,

    run(verb, options = {}) {
      human.modals = [];
      human.ephemeral = null;
      human.isAtHome = false;
      const typed = Object.entries(options).map(([name, value]) => ` ${name}:"${value.replace(/["“”]/g, "'")}"`);
      return nextScreen(() => deliver(payloads.command(human, `${verb}${typed.join('')}`)));
    },

    /** Slack completes nothing behind a slash command. */
    complete: async () => [],

    press(label, where) {
      const found = find(({ type, text }) => type === 'button' && plainOf(text) === label, where);
      if (!found) throw new Error(`no button called ${label}; on the screen: ${JSON.stringify(screen())}`);
      const { action_id, block_id, value, url, type, text } = found.element;
      return press(
        { type, action_id, block_id, text, ...(value !== undefined && { value }), ...(url !== undefined && { url }) },
        found.on,
      );
    },

    choose(placeholder, labels) {
      const found = find(
        (element) => String(element.type).includes('select') && plainOf(element.placeholder) === placeholder,
        'inbox',
      );
      if (!found) throw new Error(`no menu called ${placeholder}; on the screen: ${JSON.stringify(screen())}`);
      const { element, on } = found;
      const options = labels.map((label) => optionCalled(element, label));
      const { action_id, block_id, type } = element;
      return press(
        {
          type,
          action_id,
          block_id,
          ...(type === 'static_select' ? { selected_option: options[0] } : { selected_options: options }),
        },
        on,
      );
    },

    async fill(given) {
      const view = human.modals.at(-1);
      if (!view) throw new Error(`no form is open; on the screen: ${JSON.stringify(screen())}`);
      const { values, faults } = await fillIn(view, given, async (asked) => {
        const answer = await deliver(payloads.suggestion(human, view, asked));
        return Array.isArray(answer?.options) ? answer.options.filter(isObject) : [];
      });
      view.typed = values;
      if (Object.keys(faults).length > 0) {
        view.faults = faults;
        return screen();
      }
      return submit(view, values);
    },

    forge(callback, values) {
      const view = human.modals.at(-1);
      const on: PressedOn = view ? { kind: 'view', view } : { kind: 'ephemeral', ts: world.ids.timestamp() };
      const action = values?.length
        ? { type: 'static_select', action_id: `${callback}#0`, block_id: 'b', selected_option: { value: values[0] } }
        : { type: 'button', action_id: `${callback}#0`, block_id: 'b', value: callback };
      return nextScreen(() => deliver(payloads.press(human, { action, on })));
    },

    async until(test, ms = 5_000) {
      if (test(screen())) return screen();
      let stop = (): void => undefined;
      try {
        return await new Promise<Screen>((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`waited in vain; on the screen: ${JSON.stringify(screen())}`)), ms);
          const listener = (): void => {
            if (test(screen())) resolve(screen());
          };
          world.changes.on('change', listener);
          stop = () => {
            clearTimeout(timer);
            world.changes.off('change', listener);
          };
        });
      } finally {
        stop();
      }
    },

    inbox: async () => messagesIn(inboxId()).map((message) => shownMessage(message, world.nameOf)),

    openHomeTab() {
      human.modals = [];
      human.ephemeral = null;
      human.isAtHome = true;
      const team = world.teams.get(human.team);
      if (!team) throw new Error('a person without a workspace');
      const view = human.home && { view: described(world, team, human.home) };
      return nextScreen(() =>
        deliver(
          payloads.event(team, { type: 'app_home_opened', user: human.id, channel: inboxId() ?? 'D0NONE', tab: 'home', ...view }),
        ),
      );
    },
  };
}

const blocksOf = (body: Json): readonly unknown[] => (Array.isArray(body.blocks) ? body.blocks : []);

const formOf = (view: OpenView): Screen => ({
  kind: 'form',
  title: plainOf(view.body.title),
  fields: inputsOf(view).map(({ block, element }) => ({
    label: plainOf(block.label),
    kind: String(element.type),
    value: heldIn(view, block, element),
    required: block.optional !== true,
    choices: optionsOf(element).map((option) => plainOf(option.text)),
    fault: view.faults[String(block.block_id)] ?? null,
  })),
});
