import type { Listing } from '../../src/chat/listing.ts';
import { shortcutOf } from './commands.ts';
import { COMMAND } from './escape.ts';

/**
 * What the app may do, and why:
 * - `commands`: the slash command and the shortcuts, by which people act
 * - `chat:write`: posts and edits in channels it was invited to, and direct messages
 * - `chat:write.customize`: posts under the alias of whoever speaks in the safe space
 * - `im:write`: opening the direct message of a person who asked for reminders
 * - `users:read`: who is a workspace admin, and whose account was deactivated
 * - `pins:write`: pinning the welcome message in its channel
 * - `channels:read`, `groups:read`: whether it may post in the channels that a cohort chose, and when they are gone
 *
 * It reads no messages, so it asks for no history.
 */
export const SCOPES = [
  'commands',
  'chat:write',
  'chat:write.customize',
  'im:write',
  'users:read',
  'pins:write',
  'channels:read',
  'groups:read',
] as const;

const EVENTS = [
  'app_home_opened',
  'app_uninstalled',
  'tokens_revoked',
  'channel_archive',
  'channel_deleted',
  'channel_left',
  'group_archive',
  'group_deleted',
  'group_left',
  'user_change',
];

/** The manifest to paste where Slack creates an app: for Socket Mode, or for HTTP where the bot has a public address. */
export function slackManifest({ publicUrl, listing }: { readonly publicUrl: string | null; readonly listing: Listing }): object {
  const at = (path: string): string | undefined => (publicUrl === null ? undefined : new URL(path, publicUrl).href);
  const events = at('/slack/events');
  const redirect = at('/slack/oauth_redirect');
  return {
    _metadata: { major_version: 2, minor_version: 0 },
    display_information: {
      name: listing.name,
      description: listing.description,
      background_color: '#3d2f0a',
    },
    features: {
      // The Messages tab is where reminders arrive; nobody types to the bot.
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: listing.name, always_online: true },
      shortcuts: listing.shortcuts.map(({ verb, name, description }) => ({
        name,
        type: 'global',
        callback_id: shortcutOf(verb),
        description,
      })),
      slash_commands: [
        {
          command: COMMAND,
          description: listing.usage,
          usage_hint: 'help',
          should_escape: false,
          ...(events && { url: events }),
        },
      ],
    },
    oauth_config: { scopes: { bot: SCOPES }, ...(redirect && { redirect_urls: [redirect] }) },
    settings: {
      event_subscriptions: { bot_events: EVENTS, ...(events && { request_url: events }) },
      interactivity: { is_enabled: true, ...(events && { request_url: events, message_menu_options_url: events }) },
      org_deploy_enabled: false,
      socket_mode_enabled: publicUrl === null,
      // Only workspaces that install over HTTP get tokens that expire: nothing renews one from the environment.
      token_rotation_enabled: publicUrl !== null,
    },
  };
}
