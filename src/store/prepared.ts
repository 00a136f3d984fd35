import { type Compilable, type CompiledQuery, type Expression, sql } from 'kysely';
import type { Record } from './record.ts';

/** Stands in a query where a value is given later. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Makes the place for one of the values that are given when the query is asked. */
export type Given<V> = <K extends keyof V & string>(name: K) => Expression<V[K]>;

/**
 * A query that is built at its first use and asked often: Kysely takes longer to build one than the embedded database
 * to answer it, so what every event asks is asked this way. It takes part in transactions as any other query.
 */
export function prepared<V extends object, R>(
  record: Record,
  build: (given: Given<V>) => Compilable<R>,
): (values: V) => Promise<readonly R[]> {
  let compiled: CompiledQuery<R> | null = null;
  return async (values) => {
    compiled ??= build((name) => sql.val(new Place(name)) as never).compile();
    const given = new Map(Object.entries(values));
    const parameters = compiled.parameters.map((value) => (value instanceof Place ? given.get(value.name) : value));
    return record.ask({ ...compiled, parameters });
  };
}
