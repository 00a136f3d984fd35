/** At most `limit` in any `ms`: stricter than the fixed windows that Discord counts in. */
export interface Window {
  take(): { readonly ok: boolean; readonly remaining: number; readonly resetAfterMs: number };
  readonly limit: number;
}

export function slidingWindow(limit: number, ms: number, now: () => number): Window {
  const taken: number[] = [];
  return {
    limit,
    take() {
      const at = now();
      while (taken.length > 0 && (taken[0] ?? 0) <= at - ms) taken.shift();
      const ok = taken.length < limit;
      if (ok) taken.push(at);
      return { ok, remaining: limit - taken.length, resetAfterMs: Math.max(0, (taken[0] ?? at) + ms - at) };
    },
  };
}
