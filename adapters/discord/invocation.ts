import {
  type APIInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Typist } from '../../src/chat/command.ts';
import type { Act, Invocation, InvokingPerson } from '../../src/chat/invocation.ts';
import { callbackOf } from './controls.ts';

/** What can be answered with a message: everything but a ping and a completion. */
export type Answerable = Exclude<
  APIInteraction,
  { readonly type: InteractionType.Ping | InteractionType.ApplicationCommandAutocomplete }
>;
export type Completing = Extract<APIInteraction, { readonly type: InteractionType.ApplicationCommandAutocomplete }>;

/** An interaction as the core takes it, or null for a kind that we never offered. */
export function invocationOf(interaction: Answerable): Invocation | null {
  const person = personOf(interaction);
  const act = actOf(interaction);
  if (person === null || act === null) return null;
  return {
    platform: 'discord',
    eventId: interaction.id,
    space: interaction.guild_id ?? null,
    person,
    locale: 'locale' in interaction ? interaction.locale : null,
    act,
  };
}

/** What is being typed, and where: the verb with its subcommand, the option, and the text so far. */
export function typingOf({
  data,
}: Completing): { readonly verb: string; readonly option: string; readonly typed: string } | null {
  if (data.type !== ApplicationCommandType.ChatInput) return null;
  for (const option of data.options) {
    if (option.type === ApplicationCommandOptionType.String && option.focused) {
      return { verb: data.name, option: option.name, typed: option.value };
    }
    if (option.type !== ApplicationCommandOptionType.Subcommand) continue;
    for (const inner of option.options ?? []) {
      if (inner.type === ApplicationCommandOptionType.String && inner.focused) {
        return { verb: `${data.name} ${option.name}`, option: inner.name, typed: inner.value };
      }
    }
  }
  return null;
}

/** Who is typing it. */
export function typistOf({ guild_id, member, user: direct }: Completing): Typist | null {
  const user = member?.user ?? direct;
  return user ? { platform: 'discord', space: guild_id ?? null, person: user.id } : null;
}

function personOf({ member, user: direct }: Answerable): InvokingPerson | null {
  const user = member?.user ?? direct;
  if (!user) return null;
  const permissions = BigInt(member?.permissions ?? '0');
  return {
    id: user.id,
    names: [user.username, user.global_name, member?.nick].flatMap((name) => (name ? [name] : [])),
    roles: member?.roles ?? [],
    isSpaceAdmin: (permissions & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) !== 0n,
  };
}

function actOf(interaction: Answerable): Act | null {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand: {
      const { data } = interaction;
      if (data.type !== ApplicationCommandType.ChatInput) return null;
      const [first] = data.options ?? [];
      const subcommand = first?.type === ApplicationCommandOptionType.Subcommand ? first : null;
      const verb = subcommand ? `${data.name} ${subcommand.name}` : data.name;
      const options = (subcommand ? subcommand.options : data.options) ?? [];
      return {
        kind: 'command',
        verb,
        options: Object.fromEntries(
          options.flatMap((option) => ('value' in option ? [[option.name, String(option.value)]] : [])),
        ),
      };
    }
    case InteractionType.MessageComponent:
      return { kind: 'press', callback: callbackOf(interaction.data.custom_id), values: valuesOf(interaction) };
    case InteractionType.ModalSubmit:
      return { kind: 'submit', callback: interaction.data.custom_id, fields: fieldsOf(interaction) };
    default:
      return interaction satisfies never;
  }
}

const valuesOf = ({ data }: APIMessageComponentInteraction): readonly string[] => ('values' in data ? data.values : []);

/** An empty text is no value. */
function fieldsOf({ data }: APIModalSubmitInteraction): Record<string, readonly string[]> {
  const fields: Record<string, readonly string[]> = {};
  for (const row of data.components) {
    const children = 'component' in row ? [row.component] : 'components' in row ? row.components : [];
    for (const child of children) {
      if ('values' in child) fields[child.custom_id] = child.values;
      else if ('value' in child)
        fields[child.custom_id] = child.value === null || child.value === '' ? [] : [String(child.value)];
    }
  }
  return fields;
}
