import { academicYearOf } from '../calendar/zone.ts';
import type { Question } from './rules.ts';
import type { QuestionStore } from './store.ts';

/** What the library is asked, inside the caller's transaction. */
export interface Proposals {
  /** The same question again changes nothing. */
  propose(proposal: {
    readonly cohort: string;
    readonly question: string;
    readonly title: string;
    readonly words: string;
    readonly answers: readonly string[];
    readonly topic: string;
    readonly appliesTo: number;
    readonly at: number;
  }): Promise<void>;
  /** Somebody agrees no more. */
  withdraw(question: string): Promise<void>;
}

export interface KeepingOptions {
  readonly store: QuestionStore;
  readonly library: Proposals;
  zoneOf(cohort: string): Promise<string>;
}

/** A question goes into the library once its asker and a mentor have agreed; with the answers of those who did. */
export function openKeeping({ store, library, zoneOf }: KeepingOptions) {
  return {
    async consider(question: Question, at: number): Promise<void> {
      if (!question.mayKeep || question.proposedAt !== null || question.words === null || question.ending === 'hidden') return;
      const agreed = (await store.offers.ofQuestion(question.id)).filter(({ mayKeep }) => mayKeep).map(({ mentor }) => mentor);
      const answers = (await store.messages.ofQuestion(question.id))
        .filter(({ side, kind, state }) => side === 'mentor' && kind === 'answer' && state === 'shown')
        .filter(({ mentor }) => mentor !== null && agreed.includes(mentor))
        .flatMap(({ words }) => (words === null ? [] : [words]));
      if (answers.length === 0 || !(await store.change(question, { proposedAt: at }))) return;
      const { id, cohort, title, words, topic, slotAt } = question;
      const appliesTo = academicYearOf(slotAt, await zoneOf(cohort));
      await library.propose({ cohort, question: id, title, words, answers, topic, appliesTo, at });
    },

    /** One of the two agrees no more. */
    async refused(question: Question): Promise<void> {
      if (question.proposedAt === null) return;
      await store.change(question, { proposedAt: null });
      await library.withdraw(question.id);
    },
  };
}

export type Keeping = ReturnType<typeof openKeeping>;
