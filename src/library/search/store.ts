import { type RawBuilder, sql } from 'kysely';
import type { Record as TheRecord } from '../../store/record.ts';
import { slipsOf } from './slips.ts';
import { stemOf } from './terms.ts';
import { type EntryWords, PLACE, placeOf, vectorOf } from './vector.ts';

interface SearchTables {
  library_words: { cohort: string; word: string; stem: string; entries: number };
  library_slips: { cohort: string; slip: string; word: string };
  library_search: { number: number };
  library_entries: { cohort: string; number: number | null };
}

/** A word of the library as it is written, and how many entries hold it. */
export interface KnownWord {
  readonly word: string;
  readonly stem: string;
  readonly entries: number;
}

/** Words of which any will do. */
export interface Sought {
  readonly words: readonly string[];
  /** The share of entries that hold one of them, from 0 to 1. */
  readonly share: number;
  /** What it tells to hold one of them: the rarer, the more. */
  readonly weight: number;
}

/** The numbers of a cohort's entries, both included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export interface Looking {
  readonly cohort: string;
  readonly range: NumberRange;
  readonly sought: readonly Sought[];
  /** Whether an entry must hold one of each, or one of any. */
  readonly mode: 'all' | 'any';
  /** Of more entries than these only the newest are looked at. */
  readonly lookedAt: number;
  readonly limit: number;
}

/** Of all words together, beside the word itself. */
export const EVERY = '';

/** A cohort has room for so many entries. */
const RANGE = 10_000_000;

/** PostgreSQL reads hits by the words, unless their share is greater: then it soon meets enough among the newest entries. */
const READ_BY_WORDS = 0.04;

/** What a hit in each part of an entry counts, against one in the answers. */
const TITLE = 8;
const QUESTION = 2;
const ROWS_A_STATEMENT = 400;

/** The index over what is published, in FTS5 or in `tsvector`; the same words are corrected in both. */
export function openSearchStore(record: TheRecord) {
  const db = () => record.db<SearchTables>();
  const isEmbedded = record.dialect === 'sqlite';
  const insertRows = isEmbedded ? insertIntoFts : insertVectors;

  async function insertIntoFts(_: string, entries: readonly EntryWords[]): Promise<void> {
    const rows = entries.map(
      ({ number, title, question, answers }) => sql`(${number}, ${title.join(' ')}, ${question.join(' ')}, ${answers.join(' ')})`,
    );
    await sql`insert into library_search (rowid, title, question, answers) values ${sql.join(rows)}`.execute(db());
  }

  async function insertVectors(cohort: string, entries: readonly EntryWords[]): Promise<void> {
    const rows = entries.map((entry) => sql`(${entry.number}, ${vectorOf(cohort, entry)}::tsvector)`);
    await sql`insert into library_search (number, terms) values ${sql.join(rows)}`.execute(db());
  }

  /** As they stand in the index: of an earlier version its words may be others than we would make now. */
  async function wordsOfEntry(number: number): Promise<ReadonlySet<string>> {
    const query = isEmbedded
      ? sql<{
          words: string;
        }>`select title || ' ' || question || ' ' || answers as words from library_search where rowid = ${number}`
      : sql<{
          words: string;
        }>`select array_to_string(tsvector_to_array(terms), ' ') as words from library_search where number = ${number}`;
    const [row] = (await query.execute(db())).rows;
    return new Set((row?.words ?? '').split(' ').filter((word) => word !== '' && !word.startsWith(PLACE)));
  }

  async function countIn(cohort: string, counts: ReadonlyMap<string, number>): Promise<void> {
    for (const some of inParts([...counts])) {
      const rows = await db()
        .insertInto('library_words')
        .values(some.map(([word, entries]) => ({ cohort, word, stem: stemOf(word), entries })))
        .onConflict((conflict) =>
          conflict.columns(['cohort', 'word']).doUpdateSet((row) => ({
            entries: sql<number>`${row.ref('library_words.entries')} + ${row.ref('excluded.entries')}`,
          })),
        )
        .returning(['word', 'entries'])
        .execute();
      const fresh = rows.filter(({ word, entries }) => entries === counts.get(word));
      const slips = fresh.flatMap(({ word }) => slipsOf(word).map((slip) => ({ cohort, slip, word })));
      for (const part of inParts(slips)) {
        await db()
          .insertInto('library_slips')
          .values([...part])
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    }
  }

  async function countOut(cohort: string, words: readonly string[]): Promise<void> {
    const rows = await db()
      .updateTable('library_words')
      .set((row) => ({ entries: row('entries', '-', 1) }))
      .where('cohort', '=', cohort)
      .where('word', 'in', words)
      .returning(['word', 'entries'])
      .execute();
    const gone = rows.filter(({ entries }) => entries <= 0).map(({ word }) => word);
    if (gone.length === 0) return;
    await db().deleteFrom('library_words').where('cohort', '=', cohort).where('word', 'in', gone).execute();
    for (const part of inParts(gone.flatMap((word) => slipsOf(word).map((slip) => ({ slip, word }))))) {
      await db()
        .deleteFrom('library_slips')
        .where('cohort', '=', cohort)
        .where((row) =>
          row(
            row.refTuple('slip', 'word'),
            'in',
            part.map(({ slip, word }) => row.tuple(slip, word)),
          ),
        )
        .execute();
    }
  }

  /** Where the numbers of a cohort lie, and the highest given; a range of its own from its first entry on. */
  async function numbersOf(cohort: string): Promise<{ readonly range: NumberRange; readonly last: number }> {
    const highest = db()
      .selectFrom('library_entries')
      .select((row) => row.fn.max('number').as('number'));
    const own = (await highest.where('cohort', '=', cohort).executeTakeFirst())?.number ?? null;
    const last = own ?? (await highest.executeTakeFirst())?.number ?? 0;
    const from = (Math.floor(last / RANGE) + (own === null ? 1 : 0)) * RANGE;
    return { range: { from, to: from + RANGE - 1 }, last: own ?? from };
  }

  return {
    rangeOf: async (cohort: string) => (await numbersOf(cohort)).range,
    nextNumber: async (cohort: string) => (await numbersOf(cohort)).last + 1,

    /** Together with their entries, in one transaction. */
    async add(cohort: string, entries: readonly EntryWords[]): Promise<void> {
      const counts = new Map<string, number>();
      for (const { title, question, answers } of entries)
        for (const word of new Set([EVERY, ...title, ...question, ...answers])) counts.set(word, (counts.get(word) ?? 0) + 1);
      for (const some of inParts(entries)) await insertRows(cohort, some);
      await countIn(cohort, counts);
    },

    /** Its words, as far as no other entry holds them, and where they stood. */
    async remove(cohort: string, number: number): Promise<void> {
      const words = await wordsOfEntry(number);
      await sql`delete from library_search where ${isEmbedded ? sql.ref('rowid') : sql.ref('number')} = ${number}`.execute(db());
      await countOut(cohort, [EVERY, ...words]);
    },

    /** All forms of the words with these stems; those that most entries hold first. */
    async known(cohort: string, stems: readonly string[]): Promise<readonly KnownWord[]> {
      if (stems.length === 0) return [];
      return db()
        .selectFrom('library_words')
        .select(['word', 'stem', 'entries'])
        .where('cohort', '=', cohort)
        .where('stem', 'in', stems)
        .orderBy('entries', 'desc')
        .orderBy('word')
        .execute();
    },

    /** The most frequent first. */
    async beginningWith(cohort: string, letters: string, limit: number): Promise<readonly KnownWord[]> {
      return db()
        .selectFrom('library_words')
        .select(['word', 'stem', 'entries'])
        .where('cohort', '=', cohort)
        .where('word', '>=', letters)
        .where('word', '<', `${letters}\u{10ffff}`)
        .orderBy('entries', 'desc')
        .orderBy('word')
        .limit(limit)
        .execute();
    },

    /** Words that have one of these slips. */
    async withSlips(cohort: string, slips: readonly string[]): Promise<readonly KnownWord[]> {
      if (slips.length === 0) return [];
      return db()
        .selectFrom('library_words')
        .select(['word', 'stem', 'entries'])
        .where('cohort', '=', cohort)
        .where('word', 'in', (slip) =>
          slip.selectFrom('library_slips').select('library_slips.word').where('cohort', '=', cohort).where('slip', 'in', slips),
        )
        .execute();
    },

    /** Numbers of entries, the best first, and among equals the newest. */
    async best(looking: Looking): Promise<readonly number[]> {
      const query = isEmbedded ? ftsQuery(looking) : vectorQuery(looking);
      return (await query.execute(db())).rows.map(({ number }) => number);
    },
  };
}

export type SearchStore = ReturnType<typeof openSearchStore>;

/** BM25 in FTS5. What was typed is never an operator: it is quoted, and holds letters and digits alone. */
function ftsQuery({ range, sought, mode, lookedAt, limit }: Looking): RawBuilder<{ number: number }> {
  const each = sought.map(({ words }) => `(${words.map((word) => `"${word}"`).join(' OR ')})`);
  const match = each.join(mode === 'all' ? ' AND ' : ' OR ');
  return sql`select number from (
    select rowid as number, bm25(library_search, ${sql.lit(TITLE)}, ${sql.lit(QUESTION)}, 1.0) as score
    from library_search where library_search match ${match} and rowid between ${range.from} and ${range.to}
    order by rowid desc limit ${lookedAt}
  ) order by score, number desc limit ${limit}`;
}

/** The same intent: hits by part, the rarity of each word, and the length of the entry. The rank of words of which any will do is their mean. */
function vectorQuery({ cohort, sought, mode, lookedAt, limit }: Looking): RawBuilder<{ number: number }> {
  const each = sought.map(({ words }) => `(${words.map((word) => `'${word}'`).join(' | ')})`);
  const match = `'${placeOf(cohort)}' & (${each.join(mode === 'all' ? ' & ' : ' | ')})`;
  // A sum is no column: the index over numbers cannot be gone through for it.
  const newest = shareOf(sought, mode) > READ_BY_WORDS ? sql`number` : sql`number + 0`;
  const weights = sql.lit(`{${1 / TITLE},${1 / TITLE},${QUESTION / TITLE},1}`);
  const scores = sought.map(
    ({ weight, words }, index) =>
      sql`${weight * words.length}::float8 * ts_rank(${weights}, terms, ${each[index] ?? ''}::tsquery, 1)`,
  );
  return sql`select number from (
    select number, ${sql.join(scores, sql` + `)} as score from (
      select number, terms from library_search where terms @@ ${match}::tsquery order by ${newest} desc limit ${lookedAt}
    ) as looked
  ) as scored order by score desc, number desc limit ${limit}`;
}

/** The share of entries that are hits, guessed: words of one text are seldom independent, so each further one says less. */
function shareOf(sought: Looking['sought'], mode: Looking['mode']): number {
  const shares = sought.map(({ share }) => share).sort((a, b) => a - b);
  return mode === 'any'
    ? shares.reduce((sum, share) => sum + share, 0)
    : shares.reduce((product, share, index) => product * share ** (1 / 2 ** index), 1);
}

function* inParts<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += ROWS_A_STATEMENT) yield list.slice(at, at + ROWS_A_STATEMENT);
}
