import { type Given, prepared } from '../store/prepared.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Offer, OfferState } from './rules.ts';

interface OfferTables {
  offers: {
    id: string;
    question: string;
    mentor: string;
    state: OfferState;
    speaker: string | null;
    may_keep: number;
    offered_at: number;
    expires_at: number;
    ended_at: number | null;
  };
  /** Of a question alone where and when it was asked. */
  questions: { id: string; cohort: string; slot_at: number };
}

export interface NewOffer extends Pick<Offer, 'id' | 'question' | 'mentor' | 'offeredAt' | 'expiresAt'> {
  readonly state: 'open' | 'accepted';
  readonly speaker: string | null;
}

/** What a mentor has been asked of late. */
export interface Load {
  readonly open: number;
  /** Taken since the beginning of the week. */
  readonly newThisWeek: number;
  /** Of the last weeks: all, what they took, and what they let pass. */
  readonly recent: number;
  readonly taken: number;
  readonly missed: number;
  /** Those to which they said yes or no, and after how long in all. */
  readonly said: number;
  readonly saidMs: number;
}

/** What they have said something to. */
const SAID: readonly OfferState[] = ['accepted', 'gone', 'not-now', 'not-topic'];

/** Invitations to mentors, one for each of them and each question. */
export function openOfferStore(record: TheRecord) {
  const db = () => record.db<OfferTables>();
  const rows = () => db().selectFrom('offers').selectAll();
  const one = prepared(record, (given: Given<{ id: string }>) => rows().where('id', '=', given('id')));
  const ofQuestion = prepared(record, (given: Given<{ question: string }>) =>
    rows().where('question', '=', given('question')).orderBy('id'),
  );

  return {
    async find(id: string): Promise<Offer | null> {
      const [row] = await one({ id });
      return row ? offerOf(row) : null;
    },

    ofQuestion: async (question: string): Promise<readonly Offer[]> => (await ofQuestion({ question })).map(offerOf),

    /** The oldest first. */
    async openOf(mentor: string): Promise<readonly Offer[]> {
      const found = await rows()
        .where('mentor', '=', mentor)
        .where('state', '=', 'open')
        .orderBy('offered_at')
        .orderBy('id')
        .execute();
      return found.map(offerOf);
    },

    async ofMentor(mentor: string, since: number): Promise<readonly Offer[]> {
      const found = await rows().where('mentor', '=', mentor).where('offered_at', '>=', since).orderBy('id').execute();
      return found.map(offerOf);
    },

    /** In place of what they were offered of the same question before. */
    async put(offer: NewOffer): Promise<void> {
      const row = {
        id: offer.id,
        question: offer.question,
        mentor: offer.mentor,
        state: offer.state,
        speaker: offer.speaker,
        may_keep: 0,
        offered_at: offer.offeredAt,
        expires_at: offer.expiresAt,
        ended_at: offer.state === 'open' ? null : offer.offeredAt,
      };
      await db()
        .insertInto('offers')
        .values(row)
        .onConflict((conflict) => conflict.columns(['question', 'mentor']).doUpdateSet(row))
        .execute();
    },

    /** False where it is no longer as it was read. */
    async change(offer: Offer, change: Partial<Pick<Offer, 'state' | 'speaker' | 'mayKeep' | 'endedAt'>>): Promise<boolean> {
      const { mayKeep, endedAt, ...same } = change;
      const result = await db()
        .updateTable('offers')
        .set({
          ...same,
          ...(mayKeep === undefined ? {} : { may_keep: mayKeep ? 1 : 0 }),
          ...(endedAt === undefined ? {} : { ended_at: endedAt }),
        })
        .where('id', '=', offer.id)
        .where('state', '=', offer.state)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** All that are open of a question lapse; nobody did anything wrong. */
    async lapse(question: string, at: number): Promise<void> {
      await db()
        .updateTable('offers')
        .set({ state: 'lapsed', ended_at: at })
        .where('question', '=', question)
        .where('state', '=', 'open')
        .execute();
    },

    async loads(
      mentors: readonly string[],
      { weekFrom, recentFrom }: { readonly weekFrom: number; readonly recentFrom: number },
    ): Promise<ReadonlyMap<string, Load>> {
      if (mentors.length === 0) return new Map();
      const found = await db()
        .selectFrom('offers')
        .select((row) => {
          const counted = (which: ReturnType<typeof row.and>) =>
            row.fn.sum<number | string>(row.case().when(which).then(1).else(0).end());
          const isTaken = row('state', 'in', ['accepted', 'gone']);
          const isRecent = row('offered_at', '>=', recentFrom);
          const isSaid = row.and([row('state', 'in', SAID), isRecent]);
          return [
            'mentor',
            counted(row('state', '=', 'open')).as('open'),
            counted(row.and([isTaken, row('ended_at', '>=', weekFrom)])).as('week'),
            counted(isRecent).as('recent'),
            counted(row.and([isTaken, isRecent])).as('taken'),
            counted(row.and([row('state', '=', 'missed'), isRecent])).as('missed'),
            counted(isSaid).as('said'),
            row.fn
              .sum<number | string>(
                row
                  .case()
                  .when(isSaid)
                  .then(row('ended_at', '-', row.ref('offered_at')))
                  .else(0)
                  .end(),
              )
              .as('said_ms'),
          ];
        })
        .where('mentor', 'in', mentors)
        .where('offered_at', '>=', Math.min(recentFrom, weekFrom))
        .groupBy('mentor')
        .execute();
      return new Map(
        found.map(({ mentor, open, week, recent, taken, missed, said, said_ms }) => [
          mentor,
          {
            open: Number(open),
            newThisWeek: Number(week),
            recent: Number(recent),
            taken: Number(taken),
            missed: Number(missed),
            said: Number(said),
            saidMs: Number(said_ms),
          },
        ]),
      );
    },

    /** How many of the questions that came from `from` up to `to` each mentor has taken. */
    async takenBetween(cohort: string, from: number, to: number): Promise<ReadonlyMap<string, number>> {
      const found = await db()
        .selectFrom('questions')
        .innerJoin('offers', 'offers.question', 'questions.id')
        .select((row) => ['offers.mentor', row.fn.countAll<number | string>().as('taken')])
        .where('questions.cohort', '=', cohort)
        .where('questions.slot_at', '>=', from)
        .where('questions.slot_at', '<', to)
        .where('offers.state', 'in', ['accepted', 'gone'])
        .groupBy('offers.mentor')
        .execute();
      return new Map(found.map(({ mentor, taken }) => [mentor, Number(taken)]));
    },

    async forgetMentor(mentor: string): Promise<void> {
      await db().deleteFrom('offers').where('mentor', '=', mentor).execute();
    },
    async erase(questions: readonly string[]): Promise<void> {
      if (questions.length > 0) await db().deleteFrom('offers').where('question', 'in', questions).execute();
    },
  };
}

const offerOf = (row: OfferTables['offers']): Offer => ({
  id: row.id,
  question: row.question,
  mentor: row.mentor,
  state: row.state,
  speaker: row.speaker,
  mayKeep: row.may_keep === 1,
  offeredAt: row.offered_at,
  expiresAt: row.expires_at,
  endedAt: row.ended_at,
});
