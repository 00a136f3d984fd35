import type { Tag } from '../members/rules.ts';
import type { Hold } from '../moderation/rules.ts';
import type { Identifier } from '../safety/identifiers.ts';
import type { Tier } from '../safety/tiers.ts';
import type { Asked, AskerAct, Message, MessageKind, Offer, Question, Stage } from './rules.ts';

/** What somebody is about to ask, as they are shown it before it is accepted. */
export interface QuestionDraft extends Asked {
  readonly id: string;
  readonly cohort: string;
  readonly year: number;
  /** What they are called in it. */
  readonly speaker: string;
  readonly tier: Tier;
  /** Where they stand in the title, a line break and the words. */
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

/** Of a copy of somebody's data. `at` null: not delivered. */
type Spoken = Pick<Message, 'kind' | 'words'> & { readonly at: number | null };

/** All that is held about what somebody asked, for themselves. */
export interface EverythingAsked {
  readonly question: MyQuestion;
  readonly shares: readonly Tag[];
  readonly said: readonly Spoken[];
}

/** All that is held about what somebody was asked and answered, for themselves. */
export interface EverythingAnswered {
  readonly offers: readonly Offer[];
  readonly said: readonly Spoken[];
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
  /** By which it came to them. */
  readonly offer: string;
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
