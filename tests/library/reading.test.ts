import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWords, soughtIn, writeWords } from '../../src/library/reading.ts';
import { partsOf, shortened } from '../../src/library/rules.ts';
import { eachDatabase } from '../support/databases.ts';
import { openLibraryHouse } from './house.ts';

eachDatabase((_, databases) => {
  it('shows each entry on one page, also when others come and go between the pages', async () => {
    const { library, publish, cohort, look } = await openLibraryHouse(await databases());
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1)
      ids.push(await publish({ title: `Finding rooms ${index}`, words: `Number ${index}`, answers: ['Look early.'] }));
    const looking = { kind: 'found', words: library.soughtIn('finding rooms') } as const;
    const first = await library.page(cohort.id, looking);
    expect(first).toMatchObject({ total: 30, position: 0, earlier: null });
    const before = first.entries[2];
    if (!before || !first.later) throw new Error('too few');
    await library.retire(await look(before.id));
    await publish({ title: 'Finding rooms again', answers: ['Newer.'] });
    const seen = first.entries.map(({ id }) => id);
    for (let place: typeof first.later | null = first.later; place; ) {
      const page = await library.page(cohort.id, looking, place);
      seen.push(...page.entries.map(({ id }) => id));
      place = page.later;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
    const second = await library.page(cohort.id, looking, first.later);
    const back = second.earlier && (await library.page(cohort.id, looking, second.earlier));
    expect(back?.entries.length).toBe(8);
  });

  it('gives the same pages whenever it is asked', async () => {
    const { library, publish, cohort } = await openLibraryHouse(await databases());
    for (let index = 0; index < 20; index += 1)
      await publish({ title: 'The same title for all', answers: ['And the same answer.'] });
    const looking = { kind: 'found', words: ['title'] } as const;
    const once = await library.page(cohort.id, looking);
    expect(await library.page(cohort.id, looking)).toEqual(once);
    expect((await library.page(cohort.id, { kind: 'newest' })).entries).toHaveLength(8);
    expect((await library.page(cohort.id, { kind: 'topic', topic: 'finance' })).total).toBe(0);
    expect(await library.topics(cohort.id)).toEqual([{ topic: 'placements', entries: 20 }]);
    const far = await library.page(cohort.id, looking, { position: 9_999_999, after: 1 });
    expect(far.entries.length).toBeGreaterThan(0);
  });
});

describe('a search in a button', () => {
  it('is read as it was written, and fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (query) => {
        const words = soughtIn(query);
        const written = writeWords(words);
        expect(written).toMatch(/^[A-Za-z0-9_-]{0,36}$/);
        expect(readWords(written)).toEqual(words);
      }),
    );
    expect(soughtIn('placement accommodation')).toEqual(['placement', 'accommodation']);
  });

  it('is letters and digits alone, however it was forged', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 48 }), (forged) => {
        for (const term of readWords(forged)) expect(term).toMatch(/^[\p{L}\p{N}]+$/u);
      }),
    );
  });
});

describe('long words', () => {
  it('are broken into parts that fit, and lose nothing but spaces', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 200, mode: 'words' }), (text) => {
        const parts = partsOf(text, 100);
        expect(parts.every((part) => part.length <= 100)).toBe(true);
        expect(parts.join(' ').replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
      }),
    );
    expect(shortened('One. Two. Three.', 12)).toBe('One. Two.…');
    expect(shortened('short', 12)).toBe('short');
    expect(shortened(`${'x'.repeat(10)}😀😀`, 12)).toBe(`${'x'.repeat(10)}…`);
  });
});
