import { join } from 'node:path';
import { openNest } from '../../bench/simulate/nest.ts';
import { systemClock } from '../../src/calendar/clock.ts';
import type { DeliveryRow, DeliveryTables } from '../../src/delivery/rows.ts';
import { openLog } from '../../src/log.ts';
import type { Item } from '../../src/privacy/mix.ts';
import type { Asking, Saying } from '../../src/questions/saying.ts';
import { openStores } from '../../src/store/stores.ts';
import type { Environment } from '../support/bot.ts';
import { reading } from './stored.ts';
import { readWaiting } from './stored-words.ts';

export interface QuestionRow {
  readonly id: string;
  readonly title: string;
  readonly words: string | null;
  readonly state: string;
  readonly holder: string | null;
}

export interface OfferRow {
  readonly id: string;
  readonly question: string;
  readonly mentor: string;
  readonly state: string;
  readonly offered_at: number;
  readonly ended_at: number | null;
}

export interface RelayedRow {
  readonly id: string;
  readonly question: string;
  readonly side: 'asker' | 'mentor';
  readonly kind: string;
  readonly mentor: string | null;
  readonly words: string | null;
  readonly state: string;
  readonly slot_at: number;
}

interface Tables extends DeliveryTables {
  questions: QuestionRow;
  offers: OfferRow;
  question_messages: RelayedRow;
  members: { id: string; person: string };
  mentors: { member: string; helped: number };
  due_work: { key: string; kind: string; subject: string; due_at: number };
  audit_entries: { action: string; subject: string };
}

/** All that a stopped bot holds of questions. */
export interface StoredQuestions {
  readonly questions: readonly QuestionRow[];
  readonly offers: readonly OfferRow[];
  readonly messages: readonly RelayedRow[];
  readonly members: readonly Tables['members'][];
  readonly mentors: readonly Tables['mentors'][];
  readonly due: readonly Tables['due_work'][];
  readonly audit: readonly Tables['audit_entries'][];
  readonly deliveries: readonly DeliveryRow[];
  /** What is not out. */
  readonly waiting: readonly Item<Partial<Asking & Saying>>[];
  /** Questions that nothing moves on, by the service's own account. */
  readonly stuck: readonly string[];
}

/** `now` by the calendar. */
export async function readQuestions(environment: Environment, now: number): Promise<StoredQuestions> {
  const waiting = await readWaiting<Partial<Asking & Saying>>(environment, now);
  const stuck = await stuckIn(environment, now);
  return reading(environment, async (record) => {
    const db = record.db<Tables>();
    return {
      questions: await db.selectFrom('questions').select(['id', 'title', 'words', 'state', 'holder']).execute(),
      offers: await db.selectFrom('offers').selectAll().execute(),
      messages: await db.selectFrom('question_messages').selectAll().orderBy('slot_at').orderBy('id').execute(),
      members: await db.selectFrom('members').select(['id', 'person']).execute(),
      mentors: await db.selectFrom('mentors').select(['member', 'helped']).execute(),
      due: await db.selectFrom('due_work').select(['key', 'kind', 'subject', 'due_at']).execute(),
      audit: await db.selectFrom('audit_entries').select(['action', 'subject']).execute(),
      deliveries: await db.selectFrom('deliveries').selectAll().execute(),
      waiting,
      stuck,
    };
  });
}

async function stuckIn(environment: Environment, now: number): Promise<readonly string[]> {
  const { DATA_DIR = '', DATABASE_URL, FORGETTING_URL, BOMBUS_SECRET = '', DATA_ENCRYPTION } = environment;
  const log = openLog('silent');
  const stores = await openStores({
    dataDir: DATA_DIR,
    keyDir: join(DATA_DIR, 'keys'),
    databaseUrl: DATABASE_URL ?? null,
    forgettingUrl: FORGETTING_URL ?? null,
    dataEncryption: DATA_ENCRYPTION !== 'off',
    secret: BOMBUS_SECRET,
    stamp: 'rehearsal',
    openClock: async () => systemClock(() => now),
    log,
  });
  try {
    const nothing = { owe: async () => undefined, cancel: async () => 0, forget: async () => undefined };
    const times = { now: () => now, realNow: () => now };
    const nest = openNest({ ...stores, ...times, outbox: nothing, log, random: () => 0, newId: () => '' });
    return await nest.questions.stuck();
  } finally {
    await stores.close();
  }
}
