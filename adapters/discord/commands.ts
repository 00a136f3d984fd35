import {
  type APIApplicationCommand,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { CommandDescription, Localised, OptionDescription } from '../../src/chat/command.ts';
import { clip } from './escape.ts';

const DESCRIPTION = 100;
const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));
/** Languages that Discord knows by one region only. */
const ONLY_REGION: Readonly<Record<string, string>> = { es: 'es-ES', pt: 'pt-BR', sv: 'sv-SE', zh: 'zh-CN', nb: 'no', nn: 'no' };

type CommandBody = RESTPostAPIChatInputApplicationCommandsJSONBody;
type StringOption = {
  readonly type: ApplicationCommandOptionType.String;
  readonly name: string;
  readonly description: string;
  readonly description_localizations: Record<string, string>;
  readonly autocomplete: boolean;
};

/** One slash command for each first word; a second word is a subcommand of it. `parentSummary` is never shown. */
export function commandsOf(catalogue: readonly CommandDescription[], parentSummary: string): CommandBody[] {
  const commands = new Map<string, CommandBody>();
  for (const { verb, summary, options } of catalogue) {
    const [name = '', subcommand] = verb.split(' ');
    const described = { ...descriptionOf(summary), options: options.map(optionOf) };
    if (subcommand === undefined) {
      commands.set(name, { ...commonOf(name), ...described });
      continue;
    }
    const parent = commands.get(name) ?? { ...commonOf(name), description: clip(parentSummary, DESCRIPTION), options: [] };
    const child = { type: ApplicationCommandOptionType.Subcommand as const, name: subcommand, ...described };
    commands.set(name, { ...parent, options: [...(parent.options ?? []), child] } as CommandBody);
  }
  return [...commands.values()];
}

/** Whether Discord holds just these commands already, whatever their order and its own additions. */
export function areSame(wanted: readonly CommandBody[], present: readonly APIApplicationCommand[]): boolean {
  const canonical = (commands: readonly (CommandBody | APIApplicationCommand)[]) =>
    JSON.stringify(commands.map(canonicalCommand).sort((one, other) => (one.name < other.name ? -1 : 1)));
  return canonical(wanted) === canonical(present);
}

/** The id of the command behind each verb. */
export function verbIds(
  catalogue: readonly CommandDescription[],
  present: readonly APIApplicationCommand[],
): Map<string, string> {
  const ids = new Map(present.map(({ name, id }) => [name, id]));
  return new Map(
    catalogue.flatMap(({ verb }) => {
      const id = ids.get(verb.split(' ')[0] ?? '');
      return id === undefined ? [] : [[verb, id] as const];
    }),
  );
}

/** What to ask for completions of an option; null when it has none. */
export function completionSource(catalogue: readonly CommandDescription[], verb: string, option: string): string | null {
  const command = catalogue.find((candidate) => candidate.verb === verb);
  return command?.options.find(({ name }) => name === option)?.completion ?? null;
}

const commonOf = (name: string) => ({
  type: ApplicationCommandType.ChatInput as const,
  name,
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
});

const optionOf = ({ name, summary, completion }: OptionDescription): StringOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  ...descriptionOf(summary),
  autocomplete: completion !== null,
});

function descriptionOf({ en, others }: Localised) {
  const localised: Record<string, string> = {};
  for (const [tag, text] of Object.entries(others)) {
    const locale = localeOf(tag);
    if (locale !== null) localised[locale] = clip(text, DESCRIPTION);
  }
  return { description: clip(en, DESCRIPTION), description_localizations: localised };
}

function localeOf(tag: string): string | null {
  if (LOCALES.has(tag)) return tag;
  const language = tag.split('-')[0] ?? '';
  const locale = ONLY_REGION[language] ?? language;
  return LOCALES.has(locale) ? locale : null;
}

const canonicalCommand = (command: CommandBody | APIApplicationCommand) => ({
  type: command.type ?? ApplicationCommandType.ChatInput,
  name: command.name,
  description: command.description,
  localised: sorted(command.description_localizations),
  contexts: [...(command.contexts ?? [])].sort(),
  integrations: [...(command.integration_types ?? [])].sort(),
  permissions: command.default_member_permissions ?? null,
  options: (command.options ?? []).map(canonicalOption),
});

function canonicalOption(option: APIApplicationCommandOption): object {
  return {
    type: option.type,
    name: option.name,
    description: option.description,
    localised: sorted(option.description_localizations),
    required: ('required' in option && option.required) || false,
    autocomplete: ('autocomplete' in option && option.autocomplete) || false,
    options: ('options' in option ? (option.options ?? []) : []).map(canonicalOption),
  };
}

const sorted = (localised: object | null | undefined) =>
  Object.entries(localised ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
