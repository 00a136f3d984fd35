import type { Hono } from 'hono';
import { read } from './reading.ts';
import { clockMove } from './requests.ts';

/** The clock that the page shows and, where it is movable, moves. Times are epoch milliseconds. */
export interface SandboxClock {
  now(): number;
  readonly isMovable: boolean;
  /** What happens next and when; null when nothing is due. */
  next(): Promise<{ readonly at: number; readonly what: string } | null>;
  /** Visits everything that falls due on the way; `pending` counts what is not done yet. */
  advance(ms: number): Promise<Moved>;
  /** Jumps, as a sleeping machine would. */
  set(at: number): Promise<Moved>;
}

interface Moved {
  readonly now: number;
  readonly pending: number;
}

export function serveClock(app: Hono, clock: SandboxClock, changed: () => void): void {
  app.get('/api/clock', async (context) =>
    context.json({ now: clock.now(), isMovable: clock.isMovable, next: await clock.next() }),
  );
  app.post('/api/clock', async (context) => {
    if (!clock.isMovable) return context.json({ error: 'This clock follows the real time and cannot be moved.' }, 409);
    const move = await read(context, clockMove);
    const moved = await moveClock(clock, move);
    changed();
    return context.json({ ...moved, isMovable: true, next: await clock.next() });
  });
}

async function moveClock(
  clock: SandboxClock,
  move: { readonly advance: number } | { readonly set: number } | { readonly toNext: true },
): Promise<Moved> {
  if ('advance' in move) return clock.advance(move.advance);
  if ('set' in move) return clock.set(move.set);
  const next = await clock.next();
  return next ? clock.advance(Math.max(0, next.at - clock.now())) : { now: clock.now(), pending: 0 };
}
