import { Ajv, type ValidateFunction } from 'ajv';
import { spec } from '../../support/specs.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is wrong with blocks or a view by Block Kit's documented limits, and by the official types where they are at hand. */
export function faultsOfBlocks(blocks: unknown, most: number): readonly string[] {
  if (!Array.isArray(blocks)) return ['blocks are not a list'];
  const actions = ids(blocks, 'action_id');
  const blockIds = ids(blocks, 'block_id');
  return [
    ...(blocks.length > most ? [`${blocks.length} blocks`] : []),
    ...(textOf(blocks) > 13_200 ? [`msg_blocks_too_long: ${textOf(blocks)} characters`] : []),
    ...(new Set(actions).size < actions.length ? ['an action_id stands twice'] : []),
    ...(new Set(blockIds).size < blockIds.length ? ['a block_id stands twice'] : []),
    ...walk(blocks).flatMap(faultsOfPart),
    ...schemaFaults('Blocks', blocks),
  ];
}

export function faultsOfView(view: unknown): readonly string[] {
  if (!isObject(view)) return ['a view is not an object'];
  const isModal = view.type === 'modal';
  const blocks = Array.isArray(view.blocks) ? view.blocks : [];
  return [
    ...faultsOfBlocks(blocks, 100),
    ...(JSON.stringify(view).length > 250_000 ? ['view_too_large'] : []),
    ...tooLong(view.private_metadata, 3_000, 'private_metadata'),
    ...tooLong(view.callback_id, 255, 'callback_id'),
    ...(isModal ? ['title', 'submit', 'close'].flatMap((key) => plainTextFaults(view[key], 24, key)) : []),
    ...(isModal && !isObject(view.title) ? ['a modal without a title'] : []),
    ...(isModal && blocks.some((block) => isObject(block) && block.type === 'input') && !view.submit
      ? ['inputs without a submit']
      : []),
    ...schemaFaults(isModal ? 'Modal' : 'Home', view),
  ];
}

const SELECTS_NOT_IN_ACTIONS = ['multi_static_select', 'multi_users_select', 'multi_conversations_select', 'plain_text_input'];

function faultsOfPart(part: Json): readonly string[] {
  const { type } = part;
  const elements = Array.isArray(part.elements) ? part.elements : [];
  switch (type) {
    case 'section':
      return tooLong(isObject(part.text) ? part.text.text : '', 3_000, 'section text');
    case 'header':
      return plainTextFaults(part.text, 150, 'header');
    case 'context':
      return elements.length > 10 || elements.length === 0 ? ['a context of more than ten, or none'] : [];
    case 'actions':
      return [
        ...(elements.length > 25 || elements.length === 0 ? [`actions of ${elements.length}`] : []),
        ...elements
          .filter((each) => isObject(each) && SELECTS_NOT_IN_ACTIONS.includes(String(each.type)))
          .map(() => 'not in actions'),
      ];
    case 'rich_text':
    case 'rich_text_section':
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      return elements.length === 0 ? [`an empty ${type}`] : [];
    case 'text':
      return part.text === '' ? ['an empty text'] : tooLong(part.text, 3_000, 'rich text');
    case 'button':
      return [
        ...plainTextFaults(part.text, 75, 'button'),
        ...tooLong(part.value, 2_000, 'value'),
        ...tooLong(part.url, 3_000, 'url'),
      ];
    case 'image':
      return [...tooLong(part.alt_text, 2_000, 'alt_text'), ...(part.alt_text ? [] : ['an image without alt_text'])];
    case 'input':
      return [...plainTextFaults(part.label, 2_000, 'label'), ...(part.hint ? plainTextFaults(part.hint, 2_000, 'hint') : [])];
    case 'plain_text_input':
      return [
        ...tooLong(part.initial_value, Number(part.max_length ?? 3_000), 'initial_value'),
        ...(Number(part.max_length ?? 1) > 3_000 || Number(part.max_length ?? 1) < 1 ? ['max_length'] : []),
      ];
    case 'mrkdwn':
    case 'plain_text':
      return part.text === '' ? ['an empty text object'] : type === 'mrkdwn' ? aliveIn(String(part.text)) : [];
    default:
      return optionFaults(part);
  }
}

function optionFaults(part: Json): readonly string[] {
  if (!Array.isArray(part.options)) return [];
  const most = part.type === 'radio_buttons' || part.type === 'checkboxes' ? 10 : 100;
  const options: readonly unknown[] = part.options;
  const initial = isObject(part.initial_option)
    ? [part.initial_option]
    : Array.isArray(part.initial_options)
      ? part.initial_options
      : [];
  const known = new Set(options.map((option) => JSON.stringify(option)));
  return [
    ...(options.length > most || options.length === 0 ? [`${options.length} options`] : []),
    ...(initial.some((option) => !known.has(JSON.stringify(option))) ? ['an initial option that is no option'] : []),
    ...options
      .filter(isObject)
      .flatMap((option) => [
        ...plainTextFaults(option.text, 75, 'option'),
        ...tooLong(option.value, 75, 'option value'),
        ...(option.description ? plainTextFaults(option.description, 75, 'option description') : []),
      ]),
  ];
}

/** Mentions that would ring somebody, in text that Slack reads as mrkdwn. */
export const aliveIn = (text: string): readonly string[] =>
  /<!(channel|here|everyone|subteam)|<@[UW]/.test(text) ? ['an active mention'] : [];

const plainTextFaults = (part: unknown, max: number, what: string): readonly string[] => {
  if (part === undefined) return [];
  if (!isObject(part) || typeof part.text !== 'string' || part.text === '') return [`${what} without text`];
  return tooLong(part.text, max, what);
};

const tooLong = (text: unknown, max: number, what: string): readonly string[] =>
  typeof text === 'string' && text.length > max ? [`${what} of ${text.length} characters`] : [];

const textOf = (part: unknown): number =>
  walk(part).reduce((sum, each) => sum + ['text', 'alt_text'].reduce((all, key) => all + lengthOf(each[key]), 0), 0);

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

const ids = (part: unknown, key: string): readonly string[] =>
  walk(part).flatMap((each) => (typeof each[key] === 'string' ? [each[key] as string] : []));

/** Every object inside, from the outside in. */
function walk(part: unknown): readonly Json[] {
  if (Array.isArray(part)) return part.flatMap(walk);
  return isObject(part) ? [part, ...Object.values(part).flatMap(walk)] : [];
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const validators = new Map<string, ValidateFunction | null>();

/** Compiling the schemas takes longer than a trigger may wait, so it is done before anybody acts. */
export function prepareChecks(): void {
  for (const name of ['Blocks', 'Modal', 'Home'] as const) schemaFaults(name, null);
}

function schemaFaults(name: 'Blocks' | 'Modal' | 'Home', value: unknown): readonly string[] {
  if (!validators.has(name)) {
    const schema = spec(`generated/slack-${name}.schema.json`);
    validators.set(name, isObject(schema) ? new Ajv({ strict: false, allErrors: false }).compile(schema) : null);
  }
  const validate = validators.get(name);
  if (!validate || validate(value)) return [];
  const [first] = validate.errors ?? [];
  return [`not by the schema of ${name}: ${first?.instancePath} ${first?.message}`];
}
