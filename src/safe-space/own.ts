import type { Cohort } from '../cohorts/rules.ts';
import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import type { Authorship, Own } from '../privacy/authorship.ts';
import type { Item, Mix } from '../privacy/mix.ts';
import { receiptOf } from '../privacy/receipts.ts';
import { slotOf } from '../privacy/slots.ts';
import type { Forgetting } from '../store/forgetting.ts';
import { SPEECH } from './accepting.ts';
import { actOn } from './around.ts';
import { DRAFTS } from './drafts.ts';
import { ANSWER, CLOSING, WITHDRAWAL } from './release.ts';
import { isInQueue, isOpener, type Post, type Speech, type Verdict } from './rules.ts';
import type { PostStore } from './store.ts';

export interface OwnOptions {
  readonly posts: PostStore;
  readonly forgetting: Forgetting;
  readonly authorship: Authorship;
  readonly mix: Mix;
  readonly random: () => number;
  now(): number;
  newId(): string;
}

type Said = Own & { readonly purpose: 'post' | 'reply' };
const isSaid = (own: Own): own is Said => own.purpose !== 'question';

/** Something that a member said, as it stands, for them alone. */
export interface Standing {
  readonly id: string;
  readonly purpose: 'post' | 'reply';
  readonly thread: string;
  /** Null while it has not appeared. */
  readonly post: Post | null;
  /** Null once it has appeared. */
  readonly waiting: Item<Speech> | null;
  /** Something came since its author last looked. */
  readonly isNews: boolean;
}

const DAY = 24 * 3_600_000;
/** What disappears together would tell who left. */
const SPREAD_DAYS = 6;

/** What an author may do with what they said. All of it takes effect at slots. */
export function openOwn({ posts, forgetting, authorship, mix, random, now, newId }: OwnOptions) {
  const said = async ({ id }: Member): Promise<readonly Said[]> => (await authorship.list(id)).filter(isSaid);

  async function standingOf(member: Member, { subject: id, purpose, thread, cohort }: Said): Promise<Standing | null> {
    const post = await posts.find(id);
    const waiting = post ? null : await waitingOf(id);
    if (!post && !waiting) {
      // A reply whose thread was withdrawn before it could appear: its author is told so, and nothing else is left of it.
      const isOrphan = purpose === 'reply' && (await posts.find(thread))?.state === 'withdrawn';
      return isOrphan ? { id, purpose, thread, post, waiting, isNews: false } : null;
    }
    const seen = await authorship.seenUntil(member.id, { cohort, thread });
    const isNews =
      post !== null &&
      purpose === 'post' &&
      post.state !== 'withdrawn' &&
      (await newest(thread, post)) > Math.max(seen, post.slotAt);
    const isAsked = waiting !== null && ['asked', 'declined'].includes(waiting.content.hold?.state ?? '');
    return { id, purpose, thread, post, waiting, isNews: isNews || isAsked };
  }

  async function waitingOf(id: string): Promise<Item<Speech> | null> {
    const item = await mix.find<Speech>(id);
    return item?.content.isTakenBack ? null : item;
  }

  const newest = async (thread: string, post: Post): Promise<number> =>
    (await posts.ofThread(thread))
      .filter(({ isAuthor, state }) => !isAuthor && state === 'shown')
      .reduce((latest, { slotAt }) => Math.max(latest, slotAt), post.slotAt);

  /** @throws UserError `not-yours`, in the same words for what is not there. */
  async function needOwn(member: Member, cohort: Cohort, id: string): Promise<Standing> {
    const own = (await said(member)).find(({ subject, cohort: of }) => subject === id && of === cohort.id);
    const standing = own && (await standingOf(member, own));
    if (!standing) throw new UserError('not-yours');
    return standing;
  }

  async function withdrawStanding({ id, post, waiting }: Standing, cohort: string, at: number | null): Promise<void> {
    const isInQueueNow = waiting !== null && isInQueue(waiting.content);
    // A moderator who has it open must not see at which moment it goes.
    if (isInQueueNow) await mix.put({ ...waiting, content: { ...waiting.content, isTakenBack: true } });
    else if (waiting) await mix.remove(id);
    const act = actOn({ id, cohort }, WITHDRAWAL, now());
    const isSpread = at !== null && (post !== null || isInQueueNow);
    // Also for what waits: another process may be letting it go just now.
    if (post || waiting) await mix.put(isSpread ? { ...act, pace: 'at', at } : act);
  }

  /** What a withdrawal code is for. @throws UserError `no-such-code` */
  async function byCode(code: string): Promise<Standing> {
    const receipt = receiptOf(code);
    const post = receipt && (await posts.byReceipt(receipt));
    if (post)
      return { id: post.id, purpose: isOpener(post) ? 'post' : 'reply', thread: post.thread, post, waiting: null, isNews: false };
    const waiting =
      receipt === null
        ? undefined
        : (await mix.all()).find(
            ({ kind, content }) => kind === SPEECH && (content as Speech).receipt === receipt && !(content as Speech).isTakenBack,
          );
    if (!waiting) throw new UserError('no-such-code', {}, 'code');
    const item = waiting as Item<Speech>;
    const { thread } = item.content;
    return { id: item.id, purpose: thread === item.id ? 'post' : 'reply', thread, post: null, waiting: item, isNews: false };
  }

  return {
    byCode,
    need: needOwn,

    /** Everything that a member said and that a seal still ties to them; newest first as far as slots tell. */
    async list(member: Member): Promise<readonly Standing[]> {
      const found = await Promise.all((await said(member)).map((own) => standingOf(member, own)));
      const standing = found.filter((one): one is Standing => one !== null && one.post?.state !== 'withdrawn');
      return standing.sort((a, b) => (b.post?.slotAt ?? Number.MAX_SAFE_INTEGER) - (a.post?.slotAt ?? Number.MAX_SAFE_INTEGER));
    },

    /** Whether anything came since they last looked. */
    async hasNews(member: Member): Promise<boolean> {
      for (const own of await said(member)) if ((await standingOf(member, own))?.isNews) return true;
      return false;
    },

    /** A thread of their own as they read it now. */
    async read(
      member: Member,
      cohort: Cohort,
      id: string,
    ): Promise<{ readonly standing: Standing; readonly posts: readonly Post[] }> {
      const standing = await needOwn(member, cohort, id);
      const all = standing.post ? await posts.ofThread(standing.thread) : [];
      const latest = all.reduce((last, { slotAt }) => Math.max(last, slotAt), 1);
      if (standing.purpose === 'post')
        await authorship.markSeen(member.id, { cohort: cohort.id, thread: standing.thread }, latest);
      return { standing, posts: all };
    },

    async withdraw(member: Member, cohort: Cohort, id: string): Promise<void> {
      await withdrawStanding(await needOwn(member, cohort, id), cohort.id, null);
    },
    async withdrawByCode(code: string, cohort: Cohort): Promise<void> {
      const standing = await byCode(code);
      if ((standing.post?.cohort ?? standing.waiting?.cohort) !== cohort.id) throw new UserError('no-such-code', {}, 'code');
      await withdrawStanding(standing, cohort.id, null);
    },

    /** Ends a thread: nobody replies any more. */
    async close(cohort: Cohort, standing: Standing): Promise<void> {
      if (standing.post && isOpener(standing.post))
        await mix.put({ ...actOn(standing.post, CLOSING, now()), cohort: cohort.id, pace: 'quarter' });
    },

    /** Whether it was what they wanted; kept without the post. */
    async answer(cohort: Cohort, { post }: Standing, answer: Verdict): Promise<void> {
      if (!post?.support) return;
      const id = newId();
      const content = { support: post.support, answer };
      const order = `${content.support} ${answer}`;
      await mix.put({
        id,
        kind: ANSWER,
        cohort: cohort.id,
        pace: 'quarter',
        order,
        content,
        until: slotOf(now(), DAY) + 7 * DAY,
      });
    },

    /**
     * Somebody leaves. What they said goes, at once or spread over days, or stays without a link to them; replies under
     * their own name always go.
     */
    async leaving(member: Member, what: 'withdraw' | 'withdraw-at-once' | 'keep'): Promise<void> {
      for (const own of what === 'keep' ? [] : await said(member)) {
        const standing = await standingOf(member, own);
        if (standing) await withdrawStanding(standing, own.cohort, what === 'withdraw' ? spread() : null);
      }
      for (const post of await posts.namedOf(member.id)) await mix.put(actOn(post, WITHDRAWAL, now()));
      await forget(member);
    },

    /** Nothing leads to a member any more from what they said; what they were about to say under their name goes. */
    forget,
  };

  async function forget(member: Member): Promise<void> {
    for (const post of await posts.namedOf(member.id)) await posts.forgetMember(post.id);
    for (const { id, kind, cohort, content } of await mix.all()) {
      if (kind !== SPEECH || (content as Speech).member !== member.id) continue;
      await mix.remove(id);
      await mix.put(actOn({ id, cohort }, WITHDRAWAL, now()));
    }
    await forgetting.group(DRAFTS, member.id).clear();
    await authorship.disown(member.id);
  }

  /** At some slot of the next days. */
  function spread(): number {
    return slotOf(now() + DAY / 24 + random() * SPREAD_DAYS * DAY, DAY / 96);
  }
}
