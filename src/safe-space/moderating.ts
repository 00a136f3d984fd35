import type { Outcome, Reason } from '../delivery/delivery.ts';
import { type Decision, type Description, type Hold, type QueueItem, queueItemOf } from '../moderation/rules.ts';
import type { Matter, Queue } from '../moderation/service.ts';
import type { Item, Mix } from '../privacy/mix.ts';
import { QUARTER_MS, slotOf } from '../privacy/slots.ts';
import type { Around } from './around.ts';
import type { Places } from './places.ts';
import type { Post, Speech, ThreadPlace } from './rules.ts';
import type { PostStore } from './store.ts';

export interface ModeratingOptions {
  readonly posts: PostStore;
  readonly mix: Mix;
  readonly around: Around;
  readonly places: Pick<Places, 'renew' | 'again'>;
  readonly queue: Pick<Queue, 'open' | 'ofSubject'>;
  now(): number;
  newId(): string;
}

const DECLINED_DAYS = 7;
const DAY = 24 * 3_600_000;

/** What the queue asks of the safe space, and what becomes of its decisions. */
export function openModerating({ posts, mix, around, places, queue, now, newId }: ModeratingOptions) {
  async function setHold(item: Item<Speech>, change: Partial<Hold> & { readonly warning?: string | null }): Promise<void> {
    const { warning, ...hold } = change;
    if (!item.content.hold) return;
    const content: Speech = {
      ...item.content,
      ...(warning === undefined ? {} : { warning }),
      hold: { ...item.content.hold, ...hold },
    };
    const isApproved = content.hold?.state === 'approved';
    const until = content.hold?.state === 'declined' ? slotOf(now(), DAY) + (DECLINED_DAYS + 1) * DAY : item.until;
    const { since: _, ...same } = item;
    await mix.put({ ...same, pace: isApproved ? 'quarter' : 'held', content, until });
  }

  async function setState(post: Post, state: 'shown' | 'hidden', warning?: string | null): Promise<void> {
    if (post.state === 'withdrawn') return;
    await posts.update(post.id, { state, ...(warning ? { warning } : {}) });
    await places.renew(post, now());
  }

  /** A message may be there twice or not at all: a person looks, and settles it. */
  async function unsure(subject: string, isLost: boolean, place: Omit<ThreadPlace, 'channel'>): Promise<void> {
    const post = await posts.find(subject);
    if (!post || post.state === 'withdrawn') return;
    await posts.markUnsure(subject, true, place);
    const details = isLost ? { lost: 1 } : {};
    await queue.open({
      id: `${subject}-unsure-${newId()}`,
      cohort: post.cohort,
      subject,
      cause: 'maybe-sent',
      tier: null,
      details,
      at: post.slotAt,
    });
  }

  /** What others must not see any more could not be changed: where it may stand all the same, a person takes it away. */
  async function stays(subject: string): Promise<void> {
    const post = await posts.find(subject);
    if (!post || post.state === 'shown') return;
    const isInDoubt = (await queue.ofSubject(subject)).some(({ cause, details }) => cause === 'maybe-sent' && !details.lost);
    if (!isInDoubt) return;
    await queue.open({
      id: `${subject}-stays`,
      cohort: post.cohort,
      subject,
      cause: 'maybe-sent',
      tier: null,
      details: { stays: 1 },
      at: slotOf(now(), QUARTER_MS),
    });
  }

  return {
    /** What a moderator reads. Never who said it. */
    async describe(subject: string): Promise<Description | null> {
      const post = await posts.find(subject);
      if (post) {
        const { speaker, words, support, warning, state, thread } = post;
        return words === null ? null : { speaker, words, support, warning, state, thread, capability: 'safe-space', isOut: true };
      }
      const item = await mix.find<Speech>(subject);
      if (!item) return null;
      const { speaker, thread } = item.content;
      const { words, support, warning } = item.content.before ?? item.content;
      return { speaker, words, support, warning, thread, capability: 'safe-space', state: 'waiting', isOut: false };
    },

    /** Who may not take part in a reveal of it: its author, and whoever opened the thread that it answers. */
    async matter(subject: string): Promise<Matter | null> {
      const post = await posts.find(subject);
      const item = post ? null : await mix.find<Speech>(subject);
      const found = post ?? (item && { cohort: item.cohort, thread: item.content.thread, member: item.content.member });
      if (!found || found.member !== null) return null;
      const { cohort, thread } = found;
      const opener = { cohort, subject: thread, purpose: 'post' } as const;
      return subject === thread
        ? { about: opener, parties: [] }
        : { about: { cohort, subject, purpose: 'reply' }, parties: [opener] };
    },

    /** In the transaction of the decision. */
    async decided({ subject, cause }: QueueItem, decision: Decision, text: string | null): Promise<void> {
      const post = await posts.find(subject);
      if (cause === 'maybe-sent') {
        if (post && decision === 'approve') await places.again(post, now());
        await posts.markUnsure(subject, false);
        return;
      }
      if (post) {
        if (decision === 'hide' || decision === 'decline') await setState(post, 'hidden');
        if (decision === 'keep' || decision === 'approve') await setState(post, 'shown');
        if (decision === 'approve-with-warning') await setState(post, 'shown', text);
        if (cause === 'report') await around.forgetReports(subject);
        return;
      }
      const item = await mix.find<Speech>(subject);
      // Decided about words that its author has changed since: the others come to the queue at the next slot.
      if (!item || item.content.before) return;
      if (decision === 'approve') await setHold(item, { state: 'approved', text: null });
      if (decision === 'approve-with-warning') await setHold(item, { state: 'approved', text: null, warning: text });
      if (decision === 'ask-change') await setHold(item, { state: 'asked', text });
      if (decision === 'decline' || decision === 'hide' || decision === 'settled')
        await setHold(item, { state: 'declined', text });
    },

    /** As it was before the decision: back to the queue. */
    async undone({ id, subject, cause }: QueueItem): Promise<void> {
      const post = await posts.find(subject);
      if (post) return cause === 'maybe-sent' ? undefined : setState(post, cause === 'report' ? 'hidden' : 'shown');
      const item = await mix.find<Speech>(subject);
      const hold = item?.content.hold;
      // What was let out stays as it is: at its slot it is seen that nobody approves of it any more, also where it never came so far.
      if (item && hold && hold.state !== 'approved' && queueItemOf(subject, hold) === id)
        await setHold(item, { state: 'queued', text: null });
    },

    /** How a message of the safe space ended, in the transaction of its end. */
    async settled(
      { subject, to, isEdit }: { readonly subject: string; readonly to: Omit<ThreadPlace, 'channel'>; readonly isEdit: boolean },
      outcome: Outcome,
      reason: Reason | null,
    ): Promise<void> {
      const isLost = outcome === 'undeliverable' || reason === 'no-thread' || reason === 'late';
      if (!isEdit && (outcome === 'maybe-sent' || isLost)) await unsure(subject, isLost, to);
      if (reason === 'nothing-to-edit') await stays(subject);
    },
  };
}
