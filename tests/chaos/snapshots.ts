import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import Database from 'libsql';
import pg from 'pg';
import { recordFile } from '../../src/store/files.ts';
import type { Environment } from '../support/bot.ts';

interface Row {
  readonly what: 'question' | 'offer' | 'due';
  readonly id: string;
  readonly state: string;
  readonly mentor: string | null;
  readonly question: string;
}

/** One statement, so that it sees the tables as they are between two transactions. */
const QUERY = `select 'question' as what, id, state, holder as mentor, id as question from questions
  union all select 'offer', id, state, mentor, question from offers
  union all select 'due', key, kind, null, subject from due_work where kind = 'question:next'`;
const EVERY_MS = 120;

const STATES = new Set(['seeking', 'held', 'talking', 'answered', 'closed', 'withdrawn']);
const LIVE = new Set(['seeking', 'held', 'talking', 'answered']);
const OPEN_AT_ONCE = 2;
const NEW_A_WEEK = 3;

/** Looks at the record behind the bot's back, again and again, within one week: whatever it does, this must hold at each instant. */
export function watchQuestions(environment: Environment) {
  const faults = new Set<string>();
  let looks = 0;
  let isOver = false;

  async function look(): Promise<void> {
    // While it starts for the first time, or was killed and has not come back, there is nothing to be read.
    const rows = await readRows(environment).catch(() => null);
    if (!rows) return;
    looks += 1;
    for (const fault of faultsIn(rows)) faults.add(fault);
  }

  async function run(): Promise<void> {
    while (!isOver) {
      await look();
      await pass(EVERY_MS);
    }
  }
  const running = run();

  return {
    /** Ends it, after one more look; gives what did not hold. */
    async end(): Promise<{ readonly faults: readonly string[]; readonly looks: number }> {
      isOver = true;
      await running;
      await look();
      return { faults: [...faults], looks };
    },
  };
}

async function readRows({ DATA_DIR = '', DATABASE_URL }: Environment): Promise<readonly Row[]> {
  if (DATABASE_URL === undefined) {
    const database = new Database(join(DATA_DIR, recordFile), { readonly: true });
    try {
      return database.prepare(QUERY).all() as Row[];
    } finally {
      database.close();
    }
  }
  const client = new pg.Client(DATABASE_URL);
  await client.connect();
  try {
    return (await client.query<Row>(QUERY)).rows;
  } finally {
    await client.end();
  }
}

function faultsIn(rows: readonly Row[]): readonly string[] {
  const questions = rows.filter(({ what }) => what === 'question');
  const offers = rows.filter(({ what }) => what === 'offer');
  const due = new Set(rows.filter(({ what }) => what === 'due').map(({ question }) => question));
  const mentors = new Set(offers.map(({ mentor }) => mentor));
  return [
    ...questions.flatMap((question) =>
      faultsOf(
        question,
        offers.filter((offer) => offer.question === question.id),
        due.has(question.id),
      ).map((fault) => `a question that is ${question.state} ${fault}`),
    ),
    ...[...mentors].flatMap((mentor) => {
      const own = offers.filter((offer) => offer.mentor === mentor);
      const open = own.filter(({ state }) => state === 'open').length;
      const taken = own.filter(({ state }) => state === 'accepted' || state === 'gone').length;
      const held = questions.filter((question) => question.mentor === mentor && question.state === 'held').length;
      return [
        ...(open + held > OPEN_AT_ONCE ? [`a mentor has ${held} questions and ${open} open offers`] : []),
        ...(open + taken > NEW_A_WEEK ? [`a mentor has taken ${taken} in a week and has ${open} open offers`] : []),
      ];
    }),
  ];
}

function faultsOf({ id, state, mentor }: Row, offers: readonly Row[], isDue: boolean): readonly string[] {
  const faults: string[] = [];
  const holders = offers.filter((offer) => offer.state === 'accepted');
  const isHeld = state === 'held' || state === 'talking';
  if (!STATES.has(state)) faults.push('is in no legal state');
  if (isHeld && mentor === null) faults.push('is with nobody');
  if (state === 'seeking' && mentor !== null) faults.push('is with somebody');
  if (state !== 'seeking' && offers.some((offer) => offer.state === 'open')) faults.push('is offered to somebody');
  if (holders.length > 1) faults.push(`is with ${holders.length}`);
  if (isHeld && holders.some((offer) => offer.mentor !== mentor)) faults.push('is with another one than who took it');
  if (LIVE.has(state) && !isDue) faults.push(`is moved on by nothing (${id})`);
  return faults;
}
