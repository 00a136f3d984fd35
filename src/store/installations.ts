import { tag } from '../privacy/keys.ts';
import { seal, unseal } from '../privacy/sealing.ts';
import { StoreError } from './errors.ts';
import type { Record } from './record.ts';

interface Tables {
  installations: { key: string; sealed: string };
}

/** What a platform gave us when someone installed the bot, tokens among it. The table shows neither where nor what. */
export interface Installations {
  save(key: string, value: unknown): Promise<void>;
  load<T>(key: string): Promise<T | null>;
  remove(key: string): Promise<void>;
}

/** `key` is the sub-key `installations`. */
export function openInstallations(record: Record, key: Buffer): Installations {
  const db = () => record.db<Tables>();

  return {
    async save(place, value) {
      const name = tag(key, place);
      const sealed = seal(key, JSON.stringify(value ?? null), name);
      await db()
        .insertInto('installations')
        .values({ key: name, sealed })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ sealed }))
        .execute();
    },
    async load<T>(place: string) {
      const name = tag(key, place);
      const row = await db().selectFrom('installations').select('sealed').where('key', '=', name).executeTakeFirst();
      if (!row) return null;
      const text = unseal(key, row.sealed, name);
      if (text === null) throw new StoreError('unreadable', 'an installation was changed or sealed under another secret');
      return JSON.parse(text) as T;
    },
    async remove(place) {
      await db().deleteFrom('installations').where('key', '=', tag(key, place)).execute();
    },
  };
}
