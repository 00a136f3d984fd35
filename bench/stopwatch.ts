import type { Wire } from '../tests/platforms/wire.ts';

export interface Reading {
  /** From the event to the first thing that came back. */
  readonly acknowledgedMs: number;
  /** From the event to the last thing that had come back when it was read. */
  readonly answeredMs: number;
}

/** Reads the time on the platform's side of the wire: the loopback's own checking lies outside of what is measured. */
export interface Stopwatch extends Wire {
  reset(): void;
  read(): Reading;
}

export function openStopwatch(): Stopwatch {
  let sentAt = 0;
  let arrivals: number[] = [];
  return {
    sent() {
      sentAt = performance.now();
      arrivals = [];
    },
    arrived() {
      arrivals.push(performance.now() - sentAt);
    },
    reset() {
      arrivals = [];
    },
    read() {
      const [first] = arrivals;
      const last = arrivals.at(-1);
      if (first === undefined || last === undefined) throw new Error('nothing came back');
      return { acknowledgedMs: first, answeredMs: last };
    },
  };
}
