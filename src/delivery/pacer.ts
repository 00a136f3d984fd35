import type { RealTime } from '../calendar/real-time.ts';
import type { Pace } from '../chat/adapter.ts';

/** Keeps requests just under what platforms allow. */
export interface Pacer {
  /**
   * Resolves when a request of this scope may leave, first come first served, and counts it as in flight until the
   * function it gives is called; null: turned away, ask again later.
   * In any `w` seconds at most `burst + perSecond * w` requests of a scope leave.
   */
  turn(scope: string, pace: Pick<Pace, 'perSecond' | 'burst'>): Promise<(() => void) | null>;
  /** Nothing of this scope leaves for so long; who waits is turned away. */
  pause(scope: string, ms: number): void;
  /** How long nothing of this scope may leave. */
  pausedFor(scope: string): number;
  /** Turns away all who wait. */
  clear(): void;
}

interface Scope {
  readonly intervalMs: number;
  readonly toleranceMs: number;
  readonly queue: ((turn: (() => void) | null) => void)[];
  /** When the next request is due if all came evenly; it may leave earlier by the tolerance. */
  evenly: number;
  pausedUntil: number;
}

/** A late timer may be made good for so long; half an interval at most, so that one second never holds one more. */
const LONGEST_SLACK_MS = 10;

export function openPacer({ time, maxInFlight }: { readonly time: RealTime; readonly maxInFlight: number }): Pacer {
  const scopes = new Map<string, Scope>();
  let inFlight = 0;
  let cancelTimer: (() => void) | null = null;

  function scopeOf(name: string, { perSecond, burst }: Pick<Pace, 'perSecond' | 'burst'>): Scope {
    const known = scopes.get(name);
    if (known) return known;
    const intervalMs = 1_000 / perSecond;
    const toleranceMs = (Math.max(1, burst) - 1) * intervalMs + Math.min(intervalMs / 2, LONGEST_SLACK_MS);
    const made = { intervalMs, toleranceMs, queue: [], evenly: Number.NEGATIVE_INFINITY, pausedUntil: 0 };
    scopes.set(name, made);
    return made;
  }

  const waitOf = (scope: Scope, now: number) => Math.max(0, scope.evenly - scope.toleranceMs - now);

  function leave(): () => void {
    let isOut = true;
    inFlight += 1;
    return () => {
      if (!isOut) return;
      isOut = false;
      inFlight -= 1;
      dispatch();
    };
  }

  /** One turn for each scope that may have one, round after round. Gives the shortest wait of the others. */
  function dispatch(): void {
    cancelTimer?.();
    cancelTimer = null;
    const now = time.elapsed();
    const asking = [...scopes].filter(([, { queue }]) => queue.length > 0);
    let isMoving = true;
    while (isMoving && inFlight < maxInFlight) {
      isMoving = false;
      for (const [name, scope] of asking) {
        if (inFlight >= maxInFlight) break;
        if (scope.queue.length === 0 || waitOf(scope, now) > 0) continue;
        scope.evenly = Math.max(scope.evenly, now) + scope.intervalMs;
        scope.queue.shift()?.(leave());
        // To the end of the row: where places are few, the others come first next time.
        scopes.delete(name);
        scopes.set(name, scope);
        isMoving = true;
      }
    }
    const waits = asking.filter(([, { queue }]) => queue.length > 0).map(([, scope]) => waitOf(scope, now));
    if (inFlight < maxInFlight && waits.length > 0) cancelTimer = time.after(Math.min(...waits), dispatch);
  }

  function turnAway({ queue }: Scope): void {
    for (const refuse of queue.splice(0)) refuse(null);
  }

  return {
    turn(name, pace) {
      const scope = scopeOf(name, pace);
      if (scope.pausedUntil > time.elapsed()) return Promise.resolve(null);
      return new Promise((resolve) => {
        scope.queue.push(resolve);
        dispatch();
      });
    },
    pause(name, ms) {
      const scope = scopes.get(name);
      if (!scope) return;
      scope.pausedUntil = Math.max(scope.pausedUntil, time.elapsed() + ms);
      turnAway(scope);
    },
    pausedFor: (name) => Math.max(0, (scopes.get(name)?.pausedUntil ?? 0) - time.elapsed()),
    clear() {
      for (const scope of scopes.values()) turnAway(scope);
    },
  };
}
