import { type Client, GatewayDispatchEvents } from 'discord.js';
import type { Notice } from '../../src/chat/invocation.ts';

/**
 * What happens to spaces and channels, from the gateway's own events: so a server that was left while the connection
 * was down is noticed too, when the next session does not name it.
 */
export function watchSpaces(client: Client, notify: (notice: Notice) => void): void {
  let present = new Set<string>();

  client.ws.on(GatewayDispatchEvents.Ready, ({ guilds }: { readonly guilds: readonly { readonly id: string }[] }) => {
    const now = new Set(guilds.map(({ id }) => id));
    for (const space of present) if (!now.has(space)) notify({ kind: 'space-gone', space });
    present = now;
  });
  client.ws.on(GatewayDispatchEvents.GuildCreate, ({ id }: { readonly id: string }) => {
    present.add(id);
    notify({ kind: 'space-present', space: id });
  });
  client.ws.on(
    GatewayDispatchEvents.GuildDelete,
    ({ id, unavailable }: { readonly id: string; readonly unavailable?: boolean }) => {
      if (unavailable) return;
      present.delete(id);
      notify({ kind: 'space-gone', space: id });
    },
  );
  const channelGone = ({ id, guild_id }: { readonly id: string; readonly guild_id?: string }) => {
    if (guild_id) notify({ kind: 'channel-gone', space: guild_id, channel: id });
  };
  client.ws.on(GatewayDispatchEvents.ChannelDelete, channelGone);
  client.ws.on(GatewayDispatchEvents.ThreadDelete, channelGone);
}
