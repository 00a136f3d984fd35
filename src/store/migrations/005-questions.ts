import { type Kysely, sql } from 'kysely';
import type { Dialect, Migration } from './migration.ts';

/**
 * Questions to the years above, mentors and the library. No row says who asked: an asker is reached through the seal, and
 * what they would like to share with a mentor stands in the forgetting store alone.
 */
export const questions: Migration = {
  name: '005-questions',
  async up(db, dialect) {
    await createQuestions(db, dialect);
    await createMentors(db);
    await createLibrary(db, dialect);
  },
};

const withoutRowId =
  (dialect: Dialect) =>
  <T extends { modifyEnd(modifier: ReturnType<typeof sql>): T }>(table: T): T =>
    dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table;

async function createQuestions(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('questions')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('words', 'text')
    .addColumn('support', 'text')
    // The asker's alias towards mentors, and the year of study that routing needs.
    .addColumn('speaker', 'text', (column) => column.notNull())
    .addColumn('year', 'integer', (column) => column.notNull())
    .addColumn('is_urgent', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    // How far it was widened: 0 to 3.
    .addColumn('width', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('holder', 'text')
    .addColumn('held_until', 'bigint')
    // Whose turn it is to speak, and since when.
    .addColumn('turn', 'text')
    .addColumn('turn_at', 'bigint', (column) => column.notNull())
    .addColumn('reminded_at', 'bigint')
    .addColumn('slot_at', 'bigint', (column) => column.notNull())
    // Since when somebody is looked for: anew once somebody else was asked for.
    .addColumn('sought_at', 'bigint', (column) => column.notNull())
    .addColumn('first_answer_at', 'bigint')
    .addColumn('answered_at', 'bigint')
    .addColumn('closed_at', 'bigint')
    .addColumn('ending', 'text')
    // How far it was ever widened.
    .addColumn('widest', 'integer', (column) => column.notNull().defaultTo(0))
    // When anything last changed that its asker has not done.
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    // The asker's consent to the library.
    .addColumn('may_keep', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('proposed_at', 'bigint')
    .addColumn('receipt', 'text', (column) => column.notNull())
    .$call(withoutRowId(dialect))
    .execute();
  await db.schema.createIndex('questions_by_cohort').on('questions').columns(['cohort', 'state', 'slot_at']).execute();
  await db.schema.createIndex('questions_by_holder').on('questions').column('holder').execute();
  await db.schema.createIndex('questions_by_receipt').on('questions').column('receipt').execute();
  await db.schema
    .createTable('offers')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('mentor', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    // What the mentor is called in it, from when they took it.
    .addColumn('speaker', 'text')
    .addColumn('may_keep', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('offered_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addUniqueConstraint('offers_once', ['question', 'mentor'])
    .execute();
  await db.schema.createIndex('offers_by_mentor').on('offers').columns(['mentor', 'state', 'offered_at']).execute();
  await db.schema
    .createTable('question_messages')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    // `asker` or `mentor`; for both sides the mentor whose conversation it stands in.
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('mentor', 'text')
    .addColumn('speaker', 'text', (column) => column.notNull())
    .addColumn('words', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('slot_at', 'bigint', (column) => column.notNull())
    .$call(withoutRowId(dialect))
    .execute();
  await db.schema
    .createIndex('question_messages_by_question')
    .on('question_messages')
    .columns(['question', 'slot_at', 'id'])
    .execute();
  // Whether it was the kind of help that was wanted: tied to no question.
  await db.schema
    .createTable('question_verdicts')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('support', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .$call(withoutRowId(dialect))
    .execute();
}

async function createMentors(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mentors')
    .addColumn('member', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    // Null: under an alias, drawn anew for each question.
    .addColumn('shown_name', 'text')
    .addColumn('open_at_once', 'integer', (column) => column.notNull())
    .addColumn('new_a_week', 'integer', (column) => column.notNull())
    .addColumn('hours_from', 'integer', (column) => column.notNull())
    .addColumn('hours_to', 'integer', (column) => column.notNull())
    .addColumn('days', 'text', (column) => column.notNull())
    .addColumn('zone', 'text')
    .addColumn('away_until', 'bigint')
    .addColumn('exam_from', 'bigint')
    .addColumn('exam_until', 'bigint')
    .addColumn('missed', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('paused_at', 'bigint')
    .addColumn('oriented_at', 'bigint')
    .addColumn('helped', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('since', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('mentors_by_cohort').on('mentors').columns(['cohort', 'member']).execute();
  // What routing goes by: of these the newest counts whose `counts_from` has come.
  await db.schema
    .createTable('mentor_choices')
    .addColumn('member', 'text', (column) => column.notNull())
    .addColumn('counts_from', 'bigint', (column) => column.notNull())
    .addColumn('topics', 'text', (column) => column.notNull())
    // The years whose questions they take; null: those one to three years below their own.
    .addColumn('years', 'text')
    .addColumn('uses_tags', 'integer', (column) => column.notNull())
    // Their own, as they were when this was chosen.
    .addColumn('year', 'integer', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('mentor_choices_key', ['member', 'counts_from'])
    .execute();
  // The tags that enough members hold, counted once a week.
  await db.schema
    .createTable('common_tags')
    .addColumn('cohort', 'text', (column) => column.primaryKey().notNull())
    .addColumn('week', 'bigint', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('question_settings')
    .addColumn('cohort', 'text', (column) => column.primaryKey().notNull())
    .addColumn('open_at_once', 'integer', (column) => column.notNull())
    .addColumn('new_a_week', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('cohort_topics')
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('retired_at', 'bigint')
    .addPrimaryKeyConstraint('cohort_topics_key', ['cohort', 'topic'])
    .execute();
}

async function createLibrary(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('library_entries')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('cohort', 'text', (column) => column.notNull())
    // The question that it came from, so that consent can be taken back; members never see it.
    .addColumn('question_id', 'text', (column) => column.unique())
    // By what the search knows it: given when it is published. Each cohort has a range of its own.
    .addColumn('number', 'bigint', (column) => column.unique())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('answers', 'text', (column) => column.notNull())
    // The academic year in which it was true, by its first calendar year.
    .addColumn('applies_to', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('merged_into', 'text')
    // How often it was changed: who decides about it decides about what they read.
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(0))
    // Bands of votes since `true_at`.
    .addColumn('still_true', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('not_any_more', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('proposed_at', 'bigint', (column) => column.notNull())
    .addColumn('published_at', 'bigint')
    // When a moderator last said that it is true.
    .addColumn('true_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    // Keys of the deliveries in which it stands in channels, as a list.
    .addColumn('postings', 'text', (column) => column.notNull().defaultTo('[]'))
    .$call(withoutRowId(dialect))
    .execute();
  await db.schema.createIndex('library_by_number').on('library_entries').columns(['cohort', 'number']).execute();
  await db.schema.createIndex('library_by_state').on('library_entries').columns(['cohort', 'state', 'proposed_at']).execute();
  await db.schema.createIndex('library_by_topic').on('library_entries').columns(['cohort', 'topic', 'number']).execute();
  await createLibrarySearch(db, dialect);
}

/** What searches look into: normalised terms, put there with an entry and taken out with it. */
async function createLibrarySearch(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  // Compared byte by byte, so that a range of beginnings is what it seems.
  const bytes = dialect === 'sqlite' ? sql`text` : sql`text collate "C"`;
  // Each word of a cohort's library as it is written, its stem, and the number of entries that hold it; the empty word counts them all.
  await db.schema
    .createTable('library_words')
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('word', bytes, (column) => column.notNull())
    .addColumn('stem', bytes, (column) => column.notNull())
    .addColumn('entries', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('library_words_key', ['cohort', 'word'])
    .$call(withoutRowId(dialect))
    .execute();
  await db.schema.createIndex('library_words_by_stem').on('library_words').columns(['cohort', 'stem', 'entries']).execute();
  // What becomes of a word when a letter is left out: two words that are a slip apart meet in one of these.
  await db.schema
    .createTable('library_slips')
    .addColumn('cohort', 'text', (column) => column.notNull())
    .addColumn('slip', bytes, (column) => column.notNull())
    .addColumn('word', bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('library_slips_key', ['cohort', 'slip', 'word'])
    .$call(withoutRowId(dialect))
    .execute();
  if (dialect === 'sqlite') {
    await sql`create virtual table library_search using fts5(title, question, answers, tokenize = 'ascii')`.execute(db);
    // What is deleted goes from the index's own pages at once.
    await sql`insert into library_search (library_search, rank) values ('secure-delete', 1)`.execute(db);
    await sql`create trigger library_forgotten after delete on library_entries when old.number is not null
      begin delete from library_search where rowid = old.number; end`.execute(db);
    return;
  }
  await sql`create table library_search (
    number bigint primary key references library_entries (number) on delete cascade,
    terms tsvector not null)`.execute(db);
  await sql`alter table library_search alter column terms set storage external`.execute(db);
  await sql`create index library_search_terms on library_search using gin (terms) with (fastupdate = off)`.execute(db);
}
