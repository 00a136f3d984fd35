/** The calendar's time: what falls due, what is quiet, what has expired. Networks and pacing never ask it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** `movable` goes by itself and can be moved; `stopped` only moves when it is moved. */
  readonly kind: 'running' | 'movable' | 'stopped';
}

/** A clock for rehearsals. */
export interface MovableClock extends Clock {
  readonly kind: 'movable' | 'stopped';
  /** Moves it to any instant, also back. Saved before it moves. */
  set(at: number): Promise<void>;
  /** Moves it forward; an instant that has passed changes nothing. */
  advanceTo(at: number): Promise<void>;
}

export const systemClock = (read: () => number): Clock => ({ now: read, kind: 'running' });

export interface MovableClockOptions {
  /** The real time, which may jump. */
  readonly read: () => number;
  readonly startAt: number;
  readonly ticks: boolean;
  /** So that a restart begins where this stood. */
  readonly save: (at: number) => Promise<void>;
}

export function movableClock({ read, startAt, ticks, save }: MovableClockOptions): MovableClock {
  let standsAt = whole(startAt);
  let seen = read();

  /** The real time that has passed since it was asked last; a machine's clock that is put back counts for nothing. */
  const now = () => {
    if (!ticks) return standsAt;
    const real = read();
    standsAt += Math.max(0, real - seen);
    seen = real;
    return standsAt;
  };

  const move = async (at: number) => {
    const target = whole(at);
    await save(target);
    seen = read();
    standsAt = target;
  };

  return {
    kind: ticks ? 'movable' : 'stopped',
    now,
    set: move,
    async advanceTo(at) {
      if (at > now()) await move(at);
    },
  };
}

function whole(at: number): number {
  if (!Number.isFinite(at)) throw new RangeError('a clock needs an instant');
  return Math.trunc(at);
}
