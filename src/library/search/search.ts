import { distance, nearness, slipsFor } from './slips.ts';
import { EVERY, type KnownWord, type SearchStore, type Sought } from './store.ts';
import { stemOf, unfinishedIn, wordsIn } from './terms.ts';

/** What a search gives at most: who looks further looks for something else. */
export const MOST_RESULTS = 100;
/** Words of a query that are looked at, and those of them that are looked for: the rarest tell the most. */
const MOST_READ = 24;
const MOST_WORDS = 6;
/** With so many words that are rarer, one that stands in a greater share of entries tells nothing more. */
const FEW_WORDS = 2;
const COMMON = 0.25;
/** So many entries are ranked; of more that hold all words, the newest. */
const RANKED = 500;
/** With fewer entries that hold every word, those that hold some come after them. */
const FEW = 5;
/** What a word may stand for: words as near to it as any other is, in some of their forms. */
const MOST_READINGS = 4;
const MOST_FORMS = 6;
const MOST_ENDINGS = 8;
/** A word of so few entries may be a slip of one that is so many times as frequent. */
const RARE = 2;
const FREQUENT = 20;

interface Understood {
  /** The rarest first. */
  readonly sought: readonly Sought[];
  /** How many entries there are. */
  readonly all: number;
}

/** Finds entries by what somebody typed, with its slips. Keeps nothing of it. */
export function openSearch(store: SearchStore) {
  /** What each word of a query may stand for in this cohort's library; words that stand for nothing are left out. */
  async function understand(cohort: string, typed: readonly string[], unfinished: string | null): Promise<Understood> {
    const words = [...new Set(typed)].slice(0, MOST_READ);
    const forms = await formsOf(cohort, [EVERY, ...words.map(stemOf)]);
    const all = entriesOf(forms.get(EVERY) ?? []);
    if (all === 0) return { sought: [], all };
    const groups = new Map<string, Sought>();
    for (const [index, word] of words.entries()) {
      const endings = index === words.length - 1 && unfinished !== null ? await endingsOf(cohort, unfinished) : [];
      const readings = merged(await readingsOf(cohort, word, forms.get(stemOf(word)) ?? []), endings);
      const group = soughtAs(readings, all);
      if (readings.length > 0) groups.set(group.words.join(' '), group);
    }
    const rarest = [...groups.values()].sort((a, b) => a.share - b.share).slice(0, MOST_WORDS);
    const sought = rarest.filter(({ share }, index) => index < FEW_WORDS || share <= COMMON);
    return { sought, all };
  }

  /** By stem, those that most entries hold. */
  async function formsOf(cohort: string, stems: readonly string[]): Promise<ReadonlyMap<string, readonly KnownWord[]>> {
    const forms = new Map<string, KnownWord[]>();
    for (const known of await store.known(cohort, [...new Set(stems)])) {
      const same = forms.get(known.stem);
      if (!same) forms.set(known.stem, [known]);
      else if (same.length < MOST_FORMS) same.push(known);
    }
    return forms;
  }

  /** Forms of the word that is meant: the one that is typed, or those that are nearest to it. */
  async function readingsOf(cohort: string, word: string, own: readonly KnownWord[]): Promise<readonly KnownWord[]> {
    const entries = entriesOf(own);
    if (entries > RARE) return own;
    const near = (await store.withSlips(cohort, slipsFor(word)))
      .map((found) => ({ ...found, slips: distance(word, found.word) }))
      .filter(({ slips, stem }) => slips <= nearness(word) && stem !== stemOf(word));
    const nearest = own.length > 0 ? 1 : Math.min(...near.map(({ slips }) => slips));
    const meant = near
      .filter((one) => one.slips <= nearest && one.entries >= entries * FREQUENT)
      .sort((a, b) => b.entries - a.entries || (a.word < b.word ? -1 : 1));
    const stems = [...new Set(meant.map(({ stem }) => stem))].slice(0, MOST_READINGS);
    return [...own, ...[...(await formsOf(cohort, stems)).values()].flat()];
  }

  const endingsOf = (cohort: string, letters: string) =>
    letters.length < 2 ? Promise.resolve([]) : store.beginningWith(cohort, letters, MOST_ENDINGS);

  async function find(cohort: string, understood: Understood, limit: number): Promise<readonly number[]> {
    const { sought } = understood;
    if (sought.length === 0) return [];
    const shared = { cohort, range: await store.rangeOf(cohort), lookedAt: RANKED, limit };
    const whole = await store.best({ ...shared, sought, mode: 'all' });
    if (sought.length === 1 || whole.length >= FEW) return whole;
    const some = await store.best({ ...shared, sought: tellingOf(understood), mode: 'any' });
    return [...new Set([...whole, ...some])].slice(0, limit);
  }

  return {
    /** Numbers of entries for words as `wordsIn` gives them, the best first, at most `MOST_RESULTS`. */
    async byWords(cohort: string, words: readonly string[]): Promise<readonly number[]> {
      return find(cohort, await understand(cohort, words, null), MOST_RESULTS);
    },

    /** What each stem tells in this cohort's library; one that is in no entry tells as much as the rarest. */
    async weights(cohort: string, stems: readonly string[]): Promise<(stem: string) => number> {
      const forms = await formsOf(cohort, [EVERY, ...stems]);
      const all = entriesOf(forms.get(EVERY) ?? []);
      return (stem) => rarity(Math.min(all, entriesOf(forms.get(stem) ?? [])), all);
    },

    /** The same while it is being typed: the last word may go on. */
    async whileTyping(cohort: string, typed: string, limit: number): Promise<readonly number[]> {
      const { before, last } = unfinishedIn(typed);
      const words = [...wordsIn(before), ...(last === null ? [] : [last])];
      return find(cohort, await understand(cohort, words, last), limit);
    },
  };
}

export type Search = ReturnType<typeof openSearch>;

/** Of words with the rarest first those that are, together, in no more entries than are ranked. */
function tellingOf({ sought, all }: Understood): readonly Sought[] {
  const telling: Sought[] = [];
  let entries = 0;
  for (const one of sought) {
    entries += one.share * all;
    if (telling.length > 0 && entries > RANKED) break;
    telling.push(one);
  }
  return telling;
}

const merged = (a: readonly KnownWord[], b: readonly KnownWord[]): readonly KnownWord[] => [
  ...new Map([...a, ...b].map((known) => [known.word, known])).values(),
];

const entriesOf = (forms: readonly KnownWord[]): number => forms.reduce((sum, { entries }) => sum + entries, 0);

function soughtAs(readings: readonly KnownWord[], all: number): Sought {
  const entries = Math.min(all, entriesOf(readings));
  return { words: readings.map(({ word }) => word), share: entries / all, weight: rarity(entries, all) };
}

/** The inverse document frequency of BM25 (Robertson and Spärck Jones), never below nought. */
const rarity = (entries: number, all: number): number => Math.log(1 + (all - entries + 0.5) / (entries + 0.5));
