import type { Hold } from '../moderation/rules.ts';
import type { NewItem } from '../privacy/mix.ts';
import type { Pace } from '../privacy/slots.ts';
import { slotOf } from '../privacy/slots.ts';
import type { Verdict } from '../safe-space/rules.ts';
import type { Asked, Message, Question } from './rules.ts';

/** Kinds of what waits in the mix. */
export const ASKED = 'question';
export const MESSAGE = 'question-message';
export const ACT = 'question-act';
export const THANKS = 'question-thanks';
export const REPORT = 'question-report';
export const BLOCK = 'question-block';
export const KEEP = 'question-keep';
export const VERDICT = 'question-verdict';
export const NAMED = 'question-named';

interface Held {
  readonly words: string;
  readonly hold: Hold | null;
  /** Withdrawn, which moderators who may have it before them learn at the next slot. */
  readonly isTakenBack: boolean;
  /** What moderators have before them until the next slot, while something else was written. */
  readonly before: string | null;
}

/** A question that waits for its slot, in the forgetting store alone. */
export interface Asking extends Held, Omit<Asked, 'shares' | 'words'> {
  readonly speaker: string;
  readonly year: number;
  readonly receipt: string;
}

/** Words of a conversation that wait for theirs. */
export interface Saying extends Held, Pick<Message, 'question' | 'side' | 'speaker'> {
  readonly kind: Exclude<Message['kind'], 'thanks'>;
  readonly mentor: string;
}

/** What an asker does about their question as a whole: the last one before a slot counts. */
export type Act = 'answered' | 'reopen' | 'someone-else' | 'withdraw' | 'end';

export interface Doing {
  readonly question: string;
  readonly act: Act;
}
export interface Agreeing {
  readonly question: string;
  readonly agrees: boolean;
}
export interface Thanking {
  readonly question: string;
  readonly mentor: string;
  readonly speaker: string;
}
export interface Reporting {
  readonly subject: string;
}
export interface Blocking {
  readonly question: string;
  readonly mentor: string;
  /** What the mentor is called. */
  readonly speaker: string;
}
export interface Judging {
  readonly support: NonNullable<Question['support']>;
  readonly verdict: Verdict;
}

/** Somebody who came by themselves or was named by a moderator: whether it is possible is looked at when its slot comes. */
export interface Naming {
  readonly question: string;
  readonly mentor: string;
  readonly way: 'volunteered' | 'assigned';
}

const DAY = 24 * 3_600_000;
/** How long words wait at most, for a moderator or whoever wrote them. */
const WAITING_DAYS = 31;

/** Named by the day alone, as a finer time would tell when something came. */
export const endOfWaiting = (now: number): number => slotOf(now, DAY) + (1 + WAITING_DAYS) * DAY;

/** Grave words reach a person within five minutes; all else at the next quarter. */
export const paceOf = (hold: Hold | null, otherwise: Pace): Pace =>
  hold ? (hold.cause === 'before-publishing' || hold.cause === 'exam-content' ? 'quarter' : 'urgent') : otherwise;

/** Whether it is a mentor's answer to this question that will be delivered, or may be. */
export const isOnItsWay = ({ question, side, mentor, hold, isTakenBack }: Saying, id: string, holder: string | null): boolean =>
  question === id && side === 'mentor' && mentor === holder && !isTakenBack && !isOver(hold);

const isOver = (hold: Hold | null): boolean => hold?.state === 'declined' || hold?.state === 'asked';

/** Something done about a question; the same again takes the first one's place. */
export const doing = (
  { id, cohort }: Pick<Question, 'id' | 'cohort'>,
  kind: string,
  content: object,
  { now, name = kind }: { readonly now: number; readonly name?: string },
): NewItem => ({
  id: `${name}-${id}`,
  kind,
  cohort,
  pace: 'quarter',
  order: `${kind} ${id}`,
  content,
  until: endOfWaiting(now),
});

/** The same is done for whoever it is, so that neither the answer nor how long it takes tells anything (domain §8). */
export const naming = (question: Pick<Question, 'id' | 'cohort'>, mentor: string, way: Naming['way'], now: number): NewItem =>
  doing(question, NAMED, { question: question.id, mentor, way } satisfies Naming, { now, name: `${NAMED}-${way}-${mentor}` });
