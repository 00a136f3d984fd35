import {
  type APIComponentInModalActionRow,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextDisplayComponent,
  type APITextInputComponent,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord.js';
import { formatCallback } from '../../src/chat/callback.ts';
import type { Form, FormField } from '../../src/chat/view.ts';
import { textOf, type Words } from '../../src/chat/words.ts';
import { optionsOf } from './controls.ts';
import { clip, cutText, fitWords, type VerbIds } from './escape.ts';

const FORM_LIMITS = {
  title: 45,
  components: 5,
  label: 45,
  hint: 100,
  input: 4000,
  intro: 2000,
  options: 25,
} as const;

type Field<K extends FormField['kind']> = Extract<FormField, { readonly kind: K }>;
type LabelChild = APILabelComponent['component'];

/** A form as a modal. */
export function renderForm(form: Form, verbs: VerbIds): APIModalInteractionResponseCallbackData {
  const fields = form.fields.slice(0, FORM_LIMITS.components);
  const hasRoom = fields.length < FORM_LIMITS.components;
  const intro: APITextDisplayComponent[] = hasRoom ? introOf(form.intro, verbs) : [];
  return {
    custom_id: formatCallback(form.callback),
    title: clip(form.title, FORM_LIMITS.title),
    components: [...intro, ...fields.map((field, index) => labelOf(field, hasRoom || index > 0 ? null : form.intro))],
  };
}

function introOf(intro: Words | null, verbs: VerbIds): APITextDisplayComponent[] {
  const content = intro === null ? '' : fitWords(intro, verbs, FORM_LIMITS.intro).trim();
  return content === '' ? [] : [{ type: ComponentType.TextDisplay, content }];
}

/** `spare`: where the modal is full, the form's introduction stands as the first field's hint, if that has none. */
function labelOf(field: FormField, spare: Words | null): APILabelComponent {
  const hint = field.hint ?? (spare === null ? null : textOf(spare));
  return {
    type: ComponentType.Label,
    label: clip(field.label, FORM_LIMITS.label),
    ...(hint === null || hint.trim() === '' ? {} : { description: clip(hint, FORM_LIMITS.hint) }),
    component: childOf(field),
  };
}

function childOf(field: FormField): LabelChild {
  switch (field.kind) {
    case 'text':
      return textInput(field, { long: field.long, max: field.max, value: field.value, placeholder: null });
    case 'date-time':
      return textInput(field, { long: false, max: 40, value: field.value, placeholder: PATTERNS[field.precision] });
    case 'choice':
      return choiceSelect(field, field.choices, field.value, field.max);
    case 'scale':
      return choiceSelect(field, scaleChoices(field), field.value === null ? [] : [String(field.value)], 1);
    case 'picker':
      return picker(field);
    default:
      return field satisfies never;
  }
}

const PATTERNS = { date: 'YYYY-MM-DD', time: 'HH:MM', 'date-time': 'YYYY-MM-DDTHH:MM' } as const;

function textInput(
  { name, required }: FormField,
  shape: { readonly long: boolean; readonly max: number; readonly value: string; readonly placeholder: string | null },
): APITextInputComponent & APIComponentInModalActionRow {
  const max = Math.min(Math.max(shape.max, 1), FORM_LIMITS.input);
  const value = cutText(shape.value, max);
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style: shape.long ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    max_length: max,
    ...(value === '' ? {} : { value }),
    ...(shape.placeholder === null ? {} : { placeholder: shape.placeholder }),
  };
}

function choiceSelect(
  { name, required }: FormField,
  choices: Field<'choice'>['choices'],
  chosen: readonly string[],
  max: number,
): LabelChild {
  const options = optionsOf(choices);
  const most = Math.min(Math.max(max, 1), options.length);
  const marked = new Set(chosen.filter((value) => options.some((option) => option.value === value)).slice(0, most));
  return {
    type: ComponentType.StringSelect,
    custom_id: name,
    required,
    min_values: required ? 1 : 0,
    max_values: most,
    options: options.map((option) => (marked.has(option.value) ? { ...option, default: true } : option)),
  };
}

/** A radio group holds ten, a scale from 0 to 10 has eleven: a select menu. */
function scaleChoices({ from, to, fromLabel, toLabel }: Field<'scale'>): Field<'choice'>['choices'] {
  const count = Math.min(Math.max(to - from + 1, 1), FORM_LIMITS.options);
  return Array.from({ length: count }, (_, step) => {
    const end = step === 0 ? fromLabel : from + step === to ? toLabel : '';
    const value = String(from + step);
    return { value, label: end === '' ? value : `${value}: ${end}`, detail: null };
  });
}

function picker({ name, required, of, max, value }: Field<'picker'>): LabelChild {
  const most = Math.min(Math.max(max, 1), FORM_LIMITS.options);
  const common = { custom_id: name, required, min_values: required ? 1 : 0, max_values: most };
  const chosen = [...new Set(value)].filter((id) => /^\d{17,20}$/.test(id)).slice(0, most);
  switch (of) {
    case 'person':
      return {
        ...common,
        type: ComponentType.UserSelect,
        default_values: chosen.map((id) => ({ id, type: SelectMenuDefaultValueType.User })),
      };
    case 'role':
      return {
        ...common,
        type: ComponentType.RoleSelect,
        default_values: chosen.map((id) => ({ id, type: SelectMenuDefaultValueType.Role })),
      };
    case 'channel':
      return {
        ...common,
        type: ComponentType.ChannelSelect,
        channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
        default_values: chosen.map((id) => ({ id, type: SelectMenuDefaultValueType.Channel })),
      };
    default:
      return of satisfies never;
  }
}
