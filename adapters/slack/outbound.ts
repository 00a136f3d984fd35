import type { webApi } from '@slack/bolt';
import type { Adapter, Pace } from '../../src/chat/adapter.ts';
import type { ChannelFault, ChannelReport } from '../../src/chat/view.ts';
import type { PlatformError } from '../../src/errors.ts';
import { type Effect, platformErrorOf } from './errors.ts';
import { renderMessage, type Setting } from './render.ts';
import { authorOf } from './speaker.ts';
import type { Workspaces } from './workspaces.ts';

/**
 * Slack says "several hundred messages a minute" for a workspace and one a second for a channel. There is no key by
 * which a repeated post would be known, so nothing that may have been sent is sent again; and owners may export who got
 * a direct message.
 */
export const pace: Pace = {
  scope: 'space',
  perSecond: 4.5,
  burst: 5,
  perChannelPerSecond: 1,
  repeatWindowMs: 0,
  inboxIsExportable: true,
};

type Outbound = Pick<Adapter, 'openInbox' | 'send' | 'edit' | 'inspect'>;

export function outbound(workspaces: Workspaces, setting: () => Setting): Outbound {
  const call = async <T>(space: string, effect: Effect, ask: (client: webApi.WebClient) => Promise<T>): Promise<T> => {
    try {
      return await ask(await workspaces.client(space));
    } catch (error) {
      throw platformErrorOf(error, effect);
    }
  };

  return {
    async openInbox(space, person) {
      const opened = await call(space, 'open-inbox', (client) => client.conversations.open({ users: person }));
      return opened.channel?.id ?? '';
    },

    async send({ space, to, view, pin, thread }) {
      const channel = to.kind === 'channel' ? to.channel : to.inbox;
      const sent = await call(space, to.kind === 'channel' ? 'send-to-channel' : 'send-to-inbox', (client) =>
        client.chat.postMessage({
          channel,
          ...(thread?.kind === 'in' && { thread_ts: thread.message.message }),
          ...authorOf(view),
          ...renderMessage(view, setting()),
          parse: 'none',
          link_names: false,
          unfurl_links: false,
          unfurl_media: false,
        }),
      );
      const message = sent.ts ?? '';
      if (pin) await call(space, 'other', (client) => client.pins.add({ channel, timestamp: message })).catch(() => undefined);
      return { channel: sent.channel ?? channel, message };
    },

    async edit(space, { channel, message }, view) {
      await call(space, 'other', (client) =>
        client.chat.update({ channel, ts: message, ...renderMessage(view, setting()), parse: 'none', link_names: false }),
      );
    },

    async inspect(space, channels) {
      const reports: ChannelReport[] = [];
      for (const channel of channels) {
        const faults = await call(space, 'other', (client) => client.conversations.info({ channel })).then(
          ({ channel: found }) => faultsOf(found ?? {}),
          faultsOfRefusal,
        );
        reports.push({ channel, faults });
      }
      return reports;
    },
  };
}

type Conversation = NonNullable<webApi.ConversationsInfoResponse['channel']>;

function faultsOf(found: Conversation): readonly ChannelFault[] {
  if (found.is_archived) return ['gone'];
  if (found.is_member === false && !found.is_im) return ['not-invited'];
  const isClosed = ('is_frozen' in found && found.is_frozen) || ('is_read_only' in found && found.is_read_only);
  return isClosed === true ? ['cannot-post'] : [];
}

/** A private channel without the bot and a deleted one give the same answer. */
function faultsOfRefusal(error: PlatformError): readonly ChannelFault[] {
  if (error.failure === 'gone') return ['cannot-see'];
  if (error.failure === 'forbidden') return ['not-invited'];
  throw error;
}
