import { distance, nearness, slipsFor } from './slips.ts';
import { EVERY, type KnownWord, type SearchStore, type Sought } from './store.ts';
import { termsOf, unfinishedIn } from './terms.ts';

/** What a search gives at most: who looks further looks for something else. */
export const MOST_RESULTS = 100;
/** Words of a query that are looked at, and those of them that are looked for: the rarest tell the most. */
const MOST_READ = 24;
const MOST_WORDS = 8;
/** So many entries are ranked; of more that hold all words, the newest. */
const RANKED = 1_000;
/** With fewer entries that hold every word, those that hold some come after them. */
const FEW = 5;
/** What a word may stand for: words as near to it as any other is. */
const MOST_READINGS = 4;
const MOST_ENDINGS = 8;
/** A word of so few entries may be a slip of one that is so many times as frequent. */
const RARE = 2;
const FREQUENT = 20;

interface Group extends Sought {
  readonly entries: number;
}

/** Finds entries by what somebody typed, with its slips. Keeps nothing of it. */
export function openSearch(store: SearchStore) {
  /** What each word of a query may stand for in this cohort's library; words that stand for nothing are left out. */
  async function understand(cohort: string, terms: readonly string[], unfinished: string | null): Promise<readonly Group[]> {
    const words = [...new Set(terms)].slice(0, MOST_READ);
    const known = new Map((await store.known(cohort, [EVERY, ...words])).map(({ word, entries }) => [word, entries]));
    const all = known.get(EVERY) ?? 0;
    if (all === 0) return [];
    const groups: Group[] = [];
    for (const [index, word] of words.entries()) {
      const endings = index === words.length - 1 && unfinished !== null ? await endingsOf(cohort, unfinished) : [];
      const readings = mergedReadings(await readingsOf(cohort, word, known.get(word) ?? 0), endings);
      if (readings.length > 0) groups.push(groupOf(readings, all));
    }
    return groups.sort((a, b) => a.entries - b.entries).slice(0, MOST_WORDS);
  }

  async function readingsOf(cohort: string, word: string, entries: number): Promise<readonly KnownWord[]> {
    if (entries > RARE) return [{ word, entries }];
    const near = (await store.withSlips(cohort, slipsFor(word)))
      .map((found) => ({ ...found, slips: distance(word, found.word) }))
      .filter(({ slips }) => slips > 0 && slips <= nearness(word));
    if (entries > 0) return [{ word, entries }, ...near.filter((one) => one.slips === 1 && one.entries >= entries * FREQUENT)];
    const nearest = Math.min(...near.map(({ slips }) => slips));
    return near
      .filter(({ slips }) => slips === nearest)
      .sort((a, b) => b.entries - a.entries || (a.word < b.word ? -1 : 1))
      .slice(0, MOST_READINGS);
  }

  const endingsOf = (cohort: string, letters: string) =>
    letters.length < 2 ? Promise.resolve([]) : store.beginningWith(cohort, letters, MOST_ENDINGS);

  async function find(cohort: string, groups: readonly Group[], limit: number): Promise<readonly number[]> {
    if (groups.length === 0) return [];
    const shared = { cohort, range: await store.rangeOf(cohort), lookedAt: RANKED, limit };
    const whole = await store.best({ ...shared, sought: groups, mode: 'all' });
    if (groups.length === 1 || whole.length >= FEW) return whole;
    const some = await store.best({ ...shared, sought: tellingOf(groups), mode: 'any' });
    return [...new Set([...whole, ...some])].slice(0, limit);
  }

  return {
    /** Numbers of entries for terms as `termsOf` gives them, the best first, at most `MOST_RESULTS`. */
    async byTerms(cohort: string, terms: readonly string[]): Promise<readonly number[]> {
      return find(cohort, await understand(cohort, terms, null), MOST_RESULTS);
    },

    /** What each word tells in this cohort's library; one that is in no entry tells as much as the rarest. */
    async weights(cohort: string, words: readonly string[]): Promise<(word: string) => number> {
      const known = new Map((await store.known(cohort, [EVERY, ...new Set(words)])).map(({ word, entries }) => [word, entries]));
      return (word) => rarity(known.get(word) ?? 0, known.get(EVERY) ?? 0);
    },

    /** The same while it is being typed: the last word may go on. */
    async whileTyping(cohort: string, typed: string, limit: number): Promise<readonly number[]> {
      const { before, last } = unfinishedIn(typed);
      const terms = [...termsOf(before), ...(last === null ? [] : [termsOf(last)[0] ?? last])];
      return find(cohort, await understand(cohort, terms, last), limit);
    },
  };
}

export type Search = ReturnType<typeof openSearch>;

/** Of words with the rarest first those that are, together, in no more entries than are ranked. */
function tellingOf(groups: readonly Group[]): readonly Group[] {
  const telling: Group[] = [];
  let entries = 0;
  for (const group of groups) {
    entries += group.entries;
    if (telling.length > 0 && entries > RANKED) break;
    telling.push(group);
  }
  return telling;
}

const mergedReadings = (a: readonly KnownWord[], b: readonly KnownWord[]): readonly KnownWord[] => [
  ...new Map([...a, ...b].map((known) => [known.word, known])).values(),
];

function groupOf(readings: readonly KnownWord[], all: number): Group {
  const entries = readings.reduce((sum, known) => sum + known.entries, 0);
  return { words: readings.map(({ word }) => word), entries, weight: rarity(Math.min(entries, all), all) };
}

/** The inverse document frequency of BM25 (Robertson and Spärck Jones), never below nought. */
const rarity = (entries: number, all: number): number => Math.log(1 + (all - entries + 0.5) / (entries + 0.5));
