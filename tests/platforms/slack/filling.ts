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
    const state = await stateOf(element, list, (text) =>
      suggest({ action: String(element.action_id), block: String(block.block_id), typed: text }),
    );
    values[String(block.block_id)] = { [String(element.action_id)]: { type: element.type, ...state } };
    const fault = clientFault(element, state, block.optional === true);
    if (fault) faults[String(block.block_id)] = fault;
  }
  return { values, faults };
}

/** What a field holds when the form opens. */
export function initialOf(element: Json): string | readonly string[] | null {
  const one = [
    element.initial_value,
    element.initial_date,
    element.initial_time,
    element.initial_user,
    element.initial_conversation,
  ];
  const found = one.find((value) => typeof value === 'string');
  if (typeof found === 'string') return found;
  if (isObject(element.initial_option)) return plainOf(element.initial_option.text);
  if (Array.isArray(element.initial_options))
    return element.initial_options.filter(isObject).map((option) => plainOf(option.text));
  const people = [element.initial_users, element.initial_conversations].find(Array.isArray);
  return Array.isArray(people) ? people.map(String) : null;
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

/** Slack's own client refuses these before the app hears of them. */
function clientFault(element: Json, state: Json, isOptional: boolean): string | null {
  const filled = Object.values(state).some((value) => (Array.isArray(value) ? value.length > 0 : value !== null));
  if (!filled) return isOptional ? null : 'Please complete this required field.';
  const max = Number(element.max_length ?? element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const length = Math.max(
    ...Object.values(state).map((value) => (typeof value === 'string' || Array.isArray(value) ? value.length : 0)),
  );
  return length > max ? `Please keep this to ${max}.` : null;
}
