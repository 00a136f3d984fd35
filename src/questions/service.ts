import type { Cohort } from '../cohorts/rules.ts';
import type { Member } from '../members/rules.ts';
import type { Description, Hold, QueueItem } from '../moderation/rules.ts';
import type { Matter, QueueHooks } from '../moderation/service.ts';
import type { Release } from '../privacy/mix.ts';
import type { ReportReason, Verdict } from '../safe-space/rules.ts';
import type { Identifier } from '../safety/identifiers.ts';
import type { Tier } from '../safety/tiers.ts';
import type { Figures } from './figures.ts';
import type { Asked, AskerAct, Message, MessageKind, Question, Speaking, Stage } from './rules.ts';

/** What somebody is about to ask, as they are shown it before it is accepted. */
export interface QuestionDraft extends Asked {
  readonly id: string;
  readonly cohort: string;
  readonly year: number;
  /** What they are called in it. */
  readonly speaker: string;
  readonly tier: Tier;
  readonly marks: readonly Identifier[];
  readonly hold: Hold | null;
  /** Asked before and not out yet: this takes its place. */
  readonly isChange: boolean;
}

/** What somebody is about to say in a conversation, on either side. */
export interface MessageDraft {
  readonly id: string;
  readonly cohort: string;
  readonly question: string;
  readonly side: Message['side'];
  readonly kind: Exclude<MessageKind, 'thanks'>;
  readonly speaker: string;
  /** The mentor whose conversation it is, on both sides. */
  readonly mentor: string;
  readonly words: string;
  readonly tier: Tier;
  readonly marks: readonly Identifier[];
  readonly hold: Hold | null;
  readonly isChange: boolean;
}

export interface AcceptedQuestion {
  /** Without its words. */
  readonly draft: QuestionDraft;
  /** Withdraws it and opens its answers for as long as it is kept; null for a change. */
  readonly code: string | null;
}

/** Their own message that has not been delivered yet. */
export interface WaitingMessage {
  readonly id: string;
  readonly kind: MessageKind;
  readonly words: string;
  readonly hold: Hold | null;
}

/** A question as its asker sees it, by their seal or by its code. */
export interface MyQuestion {
  readonly id: string;
  readonly cohort: string;
  readonly topic: string;
  readonly title: string;
  readonly words: string;
  readonly support: Asked['support'];
  readonly isUrgent: boolean;
  readonly speaker: string;
  readonly stage: Stage;
  /** Null while it waits for its slot. */
  readonly question: Question | null;
  /** Null once it is out. */
  readonly hold: Hold | null;
  /** What whoever has it is called; null while nobody has spoken. */
  readonly helper: string | null;
  /** Something came since its asker last looked. */
  readonly isNews: boolean;
  readonly may: readonly AskerAct[];
}

/** A question as a mentor sees it. Nothing of who asked but the alias. */
export interface SeenQuestion {
  readonly id: string;
  readonly topic: string;
  readonly title: string;
  readonly words: string;
  readonly support: Asked['support'];
  readonly isUrgent: boolean;
  readonly speaker: string;
}

export interface OpenOffer extends SeenQuestion {
  readonly offer: string;
  readonly expiresAt: number;
}

/** A question that a mentor has. */
export interface Holding extends SeenQuestion {
  /** `over`: it has ended, or is theirs no more, and may be read. */
  readonly state: 'held' | 'talking' | 'answered' | 'over';
  /** While nothing has been answered. */
  readonly heldUntil: number | null;
  /** The asker spoke last. */
  readonly isWaiting: boolean;
  /** What the mentor is called in it. */
  readonly calledAs: string;
  readonly mayKeep: boolean;
}

export interface Conversation {
  readonly messages: readonly Message[];
  /** One's own that wait for their slot, or for a moderator. */
  readonly waiting: readonly WaitingMessage[];
}

/** A question that waits, as moderators see it. Its words only once it has come to them, after three days. */
export interface WaitingQuestion {
  readonly id: string;
  readonly topic: string;
  readonly title: string | null;
  readonly words: string | null;
  readonly stage: Stage;
  readonly isUrgent: boolean;
  readonly waitingHours: number;
}

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
  readonly relay: {
    /** @throws UserError `nobody-to-reply-to`, `muted`, `enough-today` */
    draftReply(speaking: Speaking, mine: MyQuestion, words: string): Promise<MessageDraft>;
    /** @throws UserError `not-yours`, `question-closed`, `muted`, `enough-today` */
    draftAnswer(speaking: Speaking, question: string, kind: 'answer' | 'asks-back', words: string): Promise<MessageDraft>;
    /** Other words for what has not been delivered. @throws UserError `already-out` */
    draftChange(speaking: Speaking, message: string, words: string): Promise<MessageDraft>;
    find(member: Member, id: string): Promise<MessageDraft | null>;
    discard(member: Member, id: string): Promise<boolean>;
    /** @throws UserError `draft-gone`, `must-edit`, `already-out`, `question-closed` */
    accept(speaking: Speaking, id: string): Promise<MessageDraft>;
    /** Takes back what has not been delivered. @throws UserError `already-out` */
    takeBack(member: Member, message: string): Promise<void>;
  };
  readonly mentoring: {
    offers(member: Member): Promise<readonly OpenOffer[]>;
    /** What they have, and for a week what they had. */
    holdings(member: Member): Promise<readonly Holding[]>;
    /** @throws UserError `not-yours` */
    read(member: Member, question: string): Promise<Conversation & { readonly holding: Holding }>;
    /** `gone`: somebody else has it, or it is over; `enough`: their own limit is reached. */
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
    /** Always answers the same, whether or not it may be theirs (domain §8). */
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
  };
  /** By kind, for the mix. */
  readonly releases: { readonly [kind: string]: Release };
  /** By kind, for the agenda. */
  readonly handlers: { readonly [kind: string]: (subject: string, dueAt: number) => Promise<void> };
  /** Questions that nothing would move on are set right; gives the count, which should be 0. */
  mend(): Promise<number>;
  /** Keeps the seals of live questions alive, and removes what has had its time. */
  sweep(): Promise<number>;
  /** A member is erased: what they held moves on, and nothing leads to them. Before the safe space's. */
  eraseOf(member: Member): Promise<void>;
}
