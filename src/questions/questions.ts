import type { Cohort } from '../cohorts/rules.ts';
import type { Member } from '../members/rules.ts';
import type { Description, QueueItem } from '../moderation/rules.ts';
import type { Matter, QueueHooks } from '../moderation/service.ts';
import type { Someone } from '../privacy/keyed-tags.ts';
import type { Release } from '../privacy/mix.ts';
import type { ReportReason, Verdict } from '../safe-space/rules.ts';
import type { Figures } from './figures.ts';
import type { openMuting } from './muting.ts';
import type { Asked, Speaking } from './rules.ts';
import type {
  AcceptedQuestion,
  Conversation,
  EverythingAnswered,
  EverythingAsked,
  Holding,
  MessageDraft,
  MyQuestion,
  OpenOffer,
  QuestionDraft,
  WaitingQuestion,
} from './views.ts';

/** Near-peer questions, as the commands call them. Whatever an asker does shows at a slot. */
export interface Questions {
  readonly asking: {
    /** @throws UserError `no-such-topic`, `too-few-members`, `muted`, `enough-today` */
    draft(speaking: Speaking, asked: Asked): Promise<QuestionDraft>;
    /** Other words for what is not out yet. @throws UserError `already-out` */
    draftChange(speaking: Speaking, id: string, asked: Asked): Promise<QuestionDraft>;
    find(member: Member, id: string): Promise<QuestionDraft | null>;
    /** False where it is accepted already. */
    discard(member: Member, id: string): Promise<boolean>;
    /** Again, the same is told again. @throws UserError `draft-gone`, `must-edit`, `already-out` */
    accept(speaking: Speaking, id: string): Promise<AcceptedQuestion>;
    /** What they typed when it was shown; null once it is out. For a form that is filled again. */
    typed(member: Member, cohort: Cohort, id: string): Promise<Asked | null>;
  };
  readonly mine: {
    list(member: Member): Promise<readonly MyQuestion[]>;
    /** For a copy of their data. */
    everything(member: Member): Promise<readonly EverythingAsked[]>;
    hasNews(member: Member): Promise<boolean>;
    /** @throws UserError `not-yours`, in the same words for what is not there. */
    need(member: Member, cohort: Cohort, id: string): Promise<MyQuestion>;
    /** @throws UserError `no-such-code` */
    byCode(code: string, cohort: Cohort): Promise<MyQuestion>;
    /** What has been said; noted as seen for a member. */
    read(mine: MyQuestion, member: Member | null): Promise<Conversation>;
    /** "That helped": passed on once to whoever answered. */
    thank(mine: MyQuestion): Promise<void>;
    markAnswered(mine: MyQuestion): Promise<void>;
    /** @throws UserError `question-closed` later than a week. */
    reopen(mine: MyQuestion): Promise<void>;
    someoneElse(mine: MyQuestion): Promise<void>;
    withdraw(mine: MyQuestion): Promise<void>;
    /** Whether it was the kind of help they wanted; kept without the question, and asked once. */
    answer(mine: MyQuestion, verdict: Verdict): Promise<void>;
    /** Whether it may go into the library. */
    mayKeep(mine: MyQuestion, agrees: boolean): Promise<void>;
    /** `message` null: what whoever answers has said as a whole. */
    report(mine: MyQuestion, message: string | null, reason: ReportReason): Promise<void>;
    /** They are never brought together again, and somebody else is looked for. */
    block(mine: MyQuestion): Promise<void>;
    /** Somebody leaves: their questions go, at once or spread over days, or end without a link to them. */
    leaving(member: Member, what: 'withdraw' | 'withdraw-at-once' | 'keep'): Promise<void>;
  };
  /** Somebody who may not ask or answer for a while: how it stands, and how they are heard. */
  readonly muting: Pick<ReturnType<typeof openMuting>, 'of' | 'appeal'>;
  readonly relay: {
    /** @throws UserError `nobody-to-reply-to`, `muted`, `enough-today` */
    draftReply(speaking: Speaking, mine: MyQuestion, words: string): Promise<MessageDraft>;
    /** @throws UserError `not-yours`, `question-closed`, `muted`, `enough-today` */
    draftAnswer(speaking: Speaking, question: string, kind: 'answer' | 'asks-back', words: string): Promise<MessageDraft>;
    /** Other words for what was not accepted. @throws UserError `draft-gone`, `muted`, `enough-today` */
    draftAgain(speaking: Speaking, draft: string, words: string): Promise<MessageDraft>;
    /** Other words for what has not been delivered; `mine`: for an asker, what it stands in. @throws UserError `already-out` */
    draftChange(speaking: Speaking, message: string, words: string, mine?: MyQuestion | null): Promise<MessageDraft>;
    /** What it says until then. @throws UserError `already-out` */
    typed(member: Member, message: string, mine?: MyQuestion | null): Promise<string>;
    find(member: Member, id: string): Promise<MessageDraft | null>;
    discard(member: Member, id: string): Promise<boolean>;
    /** @throws UserError `draft-gone`, `must-edit`, `already-out`, `question-closed` */
    accept(speaking: Speaking, id: string): Promise<MessageDraft>;
    /** Takes back what has not been delivered. @throws UserError `already-out` */
    takeBack(member: Member, message: string, mine?: MyQuestion | null): Promise<void>;
  };
  readonly mentoring: {
    offers(member: Member): Promise<readonly OpenOffer[]>;
    /** What they have, and for a week what they had. */
    holdings(member: Member): Promise<readonly Holding[]>;
    /** For a copy of their data. */
    everything(member: Member): Promise<EverythingAnswered>;
    /** @throws UserError `not-yours` */
    read(member: Member, question: string): Promise<Conversation & { readonly holding: Holding }>;
    /** `gone`: somebody else has it, or it is over; `enough`: their own limit is reached. Again, the same is told again. */
    accept(member: Member, offer: string): Promise<'yours' | 'gone' | 'enough'>;
    /** Both always answer the same. */
    notNow(member: Member, offer: string): Promise<'done'>;
    notThisTopic(member: Member, offer: string): Promise<'done'>;
    /** From the mentors' channel: always answers the same; where it may be theirs it comes as an offer at the next slot. */
    volunteer(member: Member, question: string): Promise<'noted'>;
    handOn(member: Member, question: string): Promise<'done'>;
    report(member: Member, question: string, message: string | null, reason: ReportReason): Promise<'done'>;
    /** They are never brought together again. Always answers the same. */
    block(member: Member, question: string): Promise<'done'>;
    mayKeep(member: Member, question: string, agrees: boolean): Promise<void>;
  };
  readonly moderators: {
    /** The oldest first. */
    waiting(cohort: string): Promise<readonly WaitingQuestion[]>;
    /** Always answers the same, whether or not it may be theirs (domain §8); if so, it is offered at the next slot. */
    assign(given: {
      readonly cohort: string;
      readonly question: string;
      readonly mentor: string;
      readonly moderator: string;
    }): Promise<'done'>;
    figures(cohort: string): Promise<Figures>;
  };
  /** For the message in the mentors' channel; null once it is over. */
  inChannel(question: string): Promise<{ readonly topic: string; readonly isFree: boolean } | null>;
  readonly moderating: {
    /** Whether this subject of the queue belongs here. */
    owns(subject: string): Promise<boolean>;
    describe(subject: string): Promise<Description | null>;
    decided: QueueHooks['decided'];
    undone(item: QueueItem): Promise<void>;
    matter(subject: string): Promise<Matter | null>;
    hasReported(subject: string, person: Someone): Promise<boolean>;
  };
  /** Inside the caller's transaction: somebody volunteers no more, and what they have moves on. */
  letGoOf(member: Pick<Member, 'id'>): Promise<void>;
  /** By kind, for the mix. */
  readonly releases: { readonly [kind: string]: Release };
  /** By kind, for the agenda. */
  readonly handlers: { readonly [kind: string]: (subject: string, dueAt: number) => Promise<void> };
  /** Questions that nothing would move on: there should be none. */
  stuck(): Promise<readonly string[]>;
  /** Sets them right; gives the count. */
  mend(): Promise<number>;
  /** Keeps the seals of live questions alive, and removes what has had its time. */
  sweep(): Promise<number>;
  /** A member is erased: what they held moves on, and nothing leads to them. Before the safe space's. */
  eraseOf(member: Member): Promise<void>;
}
