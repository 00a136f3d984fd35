import type { Platform } from '../chat/invocation.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Entry } from '../store/forgetting-entry.ts';
import { type DayKeys, endOfDay } from './day-keys.ts';
import { tag } from './keys.ts';
import { padded, seal, unseal } from './sealing.ts';

const DAY = 24 * 3_600_000;
/** No cohort may keep them for longer. */
const LONGEST_DAYS = 30;
/** The ids of different people take the same room. */
const BLOCK_BYTES = 512;

/** What they are called in the forgetting store; a change of the secret finds them by it. */
const SEALS = 'author';
const UNDER_DAY = 'under-day';

export interface Author {
  readonly member: string;
  readonly platform: Platform;
  readonly space: string;
  readonly person: string;
}

/** What somebody wrote without a name. */
export interface About {
  readonly cohort: string;
  readonly subject: string;
  readonly purpose: 'post' | 'reply' | 'question' | 'reveal';
}

/** Who wrote what: encrypted under the key of the day, in the forgetting store, for a time. */
export interface Seals {
  /** The day under whose key is sealed now, as YYYY-MM-DD. */
  today(): string;
  /** Until when a seal lives that is made now for so many days: the end of the UTC day then. From 1 to 30. */
  expiryOf(days: number): number;
  /** Bound to what it is about, and kept until the end of the day of `expiresAt`. Made again, it replaces the one before. */
  seal(about: About, author: Author, expiresAt: number): Promise<void>;
  /** Null once it has expired or was destroyed, and where there never was one. */
  open(about: About): Promise<Author | null>;
  /** The day under whose key the seal lies; null where `open` would be. */
  dayOf(about: About): Promise<string | null>;
  destroy(about: About): Promise<void>;
  /** Anything else that is tied to an author. */
  under(day: string, purpose: string): UnderDay;
}

/**
 * Things under the key of a day, their names too: once it is destroyed no copy says what was there. Without the key
 * `get` gives null, `delete` does nothing, and `set` throws a RangeError; only today's key is made for it.
 */
export interface UnderDay {
  /** Kept until `expiresAt`; what lies in the store shows the end of that day. */
  set(key: string, value: unknown, expiresAt: number): Promise<void>;
  get<T>(key: string): Promise<T | null>;
  delete(key: string): Promise<void>;
}

/** As it lies in the forgetting store, beside its day. */
interface Sealed {
  readonly day: string;
  readonly sealed: string;
}

export interface SealsOptions {
  readonly dayKeys: DayKeys;
  readonly forgetting: Forgetting;
  readonly now: () => number;
}

export function openSeals({ dayKeys, forgetting, now }: SealsOptions): Seals {
  /** Kept for so long, before anything lies under it. */
  async function keyFor(day: string, expiresAt: number): Promise<Buffer> {
    await dayKeys.keep(day, expiresAt);
    const key = day === dayKeys.today() ? (await dayKeys.todaysKey()).key : await dayKeys.key(day);
    if (!key) throw new RangeError('the key of this day was destroyed');
    return key;
  }

  async function todaysKeyFor(expiresAt: number): Promise<{ readonly day: string; readonly key: Buffer }> {
    for (;;) {
      const day = dayKeys.today();
      await dayKeys.keep(day, expiresAt);
      const made = await dayKeys.todaysKey();
      if (made.day === day) return made;
    }
  }

  async function find(about: About): Promise<{ readonly day: string; readonly author: Author } | null> {
    const held = await forgetting.get<Sealed>(SEALS, nameOf(about));
    const key = held && (await dayKeys.key(held.day));
    const text = key && unseal(key, held.sealed, sealPlace(nameOf(about), held.day));
    return text ? { day: held.day, author: JSON.parse(text) as Author } : null;
  }

  return {
    today: dayKeys.today,
    expiryOf(days) {
      if (!(days >= 1)) throw new RangeError('a seal lives for a day at least');
      return endOfDay(now() + 1) + Math.min(days, LONGEST_DAYS) * DAY;
    },
    async seal(about, author, expiresAt) {
      const { day, key } = await todaysKeyFor(expiresAt);
      const sealed = seal(key, padded(JSON.stringify(author), BLOCK_BYTES), sealPlace(nameOf(about), day));
      await forgetting.setUntil(SEALS, nameOf(about), { day, sealed } satisfies Sealed, endOfDay(expiresAt));
    },
    open: async (about) => (await find(about))?.author ?? null,
    dayOf: async (about) => (await find(about))?.day ?? null,
    destroy: (about) => forgetting.delete(SEALS, nameOf(about)),
    under: (day, purpose) => ({
      async set(key, value, expiresAt) {
        const dayKey = await keyFor(day, expiresAt);
        const name = underName(dayKey, day, purpose, key);
        const text = padded(JSON.stringify([purpose, key, value ?? null, expiresAt]), BLOCK_BYTES);
        await forgetting.setUntil(
          UNDER_DAY,
          name,
          { day, sealed: seal(dayKey, text, name) } satisfies Sealed,
          endOfDay(expiresAt),
        );
      },
      async get<T>(key: string) {
        const dayKey = await dayKeys.key(day);
        if (!dayKey) return null;
        const name = underName(dayKey, day, purpose, key);
        const held = await forgetting.get<Sealed>(UNDER_DAY, name);
        const text = held && unseal(dayKey, held.sealed, name);
        if (!text) return null;
        const [, , value, expiresAt] = JSON.parse(text) as [string, string, T, number];
        return expiresAt > now() ? value : null;
      },
      async delete(key) {
        const dayKey = await dayKeys.key(day);
        if (dayKey) await forgetting.delete(UNDER_DAY, underName(dayKey, day, purpose, key));
      },
    }),
  };
}

/** A key of a day, or null where it was destroyed. */
export type KeyOfDay = (day: string) => Buffer | null;

/**
 * What lies under a day's key as it must lie once the secret has changed; everything else as it is. Null for what nobody
 * can open any more.
 */
export function resealed({ place, value }: Entry, before: KeyOfDay, after: KeyOfDay): Entry | null {
  if (place.group !== null || !(place.purpose === SEALS || place.purpose === UNDER_DAY)) return { place, value };
  const { day, sealed } = value as Sealed;
  const [old, fresh] = [before(day), after(day)];
  const isSeal = place.purpose === SEALS;
  const text = old && unseal(old, sealed, isSeal ? sealPlace(place.key, day) : place.key);
  if (!text || !fresh) return null;
  if (isSeal) return { place, value: { day, sealed: seal(fresh, text, sealPlace(place.key, day)) } satisfies Sealed };
  const [purpose, key] = JSON.parse(text) as [string, string];
  const name = underName(fresh, day, purpose, key);
  return { place: { ...place, key: name }, value: { day, sealed: seal(fresh, text, name) } satisfies Sealed };
}

const nameOf = ({ cohort, subject, purpose }: About): string => JSON.stringify([cohort, subject, purpose]);
const sealPlace = (name: string, day: string): string => `${day}/${name}`;
const underName = (key: Buffer, day: string, purpose: string, inner: string): string => `${day}/${tag(key, purpose, inner)}`;
