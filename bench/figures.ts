/** The nearest rank: a time that was really seen. */
export function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (times: readonly number[]): number => percentile(times, 50);

/** How a figure is held against the one beside it. */
export type Target = { readonly kind: 'times' | 'plus'; readonly atMost: number };

export interface Row {
  readonly platform: string;
  readonly what: string;
  readonly unit: 'ms' | 'MB';
  readonly floor: number;
  readonly bombus: number;
  readonly target: Target;
}

export const against = ({ floor, bombus, target }: Row): number => (target.kind === 'times' ? bombus / floor : bombus - floor);

export const isMet = (row: Row): boolean => against(row) <= row.target.atMost;
