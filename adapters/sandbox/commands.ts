import type { CommandDescription, OptionDescription } from '../../src/chat/command.ts';

/** What stands in the composer, read as a command. */
export interface TypedCommand {
  readonly description: CommandDescription;
  readonly options: Readonly<Record<string, string>>;
}

/** What may come next in the composer. `text` is the whole line after it was taken. */
export interface Suggestion {
  readonly label: string;
  readonly detail: string;
  /** For whom the verb is; null where the suggestion is no verb. */
  readonly who: CommandDescription['who'] | null;
  readonly text: string;
  /** A completion: what the shown label stands for. */
  readonly picked: { readonly option: string; readonly label: string; readonly value: string } | null;
}

/** What the end of the line may become: verbs or options to choose from, and a value to complete. */
export interface Position {
  readonly suggestions: readonly Suggestion[];
  readonly value: {
    readonly option: OptionDescription;
    readonly typed: string;
    /** The line up to the value. */
    readonly before: string;
  } | null;
}

const MAX_SUGGESTIONS = 12;

/** Null where the line names no verb of the catalogue. */
export function readCommand(catalogue: readonly CommandDescription[], line: string): TypedCommand | null {
  const description = verbOf(catalogue, line);
  if (!description) return null;
  const options: Record<string, string> = {};
  for (const { option, value } of valuesOf(description, argumentsOf(description, line))) {
    if (value.trim() !== '') options[option.name] = value.trim();
  }
  return { description, options };
}

/** What can be typed next at the end of the line. */
export function positionIn(catalogue: readonly CommandDescription[], line: string): Position {
  const description = verbOf(catalogue, line);
  const isVerbDone = description !== null && line.length > description.verb.length + 1;
  if (!description || !isVerbDone) return { suggestions: verbsLike(catalogue, line), value: null };
  const values = valuesOf(description, argumentsOf(description, line));
  const suggestions = optionsLike(description, line, new Set(values.map(({ option }) => option.name)));
  const last = values.at(-1);
  const isWriting = last !== undefined && (last.value.trim() === '' || !last.value.endsWith(' '));
  if (!isWriting) return { suggestions, value: null };
  const before = line.slice(0, line.length - last.value.length);
  return { suggestions, value: { option: last.option, typed: last.value.trim(), before } };
}

/** Completions of a value as suggestions for the line. */
export function suggestValues(
  { option, before }: NonNullable<Position['value']>,
  completions: readonly { readonly value: string; readonly label: string }[],
): readonly Suggestion[] {
  const space = before.endsWith(' ') ? '' : ' ';
  return completions.slice(0, MAX_SUGGESTIONS).map(({ value, label }) => {
    const shown = label.replace(/\s+/g, ' ').trim();
    const picked = { option: option.name, label: shown, value };
    return { label: shown, detail: '', who: null, text: `${before}${space}${shown} `, picked };
  });
}

/** The longest verb that the line begins with, as whole words. */
function verbOf(catalogue: readonly CommandDescription[], line: string): CommandDescription | null {
  const typed = `${line.slice(1).toLowerCase()} `;
  const found = catalogue.filter(({ verb }) => typed.startsWith(`${verb} `));
  return found.sort((one, other) => other.verb.length - one.verb.length)[0] ?? null;
}

function verbsLike(catalogue: readonly CommandDescription[], line: string): readonly Suggestion[] {
  const typed = line.slice(1).trim().toLowerCase();
  const starts = catalogue.filter(({ verb }) => verb.startsWith(typed));
  const holds = catalogue.filter(({ verb }) => !verb.startsWith(typed) && verb.includes(typed));
  return [...starts, ...holds].map(({ verb, summary, options, who }) => {
    return { label: `/${verb}`, detail: summary.en, who, text: options.length > 0 ? `/${verb} ` : `/${verb}`, picked: null };
  });
}

/** Options that are not there yet and begin with the last word. */
function optionsLike({ options }: CommandDescription, line: string, named: ReadonlySet<string>): readonly Suggestion[] {
  const word = /\S*$/.exec(line)?.[0] ?? '';
  const kept = line.slice(0, line.length - word.length);
  const isBare = named.size === 1 && word !== '' && !line.includes(':');
  return options
    .filter(({ name }) => (!named.has(name) || (isBare && name === options[0]?.name)) && name.startsWith(word.toLowerCase()))
    .map(({ name, summary }) => ({ label: `${name}:`, detail: summary.en, who: null, text: `${kept}${name}: `, picked: null }));
}

const argumentsOf = (description: CommandDescription, line: string): string => line.slice(description.verb.length + 1);

/** Values in the order of the line. What stands before any option's name belongs to the first option. */
function valuesOf(
  { options }: CommandDescription,
  rest: string,
): readonly { readonly option: OptionDescription; readonly value: string }[] {
  const starts = options
    .flatMap((option) => {
      const at = rest.toLowerCase().indexOf(` ${option.name}:`);
      return at < 0 ? [] : [{ option, at, from: at + option.name.length + 2 }];
    })
    .sort((one, other) => one.at - other.at);
  const [first] = options;
  const leading = rest.slice(0, starts[0]?.at ?? rest.length);
  const isLeading = first !== undefined && leading.trim() !== '' && !starts.some(({ option }) => option === first);
  return [
    ...(isLeading ? [{ option: first, value: leading }] : []),
    ...starts.map(({ option, from }, index) => ({ option, value: rest.slice(from, starts[index + 1]?.at ?? rest.length) })),
  ];
}
