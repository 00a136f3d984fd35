import { isLetOut, queueItemOf } from '../moderation/rules.ts';
import type { Queue } from '../moderation/service.ts';
import type { Aliases } from '../privacy/aliases.ts';
import type { Item, Mix, NewItem, Release } from '../privacy/mix.ts';
import type { Seals } from '../privacy/seals.ts';
import type { Forgetting } from '../store/forgetting.ts';
import { SPEECH } from './accepting.ts';
import type { Places } from './places.ts';
import { bandOf, type Post, type ReportReason, type Speech, type Verdict } from './rules.ts';
import type { PostStore } from './store.ts';

export interface ReleaseOptions {
  readonly posts: PostStore;
  readonly forgetting: Forgetting;
  readonly mix: Pick<Mix, 'remove'>;
  readonly seals: Seals;
  readonly aliases: Aliases;
  readonly places: Pick<Places, 'appear' | 'renew'>;
  readonly queue: Pick<Queue, 'open' | 'ofSubject' | 'withdrawn'>;
  reportThreshold(cohort: string): Promise<number>;
  newId(): string;
}

/** Kinds of what waits in the mix, beside what is to be said. */
export const REPORT = 'report';
export const SAME = 'same';
export const WITHDRAWAL = 'withdrawal';
export const CLOSING = 'closing';
export const ANSWER = 'answer';

/** One person's report; each is told to the moderators once. */
export interface Report {
  readonly id: string;
  readonly reason: ReportReason;
}

export type AnswerContent = { readonly support: NonNullable<Post['support']>; readonly answer: Verdict };

/** What each anonymous act comes to when its slot comes. Each bears being done again. */
export function openReleases(options: ReleaseOptions): { readonly [kind: string]: Release } {
  const { posts, forgetting, mix, seals, aliases, places, queue, newId } = options;

  async function speak(item: Item, slotAt: number): Promise<NewItem | null> {
    const speech = item.content as Speech;
    if (speech.isTakenBack) return null;
    const { hold } = speech;
    if (hold?.state === 'new') {
      const { cause, tier } = hold;
      const id = queueItemOf(item.id, hold);
      await queue.open({ id, cohort: item.cohort, subject: item.id, cause, tier, details: {}, at: slotAt });
      return heldBy(item, speech, { ...hold, state: 'queued' });
    }
    // A decision that was undone, or never came to the disk, counts for nothing.
    if (hold && !isLetOut(await queue.ofSubject(item.id))) return heldBy(item, speech, { ...hold, state: 'queued' });
    await publish(item, speech, slotAt);
    return null;
  }

  async function publish({ id, cohort }: Item, speech: Speech, slotAt: number): Promise<void> {
    if (await posts.find(id)) return;
    const { thread, member, isAuthor, words, support, warning, receipt } = speech;
    const isReply = thread !== id;
    const opener = isReply ? await posts.find(thread) : null;
    if (isReply && (!opener || opener.state === 'withdrawn')) return;
    const post = {
      id,
      cohort,
      thread,
      speaker: await speakerOf(speech),
      member,
      isAuthor,
      words,
      support,
      warning,
      receipt,
      slotAt,
      sealedUntil: opener?.sealedUntil ?? seals.expiryOf(speech.sealDays || 30),
    };
    await posts.insert(post);
    if (await places.appear(post)) return;
    // Bombus is nowhere where it could stand: a moderator sees to it.
    const lost = { id: `${id}-unsure-${newId()}`, subject: id, cause: 'maybe-sent', tier: null, details: { lost: 1 } } as const;
    await queue.open({ ...lost, cohort, at: slotAt });
  }

  /** One alias for each in a thread. Two processes may have drawn the same at once: then the later one is another. */
  async function speakerOf({ thread, speaker, member, isAuthor }: Speech): Promise<string> {
    if (member !== null) return speaker;
    if (isAuthor && (await posts.aliases(thread)).includes(speaker)) return speaker;
    if (await posts.takeAlias(thread, speaker)) return speaker;
    if (await aliases.isHeld({ id: thread }, speaker)) return speaker;
    const other = aliases.redraw(await posts.aliases(thread));
    await posts.takeAlias(thread, other);
    return other;
  }

  async function report({ cohort, content }: Item, slotAt: number): Promise<null> {
    const { post: id } = content as { readonly post: string };
    const post = await posts.find(id);
    if (!post || post.state === 'withdrawn') return null;
    // The store gives them in an order that comes from who reported.
    const reports = (await forgetting.group(REPORT, id).list<Report>()).map(({ value }) => value).sort(byReason);
    for (const { id: report, reason } of reports) {
      await queue.open({ id: report, cohort, subject: id, cause: 'report', tier: null, details: { [reason]: 1 }, at: slotAt });
    }
    if (reports.length >= (await options.reportThreshold(cohort)) && post.state === 'shown') {
      await posts.update(id, { state: 'hidden' });
      await places.renew(post, slotAt);
    }
    return null;
  }

  async function same({ content }: Item, slotAt: number): Promise<null> {
    const { post: id } = content as { readonly post: string };
    const post = await posts.find(id);
    if (post?.state !== 'shown') return null;
    const sameBand = bandOf((await forgetting.group(SAME, id).list()).length);
    if (sameBand <= post.sameBand) return null;
    await posts.update(id, { sameBand });
    await places.renew(post, slotAt);
    return null;
  }

  async function withdraw({ content }: Item, slotAt: number): Promise<null> {
    const { post: id } = content as { readonly post: string };
    await mix.remove(id);
    await queue.withdrawn(id);
    const post = await posts.find(id);
    if (!post || !(await posts.update(id, { state: 'withdrawn', words: null, warning: null }, 'withdrawn'))) return null;
    await places.renew(post, slotAt);
    return null;
  }

  async function close({ content }: Item, slotAt: number): Promise<null> {
    const { post: id } = content as { readonly post: string };
    const post = await posts.find(id);
    if (!post || post.closedAt !== null) return null;
    await posts.update(id, { closedAt: slotAt });
    await places.renew(post, slotAt);
    return null;
  }

  async function answer({ id, cohort, content }: Item, slotAt: number): Promise<null> {
    const month = new Date(slotAt).toISOString().slice(0, 7);
    await posts.keepAnswer({ id, cohort, month, ...(content as AnswerContent) });
    return null;
  }

  return {
    [SPEECH]: speak,
    [REPORT]: report,
    [SAME]: same,
    [WITHDRAWAL]: withdraw,
    [CLOSING]: close,
    [ANSWER]: answer,
  };
}

const byReason = (a: Report, b: Report): number => (`${a.reason} ${a.id}` < `${b.reason} ${b.id}` ? -1 : 1);

const heldBy = (item: Item, speech: Speech, hold: NonNullable<Speech['hold']>): NewItem => ({
  ...item,
  pace: 'held',
  content: { ...speech, hold, before: null } satisfies Speech,
});
