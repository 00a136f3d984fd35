import { hkdfSync } from 'node:crypto';
import type { Forgetting } from '../store/forgetting.ts';
import type { KeyFiles } from '../store/key-files.ts';

const DAY = 24 * 3_600_000;
/** What was begun before midnight is done by then. */
const GRACE = 3_600_000;
/** In the forgetting store: for each day until when what lies under its key lives. */
const NOTES = 'day-key';

/**
 * The keys of the days: random bytes that lie in `KEY_DIR` alone, mixed with the secret. What lies under a key that was
 * destroyed is opened by nobody, whichever copy of whatever they have.
 */
export interface DayKeys {
  /** The day whose key seals now, as YYYY-MM-DD in UTC: it never goes back to one whose key was destroyed. */
  today(): string;
  /** Null for a day that has none: it was destroyed, or there never was one. */
  key(day: string): Promise<Buffer | null>;
  /** Made when it is first asked for. */
  todaysKey(): Promise<{ readonly day: string; readonly key: Buffer }>;
  /** Keeps a day's key until then at least. Comes before what is to live so long under it. */
  keep(day: string, until: number): Promise<void>;
  /** Destroys the keys of past days under which nothing lives any more, and gives their count. */
  sweep(): Promise<number>;
}

export interface DayKeysOptions {
  readonly files: KeyFiles;
  /** The sub-key `seals`. */
  readonly key: Buffer;
  readonly forgetting: Forgetting;
  readonly now: () => number;
}

export async function openDayKeys({ files, key: secret, forgetting, now }: DayKeysOptions): Promise<DayKeys> {
  let { destroyed } = await files.days();
  /** Of today alone: what is held for longer could outlive its destruction by another process. */
  let atHand: { readonly day: string; readonly key: Buffer } | null = null;

  const notesOf = (day: string) => forgetting.group(NOTES, day);

  function today(): string {
    const byClock = dayOf(now());
    return destroyed === null || byClock > destroyed ? byClock : dayOf(startOf(destroyed) + DAY);
  }

  return {
    today,
    async key(day) {
      if (atHand?.day === day && day === today()) return atHand.key;
      const bytes = await files.read(day);
      return bytes && mixedKey(secret, day, bytes);
    },
    async todaysKey() {
      for (;;) {
        const day = today();
        if (atHand?.day === day) return atHand;
        const bytes = await files.make(day);
        if (bytes) {
          atHand = { day, key: mixedKey(secret, day, bytes) };
          return atHand;
        }
        // Another process, whose clock was further, has destroyed it.
        ({ destroyed } = await files.days());
      }
    },
    async keep(day, until) {
      const notes = notesOf(day);
      const expiresAt = endOfDay(until);
      if ((await notes.get(String(expiresAt))) === null) await notes.setUntil(String(expiresAt), true, expiresAt);
    },
    async sweep() {
      let count = 0;
      if (atHand?.day !== today()) atHand = null;
      for (const day of (await files.days()).held) {
        if (now() < startOf(day) + DAY + GRACE || (await notesOf(day).list()).length > 0) continue;
        await files.destroy(day);
        if (destroyed === null || day > destroyed) destroyed = day;
        count += 1;
      }
      return count;
    },
  };
}

/** HKDF-SHA256 over the secret's sub-key, with the day's random bytes as salt. */
export const mixedKey = (secret: Buffer, day: string, bytes: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, bytes, `bombus/1/day/${day}`, 32));

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The midnight (UTC) at or after an instant. */
export const endOfDay = (at: number): number => Math.ceil(at / DAY) * DAY;
