import type { Cohort } from '../cohorts/rules.ts';
import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import type { Mentors } from '../mentors/service.ts';
import { holdFor, isGrave, type ModerationSettings } from '../moderation/rules.ts';
import type { Aliases } from '../privacy/aliases.ts';
import { type Authorship, authorOf } from '../privacy/authorship.ts';
import { openDrafts } from '../privacy/drafts.ts';
import type { Limits } from '../privacy/limits.ts';
import type { Mix } from '../privacy/mix.ts';
import { receiptOf } from '../privacy/receipts.ts';
import type { Seals } from '../privacy/seals.ts';
import { isInQueue } from '../safe-space/rules.ts';
import type { IdentifierGuard } from '../safety/identifiers.ts';
import type { LanguageScreen } from '../safety/language.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Topic } from '../topics/rules.ts';
import type { Apart } from './apart.ts';
import type { Asked, Speaking } from './rules.ts';
import { ASKED, type Asking, endOfWaiting, paceOf } from './saying.ts';
import { SHARES } from './seeking.ts';
import type { QuestionStore } from './store.ts';
import type { AcceptedQuestion, QuestionDraft } from './views.ts';

export interface AskingOptions {
  readonly store: Pick<QuestionStore, 'find'>;
  readonly forgetting: Forgetting;
  readonly seals: Seals;
  readonly aliases: Aliases;
  readonly authorship: Authorship;
  readonly mix: Mix;
  readonly limits: Limits<'question' | 'message'>;
  readonly screen: LanguageScreen;
  readonly guard: IdentifierGuard;
  readonly settings: { of(cohort: string): Promise<ModerationSettings> };
  readonly topics: { of(cohort: string): Promise<readonly Topic[]> };
  readonly mentors: Pick<Mentors, 'ofCohort'>;
  readonly apart: Apart;
  now(): number;
  newId(): string;
}

const DRAFTS = 'question-draft';
/** What an asker would like to share is kept for a term: figures of a term are made of it, and never of one alone. */
const SHARES_DAYS = 92;

/** From the first word to what waits for its slot. Nothing here leaves a trace in the record. */
export function openAsking(options: AskingOptions) {
  const { store, forgetting, seals, aliases, authorship, mix, limits, screen, guard, settings, topics, mentors, apart } = options;
  const { now, newId } = options;
  const drafts = openDrafts<QuestionDraft>({ forgetting, purpose: DRAFTS, hasCode: ({ isChange }) => !isChange, now });

  async function checked(speaking: Speaking, asked: Asked): Promise<Pick<QuestionDraft, 'tier' | 'marks' | 'hold'>> {
    const { member, cohort, names } = speaking;
    const said = `${asked.title}\n${asked.words}`;
    const { tier } = screen.screen(said);
    const { beforePublishing } = await settings.of(cohort.id);
    const isMuted = (await limits.mutedUntil(member, cohort.id)) !== null;
    const marks = guard.find(said, { names });
    const isExamContent = marks.some(({ kind }) => kind === 'exam-content');
    return { tier, marks, hold: holdFor(tier, { beforePublishing, isMuted, isExamContent }) };
  }

  async function needTopic(cohort: Cohort, topic: string): Promise<void> {
    if (!(await topics.of(cohort.id)).some((one) => one.topic === topic)) throw new UserError('no-such-topic', {}, 'topic');
  }

  async function ownWaiting(member: Member, cohort: Cohort, id: string) {
    const item = await mix.find<Asking>(id);
    const about = { cohort: cohort.id, subject: id, purpose: 'question' } as const;
    const isTheirs = item?.kind === ASKED && !item.content.isTakenBack && (await authorship.isOwn(member, about));
    return isTheirs ? item : null;
  }

  return {
    async draft(speaking: Speaking, asked: Asked): Promise<QuestionDraft> {
      const { member, cohort } = speaking;
      await needTopic(cohort, asked.topic);
      const check = await checked(speaking, asked);
      await limits.maySpeak(member, cohort.id, { purpose: 'question', isHidden: true, isGrave: isGrave(check.tier) });
      const id = newId();
      const thread = { id, day: seals.today(), until: endOfWaiting(now()) };
      const speaker = await aliases.of(thread, `once ${id}`, []);
      return drafts.keep(member, {
        ...asked,
        ...check,
        id,
        cohort: cohort.id,
        year: member.year,
        speaker,
        isChange: false,
      });
    },

    async draftChange(speaking: Speaking, id: string, asked: Asked): Promise<QuestionDraft> {
      const { member, cohort } = speaking;
      await needTopic(cohort, asked.topic);
      const item = await ownWaiting(member, cohort, id);
      if (!item) throw new UserError('already-out', { of: 'question' });
      const { speaker, year } = item.content;
      const check = await checked(speaking, asked);
      return drafts.keep(member, { ...asked, ...check, id, cohort: cohort.id, year, speaker, isChange: true });
    },

    find: drafts.find,
    discard: drafts.discard,
    forgetAll: drafts.forgetAll,

    async typed(member: Member, cohort: Cohort, id: string): Promise<Asked | null> {
      const item = await ownWaiting(member, cohort, id);
      if (!item) return null;
      const { topic, title, words, support, isUrgent } = item.content;
      const shares = (await forgetting.get<Asked['shares']>(SHARES, id)) ?? [];
      return { topic, title, words, support, isUrgent, shares };
    },

    async accept(speaking: Speaking, id: string): Promise<AcceptedQuestion> {
      const { member, cohort } = speaking;
      const kept = await drafts.kept(member, id);
      if (!kept || kept.cohort !== cohort.id) throw new UserError('draft-gone');
      const { isAccepted, code, ...draft } = kept;
      if (isAccepted) return { draft, code };
      if (draft.marks.some(({ level }) => level === 'edit')) throw new UserError('must-edit');
      const before = draft.isChange ? await mix.find<Asking>(id) : null;
      const isOut = (await store.find(id)) !== null;
      if (draft.isChange && (isOut || !before || before.content.isTakenBack))
        throw new UserError('already-out', { of: 'question' });
      const { sealDays } = await settings.of(cohort.id);
      await prepare(speaking, draft, sealDays);
      const hold = draft.hold && { ...draft.hold, times: (before?.content.hold?.times ?? 0) + 1 };
      const content: Asking = {
        topic: draft.topic,
        title: draft.title,
        words: draft.words,
        support: draft.support,
        isUrgent: draft.isUrgent,
        speaker: draft.speaker,
        year: draft.year,
        receipt: before?.content.receipt ?? (code && receiptOf(code)) ?? newId(),
        hold,
        isTakenBack: false,
        before: before && isInQueue(before.content) ? (before.content.before ?? wordsOf(before.content)) : null,
      };
      const pace = paceOf(hold, 'soon');
      const since = before?.pace === pace ? { since: before.since } : {};
      const item = {
        id,
        kind: ASKED,
        cohort: cohort.id,
        pace,
        ...since,
        order: wordsOf(content),
        content,
        until: endOfWaiting(now()),
      };
      // By a process that died over it.
      const isPut = !draft.isChange && (isOut || (await mix.find(id)) !== null);
      if (!isPut) await mix.put(item);
      if (!draft.isChange) await limits.count(member, cohort.id, 'question');
      const accepted: QuestionDraft = { ...draft, hold, title: '', words: '', shares: [], marks: [] };
      // In strict mode nothing may lead to them, not for an hour.
      if (sealDays === 0) await drafts.forget(member, id);
      else await drafts.accepted(member, accepted, code);
      return { draft: accepted, code };
    },
  };

  /** The seal first: what waits without one would be nobody's. */
  async function prepare({ member, cohort }: Speaking, { id, shares, isChange }: QuestionDraft, sealDays: number): Promise<void> {
    if (!isChange && sealDays > 0) {
      const own = { subject: id, purpose: 'question', thread: id, cohort: cohort.id } as const;
      await authorship.sign(authorOf(member), own, seals.expiryOf(sealDays));
    }
    if (!isChange && sealDays === 0) {
      await apart.note(member, { id, cohort: cohort.id }, await mentors.ofCohort(cohort.id, now()));
    }
    if (shares.length > 0)
      await forgetting.setUntil(SHARES, id, shares, endOfWaiting(now()) + (SHARES_DAYS - 31) * 24 * 3_600_000);
    else if (isChange) await forgetting.delete(SHARES, id);
  }
}

/** As moderators and mentors read it. */
export const wordsOf = ({ title, words }: { readonly title: string; readonly words: string | null }): string =>
  words === null ? title : `${title}\n\n${words}`;
