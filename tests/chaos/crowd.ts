import { setTimeout as pass } from 'node:timers/promises';

/** Wakes whoever waits for the next act of anybody. */
export function doorbell() {
  let waiting: (() => void)[] = [];
  return {
    ring() {
      for (const answer of waiting.splice(0)) answer();
    },
    next: () =>
      new Promise<void>((resolve) => {
        waiting = [...waiting, resolve];
      }),
  };
}

/** So many at a time. */
export async function all<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.ceil(atOnce) }, worker));
}

/** What one person does, one thing after the other. */
export function oneAtATime(): (act: () => Promise<void>) => Promise<void> {
  let turn: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = turn.then(act);
    turn = mine.catch(() => undefined);
    return mine;
  };
}

/** Who comes to the same place goes on in the same instant as the next who comes, or alone after a while. */
export function openMeetings(waitsMs: number): (place: string) => Promise<void> {
  const waiting = new Map<string, () => void>();
  return async (place) => {
    const other = waiting.get(place);
    waiting.delete(place);
    if (other) return other();
    await Promise.race([new Promise<void>((resolve) => waiting.set(place, resolve)), pass(waitsMs)]);
    waiting.delete(place);
  };
}
