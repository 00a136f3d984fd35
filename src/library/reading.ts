import type { Entry } from './rules.ts';
import { MOST_RESULTS, type Search } from './search/search.ts';
import { wordsIn } from './search/terms.ts';
import type { LibraryStore } from './store.ts';

export interface ReadingOptions {
  readonly store: LibraryStore;
  readonly search: Search;
}

/** What somebody looks at: what was found, a topic, or all of it with the newest first. */
export type Looking =
  | { readonly kind: 'found'; readonly words: readonly string[] }
  | { readonly kind: 'topic'; readonly topic: string }
  | { readonly kind: 'newest' };

/** Where a page begins: after the entry of this number, or at this position where that one is gone; 0 for the first. */
export interface PagePlace {
  readonly position: number;
  readonly after: number;
}

export interface Page {
  readonly entries: readonly Entry[];
  /** At most `MOST_RESULTS`. */
  readonly total: number;
  /** Of the first entry on the page, from 0. */
  readonly position: number;
  readonly earlier: PagePlace | null;
  readonly later: PagePlace | null;
}

const PAGE = 8;
const FIRST: PagePlace = { position: 0, after: 0 };
/** What of a long query fits into a button. */
const MOST_LETTERS = 36;
const SEPARATOR = '-';
const ENCODED = '_';

/** What members find and read. Nothing of a search is kept: what leads to its next page stands in the button alone. */
export function openReading({ store, search }: ReadingOptions) {
  async function numbersOf(cohort: string, looking: Looking): Promise<readonly number[]> {
    switch (looking.kind) {
      case 'found':
        return search.byWords(cohort, looking.words);
      case 'topic':
        return store.newest(cohort, looking.topic, MOST_RESULTS);
      case 'newest':
        return store.newest(cohort, null, MOST_RESULTS);
      default:
        return looking satisfies never;
    }
  }

  return {
    /** No entry stands on two pages, and none is passed over, also where others come and go meanwhile. */
    async page(cohort: string, looking: Looking, place: PagePlace = FIRST): Promise<Page> {
      const numbers = await numbersOf(cohort, looking);
      const known = numbers.indexOf(place.after);
      const position = Math.min(known >= 0 ? known + 1 : place.position, Math.max(0, numbers.length - 1));
      const end = position + PAGE;
      const placeAt = (at: number): PagePlace => ({ position: at, after: numbers[at - 1] ?? 0 });
      return {
        entries: await store.byNumbers(cohort, numbers.slice(position, end)),
        total: numbers.length,
        position,
        earlier: position > 0 ? placeAt(Math.max(0, position - PAGE)) : null,
        later: end < numbers.length ? placeAt(end) : null,
      };
    },

    /** Entries that what is being typed may mean; for `ask` as well. */
    async whileTyping(cohort: string, typed: string, limit: number): Promise<readonly Entry[]> {
      return store.byNumbers(cohort, await search.whileTyping(cohort, typed, limit));
    },

    topics: store.topics,

    /** One that members may read, or the one that says the same since; null for one that is gone. */
    async open(cohort: string, id: string): Promise<Entry | null> {
      let entry = await store.find(id);
      for (let steps = 0; entry?.state === 'merged' && entry.mergedInto !== null && steps < 10; steps += 1)
        entry = await store.find(entry.mergedInto);
      return entry?.cohort === cohort && entry.state === 'published' ? entry : null;
    },
  };
}

/** What a query is looked for by; of a long one what fits into a button, so that all its pages are of the same search. */
export function soughtIn(query: string): readonly string[] {
  const kept: string[] = [];
  for (const word of new Set(wordsIn(query))) if (writeWords([...kept, word]).length <= MOST_LETTERS) kept.push(word);
  return kept;
}

/** For a button: letters, digits and a few signs. */
export function writeWords(words: readonly string[]): string {
  const plain = words.join(SEPARATOR);
  return /^[a-z0-9-]*$/.test(plain) ? plain : ENCODED + Buffer.from(words.join(' ')).toString('base64url');
}

/** What a button says, which may be forged. */
export function readWords(written: string): readonly string[] {
  const text = written.startsWith(ENCODED) ? Buffer.from(written.slice(1), 'base64url').toString() : written;
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
