import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import { holdFor, isGrave, type ModerationSettings } from '../moderation/rules.ts';
import { authorOf } from '../privacy/authorship.ts';
import { openDrafts } from '../privacy/drafts.ts';
import type { Limits } from '../privacy/limits.ts';
import type { Item, Mix } from '../privacy/mix.ts';
import type { Seals } from '../privacy/seals.ts';
import { isInQueue } from '../safe-space/rules.ts';
import type { IdentifierGuard } from '../safety/identifiers.ts';
import type { LanguageScreen } from '../safety/language.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Question, Speaking } from './rules.ts';
import { endOfWaiting, MESSAGE, paceOf, type Saying } from './saying.ts';
import type { QuestionStore } from './store.ts';
import type { MessageDraft, MyQuestion, WaitingMessage } from './views.ts';

export interface RelayOptions {
  readonly store: QuestionStore;
  readonly forgetting: Forgetting;
  readonly seals: Seals;
  readonly mix: Mix;
  readonly limits: Limits<'question' | 'message'>;
  readonly screen: LanguageScreen;
  readonly guard: IdentifierGuard;
  readonly settings: { of(cohort: string): Promise<ModerationSettings> };
  now(): number;
  newId(): string;
}

const DRAFTS = 'relay-draft';

/** What askers and mentors say to each other, from the first word to what waits for its slot. */
export function openRelay(options: RelayOptions) {
  const { store, forgetting, seals, mix, limits, screen, guard, settings, now, newId } = options;
  const drafts = openDrafts<MessageDraft>({ forgetting, purpose: DRAFTS, hasCode: () => false, now });

  async function check(
    { member, cohort, names }: Speaking,
    words: string,
  ): Promise<Pick<MessageDraft, 'tier' | 'marks' | 'hold'>> {
    const { tier } = screen.screen(words);
    const { beforePublishing } = await settings.of(cohort.id);
    const isMuted = (await limits.mutedUntil(member, cohort.id)) !== null;
    const marks = guard.find(words, { names });
    const isExamContent = marks.some(({ kind }) => kind === 'exam-content');
    return { tier, marks, hold: holdFor(tier, { beforePublishing, isMuted, isExamContent }) };
  }

  type Begun = Pick<MessageDraft, 'question' | 'side' | 'kind' | 'speaker' | 'mentor'>;

  async function begin(speaking: Speaking, begun: Begun, words: string): Promise<MessageDraft> {
    const { member, cohort } = speaking;
    const checked = await check(speaking, words);
    await limits.maySpeak(member, cohort.id, { purpose: 'message', isHidden: false, isGrave: isGrave(checked.tier) });
    return drafts.keep(member, { ...begun, ...checked, id: newId(), cohort: cohort.id, words, isChange: false });
  }

  /** Their own words that are not out: an asker by the seal or whatever opened `mine`, a mentor by what stands on them. */
  async function needWaiting({ id: member, cohort }: Member, id: string, mine: MyQuestion | null): Promise<Item<Saying>> {
    const item = await mix.find<Saying>(id);
    if (item?.kind !== MESSAGE || item.cohort !== cohort || item.content.isTakenBack)
      throw new UserError('already-out', { of: 'message' });
    const { side, mentor, question } = item.content;
    const isTheirs = side === 'mentor' ? mentor === member : question === mine?.id;
    if (!isTheirs) throw new UserError('already-out', { of: 'message' });
    return item;
  }

  /** The question, which is with this mentor or was answered by them. @throws UserError */
  async function mayAnswer(question: Question | null, mentor: string): Promise<void> {
    if (question?.holder !== mentor) throw new UserError('not-yours', { side: 'mentor' });
    if (question.state === 'closed' || question.state === 'withdrawn') throw new UserError('question-closed');
  }

  return {
    async draftReply(speaking: Speaking, { id, question, speaker }: MyQuestion, words: string): Promise<MessageDraft> {
      if (!question || question.holder === null || !['talking', 'answered'].includes(question.state))
        throw new UserError('nobody-to-reply-to');
      return begin(speaking, { question: id, side: 'asker', kind: 'reply', speaker, mentor: question.holder }, words);
    },

    async draftAnswer(speaking: Speaking, id: string, kind: 'answer' | 'asks-back', words: string): Promise<MessageDraft> {
      const { member } = speaking;
      const question = await store.find(id);
      await mayAnswer(question, member.id);
      const offer = (await store.offers.ofQuestion(id)).find(({ mentor }) => mentor === member.id);
      return begin(speaking, { question: id, side: 'mentor', kind, speaker: offer?.speaker ?? '', mentor: member.id }, words);
    },

    async draftAgain(speaking: Speaking, id: string, words: string): Promise<MessageDraft> {
      const { member } = speaking;
      const draft = await drafts.find(member, id);
      if (!draft) throw new UserError('draft-gone');
      if (draft.isChange) return drafts.keep(member, { ...draft, ...(await check(speaking, words)), words });
      const { question, side, kind, speaker, mentor } = draft;
      await drafts.discard(member, id);
      return begin(speaking, { question, side, kind, speaker, mentor }, words);
    },

    async draftChange(speaking: Speaking, id: string, words: string, mine: MyQuestion | null = null): Promise<MessageDraft> {
      const { member, cohort } = speaking;
      const { question, side, kind, speaker, mentor } = (await needWaiting(member, id, mine)).content;
      const begun = { question, side, kind, speaker, mentor };
      return drafts.keep(member, { ...begun, ...(await check(speaking, words)), id, cohort: cohort.id, words, isChange: true });
    },

    find: drafts.find,
    discard: drafts.discard,
    forgetAll: drafts.forgetAll,

    async accept(speaking: Speaking, id: string): Promise<MessageDraft> {
      const { member, cohort } = speaking;
      const kept = await drafts.kept(member, id);
      if (!kept || kept.cohort !== cohort.id) throw new UserError('draft-gone');
      const { isAccepted, code: _, ...draft } = kept;
      if (isAccepted) return draft;
      if (draft.marks.some(({ level }) => level === 'edit')) throw new UserError('must-edit');
      if (draft.side === 'mentor') await mayAnswer(await store.find(draft.question), member.id);
      const before = draft.isChange ? await mix.find<Saying>(id) : null;
      const isOut = (await store.messages.find(id)) !== null;
      if (draft.isChange && (isOut || !before || before.content.isTakenBack))
        throw new UserError('already-out', { of: 'message' });
      const { sealDays } = await settings.of(cohort.id);
      if (!draft.isChange && sealDays > 0) {
        const about = { cohort: cohort.id, subject: id, purpose: 'question' } as const;
        await seals.seal(about, authorOf(member), seals.expiryOf(sealDays));
      }
      const hold = draft.hold && { ...draft.hold, times: (before?.content.hold?.times ?? 0) + 1 };
      const { question, side, kind, speaker, mentor, words } = draft;
      const shown = before && isInQueue(before.content) ? (before.content.before ?? before.content.words) : null;
      const content: Saying = { question, side, kind, speaker, mentor, words, hold, isTakenBack: false, before: shown };
      const pace = paceOf(hold, 'quarter');
      const since = before?.pace === pace ? { since: before.since } : {};
      const item = { id, kind: MESSAGE, cohort: cohort.id, pace, ...since, order: words, content, until: endOfWaiting(now()) };
      const isPut = !draft.isChange && (isOut || (await mix.find(id)) !== null);
      if (!isPut) await mix.put(item);
      if (!draft.isChange) await limits.count(member, cohort.id, 'message');
      const accepted: MessageDraft = { ...draft, hold, words: '', marks: [] };
      if (sealDays === 0 && side === 'asker') await drafts.forget(member, id);
      else await drafts.accepted(member, accepted, null);
      return accepted;
    },

    async typed(member: Member, id: string, mine: MyQuestion | null = null): Promise<string> {
      return (await needWaiting(member, id, mine)).content.words;
    },

    async takeBack(member: Member, id: string, mine: MyQuestion | null = null): Promise<void> {
      const item = await needWaiting(member, id, mine);
      // A moderator who has it open must not see at which moment it goes.
      if (isInQueue(item.content)) await mix.put(takenBack(item));
      else await mix.remove(id);
    },

    /** What one side has said in a conversation that is not out. */
    async waitingOf(question: string, side: Saying['side'], mentor: string | null): Promise<readonly WaitingMessage[]> {
      const all = (await mix.all()).filter((item): item is Item<Saying> => item.kind === MESSAGE);
      return all
        .filter(({ content }) => content.question === question && content.side === side && !content.isTakenBack)
        .filter(({ content }) => mentor === null || content.mentor === mentor)
        .map(({ id, content: { kind, words, hold } }) => ({ id, kind, words, hold }));
    },

    /** What a mentor was about to say goes with them. */
    async forgetMentor(member: string): Promise<void> {
      for (const { id, kind, content } of await mix.all())
        if (kind === MESSAGE && (content as Saying).side === 'mentor' && (content as Saying).mentor === member)
          await mix.remove(id);
    },
  };
}

/** It leaves at the next slot, and whoever has it before them sees it go then. */
export const takenBack = <T extends { readonly isTakenBack: boolean }>({ since: _, ...item }: Item<T>) => ({
  ...item,
  pace: 'urgent' as const,
  content: { ...item.content, isTakenBack: true },
});

export type Relay = ReturnType<typeof openRelay>;
