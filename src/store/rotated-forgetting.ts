import { mixedKey } from '../privacy/day-keys.ts';
import type { Keys } from '../privacy/keys.ts';
import { type KeyOfDay, resealed } from '../privacy/seals.ts';
import { StoreError } from './errors.ts';
import type { ForgettingEngine, ForgettingRow } from './forgetting-engine.ts';
import { disclose, type Entry, type EntryKeys, type Envelope, enclose, nameOf } from './forgetting-entry.ts';
import type { KeyFiles } from './key-files.ts';

export interface RotatedForgetting {
  readonly moved: number;
  /** Neither secret opens them. They stay as they are until they expire. */
  readonly unreadable: number;
}

/**
 * All entries under the keys of another secret, with names and seals, in one transaction. What lies under it already
 * stays; what nobody can open any more, because the key of its day was destroyed, goes. `before` is null where only
 * the new secret is known.
 */
export async function rotateForgetting(
  engine: ForgettingEngine,
  { before, after, files }: { readonly before: Keys | null; readonly after: Keys; readonly files: KeyFiles },
): Promise<RotatedForgetting> {
  const days = new Map<string, Buffer>();
  for (const day of (await files.days()).held) {
    const bytes = await files.read(day);
    if (bytes) days.set(day, bytes);
  }
  const dayKeys = ({ seals }: Keys): KeyOfDay => {
    return (day) => {
      const bytes = days.get(day);
      return bytes ? mixedKey(seals, day, bytes) : null;
    };
  };
  let [moved, unreadable] = [0, 0];

  function rotated(row: ForgettingRow): readonly ForgettingRow[] {
    const envelope: Envelope = JSON.parse(row.value);
    if (opened(entryKeys(after), row.name, envelope) !== 'shut') return [row];
    const entry = before ? opened(entryKeys(before), row.name, envelope) : 'shut';
    if (entry === 'shut' || before === null) {
      unreadable += 1;
      return [row];
    }
    const fresh = entry && resealed(entry, dayKeys(before), dayKeys(after));
    if (!fresh) return [];
    moved += 1;
    const value = JSON.stringify(enclose(entryKeys(after), fresh, envelope.expires));
    return [{ name: nameOf(entryKeys(after), fresh.place), value }];
  }

  await engine.rewrite((rows) => {
    [moved, unreadable] = [0, 0];
    return rows.flatMap(rotated);
  });
  return { moved, unreadable };
}

const entryKeys = (keys: Keys): EntryKeys => ({ tag: keys.forgettingTags, seal: keys.forgettingSeal });

/** Null for an entry of an earlier version. */
function opened(keys: EntryKeys, name: string, envelope: Envelope): Entry | null | 'shut' {
  try {
    return disclose(keys, name, envelope);
  } catch (error) {
    if (error instanceof StoreError) return 'shut';
    throw error;
  }
}
