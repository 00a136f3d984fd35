/** T3: intent, plan, means or farewell, now and of oneself. T2: passive thoughts, self-harm. T1: distress, or worry about another. */
export type Tier = 'T0' | 'T1' | 'T2' | 'T3';

const ORDER: readonly Tier[] = ['T0', 'T1', 'T2', 'T3'];

export const rankOf = (tier: Tier): number => ORDER.indexOf(tier);

export const graver = (a: Tier, b: Tier): Tier => (rankOf(a) >= rankOf(b) ? a : b);
