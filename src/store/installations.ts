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

  async function save(place: string, value: unknown): Promise<void> {
    const row = rowOf(key, place, value);
    await db()
      .insertInto('installations')
      .values(row)
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ sealed: row.sealed }))
      .execute();
  }

  return {
    save,
    async load<T>(place: string) {
      const row = await db().selectFrom('installations').selectAll().where('key', '=', tag(key, place)).executeTakeFirst();
      if (!row) return null;
      const held = open(key, row);
      if (held.place === null) await save(place, held.value);
      return held.value as T;
    },
    async remove(place) {
      await db().deleteFrom('installations').where('key', '=', tag(key, place)).execute();
    },
  };
}

/** Seals all of them under another key and its names, inside the caller's transaction; gives the count of those that it cannot. */
export async function resealInstallations(record: Record, before: Buffer, after: Buffer): Promise<number> {
  const db = record.db<Tables>();
  const held = (await db.selectFrom('installations').selectAll().execute()).map((row) => open(before, row));
  await db.deleteFrom('installations').execute();
  for (const { place, value } of held)
    if (place !== null)
      await db
        .insertInto('installations')
        .values(rowOf(after, place, value))
        .execute();
  return held.filter(({ place }) => place === null).length;
}

interface Installation {
  /** Null for one that an earlier version saved, which did not hold it. */
  readonly place: string | null;
  readonly value: unknown;
}

function rowOf(key: Buffer, place: string, value: unknown): Tables['installations'] {
  const name = tag(key, place);
  const text = JSON.stringify({ place, value: value ?? null } satisfies Installation);
  return { key: name, sealed: seal(key, text, boundTo(name)) };
}

function open(key: Buffer, row: Tables['installations']): Installation {
  const text = unseal(key, row.sealed, boundTo(row.key));
  if (text !== null) return JSON.parse(text) as Installation;
  const earlier = unseal(key, row.sealed, row.key);
  if (earlier !== null) return { place: null, value: JSON.parse(earlier) };
  throw new StoreError('unreadable', 'an installation was changed or sealed under another secret');
}

const boundTo = (name: string): string => `2/${name}`;
