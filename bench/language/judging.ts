import { tierGiven } from '../../src/safety/model.ts';
import { rankOf } from '../../src/safety/tiers.ts';
import type { Odds, Thresholds } from '../../src/safety/weights.ts';

/** A line and what was thought of it by a model that its author's lines had no part in. */
export interface Judged {
  readonly rank: number;
  readonly author: string;
  readonly odds: Odds;
}

/** Of so many lines of one author and tier, how many were given T0, T1, T2 and T3. */
export interface Row {
  readonly author: string;
  readonly tier: string;
  readonly given: readonly number[];
}

/** How the cards that quiet lines may get are shared out, as quantiles of their odds to be tried. */
const SHARES = Array.from({ length: 20 }, (_, at) => at / 20);
/** The share of grave T3 lines that may be called T2. */
const TOO_MILD = 0.03;
/** What it is worth to give a T3 line its tier, a T2 line a place in the queue, any of them a card. */
const WORTH = { t3: 1, t2: 0.8, card: 0.3, t1: 0.25 };

const given = (odds: Odds, thresholds: Thresholds): number => rankOf(tierGiven(odds, thresholds));

/** As low as a budget of cards for quiet lines allows, shared out so that most is found. */
export function chooseThresholds(some: readonly Judged[], budget: number): Thresholds {
  const quiet = some.filter(({ rank }) => rank === 0).map(({ odds }) => odds);
  const sorted = [0, 1, 2].map((tier) => quiet.map((odds) => odds[tier] ?? 0).sort((a, b) => b - a));
  const at = (tier: number, share: number): number => sorted[tier]?.[Math.floor(share * quiet.length)] ?? 0;
  const most = Math.floor(budget * quiet.length);
  let best: Thresholds = [at(0, 0), at(1, 0), at(2, 0), at(2, 0)];
  let bestWorth = -1;
  for (const two of SHARES) {
    for (const three of SHARES) {
      const [t2, t3] = [at(1, two * budget), at(2, three * budget)];
      const mild = quiet.filter((odds) => odds[1] < t2 && odds[2] < t3);
      const left = most - (quiet.length - mild.length);
      if (left < 0) continue;
      // Just above the first quiet line that may have none.
      const t1 = (mild.map(([odds]) => odds).sort((a, b) => b - a)[left] ?? 0) + 1e-6;
      const grave = some.filter(({ rank, odds }) => rank === 3 && (odds[1] >= t2 || odds[2] >= t3)).map(({ odds }) => odds[2]);
      const once = grave.sort((a, b) => a - b)[Math.floor(TOO_MILD * grave.length)] ?? t3;
      const tried: Thresholds = [t1, t2, t3, Math.min(once, t3)];
      const worth = worthOf(some, tried);
      if (worth > bestWorth) [best, bestWorth] = [tried, worth];
    }
  }
  return best;
}

function worthOf(some: readonly Judged[], thresholds: Thresholds): number {
  let worth = 0;
  for (const { rank, odds } of some) {
    const tier = given(odds, thresholds);
    if (rank === 3) worth += (tier === 3 ? WORTH.t3 : 0) + (tier > 0 ? WORTH.card : 0);
    else if (rank === 2) worth += (tier >= 2 ? WORTH.t2 : 0) + (tier > 0 ? WORTH.card : 0);
    else if (rank === 1) worth += tier > 0 ? WORTH.t1 : 0;
  }
  return worth;
}

export function rowsOf(author: string, some: readonly Judged[], thresholds: Thresholds): readonly Row[] {
  return [0, 1, 2, 3].map((rank) => {
    const counts = [0, 0, 0, 0];
    for (const { odds } of some.filter((one) => one.rank === rank)) {
      const tier = given(odds, thresholds);
      counts[tier] = (counts[tier] ?? 0) + 1;
    }
    return { author, tier: `T${rank}`, given: counts };
  });
}
