import type { Kysely } from 'kysely';

export type Dialect = 'sqlite' | 'postgres';

/**
 * One step forward of the tables. `up` runs once a data set, inside a transaction, and speaks SQL that both dialects
 * understand: `bigint` for epoch milliseconds, `integer` for counts and booleans (0 or 1), `text` for all else. It
 * never drops what a person wrote.
 */
export interface Migration {
  readonly name: string;
  up(db: Kysely<unknown>, dialect: Dialect): Promise<void>;
}
