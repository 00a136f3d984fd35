import type { RealTime } from '../calendar/real-time.ts';

/** One message at a time into a channel or inbox, and a pause after each. */
export interface Gates {
  /** How long the place is closed; null: somebody is inside. */
  closedFor(place: string): number | null;
  /** Goes in; to be called when `closedFor` says 0. What it gives leaves, and closes the place for so long. */
  enter(place: string): (closedMs: number) => void;
}

const REMEMBERED = 1_000;

export function openGates(time: RealTime): Gates {
  const opensAt = new Map<string, number>();

  const forgetOpen = () => {
    if (opensAt.size < REMEMBERED) return;
    const now = time.elapsed();
    for (const [place, at] of opensAt) if (at <= now) opensAt.delete(place);
  };

  return {
    closedFor(place) {
      const at = opensAt.get(place) ?? 0;
      return at === Number.POSITIVE_INFINITY ? null : Math.max(0, at - time.elapsed());
    },
    enter(place) {
      forgetOpen();
      opensAt.set(place, Number.POSITIVE_INFINITY);
      return (closedMs) => {
        opensAt.set(place, time.elapsed() + closedMs);
      };
    },
  };
}
