/** How evenly something is spread: 0 where all have the same, up to 1. Null for nobody, or nothing. */
export function gini(loads: readonly number[]): number | null {
  const sorted = [...loads].sort((a, b) => a - b);
  const total = sorted.reduce((sum, load) => sum + load, 0);
  if (total === 0) return null;
  const weighted = sorted.reduce((sum, load, at) => sum + (at + 1) * load, 0);
  return (2 * weighted) / (sorted.length * total) - (sorted.length + 1) / sorted.length;
}

/** Jain's index: 1 where all have the same, down to one over their number. */
export function jain(loads: readonly number[]): number | null {
  const total = loads.reduce((sum, load) => sum + load, 0);
  const squares = loads.reduce((sum, load) => sum + load * load, 0);
  return squares === 0 ? null : (total * total) / (loads.length * squares);
}

/** The value below which this share lies, by the nearest rank; null for none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
