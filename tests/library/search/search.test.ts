import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entryMaker, misspelt, seeded } from '../../../bench/library/entries.ts';
import { openSearch } from '../../../src/library/search/search.ts';
import { openSearchStore } from '../../../src/library/search/store.ts';
import { wordsIn } from '../../../src/library/search/terms.ts';
import { eachDatabase, type TestDatabases } from '../../support/databases.ts';

const ENTRIES = 400;
const FIRST_PAGE = 8;

/** A library of made-up entries, by number. */
async function openMade(open: () => Promise<TestDatabases>) {
  const record = await (await open()).record();
  const store = openSearchStore(record);
  const search = openSearch(store);
  const make = entryMaker(seeded(7));
  const titles = new Map<number, string>();

  async function fill(cohort: string, count: number): Promise<void> {
    await record.transaction(async () => {
      for (let at = 0; at < count; at += 1) {
        const number = await store.nextNumber(cohort);
        const { title, question, answers } = make();
        titles.set(number, title);
        await record
          .db<{ library_entries: object }>()
          .insertInto('library_entries')
          .values({ ...bare, id: `e${number}`, cohort, number, title, question, answers } as never)
          .execute();
        await store.add(cohort, [{ number, title: wordsIn(title), question: wordsIn(question), answers: wordsIn(answers) }]);
      }
    });
  }
  return { record, store, search, titles, fill };
}

const bare = { topic: 'other', applies_to: 2026, state: 'published', proposed_at: 0, postings: '[]' };

eachDatabase((_, databases) => {
  it('finds an entry by its title, however one or two of its words are misspelt', async () => {
    const { fill, search, titles } = await openMade(databases);
    await fill('a', ENTRIES);
    const numbers = [...titles.keys()];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...numbers), fc.nat(), fc.integer({ min: 1, max: 2 }), async (number, seed, slips) => {
        const random = seeded(seed);
        const words = (titles.get(number) ?? '').replace('?', '').split(' ');
        for (let slip = 0; slip < slips; slip += 1) {
          const long = words.flatMap((word, index) => (word.length >= 4 && index > 2 ? [index] : []));
          const index = long[Math.floor(random() * long.length)] ?? 0;
          words[index] = misspelt((titles.get(number) ?? '').replace('?', '').split(' ')[index] ?? '', random);
        }
        const found = await search.byWords('a', wordsIn(words.join(' ')));
        const same = found.slice(0, FIRST_PAGE).map((one) => titles.get(one));
        expect(same, words.join(' ')).toContain(titles.get(number));
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it('offers an entry while its title is typed, with a slip in it', async () => {
    const { fill, search, titles } = await openMade(databases);
    await fill('a', 60);
    for (const [number, title] of titles) {
      const typed = title.slice(0, Math.max(title.length - 4, 12));
      expect(
        (await search.whileTyping('a', typed, 8)).map((one) => titles.get(one)),
        typed,
      ).toContain(titles.get(number));
    }
  });

  it('finds nothing of another cohort, and nothing for nothing', async () => {
    const { fill, search, titles } = await openMade(databases);
    await fill('a', 30);
    const inA = new Set(titles.keys());
    await fill('b', 30);
    for (const title of titles.values()) {
      for (const number of await search.byWords('a', wordsIn(title))) expect(inA.has(number)).toBe(true);
      for (const number of await search.byWords('b', wordsIn(title))) expect(inA.has(number)).toBe(false);
    }
    expect(await search.byWords('c', ['exam'])).toEqual([]);
    expect(await search.byWords('a', [])).toEqual([]);
    expect(
      await search.byWords(
        'a',
        ['"', "' | (", 'near(', 'título*'].flatMap((text) => [...wordsIn(text)]),
      ),
    ).toEqual([]);
    expect(await search.whileTyping('a', '', 8)).toEqual([]);
  });

  it('puts a hit in the title before one in the question, and that before one in the answers', async () => {
    const { record, store, search } = await openMade(databases);
    const filler = (count: number) => Array.from({ length: count }, (_, index) => `filler${index}`);
    const entries = [
      { title: filler(3), question: filler(20), answers: ['bursary', ...filler(40)] },
      { title: filler(3), question: ['bursary', ...filler(20)], answers: filler(40) },
      { title: ['bursary', ...filler(3)], question: filler(20), answers: filler(40) },
      ...Array.from({ length: 20 }, () => ({ title: filler(3), question: filler(20), answers: filler(40) })),
    ].map((entry, index) => ({ ...entry, number: 10_000_001 + index }));
    await record.transaction(async () => {
      for (const { number } of entries)
        await record
          .db<{ library_entries: object }>()
          .insertInto('library_entries')
          .values({ ...bare, id: `e${number}`, cohort: 'a', number, title: '', question: '', answers: '' } as never)
          .execute();
      await store.add('a', entries);
    });
    expect(await search.byWords('a', ['bursary'])).toEqual([10_000_003, 10_000_002, 10_000_001]);
  });

  it('knows no word of what was taken out', async () => {
    const { record, store, fill, search, titles } = await openMade(databases);
    await fill('a', 40);
    const numbers = [...titles.keys()];
    await record.transaction(async () => {
      for (const number of numbers) await store.remove('a', number);
    });
    for (const title of titles.values()) expect(await search.byWords('a', wordsIn(title))).toEqual([]);
    const db = record.db<{ library_words: object; library_slips: object }>();
    expect(await db.selectFrom('library_words').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('library_slips').selectAll().execute()).toEqual([]);
  });
});
