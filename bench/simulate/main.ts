import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { atRandom, byScore, inTurn, type Order } from '../../src/questions/routing.ts';
import { detailsOf, tableOf } from './table.ts';
import { playTerm, type Term } from './term.ts';

/**
 * Plays a term of questions and answers through the real service, once for each rule of routing, and prints what came
 * of it. How people behave is assumed in `people.ts` and `term.ts`, and is the same for all rules.
 */
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '1500' },
    cohorts: { type: 'string', default: '3' },
    weeks: { type: 'string', default: '4' },
    mentors: { type: 'string', default: '0.08' },
    seed: { type: 'string', default: 'term' },
    rules: { type: 'string', default: 'score,random,turn' },
    only: { type: 'string' },
  },
});

const RULES: Readonly<Record<string, Order>> = { score: byScore, random: atRandom, turn: inTurn };

const out = (text: string): boolean => process.stdout.write(`${text}\n`);

/** As many at a time as there are cores on a small machine. */
const AT_ONCE = 2;

async function play(rule: string): Promise<Term> {
  const order = RULES[rule];
  if (!order) throw new RangeError(`there is no rule ${rule}: ${Object.keys(RULES).join(', ')}`);
  return playTerm({
    members: Number(values.members),
    cohorts: Number(values.cohorts),
    weeks: Number(values.weeks),
    mentorShare: Number(values.mentors),
    seed: values.seed,
    order,
  });
}

/** In a process of its own. */
function playApart(rule: string): Promise<Term> {
  const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), `--only=${rule}`]);
  return new Promise((resolve, reject) => {
    child.once('message', (term) => resolve(term as Term));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the rule ${rule} could not be played (${code})`)));
  });
}

async function playAll(rules: readonly string[]): Promise<readonly (readonly [string, Term])[]> {
  const terms = new Map<string, Term>();
  const left = [...rules];
  const work = async (): Promise<void> => {
    for (let rule = left.shift(); rule !== undefined; rule = left.shift()) {
      const began = performance.now();
      const term = await playApart(rule);
      terms.set(rule, term);
      const seconds = Math.round((performance.now() - began) / 1000);
      out(`${rule}: ${term.questions.length} questions, ${term.loads.length} mentors, ${term.stuck} stuck, ${seconds} s`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return rules.flatMap((rule) => {
    const term = terms.get(rule);
    return term ? [[rule, term] as const] : [];
  });
}

if (values.only !== undefined) {
  const term = await play(values.only);
  // Only once all of it has been handed over.
  process.send?.(term, undefined, undefined, () => process.disconnect());
} else {
  const terms = await playAll(values.rules.split(','));
  out(`\n${tableOf(terms)}`);
  const [first] = terms;
  if (first) out(`\n${first[0]}\n${detailsOf(first[1])}`);
}
