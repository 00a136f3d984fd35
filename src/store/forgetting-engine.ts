import type { KeyvStoreAdapter } from 'keyv';

/** A row as it lies in the database. */
export interface ForgettingRow {
  readonly name: string;
  readonly value: string;
}

/** What the forgetting store needs of a database beside Keyv's own adapter for it. */
export interface ForgettingEngine {
  readonly adapter: KeyvStoreAdapter;
  /** The same keys; what it sets outlives the process at once, and the machine from the next durable write on. */
  readonly hasty: KeyvStoreAdapter;
  /** Writes the row unless one is there that has not expired at `instant`; says whether it did. */
  add(row: ForgettingRow, instant: number): Promise<boolean>;
  /** The rows whose names begin so, by name. `prefix` ends with a point, which is in no name but at such a place. */
  under(prefix: string): Promise<readonly ForgettingRow[]>;
  removeUnder(prefix: string): Promise<void>;
  /** Another number once anybody else may have changed something; null: it cannot be told. */
  changedByOthers(): Promise<number | null>;
  /** All rows become what `work` makes of them, or, if it throws or the process ends, stay what they were. */
  rewrite(work: (rows: readonly ForgettingRow[]) => readonly ForgettingRow[]): Promise<void>;
  /** Removes what expires at or before `instant`; afterwards the bytes of all that was removed are gone. */
  removeExpired(instant: number): Promise<number>;
  earliestExpiry(): Promise<number | null>;
  /** Writes something that means nothing, another value each time: a row that stays the same is never written. */
  write(): Promise<void>;
  close(): Promise<void>;
}

/** The first text that is greater than all that begin with `prefix`. */
export const after = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
