import type { Cohorts } from '../cohorts/service.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Mix } from '../privacy/mix.ts';
import { RETENTION } from '../privacy/retention.ts';
import type { IdentifierGuard } from '../safety/identifiers.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { openPostings } from './postings.ts';
import { type Look, openPublishing, type PublishingOptions } from './publishing.ts';
import { openReading, readWords, soughtIn, writeWords } from './reading.ts';
import { mayBeAskedAgain } from './rules.ts';
import { openSearch } from './search/search.ts';
import { openSearchStore } from './search/store.ts';
import { openLibraryStore } from './store.ts';
import { openVoting, type VotingOptions } from './voting.ts';

export interface LibraryOptions {
  readonly record: TheRecord;
  readonly forgetting: Forgetting;
  readonly mix: Mix;
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly cohorts: Pick<Cohorts, 'spacesOf' | 'channelFor'>;
  readonly audit: PublishingOptions['audit'];
  readonly members: VotingOptions['members'];
  readonly guard: IdentifierGuard;
  readonly topics: {
    /** What can be chosen now, in order. */
    of(cohort: string): Promise<readonly { readonly topic: string; readonly label: string }[]>;
    /** Also of one that cannot be chosen any more; null for what never was one. */
    labelOf(cohort: string, topic: string): Promise<string | null>;
  };
  now(): number;
  newId(): string;
}

/** What was asked and answered, kept for whoever comes next. */
export function openLibrary(options: LibraryOptions) {
  const { record, now } = options;
  const store = openLibraryStore(record);
  const index = openSearchStore(record);
  const search = openSearch(index);
  const postings = openPostings(options);
  const voting = openVoting({ ...options, store, postings });
  const reading = openReading({ store, search });
  const { confirm, ...publishing } = openPublishing({ ...options, store, index, search, postings, open: reading.open });

  return {
    ...publishing,
    ...reading,
    soughtIn,
    writeWords,
    readWords,
    choices: options.topics.of,
    labelOf: options.topics.labelOf,
    confirm: (look: Look) => confirm(look, voting.forget),
    vote: voting.vote,
    releases: voting.releases,
    /** A member is erased, and their votes with them. */
    eraseOf: voting.eraseOf,

    find: store.find,
    /** What became of what was proposed from a question; null where nothing was. */
    ofQuestion: store.ofQuestion,
    proposed: store.proposed,
    doubted: store.doubted,
    isAskedAgain: (entry: Parameters<typeof mayBeAskedAgain>[0]) => mayBeAskedAgain(entry, now()),
    numberOf: store.numberOf,
    withNumber: async (cohort: string, number: number) => (await store.byNumbers(cohort, [number]))[0] ?? null,
    sweep: () => store.eraseEnded(now() - RETENTION.queueMs),
  };
}

export type Library = ReturnType<typeof openLibrary>;
export type { Looking, Page, PagePlace } from './reading.ts';
