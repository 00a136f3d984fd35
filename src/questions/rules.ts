import type { Cohort } from '../cohorts/rules.ts';
import type { Member, Tag } from '../members/rules.ts';
import type { Hold } from '../moderation/rules.ts';
import type { Support } from '../safe-space/rules.ts';

export const TITLE_MAX = 120;
export const WORDS_MAX = 2_000;
/** For one person in a day. */
export const QUESTIONS_A_DAY = 3;
export const MESSAGES_A_DAY = 30;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What domain §8 and the promise to askers rest on. */
export const TIMES = {
  /** An offer that nobody takes ends after so long. */
  offerMs: DAY,
  /** Whoever takes it has so long, with a reminder on the way. */
  holdMs: 12 * HOUR,
  remindMs: 8 * HOUR,
  /** How long a mentor may leave the asker's last words without an answer: until the reminder, and until it moves on. */
  replyRemindMs: DAY,
  replyMs: 2 * DAY,
  /** It is looked for more widely: two more, the mentors' channel, moderators. */
  widenMs: [DAY, 2 * DAY, 3 * DAY] as readonly number[],
  /** Between two looks for somebody while there are too few offers, at most; sooner where they are busy. */
  lookMs: 6 * HOUR,
  busyLookMs: HOUR,
  /** Nobody was found for so long: it ends, and the asker is told so. */
  seekMs: 14 * DAY,
  silentMs: 14 * DAY,
  answeredMs: 7 * DAY,
  reopenMs: 7 * DAY,
} as const;

/** How many offers are out at once, by how widely it is looked for. */
export const OFFERS_AT_ONCE = [2, 4, 4, 4] as const;
/** 0; two more mentors; their channel; moderators. */
export type Width = 0 | 1 | 2 | 3;

export type QuestionState = 'seeking' | 'held' | 'talking' | 'answered' | 'closed' | 'withdrawn';

/**
 * Why it is over: it was answered, it fell silent, nobody was found, its asker took it back, moderators hid it, or nobody
 * is left to read an answer.
 */
export type Ending = 'answered' | 'silence' | 'nobody' | 'withdrawn' | 'hidden' | 'left';

/** As the record holds it: nothing of who asked. */
export interface Question {
  readonly id: string;
  readonly cohort: string;
  readonly topic: string;
  readonly title: string;
  /** Null once withdrawn. */
  readonly words: string | null;
  readonly support: Support | null;
  /** What the asker is called. */
  readonly speaker: string;
  readonly year: number;
  readonly isUrgent: boolean;
  readonly state: QuestionState;
  readonly width: Width;
  /** The mentor who has it. */
  readonly holder: string | null;
  readonly heldUntil: number | null;
  /** Who is to speak, while somebody has it, and since when. */
  readonly turn: Side | null;
  readonly turnAt: number;
  readonly remindedAt: number | null;
  /** The slot in which it came. */
  readonly slotAt: number;
  /** Since when somebody is looked for: anew once it was reopened, or somebody else was asked for. */
  readonly soughtAt: number;
  readonly firstAnswerAt: number | null;
  readonly answeredAt: number | null;
  readonly closedAt: number | null;
  readonly ending: Ending | null;
  /** How far it was ever widened. */
  readonly widest: Width;
  /** When anything last changed that the asker has not done themselves. */
  readonly changedAt: number;
  /** The asker agrees that it goes into the library. */
  readonly mayKeep: boolean;
  readonly proposedAt: number | null;
}

/** `missed`: nobody said anything; `lapsed`: it was over without the mentor's doing; `gone`: it was theirs and is no more. */
export type OfferState = 'open' | 'accepted' | 'not-now' | 'not-topic' | 'missed' | 'lapsed' | 'gone';

export interface Offer {
  readonly id: string;
  readonly question: string;
  readonly mentor: string;
  readonly state: OfferState;
  /** What the mentor is called in it; null until they take it. */
  readonly speaker: string | null;
  /** The mentor agrees that their answers go into the library. */
  readonly mayKeep: boolean;
  readonly offeredAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
}

export type Side = 'asker' | 'mentor';
/** `asks-back` is no answer yet; `thanks` has no words. */
export type MessageKind = 'answer' | 'asks-back' | 'reply' | 'thanks';
export type MessageState = 'shown' | 'hidden' | 'withdrawn';

/** Something said between an asker and a mentor that has been delivered. */
export interface Message {
  readonly id: string;
  readonly question: string;
  readonly side: Side;
  readonly kind: MessageKind;
  /** The mentor whose conversation it stands in, for both sides; null once they have left. */
  readonly mentor: string | null;
  readonly speaker: string;
  readonly words: string | null;
  readonly state: MessageState;
  readonly slotAt: number;
}

/** Who speaks. */
export interface Speaking {
  readonly member: Member;
  readonly cohort: Cohort;
  /** What the platform told us of the person in this very request; not kept. */
  readonly names: readonly string[];
}

/** What an asker typed. */
export interface Asked {
  readonly topic: string;
  readonly title: string;
  readonly words: string;
  readonly support: Support | null;
  /** "Someone who shares … with me": for routing alone, and in the forgetting store alone. */
  readonly shares: readonly Tag[];
  /** This week; else there is no hurry. */
  readonly isUrgent: boolean;
}

/**
 * How it stands, as its asker is told: waits for its slot, is with a moderator first, was sent back or declined; is being
 * looked for (nearer and wider), is with somebody, is talked about, answered, over.
 */
export type Stage =
  | 'waiting'
  | 'with-moderators-first'
  | 'change-asked'
  | 'declined'
  | 'looking'
  | 'looking-wider'
  | 'in-channel'
  | 'moderators-help'
  | 'taken'
  | 'talking'
  | 'answered'
  | 'closed';

export function stageOf(question: Pick<Question, 'state' | 'width'> | null, hold: Hold | null): Stage {
  if (!question) {
    if (hold?.state === 'asked') return 'change-asked';
    if (hold?.state === 'declined') return 'declined';
    return hold && hold.state !== 'approved' ? 'with-moderators-first' : 'waiting';
  }
  switch (question.state) {
    case 'seeking':
      return (['looking', 'looking-wider', 'in-channel', 'moderators-help'] as const)[question.width];
    case 'held':
      return 'taken';
    case 'withdrawn':
      return 'closed';
    default:
      return question.state;
  }
}

/** What an asker may do. */
export type AskerAct =
  | 'change'
  | 'reply'
  | 'thanks'
  | 'answered'
  | 'reopen'
  | 'someone-else'
  | 'report'
  | 'block'
  | 'verdict'
  | 'keep'
  | 'withdraw';
