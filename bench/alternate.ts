import { setTimeout as pause } from 'node:timers/promises';
import { type Child, type Program, start } from './child.ts';
import type { Journey } from './journeys.ts';
import type { Place } from './places.ts';
import type { Reading } from './stopwatch.ts';

/** One of those that are compared. */
export interface Subject {
  readonly place: Place;
  readonly program: Program;
  readonly journey: Journey;
}

export interface Starts {
  readonly startMs: readonly number[];
  readonly memoryMb: readonly number[];
}

/** What the tap before set going has ended by then. */
const BREATH_MS = 5;

/** Starts each in turn and lets it rest before its memory is read; the first turn warms the machine and does not count. */
export async function measureStarts(subjects: readonly Subject[], turns: number, restMs: number): Promise<readonly Starts[]> {
  const all = subjects.map(() => ({ startMs: [] as number[], memoryMb: [] as number[] }));
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [index, { program }] of subjects.entries()) {
      const child = await start(program);
      if (turn > 0) {
        await pause(restMs);
        all[index]?.startMs.push(child.startMs);
        all[index]?.memoryMb.push(await child.memoryMb());
      }
      await child.stop();
    }
  }
  return all;
}

/**
 * All run at the same time, and one person after the other acts with each of them in turn, in changing order. The first
 * `warm` do not count. They are killed with -9 the moment the last answer has come.
 */
export async function measureTaps(
  subjects: readonly Subject[],
  { turns, warm }: { readonly turns: number; readonly warm: number },
): Promise<readonly (readonly Reading[])[]> {
  const children: Child[] = [];
  const readings = subjects.map((): Reading[] => []);
  try {
    for (const { program } of subjects) children.push(await start(program));
    for (let turn = 0; turn < turns + warm; turn += 1) {
      for (let step = 0; step < subjects.length; step += 1) {
        const index = (turn + step) % subjects.length;
        const subject = subjects[index];
        if (!subject) continue;
        const reading = await tap(subject, turn, turn === turns + warm - 1);
        if (turn >= warm) readings[index]?.push(reading);
      }
    }
  } finally {
    await Promise.all(children.map((child) => child.kill()));
  }
  return readings;
}

async function tap({ place: { people, watch }, journey }: Subject, turn: number, isLast: boolean): Promise<Reading> {
  const person = people[turn];
  if (!person) throw new Error('there are not enough people');
  await journey.before(person);
  await pause(BREATH_MS);
  await journey.tap(person);
  const reading = watch.read();
  if (!isLast) await journey.after(person);
  return reading;
}
