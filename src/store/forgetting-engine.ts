import type { KeyvStoreAdapter } from 'keyv';

/** What the forgetting store needs of a database beside Keyv's own adapter for it. */
export interface ForgettingEngine {
  readonly adapter: KeyvStoreAdapter;
  /** The same keys; what it sets outlives the process at once, and the machine from the next durable write on. */
  readonly hasty: KeyvStoreAdapter;
  /** Removes what expires at or before `instant`; afterwards the bytes of all that was removed are gone. */
  removeExpired(instant: number): Promise<number>;
  earliestExpiry(): Promise<number | null>;
  /** Writes something that means nothing, another value each time: a row that stays the same is never written. */
  write(): Promise<void>;
  close(): Promise<void>;
}
