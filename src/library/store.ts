import type { Record as TheRecord } from '../store/record.ts';
import type { Entry, EntryState, EntryWords, Posting } from './rules.ts';

interface LibraryTables {
  library_entries: {
    id: string;
    cohort: string;
    question_id: string | null;
    number: number | null;
    topic: string;
    title: string;
    question: string;
    answers: string;
    applies_to: number;
    state: EntryState;
    merged_into: string | null;
    version: number;
    still_true: number;
    not_any_more: number;
    proposed_at: number;
    published_at: number | null;
    true_at: number | null;
    ended_at: number | null;
    postings: string;
  };
}

export interface NewEntry extends EntryWords {
  readonly id: string;
  readonly cohort: string;
  /** The question that it comes from. */
  readonly questionId: string;
  readonly proposedAt: number;
}

type Change = Partial<EntryWords & Pick<Entry, 'state' | 'mergedInto' | 'publishedAt' | 'trueAt'>> & {
  readonly number?: number | null;
  readonly endedAt?: number;
};

type Noted =
  | { readonly votes: Pick<Entry, 'stillTrue' | 'notAnyMore'>; readonly postings?: never }
  | { readonly votes?: never; readonly postings: Entry['postings'] };

export function openLibraryStore(record: TheRecord) {
  const db = () => record.db<LibraryTables>();
  const rows = () => db().selectFrom('library_entries').selectAll();
  const published = (cohort: string) => rows().where('cohort', '=', cohort).where('number', 'is not', null);

  return {
    async find(id: string): Promise<Entry | null> {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row ? entryOf(row) : null;
    },

    async ofQuestion(questionId: string): Promise<Entry | null> {
      const row = await rows().where('question_id', '=', questionId).executeTakeFirst();
      return row ? entryOf(row) : null;
    },

    /** False where one has come from this question already. */
    async insert({ questionId, proposedAt, appliesTo, ...same }: NewEntry): Promise<boolean> {
      const result = await db()
        .insertInto('library_entries')
        .values({
          ...same,
          question_id: questionId,
          applies_to: appliesTo,
          proposed_at: proposedAt,
          state: 'proposed',
          version: 0,
          still_true: 0,
          not_any_more: 0,
          postings: '[]',
        })
        .onConflict((conflict) => conflict.column('question_id').doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows) === 1;
    },

    /** Unless it has changed since it was read. Gives whether it did. */
    async change({ id, state, version }: Entry, change: Change): Promise<boolean> {
      const { appliesTo, mergedInto, publishedAt, trueAt, endedAt, ...same } = change;
      const result = await db()
        .updateTable('library_entries')
        .set((row) => ({
          ...same,
          ...(appliesTo === undefined ? {} : { applies_to: appliesTo }),
          ...(mergedInto === undefined ? {} : { merged_into: mergedInto }),
          ...(publishedAt === undefined ? {} : { published_at: publishedAt }),
          ...(trueAt === undefined ? {} : { true_at: trueAt }),
          ...(endedAt === undefined ? {} : { ended_at: endedAt }),
          version: row('version', '+', 1),
        }))
        .where('id', '=', id)
        .where('state', '=', state)
        .where('version', '=', version)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Nothing leads to the question that it came from, which may be proposed anew. */
    async part(id: string): Promise<void> {
      await db().updateTable('library_entries').set({ question_id: null }).where('id', '=', id).execute();
    },

    /** What changes nothing of what a moderator has before them. */
    async note(id: string, { votes, postings }: Noted): Promise<void> {
      await db()
        .updateTable('library_entries')
        .set({
          ...(votes === undefined ? {} : { still_true: votes.stillTrue, not_any_more: votes.notAnyMore }),
          ...(postings === undefined ? {} : { postings: JSON.stringify(postings) }),
        })
        .where('id', '=', id)
        .execute();
    },

    /** The number by which the search knows it; null for what is not published. */
    async numberOf(id: string): Promise<number | null> {
      const row = await db().selectFrom('library_entries').select('number').where('id', '=', id).executeTakeFirst();
      return row?.number ?? null;
    },

    /** In the order of the numbers; those that are not there are left out. */
    async byNumbers(cohort: string, numbers: readonly number[]): Promise<readonly Entry[]> {
      if (numbers.length === 0) return [];
      const found = await published(cohort).where('number', 'in', numbers).execute();
      const byNumber = new Map(found.map((row) => [row.number, entryOf(row)]));
      return numbers.flatMap((number) => byNumber.get(number) ?? []);
    },

    /** Numbers from the newest on, of one topic or of all. */
    async newest(cohort: string, topic: string | null, limit: number): Promise<readonly number[]> {
      const found = await db()
        .selectFrom('library_entries')
        .select('number')
        .where('cohort', '=', cohort)
        .where('number', 'is not', null)
        .$if(topic !== null, (query) => query.where('topic', '=', topic ?? ''))
        .orderBy('number', 'desc')
        .limit(limit)
        .execute();
      return found.flatMap(({ number }) => (number === null ? [] : [number]));
    },

    /** With the number of entries in each. */
    async topics(cohort: string): Promise<readonly { readonly topic: string; readonly entries: number }[]> {
      return db()
        .selectFrom('library_entries')
        .select((row) => ['topic', row.fn.countAll<number>().as('entries')])
        .where('cohort', '=', cohort)
        .where('number', 'is not', null)
        .groupBy('topic')
        .orderBy('topic')
        .execute();
    },

    /** The oldest first. */
    async proposed(cohort: string): Promise<readonly Entry[]> {
      const found = await rows()
        .where('cohort', '=', cohort)
        .where('state', '=', 'proposed')
        .orderBy('proposed_at')
        .orderBy('id')
        .execute();
      return found.map(entryOf);
    },

    /** Of which enough members say that they are not true any more. */
    async doubted(cohort: string): Promise<readonly Entry[]> {
      const found = await published(cohort)
        .where('not_any_more', '>', 0)
        .whereRef('not_any_more', '>=', 'still_true')
        .orderBy('number')
        .execute();
      return found.map(entryOf);
    },

    /** What ended before `at` has no words any more; gives the count. */
    async eraseEnded(at: number): Promise<number> {
      const result = await db()
        .deleteFrom('library_entries')
        .where('state', 'in', ['declined', 'retired'])
        .where('ended_at', '<=', at)
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

export type LibraryStore = ReturnType<typeof openLibraryStore>;

const entryOf = (row: LibraryTables['library_entries']): Entry => ({
  id: row.id,
  cohort: row.cohort,
  topic: row.topic,
  title: row.title,
  question: row.question,
  answers: row.answers,
  appliesTo: row.applies_to,
  state: row.state,
  mergedInto: row.merged_into,
  version: row.version,
  stillTrue: row.still_true,
  notAnyMore: row.not_any_more,
  proposedAt: row.proposed_at,
  publishedAt: row.published_at,
  trueAt: row.true_at,
  postings: JSON.parse(row.postings) as readonly Posting[],
});
