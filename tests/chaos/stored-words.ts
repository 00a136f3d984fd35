import type { DeliveryRow, DeliveryTables } from '../../src/delivery/rows.ts';
import { openLog } from '../../src/log.ts';
import type { Item } from '../../src/privacy/mix.ts';
import type { Speech } from '../../src/safe-space/rules.ts';
import { openForgetting } from '../../src/store/forgetting.ts';
import type { Environment } from '../support/bot.ts';
import { keysOf, reading } from './stored.ts';

export interface PostRow {
  readonly id: string;
  readonly thread: string;
  readonly speaker: string;
  readonly member: string | null;
  readonly is_author: number;
  readonly words: string | null;
  readonly state: string;
  readonly slot_at: number;
  readonly same_band: number;
}

export interface QueueRow {
  readonly id: string;
  readonly subject: string;
  readonly cause: string;
  readonly state: string;
  readonly details: string;
}

interface Tables extends DeliveryTables {
  posts: PostRow;
  queue_items: QueueRow;
  thread_aliases: { thread: string; alias: string };
  audit_entries: { action: string; subject: string };
}

/** All that a stopped bot holds of a safe space. */
export interface StoredWords {
  readonly posts: readonly PostRow[];
  readonly queue: readonly QueueRow[];
  readonly aliases: readonly Tables['thread_aliases'][];
  readonly audit: readonly Tables['audit_entries'][];
  readonly deliveries: readonly DeliveryRow[];
  /** What has not appeared. */
  readonly waiting: readonly Item<Partial<Speech>>[];
}

/** `now` by the calendar. */
export async function readWords(environment: Environment, now: number): Promise<StoredWords> {
  const waiting = await readWaiting<Partial<Speech>>(environment, now);
  return reading(environment, async (record) => {
    const db = record.db<Tables>();
    return {
      posts: await db.selectFrom('posts').selectAll().execute(),
      queue: await db.selectFrom('queue_items').selectAll().execute(),
      aliases: await db.selectFrom('thread_aliases').selectAll().execute(),
      audit: await db.selectFrom('audit_entries').select(['action', 'subject']).execute(),
      deliveries: await db.selectFrom('deliveries').selectAll().execute(),
      waiting,
    };
  });
}

/** What waits in the mix of a stopped bot. `now` by the calendar. */
export async function readWaiting<T>(environment: Environment, now: number): Promise<readonly Item<T>[]> {
  const { forgettingTags, forgettingSeal } = keysOf(environment);
  const forgetting = await openForgetting({
    dataDir: environment.DATA_DIR ?? '',
    url: environment.FORGETTING_URL ?? null,
    keys: { tag: forgettingTags, seal: forgettingSeal },
    now: () => now,
    log: openLog('silent'),
  });
  try {
    return (await forgetting.group('mix', 'waiting').list<Item<T>>()).map(({ value }) => value);
  } finally {
    await forgetting.close();
  }
}
