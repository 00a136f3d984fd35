import { loadHelplines } from '../../src/safety/helplines.ts';
import { openIdentifierGuard } from '../../src/safety/identifiers.ts';
import { openLanguageScreen } from '../../src/safety/language.ts';
import { hostileKinds } from '../../tests/safety/hostile-texts.ts';

/**
 * How long the screen and the guard take over each kind of hostile text, in milliseconds, the quickest of so many runs:
 * one on a quiet machine, three on a busy one, which interrupts now and then: `npx tsx bench/language/speed.ts [texts of each kind] [runs]`.
 */
const TEXTS = Number(process.argv[2] ?? 2_000);

const { screen } = openLanguageScreen();
const guard = openIdentifierGuard(loadHelplines());

const RUNS = Number(process.argv[3] ?? 1);

function time(act: () => void): number {
  let quickest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    act();
    quickest = Math.min(quickest, performance.now() - start);
  }
  return quickest;
}

const quantile = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? 0).toFixed(3).padStart(8);

const row = (name: string, times: readonly number[]): string => {
  const sorted = [...times].sort((a, b) => a - b);
  return `${name.padEnd(28)}${[0.5, 0.99, 1].map((share) => quantile(sorted, share)).join('')}\n`;
};

process.stdout.write(`${''.padEnd(28)}${['p50', 'p99', 'max'].map((name) => name.padStart(8)).join('')}\n`);
const all: { readonly language: number[]; readonly identifiers: number[] } = { language: [], identifiers: [] };
for (const [kind, make] of Object.entries(hostileKinds(2_026))) {
  const language: number[] = [];
  const identifiers: number[] = [];
  for (let turn = 0; turn < TEXTS; turn += 1) {
    const text = make();
    language.push(time(() => screen(text)));
    identifiers.push(time(() => guard.find(text, { names: ['Jo Bloggs', 'i'] })));
  }
  process.stdout.write(row(`${kind}: language`, language) + row(`${kind}: identifiers`, identifiers));
  all.language.push(...language);
  all.identifiers.push(...identifiers);
}
process.stdout.write(row('all: language', all.language) + row('all: identifiers', all.identifiers));
