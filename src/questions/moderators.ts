import type { Mentors } from '../mentors/service.ts';
import type { Mix } from '../privacy/mix.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { openFigures } from './figures.ts';
import type { Questions } from './questions.ts';
import { type Question, stageOf } from './rules.ts';
import { naming } from './saying.ts';
import type { QuestionStore } from './store.ts';
import type { WaitingQuestion } from './views.ts';

export interface ModeratorsOptions {
  readonly record: TheRecord;
  readonly store: QuestionStore;
  readonly forgetting: Pick<Forgetting, 'get'>;
  readonly mentors: Pick<Mentors, 'ofCohort'>;
  readonly mix: Pick<Mix, 'put'>;
  /** What moderators do is written into the audit log, inside the caller's transaction. */
  readonly audit: {
    append(
      cohort: string,
      entry: {
        readonly actor: string;
        readonly action: string;
        readonly subject: string;
        readonly details: Readonly<Record<string, string | number>>;
      },
    ): Promise<unknown>;
  };
  now(): number;
}

const HOUR = 3_600_000;

/** What moderators see of questions: what waits, for how long, and figures. Never who asks, or who declined. */
export function openModerators(options: ModeratorsOptions): Questions['moderators'] {
  const { record, store, mix, audit, now } = options;

  const waitingOf = (question: Question): WaitingQuestion => ({
    id: question.id,
    topic: question.topic,
    // Its words come to them where nobody else was found.
    title: question.width === 3 ? question.title : null,
    words: question.width === 3 ? question.words : null,
    stage: stageOf(question, null),
    isUrgent: question.isUrgent,
    waitingHours: Math.floor((now() - question.soughtAt) / HOUR),
  });

  return {
    waiting: async (cohort) => (await store.inStates(cohort, ['seeking', 'held'])).map(waitingOf),

    assign: ({ cohort, question: id, mentor, moderator }) =>
      record.transaction(async (): Promise<'done'> => {
        const question = await store.find(id);
        if (question?.cohort !== cohort) return 'done';
        await audit.append(cohort, { actor: moderator, action: 'question:assign', subject: id, details: {} });
        await mix.put(naming(question, mentor, 'assigned', now()));
        return 'done';
      }),

    figures: openFigures(options),
  };
}
