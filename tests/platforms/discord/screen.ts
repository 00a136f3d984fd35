import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
} from 'discord.js';
import type { Screen, Shown, ShownMessage } from '../driver.ts';
import { type Names, readMarkdown } from './markdown.ts';
import type { MessageRecord, World } from './world.ts';

type Control = APIComponentInMessageActionRow;
export type Modal = APIModalInteractionResponseCallbackData;
/** A control inside a modal's label, as the wire has it. */
export type Input = Extract<Modal['components'][number], { readonly component: unknown }>['component'];
export interface LabelledInput {
  readonly label: string;
  readonly input: Input;
}

export const namesIn = (world: World): Names => ({ channel: (id) => world.channels.get(id)?.name ?? 'unknown' });

/** All markdown of a message, in the order in which it is read. */
export const markdownParts = ({ content, embeds }: Pick<MessageRecord, 'content' | 'embeds'>): readonly string[] =>
  [
    content,
    ...embeds.flatMap(({ title, description, fields, footer }) => [
      title,
      description,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
      footer?.text,
    ]),
  ].flatMap((part) => (part ? [part] : []));

/** Files that stand beside names and not as pictures of their own. */
export const iconsOf = ({ embeds }: Pick<MessageRecord, 'embeds'>): readonly string[] =>
  embeds.flatMap(({ author }) => {
    const [, name] = /^attachment:\/\/(.+)$/.exec(author?.icon_url ?? '') ?? [];
    return name === undefined ? [] : [name];
  });

export const controlsOf = ({ components }: Pick<MessageRecord, 'components'>): readonly Control[] =>
  components.flatMap((row) => (row.type === ComponentType.ActionRow ? (row as APIActionRowComponent<Control>).components : []));

export function shownOf(world: World, message: MessageRecord): Shown {
  const controls = controlsOf(message);
  return {
    text: markdownParts(message)
      .map((part) => readMarkdown(part, namesIn(world)).text)
      .join('\n'),
    buttons: controls.flatMap((c) => (c.type === ComponentType.Button && 'label' in c && c.label ? [c.label] : [])),
    menus: controls.flatMap((c) => (c.type !== ComponentType.Button && c.placeholder ? [c.placeholder] : [])),
    pictures: message.attachments
      .filter(({ filename }) => !iconsOf(message).includes(filename))
      .map(({ description }) => ({ alt: description ?? '' })),
  };
}

export const shownMessage = (world: World, message: MessageRecord): ShownMessage => ({
  ...shownOf(world, message),
  id: message.id,
  isPinned: message.isPinned,
  speaker: speakerOf(message),
});

/** The line above an embed: a name, and what they are here. */
function speakerOf({ embeds }: MessageRecord): ShownMessage['speaker'] {
  const author = embeds[0]?.author?.name;
  if (author === undefined) return null;
  const [name = '', mark = null] = author.split(' · ');
  return { name, mark };
}

export const inputsOf = (modal: Modal): readonly LabelledInput[] =>
  modal.components.flatMap((part) => (part.type === ComponentType.Label ? [{ label: part.label, input: part.component }] : []));

export function formScreen(modal: Modal): Screen {
  return {
    kind: 'form',
    title: modal.title,
    fields: inputsOf(modal).map(({ label, input }) => ({
      label,
      kind: ComponentType[input.type] ?? 'unknown',
      value: standingIn(input),
      required: !('required' in input) || input.required !== false,
      choices: choicesOf(input).map((choice) => choice.label),
      fault: null,
    })),
  };
}

export const choicesOf = (input: Input): readonly { readonly value: string; readonly label: string }[] =>
  'options' in input && input.options ? input.options : [];

/** What a control holds when the modal opens. */
export function standingIn(input: Input): string | readonly string[] | null {
  switch (input.type) {
    case ComponentType.TextInput:
      return input.value ?? '';
    case ComponentType.StringSelect:
    case ComponentType.CheckboxGroup:
      return input.options.filter((option) => option.default).map(({ value }) => value);
    case ComponentType.RadioGroup:
      return input.options.find((option) => option.default)?.value ?? null;
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.ChannelSelect:
    case ComponentType.MentionableSelect:
      return (input.default_values ?? []).map(({ id }) => id);
    default:
      return null;
  }
}
