import {
  type APIChannel,
  type APIInteractionGuildMember,
  type APIMessage,
  type APIUser,
  ChannelType,
  GuildSystemChannelFlags,
  MessageType,
  PermissionFlagsBits,
} from 'discord.js';
import {
  BOT_PERMISSIONS,
  type ChannelRecord,
  type MessageRecord,
  type PersonRecord,
  type ThreadRecord,
  type World,
} from './world.ts';

/** What Discord says of the things in the world, in its own shapes. */

const JOINED = '2026-01-01T00:00:00.000000+00:00';

export const botUser = (world: World): APIUser => ({
  id: world.bot,
  username: 'loopback-bot',
  discriminator: '0',
  global_name: null,
  avatar: null,
  bot: true,
});

export const userOf = (person: PersonRecord): APIUser => ({
  id: person.id,
  username: person.handle,
  discriminator: '0',
  global_name: `${person.handle} the person`,
  avatar: null,
});

const EVERYBODY = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages | PermissionFlagsBits.UseApplicationCommands;

export function memberOf(person: PersonRecord): APIInteractionGuildMember {
  const permissions = person.isSpaceAdmin ? EVERYBODY | PermissionFlagsBits.ManageGuild : EVERYBODY;
  return { ...bareMember(userOf(person), [...person.roles]), permissions: String(permissions) };
}

export const bareMember = (user: APIUser, roles: string[]) => ({
  user,
  roles,
  joined_at: JOINED,
  deaf: false,
  mute: false,
  flags: 0,
  nick: null,
  avatar: null,
  premium_since: null,
  pending: false,
  communication_disabled_until: null,
});

export function channelOf(world: World, channel: ChannelRecord): APIChannel {
  if (channel.recipient !== null) {
    const person = world.people.get(channel.recipient);
    const recipients = person ? [userOf(person)] : [];
    return { id: channel.id, type: ChannelType.DM, last_message_id: null, recipients, flags: 0 } as unknown as APIChannel;
  }
  if (channel.thread) return threadOf(world, channel, channel.thread);
  return {
    id: channel.id,
    type: ChannelType.GuildText,
    guild_id: channel.guild,
    name: channel.name,
    position: 0,
    topic: null,
    nsfw: false,
    last_message_id: null,
    parent_id: null,
    rate_limit_per_user: 0,
    flags: 0,
    permission_overwrites: channel.denied === 0n ? [] : [{ id: world.bot, type: 1, allow: '0', deny: String(channel.denied) }],
  } as unknown as APIChannel;
}

const threadOf = (world: World, { id, guild, name }: ChannelRecord, { parent, isArchived, isLocked }: ThreadRecord): APIChannel =>
  ({
    id,
    type: ChannelType.PublicThread,
    guild_id: guild,
    name,
    parent_id: parent.id,
    owner_id: world.bot,
    last_message_id: null,
    rate_limit_per_user: 0,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    flags: 0,
    thread_metadata: {
      archived: isArchived,
      auto_archive_duration: 10_080,
      archive_timestamp: JOINED,
      locked: isLocked,
      create_timestamp: JOINED,
    },
  }) as unknown as APIChannel;

const roleOf = (id: string, name: string, permissions: bigint) => ({
  id,
  name,
  permissions: String(permissions),
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  icon: null,
  unicode_emoji: null,
  position: 1,
  managed: false,
  mentionable: false,
  flags: 0,
});

export const rolesOf = (world: World, guild: string) => [
  roleOf(guild, '@everyone', 0n),
  roleOf(world.botRole, 'loopback-bot', BOT_PERMISSIONS),
  ...[...world.roles.values()].map(({ id, name }) => roleOf(id, name, 0n)),
];

export const guildOf = (world: World, guild: string) => ({
  id: guild,
  name: 'Loopback server',
  icon: null,
  splash: null,
  discovery_splash: null,
  owner_id: guild,
  afk_channel_id: null,
  afk_timeout: 300,
  verification_level: 0,
  default_message_notifications: 1,
  explicit_content_filter: 0,
  roles: rolesOf(world, guild),
  emojis: [],
  stickers: [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: GuildSystemChannelFlags.SuppressJoinNotifications,
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  vanity_url_code: null,
  description: null,
  banner: null,
  premium_tier: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: 'en-GB',
  nsfw_level: 0,
  hub_type: null,
  incidents_data: null,
  region: 'loopback',
});

export const channelsOf = (world: World, guild: string) =>
  [...world.channels.values()]
    .filter(({ guild: own, isDeleted, thread }) => own === guild && !isDeleted && thread === null)
    .map((channel) => channelOf(world, channel));

export const guildCreate = (world: World, guild: string) => ({
  ...guildOf(world, guild),
  joined_at: JOINED,
  large: false,
  unavailable: false,
  member_count: 2,
  voice_states: [],
  members: [bareMember(botUser(world), [world.botRole])],
  channels: channelsOf(world, guild),
  threads: [...world.channels.values()]
    .filter(({ guild: own, isDeleted, thread }) => own === guild && !isDeleted && thread?.isArchived === false)
    .map((thread) => channelOf(world, thread)),
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
});

export function messageOf(world: World, message: MessageRecord): APIMessage {
  return {
    id: message.id,
    channel_id: message.channel,
    author: botUser(world),
    application_id: world.app,
    content: message.content,
    timestamp: new Date(message.at).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: message.attachments.map(({ id, filename, description, size }) => ({
      id,
      filename,
      size,
      url: `https://cdn.invalid/${id}/${filename}`,
      proxy_url: `https://media.invalid/${id}/${filename}`,
      content_type: 'image/png',
      ...(description === null ? {} : { description }),
    })),
    embeds: [...message.embeds],
    components: [...message.components],
    pinned: message.isPinned,
    type: MessageType.Default,
    flags: message.flags,
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
  };
}
