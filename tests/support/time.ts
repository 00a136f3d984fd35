import type { RealTime } from '../../src/calendar/real-time.ts';

/** Real time that passes so many times faster, so that back-off is not waited for. */
export function fastTime(factor: number): RealTime & { readonly realNow: () => number; sleep(ms: number): void } {
  const startedAt = performance.now();
  let slept = 0;
  const elapsed = () => (performance.now() - startedAt) * factor + slept;
  return {
    elapsed,
    after(ms, work) {
      const timer = setTimeout(work, Math.max(0, ms) / factor);
      return () => clearTimeout(timer);
    },
    /** The machine's clock. */
    realNow: () => Math.round(1_800_000_000_000 + elapsed()),
    /** So much time passes at once. */
    sleep(ms) {
      slept += ms;
    },
  };
}

/** Real time that only passes when it is told to; what falls due on the way is done in order. */
export function handTime(): RealTime & { pass(ms: number): Promise<void> } {
  let now = 0;
  let timers: { readonly at: number; readonly work: () => void }[] = [];
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    elapsed: () => now,
    after(ms, work) {
      const timer = { at: now + Math.max(0, ms), work };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async pass(ms) {
      const until = now + ms;
      for (;;) {
        await settled();
        const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.at);
        next.work();
      }
      now = until;
      await settled();
    },
  };
}
