import type { DeliveryRow, DeliveryTables } from '../../src/delivery/rows.ts';
import { openLog } from '../../src/log.ts';
import type { MemberTables } from '../../src/members/store.ts';
import { deriveKeys } from '../../src/privacy/keys.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openRecord, type Record as TheRecord } from '../../src/store/record.ts';
import type { Environment } from '../support/bot.ts';

interface CheckInRow {
  readonly member: string;
  readonly round_number: number;
  readonly answers: string;
  readonly note: string | null;
}

export interface Stored {
  readonly members: readonly MemberTables['members'][];
  readonly checkIns: readonly CheckInRow[];
  readonly deliveries: readonly DeliveryRow[];
}

/** What a stopped bot has left in its record. */
export const readRecord = (environment: Environment): Promise<Stored> =>
  reading(environment, async (record) => {
    const db = record.db<DeliveryTables & MemberTables & { check_ins: CheckInRow }>();
    return {
      members: await db.selectFrom('members').selectAll().execute(),
      checkIns: await db.selectFrom('check_ins').selectAll().execute(),
      deliveries: await db.selectFrom('deliveries').selectAll().execute(),
    };
  });

export async function reading<T>(environment: Environment, read: (record: TheRecord) => Promise<T>): Promise<T> {
  const record = await openRecord({
    dataDir: environment.DATA_DIR ?? '',
    databaseUrl: environment.DATABASE_URL ?? null,
    encryptionKey: environment.DATA_ENCRYPTION === 'off' ? null : keysOf(environment).database,
    migrations,
    log: openLog('silent'),
  });
  try {
    return await read(record);
  } finally {
    await record.close();
  }
}

export const keysOf = (environment: Environment) => deriveKeys(Buffer.from(environment.BOMBUS_SECRET ?? '', 'hex'));
