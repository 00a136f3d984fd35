import { sql } from 'kysely';
import type { Record as TheRecord } from '../store/record.ts';

/** Tables whose rows name a cohort. */
const BY_COHORT = [
  'library_slips',
  'library_words',
  'library_entries',
  'posts',
  'support_answers',
  'moderation_settings',
  'queue_items',
  'reveals',
  'audit_entries',
  'cohort_channels',
  'cohort_holders',
  'exam_seasons',
  'roster_changes',
  'rounds',
  'mentors',
  'question_settings',
  'cohort_topics',
  'common_tags',
  'question_verdicts',
  'questions',
  'deliveries',
  'members',
  'spaces',
] as const;

/** Removes every cohort that lives on a platform, and everything that belongs to it. For the sandbox's reset alone. */
export async function erasePlatform(record: TheRecord, platform: string): Promise<void> {
  const db = record.db<{ spaces: { platform: string; cohort: string } }>();
  await record.transaction(async () => {
    const cohorts = await db.selectFrom('spaces').select('cohort').distinct().where('platform', '=', platform).execute();
    for (const { cohort } of cohorts) await eraseCohort(record, cohort);
  });
}

/** Removes a cohort and everything that belongs to it, inside the caller's transaction. */
export async function eraseCohort(record: TheRecord, cohort: string): Promise<void> {
  const members = sql`select id from members where cohort = ${cohort}`;
  await sql`delete from check_ins where member in (${members})`.execute(record.db());
  await sql`delete from post_places where post in (select id from posts where cohort = ${cohort})`.execute(record.db());
  await sql`delete from thread_aliases where thread in (select id from posts where cohort = ${cohort})`.execute(record.db());
  await sql`delete from member_tags where member in (${members})`.execute(record.db());
  const questions = sql`select id from questions where cohort = ${cohort}`;
  for (const table of ['offers', 'question_messages'])
    await sql`delete from ${sql.table(table)} where question in (${questions})`.execute(record.db());
  await sql`delete from due_work where subject in (${questions})`.execute(record.db());
  await sql`delete from mentor_choices where member in (${members})`.execute(record.db());
  await sql`delete from due_work where subject = ${cohort} or exists (select 1 from rounds where cohort = ${cohort} and due_work.subject like rounds.id || '/%')`.execute(
    record.db(),
  );
  for (const table of BY_COHORT) await sql`delete from ${sql.table(table)} where cohort = ${cohort}`.execute(record.db());
  await sql`delete from cohorts where id = ${cohort}`.execute(record.db());
}
