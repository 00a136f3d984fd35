import { sql } from 'kysely';
import { OFFERED } from './asking.ts';
import { THREAD } from './journeys.ts';
import type { Holding } from './load.ts';
import { BENCH, openBench } from './load.ts';

const DAY = 86_400_000;

interface Tables {
  posts: { id: string };
  questions: { id: string };
  question_messages: { id: string };
}

/** A post that can be answered, in a record that has been filled. */
export async function openThread(holding: Pick<Holding, 'dataDir' | 'secret' | 'places'>): Promise<void> {
  const stores = await openBench(holding);
  const now = Date.now();
  const db = stores.record.db<Tables>();
  await sql`insert into posts
    (id, cohort, thread, speaker, member, is_author, words, support, warning, state, slot_at, sealed_until, same_band, receipt, closed_at)
    values (${THREAD}, ${BENCH}, ${THREAD}, 'Heather carder bee', null, 0, 'anybody else?', null, null, 'shown', ${now - DAY},
      ${now + 30 * DAY}, 0, ${THREAD}, null)`.execute(db);
  for (const { platform } of holding.places)
    await sql`insert into post_places (post, platform, space, channel, message_key)
      values (${THREAD}, ${platform.name}, ${platform.space}, ${platform.channel('safe-space')},
        ${`post:${THREAD}:${platform.name}:${platform.space}`})`.execute(db);
  await stores.close();
}

/** How much is on disk of what was said, asked and answered, whether it waits or is out. */
export async function spokenIn(holding: Pick<Holding, 'dataDir' | 'secret'>): Promise<number> {
  const stores = await openBench(holding);
  const db = stores.record.db<Tables>();
  const counts = [(await stores.forgetting.group('mix', 'waiting').list()).length];
  for (const table of ['posts', 'questions', 'question_messages'] as const) {
    const { count } = await db
      .selectFrom(table)
      .where('id', '<>', THREAD)
      .where('id', 'not like', `${OFFERED}%`)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts.push(count);
  }
  await stores.close();
  return counts.reduce((sum, count) => sum + count, 0);
}
