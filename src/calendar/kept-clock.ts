import type { Record as TheRecord } from '../store/record.ts';
import { type MovableClock, movableClock } from './clock.ts';

interface Tables {
  meta: { key: string; value: string };
}

/** A rehearsal's clock that goes on, after a restart, from where it stood: it never goes back by itself. */
export async function keptClock(
  record: TheRecord,
  { read, ticks }: { read(): number; readonly ticks: boolean },
): Promise<MovableClock> {
  const db = () => record.db<Tables>();
  const save = async (at: number): Promise<void> => {
    const value = JSON.stringify({ at, read: read() });
    await db()
      .insertInto('meta')
      .values({ key: 'clock', value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  };
  const row = await db().selectFrom('meta').select('value').where('key', '=', 'clock').executeTakeFirst();
  const kept = row ? (JSON.parse(row.value) as { at: number; read: number }) : null;
  const startAt = kept === null ? read() : kept.at + (ticks ? Math.max(0, read() - kept.read) : 0);
  if (kept === null) await save(startAt);
  return movableClock({ read, startAt, ticks, save });
}
