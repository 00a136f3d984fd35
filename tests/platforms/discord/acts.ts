import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionContextType,
  type InteractionType,
} from 'discord.js';
import type { InteractionRecord } from './interactions.ts';
import { channelOf, memberOf, messageOf, userOf } from './payloads.ts';
import { type Input, inputsOf, type Modal } from './screen.ts';
import { BOT_PERMISSIONS, type ChannelRecord, type MessageRecord, type PersonRecord, type World } from './world.ts';

/** What people do, as INTERACTION_CREATE says it. */

export interface Scene {
  readonly world: World;
  readonly person: PersonRecord;
  readonly channel: ChannelRecord;
}

export function interactionOf({ world, person, channel }: Scene, record: InteractionRecord, type: InteractionType, data: object) {
  const isDirect = channel.recipient !== null;
  return {
    id: record.id,
    application_id: world.app,
    type,
    token: record.token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: channelOf(world, channel),
    ...(isDirect
      ? { user: userOf(person) }
      : {
          guild_id: channel.guild,
          guild: { id: channel.guild, locale: 'en-GB', features: [] },
          guild_locale: 'en-GB',
          member: memberOf(person),
        }),
    ...(record.source ? { message: messageOf(world, record.source) } : {}),
    app_permissions: String(BOT_PERMISSIONS),
    locale: 'en-GB',
    entitlements: [],
    authorizing_integration_owners: { 0: channel.guild ?? '0' },
    context: isDirect ? InteractionContextType.BotDM : InteractionContextType.Guild,
    attachment_size_limit: 10_485_760,
  };
}

/** The registered command behind a verb, with its subcommand; throws when nobody could type it. */
export function commandData(
  world: World,
  verb: string,
  options: Readonly<Record<string, string>>,
  focused: string | null = null,
): object {
  const [name, subcommand] = verb.split(' ');
  const command = world.commands.find((candidate) => candidate.name === name);
  if (!command) throw new Error(`no such command: /${verb}`);
  const parent = subcommand === undefined ? command : command.options?.find((option) => option.name === subcommand);
  if (!parent) throw new Error(`no such subcommand: /${verb}`);
  const offered = 'options' in parent ? ((parent.options ?? []) as readonly APIApplicationCommandOption[]) : [];
  const given = Object.entries(options).map(([key, value]) => {
    if (!offered.some((option) => option.name === key)) throw new Error(`no such option: /${verb} ${key}`);
    return { type: ApplicationCommandOptionType.String, name: key, value, ...(key === focused ? { focused: true } : {}) };
  });
  return {
    id: command.id,
    name,
    type: ApplicationCommandType.ChatInput,
    options:
      subcommand === undefined ? given : [{ type: ApplicationCommandOptionType.Subcommand, name: subcommand, options: given }],
  };
}

export const pressData = (customId: string, values: readonly string[] | null): object =>
  values === null
    ? { component_type: ComponentType.Button, custom_id: customId }
    : { component_type: ComponentType.StringSelect, custom_id: customId, values };

/** A filled modal: each input with what was entered, a text or a list of values. */
export function submitData(modal: Modal, entered: ReadonlyMap<string, string | readonly string[]>): object {
  return {
    custom_id: modal.custom_id,
    components: inputsOf(modal).map(({ input }) => ({ type: ComponentType.Label, id: 1, component: filled(input, entered) })),
  };
}

function filled(input: Input, entered: ReadonlyMap<string, string | readonly string[]>): object {
  const value = entered.get(input.custom_id) ?? [];
  const common = { type: input.type, id: 2, custom_id: input.custom_id };
  const single = typeof value === 'string' ? value : (value[0] ?? null);
  if (input.type === ComponentType.TextInput) return { ...common, value: single ?? '' };
  if (input.type === ComponentType.RadioGroup) return { ...common, value: single };
  return { ...common, values: typeof value === 'string' ? [value] : value };
}

/** A private message of long ago, which is all that is known of where a forged press came from. */
export const forgottenMessage = (world: World, person: string, channel: string): MessageRecord => ({
  id: world.newId(),
  channel,
  at: world.now(),
  nonce: null,
  onlyFor: person,
  content: 'an old panel',
  embeds: [],
  components: [],
  attachments: [],
  flags: 64,
  editedAt: null,
  isPinned: false,
  isDeleted: false,
});
