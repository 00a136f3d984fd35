import type { Adapter } from '../../src/chat/adapter.ts';
import { platformError } from './errors.ts';
import { breachesOf, breachesOfThread, MAX_NONCE } from './limits.ts';
import type { Room } from './room.ts';
import { inboxOf } from './room-state.ts';

/** What the bot does by itself in the room. */
export function outboundOf(room: Room): Pick<Adapter, 'openInbox' | 'send' | 'edit' | 'inspect'> {
  const isHere = (space: string) => space === room.space && room.state().isBotHere;

  return {
    async openInbox(space, person) {
      const refusal = isHere(space) ? room.conversations.openInbox(person) : 'bot-gone';
      if (refusal) throw platformError(refusal);
      return inboxOf(person);
    },
    async send({ space, to, view, nonce, pin, thread }) {
      if (!isHere(space)) throw platformError('bot-gone');
      room.noteBreaches([...breachesOf(view), ...breachesOfThread(thread)]);
      if (nonce.length > MAX_NONCE) room.noteBreaches(['a nonce is longer than 25 characters']);
      const conversation = to.kind === 'channel' ? to.channel : to.inbox;
      const sent = room.conversations.send({ conversation, view, nonce, isPinned: pin, thread });
      if (!sent.ok) throw platformError(sent.refusal);
      return { channel: conversation, message: sent.id };
    },
    async edit(space, message, view) {
      room.noteBreaches(breachesOf(view));
      const refusal = isHere(space) ? room.conversations.edit(message.channel, message.message, view) : 'bot-gone';
      if (refusal) throw platformError(refusal);
    },
    async inspect(space, channels) {
      return channels.map((id) => {
        const channel = isHere(space) ? room.channel(id) : null;
        if (!channel) return { channel: id, faults: ['gone' as const] };
        return { channel: id, faults: channel.isHiddenFromBot ? ['cannot-see' as const] : [] };
      });
    },
  };
}
