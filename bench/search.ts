import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../tests/support/postgres-server.ts';
import { percentile } from './figures.ts';
import { type Filled, fillLibrary } from './library/filled.ts';
import { type Query, queries } from './library/queries.ts';
import { machineFacts } from './machine.ts';

/**
 * How long a search of the library takes, from the words to the page of entries, in one cohort that has all of them:
 * `--entries 50000`, `--queries 500` of each kind. libSQL is encrypted, as it is by default; PostgreSQL is on this machine.
 */
const { values: chosen } = parseArgs({
  options: { entries: { type: 'string', default: '50000' }, queries: { type: 'string', default: '500' } },
});
const ENTRIES = Number(chosen.entries);
const QUERIES = Number(chosen.queries);
const WARM = 20;
const P99_MS = 20;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const ms = (time: number): string => `${time.toFixed(2)} ms`.padStart(10);
const line = (what: string, times: readonly number[], found: string): string => {
  const p99 = percentile(times, 99);
  const figures = [percentile(times, 50), p99, percentile(times, 100)].map(ms).join('');
  return `${what.padEnd(34)}${figures}${found.padStart(12)}  ${p99 <= P99_MS ? 'PASS' : 'MISS'}`;
};

async function measure({ library, cohort }: Filled, kinds: readonly Query[]): Promise<void> {
  const all: number[] = [];
  for (const { what, next, isSure } of kinds) {
    const times: number[] = [];
    let found = 0;
    for (let turn = -WARM; turn < QUERIES; turn += 1) {
      const { typed, title } = next();
      const begun = performance.now();
      const entries = await (what.startsWith('while')
        ? library.whileTyping(cohort, typed, 10)
        : library.page(cohort, { kind: 'found', words: library.soughtIn(typed) }).then((page) => page.entries));
      if (turn < 0) continue;
      times.push(performance.now() - begun);
      if (entries.some((entry) => entry.title === title)) found += 1;
    }
    all.push(...times);
    say(line(what, times, isSure ? `${((100 * found) / QUERIES).toFixed(1)} %` : ''));
  }
  say(line('all of them', all, ''));
}

async function onDatabase(name: string, databaseUrl: string | null, folder: string): Promise<void> {
  const begun = performance.now();
  const filled = await fillLibrary({ dataDir: folder, databaseUrl, entries: ENTRIES });
  try {
    const size = `${ENTRIES} entries, ${filled.words} words, filled in ${((performance.now() - begun) / 1_000).toFixed(0)} s`;
    say(
      `\n${name}: ${size}\n${''.padEnd(34)}${['p50', 'p99', 'longest'].map((head) => head.padStart(10)).join('')}${'found'.padStart(12)}`,
    );
    await measure(filled, queries(filled.entries));
  } finally {
    await filled.close();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'bombus-search-'));
const server = await startPostgres();
try {
  const { processors, memoryGb, node, load } = await machineFacts(folder);
  say(`${processors}, ${memoryGb} GB, Node ${node}, load ${load.toFixed(1)} at the start. Target: p99 at most ${P99_MS} ms.`);
  say('Found: the share of queries whose entry stands on the first page of eight.');
  await onDatabase('libSQL, encrypted', null, join(folder, 'libsql'));
  await onDatabase('PostgreSQL', await server.createDatabase(), join(folder, 'postgres'));
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
