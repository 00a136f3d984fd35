import type { BlockAction, BlockElementAction, ViewOutput } from '@slack/bolt';
import type { Origin } from './render.ts';

/** A button or menu that was used, and where. */
export interface Pressed {
  readonly callback: string;
  readonly values: readonly string[];
  readonly origin: Origin;
  /** Null for a press in a message or on the Home tab: its answer opens a modal. */
  readonly modal: { readonly view: string; readonly hash: string } | null;
  readonly respondTo: string | null;
}

/** Null for what has nothing to answer: a button that opened an address, a field of a form that was changed. */
export function pressOf(body: BlockAction): Pressed | null {
  const action = body.actions[0];
  const callback = action && callbackOf(action);
  if (!action || !callback) return null;
  const { view } = body;
  return {
    callback,
    values: action.type === 'button' ? [] : valuesOf(action),
    origin: view?.type === 'home' || view?.private_metadata === 'home' ? 'home' : '',
    modal: view?.type === 'modal' ? { view: view.id, hash: view.hash } : null,
    respondTo: body.response_url || null,
  };
}

/** Every field of a form that was sent, by the name that its block carries. */
export function fieldsOf(view: ViewOutput): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(view.state.values).map(([field, actions]) => [
      field,
      Object.values(actions).flatMap((state) => valuesOf(state)),
    ]),
  );
}

/** A button carries its callback as its value, a menu before the number in its action's id. */
function callbackOf(action: BlockElementAction): string | null {
  if (action.type === 'button') return action.action_id.startsWith('link#') ? null : (action.value ?? null);
  const match = /^([^#]+)#\d+$/.exec(action.action_id);
  return match?.[1] ?? null;
}

type Stated = Readonly<Record<string, unknown>>;

/** What stands in an element, whichever it is: Slack names it after the kind of element. */
function valuesOf(element: object): readonly string[] {
  const state = element as Stated;
  const one = [
    state.value,
    state.selected_date,
    state.selected_time,
    state.selected_user,
    state.selected_channel,
    state.selected_conversation,
    optionValue(state.selected_option),
  ];
  const many = [state.selected_users, state.selected_channels, state.selected_conversations, state.selected_options];
  const all = [...one, ...many.flatMap((list) => (Array.isArray(list) ? list.map(optionValue) : []))];
  return all.filter((value): value is string => typeof value === 'string' && value !== '');
}

const optionValue = (option: unknown): unknown =>
  typeof option === 'object' && option !== null && 'value' in option ? option.value : option;
