import { mkdir } from 'node:fs/promises';
import { sql } from 'kysely';
import { openReading, soughtIn } from '../../src/library/reading.ts';
import { openSearch } from '../../src/library/search/search.ts';
import { openSearchStore } from '../../src/library/search/store.ts';
import { wordsIn } from '../../src/library/search/terms.ts';
import { openLibraryStore } from '../../src/library/store.ts';
import { openLog } from '../../src/log.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openRecord } from '../../src/store/record.ts';
import { entryMaker, type MadeEntry, seeded } from './entries.ts';

const TOGETHER = 2_000;
const TOPICS = ['placements', 'exams', 'finance', 'wellbeing', 'other'];

/** A library as it is once so many entries were published, without the looks and messages on the way. */
export async function fillLibrary({
  dataDir,
  databaseUrl,
  entries: count,
}: {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly entries: number;
}) {
  await mkdir(dataDir, { recursive: true });
  const encryptionKey = databaseUrl === null ? Buffer.alloc(32, 'search') : null;
  const record = await openRecord({ dataDir, databaseUrl, encryptionKey, migrations, log: openLog('silent') });
  const index = openSearchStore(record);
  const store = openLibraryStore(record);
  const make = entryMaker(seeded(2_026));
  const cohort = 'a-cohort';
  const entries: readonly MadeEntry[] = Array.from({ length: count }, make);
  const tables = record.db<{ library_entries: object; library_words: object }>();

  for (let at = 0; at < count; at += TOGETHER) {
    await record.transaction(async () => {
      const first = await index.nextNumber(cohort);
      const some = entries.slice(at, at + TOGETHER).map((entry, offset) => ({ ...entry, number: first + offset }));
      await tables
        .insertInto('library_entries')
        .values(
          some.map(({ number, ...entry }) => ({
            ...entry,
            id: `entry-${number}`,
            cohort,
            number,
            topic: TOPICS[number % TOPICS.length],
            applies_to: 2026,
            state: 'published',
            proposed_at: 0,
            published_at: 0,
            true_at: 0,
          })) as never,
        )
        .execute();
      const words = some.map(({ number, title, question, answers }) => ({
        number,
        title: wordsIn(title),
        question: wordsIn(question),
        answers: wordsIn(answers),
      }));
      await index.add(cohort, words);
    });
  }
  await record.scrub();
  if (databaseUrl !== null) await sql`vacuum analyze`.execute(tables);
  const { words } = await tables
    .selectFrom('library_words')
    .select((row) => row.fn.countAll<number>().as('words'))
    .executeTakeFirstOrThrow();

  return {
    library: { ...openReading({ store, search: openSearch(index) }), soughtIn },
    cohort,
    entries,
    words,
    close: () => record.close(),
  };
}

export type Filled = Awaited<ReturnType<typeof fillLibrary>>;
