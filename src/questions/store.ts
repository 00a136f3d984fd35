import type { Support, Verdict } from '../safe-space/rules.ts';
import { type Given, prepared } from '../store/prepared.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { openMessageStore } from './message-store.ts';
import { openOfferStore } from './offer-store.ts';
import type { Ending, Question, QuestionState, Side, Width } from './rules.ts';
import { LIVE } from './states.ts';

interface QuestionTables {
  questions: {
    id: string;
    cohort: string;
    topic: string;
    title: string;
    words: string | null;
    support: Support | null;
    speaker: string;
    year: number;
    is_urgent: number;
    state: QuestionState;
    width: number;
    widest: number;
    holder: string | null;
    held_until: number | null;
    turn: Side | null;
    turn_at: number;
    reminded_at: number | null;
    slot_at: number;
    sought_at: number;
    first_answer_at: number | null;
    answered_at: number | null;
    closed_at: number | null;
    ending: Ending | null;
    changed_at: number;
    may_keep: number;
    proposed_at: number | null;
    receipt: string;
  };
  question_verdicts: { id: string; cohort: string; month: string; support: Support; verdict: Verdict };
}

export type NewQuestion = Pick<
  Question,
  'id' | 'cohort' | 'topic' | 'title' | 'words' | 'support' | 'speaker' | 'year' | 'isUrgent' | 'slotAt'
> & { readonly receipt: string };

export type QuestionChange = Partial<Omit<Question, 'id' | 'cohort' | 'topic' | 'support' | 'speaker' | 'year' | 'slotAt'>>;

const ERASED_AT_ONCE = 500;

/** The tables of questions. What changes one says what it was: nothing changes that has become another meanwhile. */
export function openQuestionStore(record: TheRecord) {
  const db = () => record.db<QuestionTables>();
  const rows = () => db().selectFrom('questions').selectAll();
  const one = prepared(record, (given: Given<{ id: string }>) => rows().where('id', '=', given('id')));
  const ofHolder = prepared(record, (given: Given<{ holder: string }>) =>
    rows().where('holder', '=', given('holder')).orderBy('slot_at').orderBy('id'),
  );

  const offers = openOfferStore(record);
  const messages = openMessageStore(record);

  return {
    offers,
    messages,

    async find(id: string): Promise<Question | null> {
      const [row] = await one({ id });
      return row ? questionOf(row) : null;
    },

    async byReceipt(receipt: string): Promise<Question | null> {
      const row = await rows().where('receipt', '=', receipt).executeTakeFirst();
      return row ? questionOf(row) : null;
    },

    /** Null where it is there already. */
    async insert({ isUrgent, slotAt, ...same }: NewQuestion): Promise<Question | null> {
      const inserted = await db()
        .insertInto('questions')
        .values({
          ...same,
          is_urgent: isUrgent ? 1 : 0,
          state: 'seeking',
          width: 0,
          widest: 0,
          holder: null,
          held_until: null,
          turn: null,
          turn_at: slotAt,
          reminded_at: null,
          slot_at: slotAt,
          sought_at: slotAt,
          first_answer_at: null,
          answered_at: null,
          closed_at: null,
          ending: null,
          changed_at: slotAt,
          may_keep: 0,
          proposed_at: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returningAll()
        .executeTakeFirst();
      return inserted ? questionOf(inserted) : null;
    },

    /** As it is then; null where it is no longer as it was read. */
    async change(question: Question, change: QuestionChange): Promise<Question | null> {
      const result = await db()
        .updateTable('questions')
        .set(columnsOf(change))
        .where('id', '=', question.id)
        .where('state', '=', question.state)
        .where('holder', 'is not distinct from', question.holder)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1 ? { ...question, ...change } : null;
    },

    /** What somebody has or had, oldest first. */
    ofHolder: async (holder: string): Promise<readonly Question[]> => (await ofHolder({ holder })).map(questionOf),

    /** Those of a cohort in one of these states, oldest first. */
    async inStates(cohort: string, states: readonly QuestionState[]): Promise<readonly Question[]> {
      const found = await rows()
        .where('cohort', '=', cohort)
        .where('state', 'in', states)
        .orderBy('slot_at')
        .orderBy('id')
        .execute();
      return found.map(questionOf);
    },

    /** All that something must still move on, in the order of their ids, from after `cursor`. */
    async live(cursor: string, limit: number): Promise<readonly Question[]> {
      const found = await rows().where('state', 'in', LIVE).where('id', '>', cursor).orderBy('id').limit(limit).execute();
      return found.map(questionOf);
    },

    /** That came in a slot from `from` up to `to`, whatever became of them. */
    async between(cohort: string, from: number, to: number): Promise<readonly Question[]> {
      const found = await rows()
        .where('cohort', '=', cohort)
        .where('slot_at', '>=', from)
        .where('slot_at', '<', to)
        .orderBy('id')
        .execute();
      return found.map(questionOf);
    },

    /** How many threads wait for each of these mentors to speak. */
    async waitingFor(mentors: readonly string[]): Promise<ReadonlyMap<string, number>> {
      if (mentors.length === 0) return new Map();
      const found = await db()
        .selectFrom('questions')
        .select(({ fn }) => ['holder', fn.countAll<number | string>().as('count')])
        .where('holder', 'in', mentors)
        .where('state', 'in', ['held', 'talking'])
        .where('turn', '=', 'mentor')
        .groupBy('holder')
        .execute();
      return new Map(found.map(({ holder, count }) => [holder ?? '', Number(count)]));
    },

    async keepVerdict(verdict: QuestionTables['question_verdicts']): Promise<void> {
      await db()
        .insertInto('question_verdicts')
        .values(verdict)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async verdicts(cohort: string, month: string): Promise<readonly { readonly support: Support; readonly verdict: Verdict }[]> {
      return db()
        .selectFrom('question_verdicts')
        .select(['support', 'verdict'])
        .where('cohort', '=', cohort)
        .where('month', '=', month)
        .execute();
    },

    /** What is over and came before `at`, with all that hangs on it; gives the count. */
    async eraseBefore(at: number): Promise<number> {
      await db().deleteFrom('question_verdicts').where('month', '<', new Date(at).toISOString().slice(0, 7)).execute();
      for (let count = 0; ; ) {
        const found = await db()
          .selectFrom('questions')
          .select('id')
          .where('state', 'in', ['closed', 'withdrawn'])
          .where('slot_at', '<', at)
          .limit(ERASED_AT_ONCE)
          .execute();
        const gone = found.map(({ id }) => id);
        if (gone.length === 0) return count;
        await db().deleteFrom('questions').where('id', 'in', gone).execute();
        await offers.erase(gone);
        await messages.erase(gone);
        count += gone.length;
      }
    },
  };
}

export type QuestionStore = ReturnType<typeof openQuestionStore>;

function columnsOf(change: QuestionChange): Partial<QuestionTables['questions']> {
  const {
    isUrgent,
    heldUntil,
    turnAt,
    remindedAt,
    soughtAt,
    firstAnswerAt,
    answeredAt,
    closedAt,
    changedAt,
    mayKeep,
    proposedAt,
  } = change;
  const same = (['title', 'words', 'state', 'width', 'widest', 'holder', 'turn', 'ending'] as const).filter(
    (name) => name in change,
  );
  return {
    ...Object.fromEntries(same.map((name) => [name, change[name]])),
    ...(isUrgent === undefined ? {} : { is_urgent: isUrgent ? 1 : 0 }),
    ...(heldUntil === undefined ? {} : { held_until: heldUntil }),
    ...(turnAt === undefined ? {} : { turn_at: turnAt }),
    ...(remindedAt === undefined ? {} : { reminded_at: remindedAt }),
    ...(soughtAt === undefined ? {} : { sought_at: soughtAt }),
    ...(firstAnswerAt === undefined ? {} : { first_answer_at: firstAnswerAt }),
    ...(answeredAt === undefined ? {} : { answered_at: answeredAt }),
    ...(closedAt === undefined ? {} : { closed_at: closedAt }),
    ...(changedAt === undefined ? {} : { changed_at: changedAt }),
    ...(mayKeep === undefined ? {} : { may_keep: mayKeep ? 1 : 0 }),
    ...(proposedAt === undefined ? {} : { proposed_at: proposedAt }),
  };
}

const questionOf = (row: QuestionTables['questions']): Question => ({
  id: row.id,
  cohort: row.cohort,
  topic: row.topic,
  title: row.title,
  words: row.words,
  support: row.support,
  speaker: row.speaker,
  year: row.year,
  isUrgent: row.is_urgent === 1,
  state: row.state,
  width: row.width as Width,
  widest: row.widest as Width,
  holder: row.holder,
  heldUntil: row.held_until,
  turn: row.turn,
  turnAt: row.turn_at,
  remindedAt: row.reminded_at,
  slotAt: row.slot_at,
  soughtAt: row.sought_at,
  firstAnswerAt: row.first_answer_at,
  answeredAt: row.answered_at,
  closedAt: row.closed_at,
  ending: row.ending,
  changedAt: row.changed_at,
  mayKeep: row.may_keep === 1,
  proposedAt: row.proposed_at,
});
