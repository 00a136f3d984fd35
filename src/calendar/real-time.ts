/** The time that passes for networks and machines, however the calendar stands. */
export interface RealTime {
  /** Milliseconds that only ever grow; their start means nothing. */
  elapsed(): number;
  /** Runs `work` once after `ms`, unless the function that it gives is called before. */
  after(ms: number, work: () => void): () => void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const realTime: RealTime = {
  elapsed: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`. */
export const pass = (time: RealTime, ms: number): Promise<void> =>
  new Promise((resolve) => {
    time.after(ms, resolve);
  });
