import { type Brought, FEATURES, type Lexicon, MOST_OF_A_WORD, readFeatures } from './features.ts';
import type { Network } from './network.ts';
import type { Stretch } from './stretches.ts';
import { type Odds, type Sums, TIERS, type Weights } from './weights.ts';
import type { Words } from './words.ts';

// Some runtimes look an imported name up anew for each use, which costs more here than the use itself.
const WIDTH = TIERS;

interface Text {
  readonly words: Words;
  readonly stretches: readonly Stretch[];
  readonly lexicon: Lexicon;
}

/** What stretches that begin at one word add up to so far. */
interface Begun extends Sums {
  readonly from: number;
  /** Where the last of them ends. */
  readonly until: number;
  readonly asFirst: number;
}

interface Weighed {
  /** Of each stretch. */
  readonly odds: readonly Odds[];
  /** How many of the words the lexicon has. */
  readonly entries: number;
}

/** Each word is read once for all stretches it is in, and by the network. */
export function weighFeatures({ words, stretches, lexicon }: Text, { table, oddsOf }: Weights, network: Network): Weighed {
  const count = words.list.length;
  const { until, lastEnding, endsToo } = timetableOf(stretches, count);
  const odds = new Array<Odds>(stretches.length);
  let begun: Begun[] = [];
  beginText(count);
  network.begin(words);
  const entries = readFeatures(words, lexicon, (brought) => {
    const { at, asFirst, asLast } = brought;
    network.take(brought);
    const furthest = until[at] ?? 0;
    if (furthest > 0) begun.push({ from: at, until: furthest, asFirst, count: 0, t1: 0, t2: 0, t3: 0 });
    const news = keepNew(brought, begun.at(-1)?.from ?? at);
    for (const sums of begun) addNew(news, sums, table);
    let ending = lastEnding[at + 1] ?? 0;
    if (ending === 0) return;
    for (; ending > 0; ending = endsToo[ending] ?? 0) {
      const from = stretches[ending - 1]?.from;
      const sums = begun.find((one) => one.from === from);
      if (sums) odds[ending - 1] = oddsOf(withEdges(sums, asLast, table));
    }
    begun = begun.filter((one) => one.until > at + 1);
  });
  return { odds, entries };
}

/** Where the last stretch that begins at a word ends; and, counted from 1, which ends before a word, and which besides it. */
function timetableOf(stretches: readonly Stretch[], words: number) {
  const until = new Int32Array(words);
  const lastEnding = new Int32Array(words + 1);
  const endsToo = new Int32Array(stretches.length + 1);
  for (let at = 0; at < stretches.length; at += 1) {
    const stretch = stretches[at];
    if (!stretch) continue;
    until[stretch.from] = Math.max(until[stretch.from] ?? 0, stretch.to);
    endsToo[at + 1] = lastEnding[stretch.to] ?? 0;
    lastEnding[stretch.to] = at + 1;
  }
  return { until, lastEnding, endsToo };
}

/**
 * For each feature, the latest word that it was about, counted on from text to text as far as two bytes go: a stretch that begins
 * no later has it.
 */
const latest = new Uint16Array(FEATURES);
const MOST_WORDS = 0xffff;
/** Before the first word of this text, and of the next. */
let start = 0;
let next = 0;

function beginText(words: number): void {
  if (next + words > MOST_WORDS) {
    latest.fill(0);
    next = 0;
  }
  start = next + 1;
  next += words;
}

/** The features of a word that some stretch does not have yet: where their weights stand, and which stretches lack them. */
const cells = new Int32Array(MOST_OF_A_WORD);
const since = new Int32Array(MOST_OF_A_WORD);
const before = new Int32Array(MOST_OF_A_WORD);

/** Keeps what is new to stretches that begin at `newest` or earlier, and answers how much that is. */
function keepNew({ count, slots, since: sinces }: Brought, newest: number): number {
  let news = 0;
  for (let index = 0; index < count; index += 1) {
    const slot = slots[index] ?? 0;
    const first = sinces[index] ?? 0;
    const last = (latest[slot] ?? 0) - start;
    if (first < 0 || last >= first) continue;
    latest[slot] = start + first;
    if (last >= newest) continue;
    cells[news] = WIDTH * slot;
    since[news] = first;
    before[news] = last;
    news += 1;
  }
  return news;
}

function addNew(news: number, sums: Begun, table: Int8Array): void {
  const { from } = sums;
  let { count, t1, t2, t3 } = sums;
  for (let index = 0; index < news; index += 1) {
    // All bits where before < from and since >= from, or none: half of them do, and a branch would be guessed wrong.
    const mask = (((before[index] ?? 0) - from) & (from - 1 - (since[index] ?? 0))) >> 31;
    const cell = cells[index] ?? 0;
    count -= mask;
    t1 += (table[cell] ?? 0) & mask;
    t2 += (table[cell + 1] ?? 0) & mask;
    t3 += (table[cell + 2] ?? 0) & mask;
  }
  sums.count = count;
  sums.t1 = t1;
  sums.t2 = t2;
  sums.t3 = t3;
}

/** With what the stretch's first and last word are as such. */
function withEdges(sums: Begun, asLast: number, table: Int8Array): Sums {
  const { from, asFirst } = sums;
  let { count, t1, t2, t3 } = sums;
  for (const slot of asFirst === asLast ? [asFirst] : [asFirst, asLast]) {
    if ((latest[slot] ?? 0) - start >= from) continue;
    const cell = WIDTH * slot;
    count += 1;
    t1 += table[cell] ?? 0;
    t2 += table[cell + 1] ?? 0;
    t3 += table[cell + 2] ?? 0;
  }
  return { count, t1, t2, t3 };
}
