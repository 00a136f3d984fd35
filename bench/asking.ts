import { sql } from 'kysely';
import { authorOf } from '../src/privacy/authorship.ts';
import { openSeals } from '../src/privacy/seals.ts';
import { BENCH, type Holding, openBench } from './load.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How the ids of those questions begin. */
export const OFFERED = 'b-';

interface Tables {
  members: { id: string; platform: 'discord' | 'slack'; space: string; person: string };
  questions: { id: string; holder: string | null };
}

/** Everybody who acts has volunteered, and each has been offered one question, which the next of them asked. */
export async function openOffers({ places, ...holding }: Pick<Holding, 'dataDir' | 'secret' | 'places'>): Promise<void> {
  const stores = await openBench(holding);
  const now = Date.now();
  const db = stores.record.db<Tables>();
  const people = places.flatMap((place) => place.people.map(({ id }) => id));
  const mentors = await db
    .selectFrom('members')
    .select(['id', 'platform', 'space', 'person'])
    .where('person', 'in', people)
    .orderBy('id')
    .execute();
  const acting = sql.join(mentors.map(({ id }) => sql`${id}`));
  await stores.record.transaction(async () => {
    await sql`insert into mentors (member, cohort, open_at_once, new_a_week, hours_from, hours_to, days, oriented_at, since)
      select id, ${BENCH}, 2, 3, 540, 1260, '[1,2,3,4,5,6,7]', ${now - DAY}, ${now - DAY} from members where id in (${acting})`.execute(
      db,
    );
    await sql`insert into mentor_choices (member, counts_from, topics, years, uses_tags, year, tags)
      select id, ${now - DAY}, '["exams"]', null, 0, year, '[]' from members where id in (${acting})`.execute(db);
    await sql`insert into questions
      (id, cohort, topic, title, words, speaker, year, is_urgent, state, turn_at, slot_at, sought_at, changed_at, receipt)
      select ${OFFERED} || id, ${BENCH}, 'exams', 'Where would you begin?', 'there are six weeks left', 'Heather carder bee', year - 1,
        0, 'seeking', ${now - HOUR}, ${now - HOUR}, ${now - HOUR}, ${now - HOUR}, id from members where id in (${acting})`.execute(
      db,
    );
    await sql`insert into offers (id, question, mentor, state, offered_at, expires_at)
      select 'o-' || id, ${OFFERED} || id, id, 'open', ${now - HOUR}, ${now + DAY} from members where id in (${acting})`.execute(
      db,
    );
  });
  const seals = openSeals({ dayKeys: stores.dayKeys, forgetting: stores.forgetting.ahead, now: () => now });
  await Promise.all(
    mentors.map(({ id }, index) => {
      const asker = mentors[(index + 1) % mentors.length];
      const about = { cohort: BENCH, subject: `${OFFERED}${id}`, purpose: 'question' } as const;
      return asker ? seals.seal(about, authorOf(asker), seals.expiryOf(30)) : undefined;
    }),
  );
  await stores.close();
}

/** How many of the offers were taken, as it stands on disk. */
export async function takenIn(holding: Pick<Holding, 'dataDir' | 'secret'>): Promise<number> {
  const stores = await openBench(holding);
  const held = await stores.record.db<Tables>().selectFrom('questions').select('id').where('holder', 'is not', null).execute();
  await stores.close();
  return held.length;
}
