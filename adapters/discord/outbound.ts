import {
  type APIChannel,
  type APIMessage,
  ChannelType,
  type Client,
  type GuildBasedChannel,
  PermissionFlagsBits,
  type PermissionsBitField,
  type REST,
  Routes,
} from 'discord.js';
import type { Adapter, MessageRef, Outgoing } from '../../src/chat/adapter.ts';
import type { ChannelFault, ChannelReport, View } from '../../src/chat/view.ts';
import { PlatformError } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { type Effect, isTokenRefused, platformErrorOf } from './errors.ts';
import type { VerbIds } from './escape.ts';
import { drawPictures } from './pictures.ts';
import { renderView } from './render.ts';
import { openThread, postInThread, type Thread, whileAwake } from './threads.ts';

export type Outbound = Pick<Adapter, 'openInbox' | 'send' | 'edit' | 'inspect'>;

/** What a live connection offers: `posts` never repeats a request by itself. */
export interface Line {
  readonly client: Client<true>;
  readonly posts: REST;
}

export interface OutboundTools {
  /** Null while there is no connection. */
  readonly line: () => Line | null;
  readonly verbs: VerbIds;
  readonly log: Log;
  readonly onTokenRefused: () => void;
}

export function outboundOf({ line, verbs, log, onTokenRefused }: OutboundTools): Outbound {
  async function attempt<T>(effect: Effect, request: (line: Line) => Promise<T>): Promise<T> {
    const open = line();
    if (open === null) throw new PlatformError('unavailable', 'not connected');
    try {
      return await request(open);
    } catch (error) {
      if (isTokenRefused(error)) onTokenRefused();
      throw platformErrorOf(error, effect);
    }
  }

  /** Without its pictures a message still says the same. */
  async function messageOf(view: View) {
    const files = await drawPictures(view).catch((error: unknown) => {
      log.warn({ err: error }, 'a picture was not sent; its words were');
      return [];
    });
    return { files, body: renderView(view, { verbs, isDrawn: files.length > 0 }) };
  }

  async function pin(channel: string, message: string): Promise<void> {
    try {
      await attempt('repeatable', ({ posts }) => posts.put(Routes.channelMessagesPin(channel, message)));
    } catch (error) {
      log.warn({ err: error }, 'a message was not pinned');
    }
  }

  /** Without it the first answer opens it. */
  async function startThread(thread: Thread): Promise<void> {
    try {
      await attempt('repeatable', ({ posts }) => openThread(posts, thread));
    } catch (error) {
      log.warn({ err: error }, 'a thread was not opened');
    }
  }

  return {
    async openInbox(_space, person) {
      const channel = await attempt('repeatable', ({ client }) =>
        client.rest.post(Routes.userChannels(), { body: { recipient_id: person } }),
      );
      return (channel as APIChannel).id;
    },

    async send({ to, view, nonce, pin: isPinned, thread }: Outgoing): Promise<MessageRef> {
      const place = to.kind === 'channel' ? to.channel : to.inbox;
      const channel = thread?.kind === 'in' ? thread.message.message : place;
      const { body, files } = await messageOf(view);
      const sent = await attempt('once', ({ posts }) => {
        const post = () => posts.post(Routes.channelMessages(channel), { body: { ...body, nonce, enforce_nonce: true }, files });
        return thread?.kind === 'in' ? postInThread(posts, thread, post) : post();
      });
      const ref = { channel, message: (sent as APIMessage).id };
      if (thread?.kind === 'starts') await startThread({ message: ref, name: thread.name });
      if (isPinned) await pin(channel, ref.message);
      return ref;
    },

    async edit(_space, { channel, message }, view) {
      const { body, files } = await messageOf(view);
      await attempt('repeatable', ({ posts }) =>
        whileAwake(posts, channel, () => posts.patch(Routes.channelMessage(channel, message), { body, files })),
      );
    },

    inspect: (space, channels) =>
      attempt('repeatable', ({ client }) => Promise.all(channels.map((channel) => inspectChannel(client, space, channel)))),
  };
}

async function inspectChannel(client: Client<true>, space: string, id: string): Promise<ChannelReport> {
  const guild = client.guilds.cache.get(space);
  if (!guild) return { channel: id, faults: ['gone'] };
  const me = guild.members.me ?? (await guild.members.fetchMe());
  try {
    const channel = guild.channels.cache.get(id) ?? (await guild.channels.fetch(id));
    return { channel: id, faults: channel ? faultsOf(channel, channel.permissionsFor(me)) : ['gone'] };
  } catch (error) {
    const { failure } = platformErrorOf(error, 'repeatable');
    if (failure === 'gone') return { channel: id, faults: ['gone'] };
    if (failure === 'forbidden') return { channel: id, faults: ['cannot-see'] };
    throw error;
  }
}

/** Messages can be posted here as they are, not only as threads or beside a voice call. */
const POSTABLE = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]);

/** In a thread no other is opened, and pinning has a permission of its own since Discord took it out of managing messages. */
function faultsOf(channel: GuildBasedChannel, permissions: Readonly<PermissionsBitField>): readonly ChannelFault[] {
  const P = PermissionFlagsBits;
  if (!permissions.has(P.ViewChannel)) return ['cannot-see'];
  const needed: readonly (readonly [ChannelFault, bigint])[] = [
    ['cannot-post', channel.isThread() ? P.SendMessagesInThreads : P.SendMessages],
    ['cannot-attach', P.EmbedLinks | P.AttachFiles],
    ['cannot-pin', P.PinMessages],
    ['cannot-thread', P.CreatePublicThreads | P.SendMessagesInThreads],
  ];
  const cannot = (fault: ChannelFault): boolean =>
    (fault === 'cannot-post' && !POSTABLE.has(channel.type)) || (fault === 'cannot-thread' && channel.isThread());
  return needed.filter(([fault, bits]) => !permissions.has(bits) || cannot(fault)).map(([fault]) => fault);
}
