import type { Mentors } from '../mentors/service.ts';
import { QUARTER_MS } from '../privacy/slots.ts';
import type { Notices } from './notices.ts';
import type { Ending, Offer, Question } from './rules.ts';
import { HAS_HOLDER, type QuestionEvent, stateAfter } from './states.ts';
import type { QuestionChange, QuestionStore } from './store.ts';

export interface MovesOptions {
  readonly store: QuestionStore;
  readonly notices: Pick<Notices, 'channelChanged'>;
  readonly mentors: Pick<Mentors, 'answeredOffer'>;
}

/** At which moment a mentor took it, or let go of it, is for nobody to see in a channel. */
const nextSlot = (at: number): number => Math.ceil(at / QUARTER_MS) * QUARTER_MS;

/** Nobody has it any more. */
const FREE = { holder: null, heldUntil: null, turn: null, remindedAt: null } as const;
/** It is looked for from the beginning. */
const anew = (at: number) => ({ soughtAt: at, width: 0, answeredAt: null, closedAt: null, ending: null }) as const;

/** Moves a question from one state to another with all that hangs on it, inside the caller's transaction. */
export function openMoves({ store, notices, mentors }: MovesOptions) {
  /** Null: that cannot happen to it, or it has become another meanwhile. */
  async function move(question: Question, event: QuestionEvent, change: QuestionChange, at: number): Promise<Question | null> {
    const state = stateAfter(question.state, event);
    if (state === null) return null;
    const moved = await store.change(question, { ...change, state });
    if (!moved) return null;
    if (question.state === 'seeking') {
      await store.offers.lapse(question.id, at);
      if (question.width >= 2) await notices.channelChanged(question, nextSlot(at));
    }
    // The same call stands there again.
    else if (state === 'seeking' && moved.width >= 2) await notices.channelChanged(moved, nextSlot(at));
    if (question.holder !== null && moved.holder === null) await loses(question, question.holder);
    return moved;
  }

  async function loses({ id }: Question, mentor: string): Promise<void> {
    const offer = (await store.offers.ofQuestion(id)).find((one) => one.mentor === mentor);
    if (offer?.state === 'accepted') await store.offers.change(offer, { state: 'gone' });
  }

  return {
    /** `offer`: open, or null for one who comes without. */
    async taken(
      question: Question,
      offer: Offer,
      given: { readonly speaker: string; readonly until: number; readonly at: number },
    ) {
      const { speaker, until, at } = given;
      if (!(await store.offers.change(offer, { state: 'accepted', speaker, endedAt: at }))) return null;
      await mentors.answeredOffer(offer.mentor);
      const held = {
        holder: offer.mentor,
        heldUntil: until,
        turn: 'mentor',
        turnAt: at,
        remindedAt: null,
        changedAt: at,
      } as const;
      return move(question, 'taken', held, at);
    },

    /** The mentor's first words are there, or others of theirs. */
    spoken: (question: Question, change: QuestionChange, at: number) =>
      move(question, 'spoken', { ...change, heldUntil: null, remindedAt: null, turn: 'asker', turnAt: at, changedAt: at }, at),

    /** Whoever has it has it no more. An asker who was never answered has waited all the time. */
    letGo: (question: Question, at: number) =>
      move(question, 'let-go', { ...FREE, turnAt: at, changedAt: at, ...(question.firstAnswerAt === null ? {} : anew(at)) }, at),

    /** By the asker: somebody else, or once more from the beginning. */
    soughtAgain: (question: Question, at: number) => move(question, 'sought-again', { ...FREE, turnAt: at, ...anew(at) }, at),

    settled: (question: Question, at: number) =>
      move(question, 'settled', { ...(question.state === 'held' ? FREE : { turn: null }), turnAt: at, answeredAt: at }, at),

    /** With whoever answered. */
    resumed: (question: Question, at: number) =>
      move(
        question,
        'resumed',
        { turn: 'mentor', turnAt: at, remindedAt: null, answeredAt: null, closedAt: null, ending: null },
        at,
      ),

    ended: (question: Question, ending: Ending, at: number) =>
      move(
        question,
        'ended',
        { ...(question.state === 'held' ? FREE : { turn: null }), turnAt: at, closedAt: at, ending, changedAt: at },
        at,
      ),

    async withdrawn(question: Question, at: number): Promise<Question | null> {
      const free = question.state === 'held' ? FREE : { turn: null };
      const gone = { ...free, title: '', words: null, turnAt: at, closedAt: at, ending: 'withdrawn' } as const;
      const moved = await move(question, 'withdrawn', gone, at);
      if (moved) await store.messages.withdrawAsker(question.id);
      return moved;
    },

    /** Nothing but the place in a conversation changes. */
    async touched(question: Question, change: QuestionChange): Promise<Question | null> {
      return store.change(question, change);
    },
  };
}

export type Moves = ReturnType<typeof openMoves>;

/** A question that somebody has is somebody's, and one that is looked for is nobody's. */
export const isSound = ({ state, holder }: Question): boolean =>
  HAS_HOLDER.has(state) ? holder !== null : state !== 'seeking' || holder === null;
