import { isObject } from './block-check.ts';
import { optionsOf, plainOf } from './reading.ts';
import type { OpenView } from './world.ts';

type Json = Readonly<Record<string, unknown>>;
export type StateValues = Record<string, Record<string, object>>;

/** Asks the app for completions, as Slack does while somebody types. */
type Suggest = (asked: { readonly action: string; readonly block: string; readonly typed: string }) => Promise<readonly Json[]>;

/** The input blocks of a form. */
export const inputsOf = (view: OpenView): readonly { readonly block: Json; readonly element: Json }[] =>
  (Array.isArray(view.body.blocks) ? view.body.blocks : []).filter(isObject).flatMap((block) => {
    const { element } = block;
    return block.type === 'input' && isObject(element) ? [{ block, element }] : [];
  });

/**
 * What stands in a form once a person has filled it, and what Slack's own client would not let them send.
 * @throws when a label or choice is not there.
 */
export async function fillIn(
  view: OpenView,
  given: Readonly<Record<string, string | readonly string[]>>,
  suggest: Suggest,
): Promise<{ readonly values: StateValues; readonly faults: Readonly<Record<string, string>> }> {
  const inputs = inputsOf(view);
  const labels = inputs.map(({ block }) => plainOf(block.label));
  const unknown = Object.keys(given).filter((label) => !labels.includes(label));
  if (unknown.length > 0) throw new Error(`no field called ${unknown.join(', ')} among ${labels.join(', ')}`);
  const values: StateValues = {};
  const faults: Record<string, string> = {};
  for (const { block, element } of inputs) {
    const label = plainOf(block.label);
    const typed = given[label];
    const list = typed === undefined ? null : typeof typed === 'string' ? [typed] : [...typed];
    const before = view.typed[String(block.block_id)]?.[String(element.action_id)];
    const state =
      list === null && isObject(before)
        ? before
        : await stateOf(element, list, (text) =>
            suggest({ action: String(element.action_id), block: String(block.block_id), typed: text }),
          );
    values[String(block.block_id)] = { [String(element.action_id)]: { type: element.type, ...state } };
    const fault = clientFault(state, block.optional === true);
    if (fault) faults[String(block.block_id)] = fault;
  }
  return { values, faults };
}

/** What stands in a field: what was typed or chosen, else what the form opened with. */
export function heldIn(view: OpenView, block: Json, element: Json): string | readonly string[] | null {
  const state = view.typed[String(block.block_id)]?.[String(element.action_id)];
  const values = isObject(state)
    ? Object.entries(state).flatMap(([key, value]) => (key === 'type' ? [] : [value]))
    : Object.entries(element).flatMap(([key, value]) => (key.startsWith('initial_') ? [value] : []));
  const [held] = values;
  if (Array.isArray(held)) return held.map((each) => (isObject(each) ? plainOf(each.text) : String(each)));
  return isObject(held) ? plainOf(held.text) : typeof held === 'string' ? held : null;
}

async function stateOf(element: Json, list: readonly string[] | null, suggest: (typed: string) => Promise<readonly Json[]>) {
  const [first] = list ?? [];
  switch (element.type) {
    case 'plain_text_input':
      return { value: list === null ? (element.initial_value ?? null) : first || null };
    case 'datepicker':
      return { selected_date: list === null ? (element.initial_date ?? null) : first || null };
    case 'timepicker':
      return { selected_time: list === null ? (element.initial_time ?? null) : first || null };
    case 'static_select':
    case 'radio_buttons':
      return { selected_option: list === null ? (element.initial_option ?? null) : first ? optionCalled(element, first) : null };
    case 'external_select':
      return {
        selected_option: list === null ? (element.initial_option ?? null) : first ? await suggested(first, suggest) : null,
      };
    case 'checkboxes':
    case 'multi_static_select':
      return {
        selected_options: list === null ? (element.initial_options ?? []) : list.map((label) => optionCalled(element, label)),
      };
    case 'users_select':
      return { selected_user: list === null ? (element.initial_user ?? null) : (first ?? null) };
    case 'multi_users_select':
      return { selected_users: list ?? element.initial_users ?? [] };
    case 'conversations_select':
      return { selected_conversation: list === null ? (element.initial_conversation ?? null) : (first ?? null) };
    case 'multi_conversations_select':
      return { selected_conversations: list ?? element.initial_conversations ?? [] };
    default:
      throw new Error(`nobody can fill a ${String(element.type)}`);
  }
}

async function suggested(typed: string, suggest: (typed: string) => Promise<readonly Json[]>): Promise<Json> {
  const options = await suggest(typed);
  const found = options.find((option) => plainOf(option.text) === typed || option.value === typed) ?? options.at(-1);
  if (!found) throw new Error('nothing was suggested');
  return found;
}

/** By label, value, or the number that begins the label of a step on a scale. */
export function optionCalled(element: Json, label: string): Json {
  const options = optionsOf(element);
  const found = options.find(
    (option) => plainOf(option.text) === label || option.value === label || plainOf(option.text).startsWith(`${label} – `),
  );
  if (!found) throw new Error(`no choice called ${label} among ${options.map((option) => plainOf(option.text)).join(', ')}`);
  return found;
}

/** Slack's own client lets nobody leave out what is required; what is too long is sent, as a forged client would. */
function clientFault(state: Json, isOptional: boolean): string | null {
  const filled = Object.entries(state).some(
    ([key, value]) => key !== 'type' && (Array.isArray(value) ? value.length > 0 : value !== null),
  );
  return filled || isOptional ? null : 'Please complete this required field.';
}
