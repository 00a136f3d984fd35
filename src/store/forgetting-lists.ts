import type { ForgettingEngine, ForgettingRow } from './forgetting-engine.ts';
import { disclose, type Entry, type EntryKeys, type Envelope } from './forgetting-entry.ts';

interface Opened {
  readonly text: string;
  readonly expires: number;
  /** Null: its time was over when it was opened, or it is of an earlier version. */
  readonly entry: Entry | null;
}

/** What stood in a group when it was listed last. */
interface Listed {
  readonly rows: ReadonlyMap<string, Opened>;
  readonly changes: number;
  readonly others: number | null;
}

export interface Lists {
  /** Every change to a group is made through it. */
  changing<T>(change: () => Promise<T>): Promise<T>;
  /** Lists one group, again and again: what nobody has changed is neither read nor opened twice. */
  list(prefix: string): () => Promise<readonly Entry[]>;
}

export interface ListsOptions {
  readonly engine: Pick<ForgettingEngine, 'under' | 'changedByOthers'>;
  readonly keys: EntryKeys;
  readonly now: () => number;
}

/** Groups that are listed more often than they change, such as what waits in the mix. */
export function openLists({ engine, keys, now }: ListsOptions): Lists {
  let changes = 0;

  function open({ name, value: text }: ForgettingRow, known: Opened | undefined): Opened {
    if (known?.text === text) return known;
    const held: Envelope = JSON.parse(text);
    return { text, expires: held.expires, entry: held.expires <= now() ? null : disclose(keys, name, held) };
  }

  async function read(prefix: string, before: Listed | null): Promise<Listed> {
    // Both before the rows: what changes while they are read is seen the next time.
    const [changed, others] = [changes, await engine.changedByOthers()];
    if (before !== null && others !== null && before.changes === changed && before.others === others) return before;
    const rows = await engine.under(prefix);
    return { rows: new Map(rows.map((row) => [row.name, open(row, before?.rows.get(row.name))])), changes: changed, others };
  }

  return {
    async changing(change) {
      changes += 1;
      try {
        return await change();
      } finally {
        changes += 1;
      }
    },
    list(prefix) {
      let listed: Listed | null = null;
      return async () => {
        listed = await read(prefix, listed);
        return [...listed.rows.values()].flatMap(({ expires, entry }) => (entry && expires > now() ? [entry] : []));
      };
    },
  };
}
