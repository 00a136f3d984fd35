import { join } from 'node:path';
import Database from 'libsql';
import { deriveKeys } from '../../../src/privacy/keys.ts';
import { forgettingFile, recordFile } from '../../../src/store/files.ts';
import { disclose, type Envelope } from '../../../src/store/forgetting-entry.ts';
import type { House } from './house.ts';
import { tablesOf } from './trace.ts';
import { disguises, filesBelow } from './traces.ts';

/** For a house whose forgetting store is to be read. */
export const SECRET = 'c'.repeat(64);

/** The sandbox's own state is the platform, which knows who is who. */
const PLATFORM_FILES = ['sandbox.json', 'sandbox.json.new'];

export const filesOf = ({ stage }: House) => filesBelow(stage.dataDir, PLATFORM_FILES);

/** The tables of the record in whose rows one of these stands. */
export const tablesWith = ({ stage }: House, traces: readonly string[]): readonly string[] =>
  Object.entries(tablesOf(join(stage.dataDir, recordFile))).flatMap(([table, rows]) =>
    traces.some((trace) => rows.some((row) => row.includes(trace))) ? [table] : [],
  );

/** What the forgetting store holds, for somebody who has the secret. */
export function forgotten({ stage }: House): readonly string[] {
  const keys = deriveKeys(Buffer.from(SECRET, 'hex'));
  const database = new Database(join(stage.dataDir, forgettingFile), { readonly: true });
  const rows = database.prepare('select key, value from keyv').all() as { key: string; value: string }[];
  database.close();
  return rows.map(({ key, value }) =>
    JSON.stringify(disclose({ tag: keys.forgettingTags, seal: keys.forgettingSeal }, key, JSON.parse(value) as Envelope)),
  );
}

/** What leads to somebody: as it is, and as whoever has no key could have written it down. */
export async function tracesOf(house: House, who: string) {
  const { id, handle } = house.person(who);
  const rows = (await house.stage.rows('members')) as readonly { id: string; person: string }[];
  const member = rows.find(({ person }) => person === id)?.id ?? '';
  const ids = [id, member];
  const whole = [...ids, `sandbox ${house.stage.platform.space} ${id}`, `${member}:${id}`];
  return { ids, hidden: [handle, ...[...whole, handle].flatMap(disguises)] };
}
