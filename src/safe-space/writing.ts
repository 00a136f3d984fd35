import { randomBytes } from 'node:crypto';
import type { Cohort } from '../cohorts/rules.ts';
import type { Place } from '../cohorts/service.ts';
import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import type { ModerationSettings } from '../moderation/rules.ts';
import type { Aliases } from '../privacy/aliases.ts';
import { type Authorship, authorOf } from '../privacy/authorship.ts';
import type { Mix, NewItem } from '../privacy/mix.ts';
import { codeFrom, receiptOf } from '../privacy/receipts.ts';
import type { Seals } from '../privacy/seals.ts';
import { type Pace, QUARTER_MS, slotOf } from '../privacy/slots.ts';
import type { Identifier, IdentifierGuard } from '../safety/identifiers.ts';
import type { LanguageScreen, Tier } from '../safety/language.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Limits } from './limits.ts';
import { type Hold, holdFor, isGrave, isInQueue, isOpener, type Post, type Speech, type Support, type Timing } from './rules.ts';
import type { PostStore } from './store.ts';

/** What somebody typed. */
export interface Typed {
  readonly words: string;
  readonly support: Support | null;
  readonly warning: string | null;
  readonly timing: Timing;
}

/** What somebody is about to say, as they are shown it before it is accepted. */
export interface Draft extends Typed {
  readonly id: string;
  readonly cohort: string;
  /** Its own id for a post. */
  readonly thread: string;
  readonly place: Place & { readonly channel: string };
  readonly speaker: string;
  /** Under one's own name. */
  readonly isNamed: boolean;
  readonly isAuthor: boolean;
  readonly tier: Tier;
  readonly marks: readonly Identifier[];
  readonly hold: Hold | null;
  /** Said before and not out yet: this takes its place. */
  readonly isChange: boolean;
}

export interface Accepted {
  /** Without its words. */
  readonly draft: Draft;
  /** The withdrawal code; null for what is under one's own name. */
  readonly code: string | null;
}

/** A draft on its way out: who presses again, having had no answer, is told the same. */
interface Kept extends Draft {
  readonly code?: string | null;
  readonly isAccepted?: boolean;
}

/** Who speaks, and where. */
export interface Speaking {
  readonly member: Member;
  readonly cohort: Cohort;
  readonly place: Place;
  /** What the platform told us of the person in this very request; not kept. */
  readonly names: readonly string[];
}

export interface WritingOptions {
  readonly posts: PostStore;
  readonly forgetting: Forgetting;
  readonly seals: Seals;
  readonly aliases: Aliases;
  readonly authorship: Authorship;
  readonly mix: Mix;
  readonly limits: Limits;
  readonly screen: LanguageScreen;
  readonly guard: IdentifierGuard;
  readonly settings: { of(cohort: string): Promise<ModerationSettings> };
  channelFor(place: Place): Promise<string | null>;
  now(): number;
  newId(): string;
}

const DAY = 24 * 3_600_000;
const DRAFT_MS = DAY;
/** How long words wait at most, for a moderator or their author. */
const WAITING_DAYS = 31;

export const SPEECH = 'speech';
/** What somebody is about to say, by member. */
export const DRAFTS = 'post-draft';
/** Under which day stands who is called what in a thread. */
const THREAD_DAY = 'thread-day';

/** From the first word to what waits for its slot. Nothing here leaves a trace in the record. */
export function openWriting(options: WritingOptions) {
  const { posts, forgetting, seals, aliases, authorship, mix, limits, screen, guard, settings, channelFor, now, newId } = options;
  const draftsOf = ({ id }: Member) => forgetting.group(DRAFTS, id);
  /** Named by the day alone, as a finer time would tell when something came. */
  const daysOn = (days: number): number => (Math.floor(now() / DAY) + 1 + days) * DAY;

  async function check(speaking: Speaking, typed: Typed): Promise<Pick<Draft, 'tier' | 'marks' | 'hold'>> {
    const { member, cohort, names } = speaking;
    const said = [typed.warning, typed.words].filter((part) => part !== null).join('\n');
    const { tier } = screen.screen(said);
    const { beforePublishing } = await settings.of(cohort.id);
    const isMuted = (await limits.mutedUntil(member)) !== null;
    return { tier, marks: guard.find(typed.words, { names }), hold: holdFor(tier, { beforePublishing, isMuted }) };
  }

  async function keep<T extends Draft>(member: Member, draft: T): Promise<T> {
    await draftsOf(member).setUntil(draft.id, draft, slotOf(now(), QUARTER_MS) + QUARTER_MS + DRAFT_MS);
    return draft;
  }

  /** An alias that ends with its thread. In strict mode nothing ties two replies of one person together. */
  async function aliasIn(thread: Post, member: Member, draft: string): Promise<string> {
    const { sealDays } = await settings.of(thread.cohort);
    const taken = await posts.aliases(thread.id);
    const holder = sealDays === 0 ? onceFor(draft) : `${member.platform} ${member.space} ${member.person}`;
    return aliases.of({ id: thread.id, day: await dayOfThread(thread), until: thread.sealedUntil }, holder, taken);
  }

  /** That of the first who replies. Its author's seal says nothing of it: it may end when they leave, which none may see. */
  async function dayOfThread({ id, sealedUntil }: Post): Promise<string> {
    const days = forgetting.group(THREAD_DAY, id);
    const today = seals.today();
    return (await days.add('day', today, sealedUntil)) ? today : ((await days.get<string>('day')) ?? today);
  }

  /** The post that opened a thread in which may be spoken. @throws UserError */
  async function openThread(id: string, cohort: Cohort): Promise<Post> {
    const opener = await posts.find(id);
    if (!opener || !isOpener(opener) || opener.cohort !== cohort.id) throw new UserError('no-such-thread');
    if (opener.state === 'withdrawn' || opener.closedAt !== null) throw new UserError('thread-closed');
    if (opener.state === 'hidden') throw new UserError('thread-hidden');
    return opener;
  }

  return {
    openThread,

    /** What is to open a thread. @throws UserError where nobody may post here just now. */
    async draftPost(speaking: Speaking, typed: Typed): Promise<Draft> {
      const { member, cohort, place } = speaking;
      const channel = await channelFor(place);
      if (channel === null) throw new UserError('no-safe-space');
      await limits.mayPost(member, cohort, isGrave(screen.screen(typed.words).tier));
      const id = newId();
      const thread = { id, day: seals.today(), until: daysOn(WAITING_DAYS) };
      return keep(member, {
        ...typed,
        ...(await check(speaking, typed)),
        id,
        cohort: cohort.id,
        thread: id,
        place: { ...place, channel },
        speaker: await aliases.of(thread, onceFor(id), []),
        isNamed: false,
        isAuthor: true,
        isChange: false,
      });
    },

    /**
     * A reply, without a name or as oneself. `code` shows that somebody opened the thread whose seal is gone, or never was.
     * @throws UserError
     */
    async draftReply(
      speaking: Speaking,
      { thread, isNamed, code = null }: { readonly thread: string; readonly isNamed: boolean; readonly code?: string | null },
      typed: Pick<Typed, 'words' | 'timing'>,
    ): Promise<Draft> {
      const { member, cohort, names } = speaking;
      const opener = await openThread(thread, cohort);
      if (!isNamed && now() >= opener.sealedUntil) throw new UserError('thread-sealed');
      await limits.mayReply(member, cohort, { isNamed, isGrave: isGrave(screen.screen(typed.words).tier) });
      const id = newId();
      const about = { cohort: cohort.id, subject: thread, purpose: 'post' } as const;
      const isAuthor = !isNamed && ((await authorship.isOwn(member, about)) || (await isCodeOf(code, thread)));
      const all = { ...typed, support: null, warning: null };
      return keep(member, {
        ...all,
        ...(await check({ ...speaking, names: isNamed ? [] : names }, all)),
        id,
        cohort: cohort.id,
        thread,
        place: opener.place,
        speaker: isNamed ? (names[0] ?? '') : isAuthor ? opener.speaker : await aliasIn(opener, member, id),
        isNamed,
        isAuthor,
        isChange: false,
      });
    },

    /** Other words for what has not appeared yet. @throws UserError where it has, or is not theirs. */
    async draftChange(speaking: Speaking, id: string, typed: Typed): Promise<Draft> {
      const { member, cohort } = speaking;
      const item = await mix.find<Speech>(id);
      const purpose = item?.content.thread === id ? 'post' : 'reply';
      if (!item || item.content.isTakenBack || !(await authorship.isOwn(member, { cohort: cohort.id, subject: id, purpose })))
        throw new UserError('already-out');
      const { thread, place, speaker, isAuthor } = item.content;
      const checked = await check(speaking, typed);
      return keep(member, {
        ...typed,
        ...checked,
        id,
        cohort: cohort.id,
        thread,
        place,
        speaker,
        isAuthor,
        isNamed: false,
        isChange: true,
      });
    },

    /** Null also once it is accepted. */
    async draft(member: Member, id: string): Promise<Draft | null> {
      const kept = await draftsOf(member).get<Kept>(id);
      return kept?.isAccepted ? null : kept;
    },
    /** False where it is accepted already. */
    async discard(member: Member, id: string): Promise<boolean> {
      if ((await draftsOf(member).get<Kept>(id))?.isAccepted) return false;
      await draftsOf(member).delete(id);
      return true;
    },

    /**
     * What was shown is taken as it is; again, the same is told again.
     * @throws UserError `must-edit` while it holds what must not leave, `draft-gone`, `already-out`.
     */
    async accept(speaking: Speaking, id: string): Promise<Accepted> {
      const { member, cohort } = speaking;
      const kept = await draftsOf(member).get<Kept>(id);
      if (!kept || kept.cohort !== cohort.id) throw new UserError('draft-gone');
      const { isAccepted, code: known, ...draft } = kept;
      if (isAccepted) return { draft, code: known ?? null };
      if (draft.marks.some(({ level }) => level === 'edit')) throw new UserError('must-edit');
      if (draft.id !== draft.thread) await openThread(draft.thread, cohort);
      const before = draft.isChange ? await mix.find<Speech>(id) : null;
      const isOut = (await posts.find(id)) !== null;
      if (draft.isChange && (isOut || !before || before.content.isTakenBack)) throw new UserError('already-out');
      const { sealDays } = await settings.of(cohort.id);
      const hold = draft.hold && { ...draft.hold, times: (before?.content.hold?.times ?? 0) + 1 };
      const purpose = draft.id === draft.thread ? 'post' : 'reply';
      // The seal first: what waits without one would be nobody's.
      if (!draft.isNamed && !draft.isChange && sealDays > 0) {
        const own = { subject: id, purpose, thread: draft.thread, cohort: cohort.id } as const;
        await authorship.sign(authorOf(member), own, seals.expiryOf(sealDays));
      }
      const code = known ?? (draft.isNamed || before ? null : codeFrom(randomBytes(16)));
      await keep<Kept>(member, { ...draft, code });
      const content: Speech = {
        thread: draft.thread,
        place: draft.place,
        speaker: draft.speaker,
        member: draft.isNamed ? member.id : null,
        isAuthor: draft.isAuthor,
        words: draft.words,
        support: draft.support,
        warning: draft.warning,
        receipt: before?.content.receipt ?? (code && receiptOf(code)) ?? newId(),
        sealDays,
        timing: draft.timing,
        hold,
        isTakenBack: false,
        before: before && isInQueue(before.content) ? (before.content.before ?? saidIn(before.content)) : null,
      };
      const pace: Pace = hold ? (hold.cause === 'before-publishing' ? 'quarter' : 'urgent') : draft.timing;
      const since = before && before.pace === pace ? { since: before.since } : {};
      // By a process that died over it.
      const isPut = !draft.isChange && (isOut || (await mix.find(id)) !== null);
      const item: NewItem = {
        id,
        kind: SPEECH,
        cohort: cohort.id,
        pace,
        ...since,
        order: draft.words,
        content,
        until: daysOn(WAITING_DAYS),
      };
      if (!isPut) await mix.put(item);
      if (!draft.isChange) await limits.count(member, cohort, purpose);
      const accepted: Draft = { ...draft, hold, words: '', warning: null, marks: [] };
      // In strict mode nothing may lead to them, not for an hour.
      if (sealDays === 0 && !draft.isNamed) await draftsOf(member).delete(id);
      else await keep<Kept>(member, { ...accepted, code, isAccepted: true });
      if (pace === 'now') mix.wake();
      return { draft: accepted, code };
    },
  };

  async function isCodeOf(code: string | null, thread: string): Promise<boolean> {
    const receipt = code === null ? null : receiptOf(code);
    return receipt !== null && (await posts.byReceipt(receipt))?.id === thread;
  }
}

const saidIn = ({ words, support, warning }: Speech): Pick<Speech, 'words' | 'support' | 'warning'> => ({
  words,
  support,
  warning,
});

/** Held by nobody: the author of a thread is known by their seal, and without one by nothing. */
const onceFor = (draft: string): string => `once ${draft}`;

export type Writing = ReturnType<typeof openWriting>;

/** The hold of `soon` as it is told: from one to four quarters of an hour. */
export const SOON_MINUTES = { from: QUARTER_MS / 60_000, to: (4 * QUARTER_MS) / 60_000 };
