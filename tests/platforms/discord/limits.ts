import { ComponentType } from 'discord.js';

/** The documented limits that the published schemas lack. Each function names what is broken; nothing when all is well. */

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
const length = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

const within = (what: string, value: unknown, max: number, min = 0): readonly string[] => {
  const size = length(value);
  if (value === undefined || value === null) return min > 0 ? [`${what} is missing`] : [];
  return size > max || size < min ? [`${what} has ${size} characters, ${min} to ${max} fit`] : [];
};
const count = (what: string, items: readonly unknown[], max: number, min = 0): readonly string[] =>
  items.length > max || items.length < min ? [`${items.length} ${what}, ${min} to ${max} fit`] : [];

export function messageFaults(body: Json): readonly string[] {
  const embeds = list(body.embeds);
  const rows = list(body.components);
  const controls = rows.flatMap((row) => list(row.components));
  return [
    ...within('content', body.content, 2000),
    ...count('embeds', embeds, 10),
    ...embeds.flatMap(embedFaults),
    ...(embeds.reduce((sum, embed) => sum + embedLength(embed), 0) > 6000 ? ['embeds hold 6000 characters together'] : []),
    ...count('rows', rows, 5),
    ...rows.flatMap(rowFaults),
    ...repeated(
      'custom id',
      controls.map((control) => control.custom_id),
    ),
    ...count('attachments', list(body.attachments), 10),
    ...list(body.attachments).flatMap((attachment) => within('attachment description', attachment.description, 1024)),
  ];
}

/** A message needs something that can be seen. */
export const isEmpty = (message: Json, files: number): boolean =>
  length(message.content) === 0 && list(message.embeds).length === 0 && files === 0 && list(message.components).length === 0;

const embedFaults = (embed: Json): readonly string[] => [
  ...within('embed title', embed.title, 256),
  ...within('embed description', embed.description, 4096),
  ...(isJson(embed.author) ? within('embed author', embed.author.name, 256, 1) : []),
  ...count('embed fields', list(embed.fields), 25),
  ...list(embed.fields).flatMap((field) => [
    ...within('field name', field.name, 256, 1),
    ...within('field value', field.value, 1024, 1),
  ]),
  ...(isJson(embed.footer) ? within('embed footer', embed.footer.text, 2048) : []),
];

const embedLength = (embed: Json): number =>
  length(embed.title) +
  length(embed.description) +
  (isJson(embed.footer) ? length(embed.footer.text) : 0) +
  (isJson(embed.author) ? length(embed.author.name) : 0) +
  list(embed.fields).reduce((sum, field) => sum + length(field.name) + length(field.value), 0);

function rowFaults(row: Json): readonly string[] {
  if (row.type !== ComponentType.ActionRow) return [`component type ${String(row.type)} does not stand at the top here`];
  const controls = list(row.components);
  const selects = controls.filter((control) => control.type !== ComponentType.Button);
  return [
    ...count('controls in a row', controls, selects.length > 0 ? 1 : 5, 1),
    ...controls.flatMap((control) => (control.type === ComponentType.Button ? buttonFaults(control) : selectFaults(control))),
  ];
}

function buttonFaults(button: Json): readonly string[] {
  const isLink = button.style === 5;
  return [
    ...within('button label', button.label, 80, 1),
    ...(isLink ? within('button url', button.url, 512, 1) : within('custom id', button.custom_id, 100, 1)),
    ...(isLink && !/^(https?|discord):\/\//.test(String(button.url)) ? ['a button opens what is not a web address'] : []),
  ];
}

function selectFaults(select: Json): readonly string[] {
  const options = list(select.options);
  const max = typeof select.max_values === 'number' ? select.max_values : 1;
  const min = typeof select.min_values === 'number' ? select.min_values : 1;
  const chosen = [...options.filter((option) => option.default === true), ...list(select.default_values)];
  return [
    ...within('custom id', select.custom_id, 100, 1),
    ...within('placeholder', select.placeholder, 150),
    ...(select.type === ComponentType.StringSelect ? count('options', options, 25, 1) : []),
    ...(select.type === ComponentType.StringSelect && max > options.length ? ['max_values is above the number of options'] : []),
    ...(max < 1 || max > 25 || min < 0 || min > max ? ['min_values and max_values do not fit'] : []),
    ...count('chosen from the start', chosen, max),
    ...options.flatMap((option) => [
      ...within('option label', option.label, 100, 1),
      ...within('option value', option.value, 100, 1),
      ...(option.description === undefined ? [] : within('option description', option.description, 100, 1)),
    ]),
    ...repeated(
      'option value',
      options.map((option) => option.value),
    ),
  ];
}

export function modalFaults(modal: Json): readonly string[] {
  const parts = list(modal.components);
  const inputs = parts.flatMap((part) => (isJson(part.component) ? [part.component] : []));
  return [
    ...within('modal title', modal.title, 45, 1),
    ...within('modal custom id', modal.custom_id, 100, 1),
    ...count('modal components', parts, 5, 1),
    ...parts.flatMap((part) => {
      if (part.type === ComponentType.TextDisplay) return within('text display', part.content, 4000, 1);
      if (part.type !== ComponentType.Label) return [`component type ${String(part.type)} in a modal`];
      return [
        ...within('label', part.label, 45, 1),
        ...(part.description === undefined ? [] : within('hint', part.description, 100, 1)),
      ];
    }),
    ...inputs.flatMap(inputFaults),
    ...repeated(
      'custom id',
      inputs.map((input) => input.custom_id),
    ),
  ];
}

function inputFaults(input: Json): readonly string[] {
  switch (input.type) {
    case ComponentType.TextInput: {
      const max = typeof input.max_length === 'number' ? input.max_length : 4000;
      return [
        ...within('custom id', input.custom_id, 100, 1),
        ...within('input placeholder', input.placeholder, 100),
        ...(max < 1 || max > 4000 ? ['max_length does not fit'] : within('input value', input.value, max)),
        ...('label' in input ? ['an input in a label has a label of its own'] : []),
      ];
    }
    case ComponentType.RadioGroup:
      return count('radio options', list(input.options), 10, 2);
    default:
      return [
        ...selectFaults(input),
        ...(input.required !== false && input.min_values === 0 ? ['a required select takes at least one value'] : []),
      ];
  }
}

export function commandFaults(commands: readonly Json[]): readonly string[] {
  return [
    ...count('commands', commands, 100),
    ...repeated(
      'command name',
      commands.map(({ name }) => name),
    ),
    ...commands.flatMap((command) => [
      ...(/^[-_\p{Ll}\p{N}]{1,32}$/u.test(String(command.name)) ? [] : [`command name ${String(command.name)}`]),
      ...within('command description', command.description, 100, 1),
      ...list(command.options).flatMap((option) => [
        ...within('option description', option.description, 100, 1),
        ...count('options', list(option.options), 25),
      ]),
      ...count('options', list(command.options), 25),
    ]),
  ];
}

export const threadFaults = ({ name, auto_archive_duration: minutes }: Json): readonly string[] => [
  ...within('thread name', name, 100, 1),
  ...(minutes === undefined || [60, 1440, 4320, 10_080].includes(Number(minutes)) ? [] : ['auto_archive_duration']),
];

export const completionFaults = (data: Json): readonly string[] => [
  ...count('completions', list(data.choices), 25),
  ...list(data.choices).flatMap(({ name, value }) => [
    ...within('completion name', name, 100, 1),
    ...within('completion value', value, 100),
  ]),
];

function repeated(what: string, values: readonly unknown[]): readonly string[] {
  const present = values.filter((value) => value !== undefined);
  return new Set(present).size === present.length ? [] : [`the same ${what} twice`];
}
