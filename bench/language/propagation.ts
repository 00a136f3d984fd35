import { HIDDEN, type Layers, MEANS, MOST_OF_A_TEXT, SIZE } from '../../src/safety/network.ts';
import { TIERS } from '../../src/safety/weights.ts';
import { type Adam, openAdam } from './adam.ts';

export const BATCH = 64;
const RATE = 1e-3;
/** How far the numbers of a row are from nought at first. */
const SPREAD = 0.05;
/** The shares of rows, of their numbers and of hidden units that are left out at each look, by chance (Srivastava et al., 2014). */
const UNREAD = 0.1;
const UNSEEN = 0.5;
const IDLE = 0.5;

/** What was learned. */
export interface Propagated extends Layers {
  readonly rows: Float32Array;
  readonly attention: Float32Array;
  readonly hiddenBiases: Float32Array;
  readonly out: readonly Float32Array[];
  readonly outBiases: Float32Array;
}

/** A line by its rows. */
export interface Seen {
  readonly rank: number;
  readonly counts: number;
  readonly rows: Int32Array;
}

/** What was seen of a line, until the next: its rows but for some, their numbers but for some, and what each counts. */
interface Look {
  count: number;
  readonly rows: Int32Array;
  readonly numbers: Float32Array;
  readonly shares: Float64Array;
  readonly means: Float64Array;
}

const SEEN = 1 / (1 - UNSEEN);
const AT_WORK = 1 / (1 - IDLE);

/** Looks at lines one by one, and takes a step after each batch. */
export function openPropagation(count: number, chance: () => number) {
  const even = (size: number, inputs: number): Adam =>
    openAdam(Float32Array.from({ length: size }, () => (2 * chance() - 1) / Math.sqrt(inputs)));
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  const rows = openAdam(Float32Array.from({ length: count * SIZE }, () => SPREAD * normal()));
  const attention = even(SIZE, SIZE);
  const hidden = even(HIDDEN * MEANS, MEANS);
  const hiddenBiases = even(HIDDEN, MEANS);
  const out = even(TIERS * HIDDEN, HIDDEN);
  const outBiases = even(TIERS, HIDDEN);
  const touched = new Set<number>();
  const look: Look = {
    count: 0,
    rows: new Int32Array(MOST_OF_A_TEXT),
    numbers: new Float32Array(MOST_OF_A_TEXT * SIZE),
    shares: new Float64Array(MOST_OF_A_TEXT),
    means: new Float64Array(MEANS),
  };
  const units = new Float64Array(HIDDEN);
  const slopes = new Float64Array(MEANS);

  function see(line: Seen): void {
    let count = 0;
    for (const row of line.rows) if (chance() >= UNREAD) look.rows[count++] = row;
    look.count = count;
    for (let at = 0; at < count; at += 1) {
      const from = (look.rows[at] ?? 0) * SIZE;
      let score = 0;
      for (let index = 0; index < SIZE; index += 1) {
        const value = chance() < UNSEEN ? 0 : SEEN * (rows.values[from + index] ?? 0);
        look.numbers[at * SIZE + index] = value;
        score += value * (attention.values[index] ?? 0);
      }
      look.shares[at] = Math.exp(score);
    }
  }

  function average({ count, numbers, shares, means }: Look): void {
    let total = 0;
    for (let at = 0; at < count; at += 1) total += shares[at] ?? 0;
    means.fill(0);
    for (let at = 0; at < count; at += 1) {
      const share = (shares[at] ?? 0) / total;
      shares[at] = share;
      for (let index = 0; index < SIZE; index += 1) {
        const value = numbers[at * SIZE + index] ?? 0;
        means[index] = (means[index] ?? 0) + share * value;
        means[SIZE + index] = (means[SIZE + index] ?? 0) + value / count;
      }
    }
  }

  function think({ means }: Look): readonly number[] {
    const odds = [...outBiases.values];
    for (let unit = 0; unit < HIDDEN; unit += 1) {
      let value = hiddenBiases.values[unit] ?? 0;
      for (let at = 0; at < MEANS; at += 1) value += (means[at] ?? 0) * (hidden.values[unit * MEANS + at] ?? 0);
      value = value > 0 && chance() >= IDLE ? AT_WORK * value : 0;
      units[unit] = value;
      if (value === 0) continue;
      for (let tier = 0; tier < TIERS; tier += 1)
        odds[tier] = (odds[tier] ?? 0) + value * (out.values[tier * HIDDEN + unit] ?? 0);
    }
    return odds;
  }

  function blameLayers(wrong: readonly number[], { means }: Look): void {
    slopes.fill(0);
    for (let tier = 0; tier < TIERS; tier += 1) add(outBiases.slope, tier, wrong[tier] ?? 0);
    for (let unit = 0; unit < HIDDEN; unit += 1) {
      const value = units[unit] ?? 0;
      if (value === 0) continue;
      let slope = 0;
      for (let tier = 0; tier < TIERS; tier += 1) {
        slope += AT_WORK * (wrong[tier] ?? 0) * (out.values[tier * HIDDEN + unit] ?? 0);
        add(out.slope, tier * HIDDEN + unit, (wrong[tier] ?? 0) * value);
      }
      add(hiddenBiases.slope, unit, slope);
      for (let at = 0; at < MEANS; at += 1) {
        slopes[at] = (slopes[at] ?? 0) + slope * (hidden.values[unit * MEANS + at] ?? 0);
        add(hidden.slope, unit * MEANS + at, slope * (means[at] ?? 0));
      }
    }
  }

  function blameRows({ count, numbers, shares, means, rows: kept }: Look): void {
    let middle = 0;
    for (let index = 0; index < SIZE; index += 1) middle += (slopes[index] ?? 0) * (means[index] ?? 0);
    for (let at = 0; at < count; at += 1) {
      const row = kept[at] ?? 0;
      const share = shares[at] ?? 0;
      let own = 0;
      for (let index = 0; index < SIZE; index += 1) own += (slopes[index] ?? 0) * (numbers[at * SIZE + index] ?? 0);
      const score = share * (own - middle);
      touched.add(row);
      for (let index = 0; index < SIZE; index += 1) {
        const value = numbers[at * SIZE + index] ?? 0;
        if (value === 0) continue;
        add(attention.slope, index, score * value);
        const slope = share * (slopes[index] ?? 0) + (slopes[SIZE + index] ?? 0) / count + score * (attention.values[index] ?? 0);
        add(rows.slope, row * SIZE + index, SEEN * slope);
      }
    }
  }

  return {
    learn(line: Seen): void {
      see(line);
      if (look.count === 0) return;
      average(look);
      const odds = think(look);
      const wrong = odds.map((odd, tier) => (line.counts * (1 / (1 + Math.exp(-odd)) - (line.rank > tier ? 1 : 0))) / BATCH);
      blameLayers(wrong, look);
      blameRows(look);
    },
    step(): void {
      rows.step(RATE, { touched, size: SIZE });
      touched.clear();
      for (const values of [attention, hidden, hiddenBiases, out, outBiases]) values.step(RATE);
    },
    propagated(): Propagated {
      return {
        rows: rows.values,
        attention: attention.values,
        hidden: hidden.values,
        hiddenBiases: hiddenBiases.values,
        out: [0, 1, 2].map((tier) => out.values.slice(tier * HIDDEN, (tier + 1) * HIDDEN)),
        outBiases: outBiases.values,
      };
    },
  };
}

function add(values: Float32Array, at: number, more: number): void {
  values[at] = (values[at] ?? 0) + more;
}
