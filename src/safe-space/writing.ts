import type { Cohort } from '../cohorts/rules.ts';
import type { Place } from '../cohorts/service.ts';
import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import { holdFor, isGrave, type ModerationSettings } from '../moderation/rules.ts';
import type { Aliases } from '../privacy/aliases.ts';
import type { Authorship } from '../privacy/authorship.ts';
import type { Someone } from '../privacy/keyed-tags.ts';
import type { Limits } from '../privacy/limits.ts';
import type { Mix } from '../privacy/mix.ts';
import { receiptOf } from '../privacy/receipts.ts';
import type { About, Seals } from '../privacy/seals.ts';
import type { IdentifierGuard } from '../safety/identifiers.ts';
import type { LanguageScreen } from '../safety/language.ts';
import type { Forgetting } from '../store/forgetting.ts';
import { endOfWaiting, openAccepting } from './accepting.ts';
import { type Draft, openDrafts, type Speaking, type Typed } from './drafts.ts';
import { isOpener, type Post, type Speech } from './rules.ts';
import type { PostStore } from './store.ts';

export interface WritingOptions {
  readonly posts: PostStore;
  readonly forgetting: Forgetting;
  readonly seals: Seals;
  readonly aliases: Aliases;
  readonly authorship: Authorship;
  readonly mix: Mix;
  readonly limits: Limits<'post' | 'reply'>;
  readonly screen: LanguageScreen;
  readonly guard: IdentifierGuard;
  readonly settings: { of(cohort: string): Promise<ModerationSettings> };
  channelFor(place: Place): Promise<string | null>;
  /** Everything that one person comes by: the first is the same for all. */
  accountsOf(person: Someone): Promise<readonly [Someone, ...Someone[]]>;
  now(): number;
  newId(): string;
}

/** Under which day stands who is called what in a thread. */
const THREAD_DAY = 'thread-day';

/** From the first word to what waits for its slot. Nothing here leaves a trace in the record. */
export function openWriting(options: WritingOptions) {
  const {
    posts,
    forgetting,
    seals,
    aliases,
    authorship,
    mix,
    limits,
    screen,
    guard,
    settings,
    channelFor,
    accountsOf,
    now,
    newId,
  } = options;
  const drafts = openDrafts({ forgetting, now });

  async function check(speaking: Speaking, typed: Typed): Promise<Pick<Draft, 'tier' | 'marks' | 'hold'>> {
    const { member, cohort, names } = speaking;
    const said = [typed.warning, typed.words].filter((part) => part !== null).join('\n');
    const { tier } = screen.screen(said);
    const { beforePublishing } = await settings.of(cohort.id);
    const isMuted = (await limits.mutedUntil(member, cohort.id)) !== null;
    return { tier, marks: guard.find(typed.words, { names }), hold: holdFor(tier, { beforePublishing, isMuted }) };
  }

  /** An alias that ends with its thread. In strict mode nothing ties two replies of one person together. */
  async function aliasIn(thread: Post, member: Member, draft: string): Promise<string> {
    const { sealDays } = await settings.of(thread.cohort);
    const taken = await posts.aliases(thread.id);
    const [{ platform, space, person }] = await accountsOf(member);
    const holder = sealDays === 0 ? onceFor(draft) : `${platform} ${space} ${person}`;
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
      if ((await channelFor(place)) === null) throw new UserError('no-safe-space');
      const isGraveNow = isGrave(screen.screen(typed.words).tier);
      await limits.maySpeak(member, cohort.id, { purpose: 'post', isHidden: true, isGrave: isGraveNow });
      const id = newId();
      const thread = { id, day: seals.today(), until: endOfWaiting(now()) };
      return drafts.keep(member, {
        ...typed,
        ...(await check(speaking, typed)),
        id,
        cohort: cohort.id,
        thread: id,
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
      const isGraveNow = isGrave(screen.screen(typed.words).tier);
      await limits.maySpeak(member, cohort.id, { purpose: 'reply', isHidden: !isNamed, isGrave: isGraveNow });
      const id = newId();
      const about = { cohort: cohort.id, subject: thread, purpose: 'post' } as const;
      const isAuthor = !isNamed && ((await isOwn(member, about)) || (await isCodeOf(code, thread)));
      const all = { ...typed, support: null, warning: null };
      return drafts.keep(member, {
        ...all,
        ...(await check({ ...speaking, names: isNamed ? [] : names }, all)),
        id,
        cohort: cohort.id,
        thread,
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
      const { thread, speaker, isAuthor } = item.content;
      const checked = await check(speaking, typed);
      return drafts.keep(member, {
        ...typed,
        ...checked,
        id,
        cohort: cohort.id,
        thread,
        speaker,
        isAuthor,
        isNamed: false,
        isChange: true,
      });
    },

    /** Null also once it is accepted. */
    draft: drafts.find,
    /** False where it is accepted already. */
    discard: drafts.discard,
    accept: openAccepting({ ...options, drafts, openThread }),
  };

  /** Also where they opened it by another account of theirs. */
  async function isOwn(member: Member, about: About): Promise<boolean> {
    const all = await accountsOf(member);
    return (await Promise.all(all.map((account) => authorship.isOwn(account, about)))).includes(true);
  }

  async function isCodeOf(code: string | null, thread: string): Promise<boolean> {
    const receipt = code === null ? null : receiptOf(code);
    return receipt !== null && (await posts.byReceipt(receipt))?.id === thread;
  }
}

/** Held by nobody: the author of a thread is known by their seal, and without one by nothing. */
const onceFor = (draft: string): string => `once ${draft}`;
