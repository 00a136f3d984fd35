import type { Tag } from '../members/rules.ts';
import { type Given, prepared } from '../store/prepared.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Caps, Choices, MentorHours } from './rules.ts';

interface MentorTables {
  mentors: {
    member: string;
    cohort: string;
    shown_name: string | null;
    open_at_once: number;
    new_a_week: number;
    hours_from: number;
    hours_to: number;
    days: string;
    zone: string | null;
    away_until: number | null;
    exam_from: number | null;
    exam_until: number | null;
    missed: number;
    paused_at: number | null;
    oriented_at: number | null;
    helped: number;
    since: number;
  };
  mentor_choices: {
    member: string;
    counts_from: number;
    topics: string;
    years: string | null;
    uses_tags: number;
    year: number;
    tags: string;
  };
  common_tags: { cohort: string; week: number; tags: string };
  question_settings: { cohort: string; open_at_once: number; new_a_week: number };
  /** Of the members alone what routing needs. */
  members: { id: string; cohort: string; human: string | null; paused_until: number | null; gone_at: number | null };
  member_tags: { member: string; tag: Tag };
}

/** A mentor as the row says, without what they chose. */
export interface MentorRow extends Caps {
  readonly member: string;
  readonly cohort: string;
  readonly shownName: string | null;
  readonly hours: MentorHours;
  readonly awayUntil: number | null;
  readonly examFrom: number | null;
  readonly examUntil: number | null;
  readonly missed: number;
  readonly pausedAt: number | null;
  readonly orientedAt: number | null;
  readonly helped: number;
  readonly since: number;
}

export type MentorChange = Partial<Omit<MentorRow, 'member' | 'cohort'>>;

/** What was chosen, with the chooser's own year and tags as they were then. `years` null: those below their own. */
export interface ChoiceRow extends Omit<Choices, 'years'> {
  readonly member: string;
  readonly countsFrom: number;
  readonly years: readonly number[] | null;
  readonly year: number;
  readonly tags: readonly Tag[];
}

export interface FoundMentor extends MentorRow {
  readonly silentUntil: number | null;
}

export function openMentorStore(record: TheRecord) {
  const db = () => record.db<MentorTables>();
  const rows = () =>
    db()
      .selectFrom('mentors')
      .innerJoin('members', 'members.id', 'mentors.member')
      .selectAll('mentors')
      .select('members.paused_until');
  const one = prepared(record, (given: Given<{ member: string }>) => rows().where('mentors.member', '=', given('member')));
  const all = prepared(record, (given: Given<{ cohort: string }>) =>
    rows().where('mentors.cohort', '=', given('cohort')).where('members.gone_at', 'is', null).orderBy('mentors.member'),
  );
  const choicesOf = prepared(record, (given: Given<{ member: string }>) =>
    db().selectFrom('mentor_choices').selectAll().where('member', '=', given('member')).orderBy('counts_from'),
  );
  const choicesIn = prepared(record, (given: Given<{ cohort: string }>) =>
    db()
      .selectFrom('mentor_choices')
      .innerJoin('mentors', 'mentors.member', 'mentor_choices.member')
      .selectAll('mentor_choices')
      .where('mentors.cohort', '=', given('cohort'))
      .orderBy('counts_from'),
  );
  const capsOf = prepared(record, (given: Given<{ cohort: string }>) =>
    db().selectFrom('question_settings').selectAll().where('cohort', '=', given('cohort')),
  );

  return {
    async find(member: string): Promise<FoundMentor | null> {
      const [row] = await one({ member });
      return row ? mentorOf(row) : null;
    },

    /** All who are here, in the order of their ids. */
    ofCohort: async (cohort: string): Promise<readonly FoundMentor[]> => (await all({ cohort })).map(mentorOf),

    async insert(row: MentorRow): Promise<void> {
      await db()
        .insertInto('mentors')
        .values({ ...columnsOf(row), member: row.member, cohort: row.cohort } as MentorTables['mentors'])
        .execute();
    },

    async update(member: string, change: MentorChange): Promise<void> {
      await db().updateTable('mentors').set(columnsOf(change)).where('member', '=', member).execute();
    },

    async erase(member: string): Promise<void> {
      await db().deleteFrom('mentor_choices').where('member', '=', member).execute();
      await db().deleteFrom('mentors').where('member', '=', member).execute();
    },

    /** The oldest first. */
    choicesOf: async (member: string): Promise<readonly ChoiceRow[]> => (await choicesOf({ member })).map(choiceOf),
    choicesIn: async (cohort: string): Promise<readonly ChoiceRow[]> => (await choicesIn({ cohort })).map(choiceOf),

    /** In place of what was to count from then; what counted before `older` is dropped. */
    async choose(row: ChoiceRow, older: number): Promise<void> {
      const { member, countsFrom } = row;
      await db().deleteFrom('mentor_choices').where('member', '=', member).where('counts_from', '=', countsFrom).execute();
      await db().deleteFrom('mentor_choices').where('member', '=', member).where('counts_from', '<', older).execute();
      await db()
        .insertInto('mentor_choices')
        .values({
          member,
          counts_from: countsFrom,
          topics: JSON.stringify(row.topics),
          years: row.years === null ? null : JSON.stringify(row.years),
          uses_tags: row.usesTags ? 1 : 0,
          year: row.year,
          tags: JSON.stringify(row.tags),
        })
        .execute();
    },

    async caps(cohort: string): Promise<Caps | null> {
      const [row] = await capsOf({ cohort });
      return row ? { openAtOnce: row.open_at_once, newAWeek: row.new_a_week } : null;
    },

    async setCaps(cohort: string, { openAtOnce, newAWeek }: Caps): Promise<void> {
      const set = { open_at_once: openAtOnce, new_a_week: newAWeek };
      await db()
        .insertInto('question_settings')
        .values({ cohort, ...set })
        .onConflict((conflict) => conflict.column('cohort').doUpdateSet(set))
        .execute();
    },

    /** What was counted for this week; null: nothing yet. */
    async commonTags(cohort: string, week: number): Promise<readonly Tag[] | null> {
      const row = await db()
        .selectFrom('common_tags')
        .select('tags')
        .where('cohort', '=', cohort)
        .where('week', '=', week)
        .executeTakeFirst();
      return row ? JSON.parse(row.tags) : null;
    },

    async setCommonTags(cohort: string, week: number, tags: readonly Tag[]): Promise<void> {
      const set = { week, tags: JSON.stringify(tags) };
      await db()
        .insertInto('common_tags')
        .values({ cohort, ...set })
        .onConflict((conflict) => conflict.column('cohort').doUpdateSet(set))
        .execute();
    },

    /** The tags that at least so many people who are here hold; one person is counted once. */
    async tagsHeldBy(cohort: string, least: number): Promise<readonly Tag[]> {
      const found = await db()
        .selectFrom('member_tags')
        .innerJoin('members', 'members.id', 'member_tags.member')
        .select('tag')
        .where('cohort', '=', cohort)
        .where('gone_at', 'is', null)
        .groupBy('tag')
        .having(({ fn }) => fn.count<number>(fn.coalesce('human', 'id')).distinct(), '>=', least)
        .orderBy('tag')
        .execute();
      return found.map(({ tag }) => tag);
    },
  };
}

export type MentorStore = ReturnType<typeof openMentorStore>;

function columnsOf({ hours, ...change }: Partial<MentorRow>): Partial<MentorTables['mentors']> {
  const entries = Object.entries({
    shown_name: change.shownName,
    open_at_once: change.openAtOnce,
    new_a_week: change.newAWeek,
    hours_from: hours?.from,
    hours_to: hours?.to,
    days: hours && JSON.stringify(hours.days),
    zone: hours?.zone,
    away_until: change.awayUntil,
    exam_from: change.examFrom,
    exam_until: change.examUntil,
    missed: change.missed,
    paused_at: change.pausedAt,
    oriented_at: change.orientedAt,
    helped: change.helped,
    since: change.since,
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function mentorOf(row: MentorTables['mentors'] & { paused_until: number | null }): FoundMentor {
  return {
    member: row.member,
    cohort: row.cohort,
    shownName: row.shown_name,
    openAtOnce: row.open_at_once,
    newAWeek: row.new_a_week,
    hours: { from: row.hours_from, to: row.hours_to, days: JSON.parse(row.days), zone: row.zone },
    awayUntil: row.away_until,
    examFrom: row.exam_from,
    examUntil: row.exam_until,
    silentUntil: row.paused_until,
    missed: row.missed,
    pausedAt: row.paused_at,
    orientedAt: row.oriented_at,
    helped: row.helped,
    since: row.since,
  };
}

const choiceOf = (row: MentorTables['mentor_choices']): ChoiceRow => ({
  member: row.member,
  countsFrom: row.counts_from,
  topics: JSON.parse(row.topics),
  years: row.years === null ? null : JSON.parse(row.years),
  usesTags: row.uses_tags === 1,
  year: row.year,
  tags: JSON.parse(row.tags),
});
