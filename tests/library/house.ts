import { type LibraryOptions, openLibrary } from '../../src/library/service.ts';
import { openLog } from '../../src/log.ts';
import type { Member } from '../../src/members/rules.ts';
import { openMix } from '../../src/privacy/mix.ts';
import { loadHelplines } from '../../src/safety/helplines.ts';
import { openIdentifierGuard } from '../../src/safety/identifiers.ts';
import { openTestCore } from '../support/core.ts';
import type { TestDatabases } from '../support/databases.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const TOPICS = [
  { topic: 'placements', label: 'Placements' },
  { topic: 'finance', label: 'Finance' },
  { topic: 'other', label: 'Other' },
];

interface Said {
  readonly title: string;
  readonly words?: string;
  readonly answers?: readonly string[];
  readonly topic?: string;
  readonly cohort?: string;
}

/** The library of one cohort on real stores. */
export async function openLibraryHouse(databases: TestDatabases) {
  const core = await openTestCore(databases);
  const { cohort, place } = await core.openCohort();
  const { record, forgetting } = core.stores;
  const { cohorts, audit, members } = core.services;
  let count = 0;
  const owed: { readonly key: string; readonly kind: string; readonly subject: string; readonly edits: string | null }[] = [];
  const options: Omit<LibraryOptions, 'mix'> = {
    record,
    forgetting,
    outbox: {
      async owe(deliveries) {
        owed.push(...deliveries.map(({ key, kind, subject, edits }) => ({ key, kind, subject, edits })));
        await core.outbox.owe(deliveries);
      },
    },
    cohorts,
    audit,
    members,
    guard: openIdentifierGuard(loadHelplines()),
    topics: {
      of: async () => TOPICS,
      labelOf: async (_, topic) => TOPICS.find((one) => one.topic === topic)?.label ?? null,
    },
    now: core.now,
    newId: () => `e-${process.hrtime.bigint()}-${++count}`,
  };
  const mix = openMix({
    record,
    forgetting,
    log: openLog('silent'),
    now: core.now,
    random: () => 0.5,
    releaseOf: (kind) => library.releases[kind as keyof typeof library.releases],
    released: () => undefined,
  });
  const library = openLibrary({ ...options, mix });

  async function propose({
    title,
    words = '',
    answers = [],
    topic = 'placements',
    cohort: of = cohort.id,
  }: Said): Promise<string> {
    const question = `q-${++count}`;
    await record.transaction(() =>
      library.propose({ cohort: of, question, title, words, answers, topic, appliesTo: 2026, at: core.now() }),
    );
    const entry = await library.ofQuestion(question);
    if (!entry) throw new Error('nothing was proposed');
    return entry.id;
  }

  async function look(id: string, moderator = 'mo') {
    return { id, version: (await library.find(id))?.version ?? -1, moderator };
  }

  return {
    ...core,
    library,
    mix,
    cohort,
    place,
    owed,
    propose,
    look,
    async publish(said: Said): Promise<string> {
      const id = await propose(said);
      await library.publish(await look(id));
      return id;
    },
    /** Titles that members find, the best first, from all pages. */
    async found(query: string, of = cohort.id): Promise<readonly string[]> {
      const titles: string[] = [];
      let page = await library.page(of, { kind: 'found', words: library.soughtIn(query) });
      for (;;) {
        titles.push(...page.entries.map(({ title }) => title));
        if (!page.later) return titles;
        page = await library.page(of, { kind: 'found', words: library.soughtIn(query) }, page.later);
      }
    },
    join: (person: string): Promise<Member> => core.join(cohort, place, person),
  };
}
