import type { Platform } from '../chat/invocation.ts';
import { type Given, prepared } from '../store/prepared.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Arrangement, Cohort, CohortChannel, ExamSeason, Part, Purpose } from './rules.ts';

interface CohortTables {
  cohorts: {
    id: string;
    name: string;
    zone: string;
    country: string;
    weekday: number;
    minute: number;
    state: Cohort['state'];
    own_help_name: string | null;
    own_help_contact: string | null;
    created_at: number;
  };
  spaces: { platform: Platform; space: string; cohort: string; gone_at: number | null; is_home: number };
  cohort_channels: {
    cohort: string;
    platform: Platform;
    space: string;
    purpose: Purpose;
    channel: string;
    broken: string | null;
  };
  cohort_holders: { cohort: string; platform: Platform; space: string; part: Part; holder: string; since: number };
  exam_seasons: { cohort: string; starts_on: string; ends_on: string };
}

/** A server, workspace or room. */
export interface Place {
  readonly platform: Platform;
  readonly space: string;
}

export function openCohortStore(record: TheRecord) {
  const db = () => record.db<CohortTables>();
  const rows = () => db().selectFrom('cohorts').selectAll('cohorts');
  const at = prepared(record, (given: Given<Place>) =>
    rows()
      .innerJoin('spaces', 'spaces.cohort', 'cohorts.id')
      .where('platform', '=', given('platform'))
      .where('space', '=', given('space')),
  );
  const holdersAt = prepared(record, (given: Given<Place>) =>
    db()
      .selectFrom('cohort_holders')
      .select(['part', 'holder'])
      .where('platform', '=', given('platform'))
      .where('space', '=', given('space'))
      .orderBy('holder'),
  );
  const seasonsOf = prepared(record, (given: Given<{ cohort: string }>) =>
    db().selectFrom('exam_seasons').selectAll().where('cohort', '=', given('cohort')).orderBy('starts_on'),
  );

  async function holders({ platform, space }: Place): Promise<Arrangement['holders']> {
    const found = await holdersAt({ platform, space });
    const having = (part: Part) => found.filter((row) => row.part === part).map((row) => row.holder);
    return { moderator: having('moderator'), lead: having('lead'), roster: having('roster') };
  }

  return {
    async find(id: string): Promise<Cohort | null> {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row ? cohortOf(row) : null;
    },

    async findAt({ platform, space }: Place): Promise<Cohort | null> {
      const [row] = await at({ platform, space });
      return row ? cohortOf(row) : null;
    },

    async all(): Promise<readonly Cohort[]> {
      return (await rows().orderBy('id').execute()).map(cohortOf);
    },

    async insert(cohort: Cohort, place: Place, createdAt: number): Promise<void> {
      const { ownHelp, ...columns } = cohort;
      const row = {
        ...columns,
        own_help_name: ownHelp?.name ?? null,
        own_help_contact: ownHelp?.contact ?? null,
        created_at: createdAt,
      };
      await db().insertInto('cohorts').values(row).execute();
      await db()
        .insertInto('spaces')
        .values({ ...place, cohort: cohort.id, gone_at: null, is_home: 1 })
        .execute();
    },

    async update(id: string, change: Partial<Omit<Cohort, 'id' | 'ownHelp'>>): Promise<void> {
      await db().updateTable('cohorts').set(change).where('id', '=', id).execute();
    },

    async setOwnHelp(id: string, help: Cohort['ownHelp']): Promise<void> {
      const change = { own_help_name: help?.name ?? null, own_help_contact: help?.contact ?? null };
      await db().updateTable('cohorts').set(change).where('id', '=', id).execute();
    },

    async spacesOf(cohort: string): Promise<readonly Place[]> {
      return db()
        .selectFrom('spaces')
        .select(['platform', 'space'])
        .where('cohort', '=', cohort)
        .where('gone_at', 'is', null)
        .execute();
    },

    /** Where it was set up; a space that was linked later never is. */
    async homeOf(cohort: string): Promise<Place | null> {
      const home = await db()
        .selectFrom('spaces')
        .select(['platform', 'space'])
        .where('cohort', '=', cohort)
        .where('is_home', '=', 1)
        .executeTakeFirst();
      return home ?? null;
    },

    async goneAt({ platform, space }: Place): Promise<number | null> {
      const row = await db()
        .selectFrom('spaces')
        .select('gone_at')
        .where((where) => where.and({ platform, space }))
        .executeTakeFirst();
      return row?.gone_at ?? null;
    },

    async markSpace({ platform, space }: Place, goneAt: number | null): Promise<void> {
      await db()
        .updateTable('spaces')
        .set({ gone_at: goneAt })
        .where('platform', '=', platform)
        .where('space', '=', space)
        .execute();
    },

    async arrangement({ platform, space }: Place): Promise<Arrangement> {
      const channels = await db()
        .selectFrom('cohort_channels')
        .select(['purpose', 'channel', 'broken'])
        .where((where) => where.and({ platform, space }))
        .execute();
      return { channels, holders: await holders({ platform, space }) };
    },

    holders,

    /** The roles or people that made leads at `at` already, and still do. */
    async leadsSince({ platform, space }: Place, at: number): Promise<readonly string[]> {
      const found = await db()
        .selectFrom('cohort_holders')
        .select('holder')
        .where((where) => where.and({ platform, space, part: 'lead' }))
        .where('since', '<=', at)
        .execute();
      return found.map(({ holder }) => holder);
    },

    async setChannel(cohort: string, { platform, space }: Place, { purpose, channel, broken }: CohortChannel): Promise<void> {
      await db()
        .insertInto('cohort_channels')
        .values({ cohort, platform, space, purpose, channel, broken })
        .onConflict((conflict) => conflict.columns(['platform', 'space', 'purpose']).doUpdateSet({ channel, broken }))
        .execute();
    },

    /** Marks a channel in whatever it is used for. */
    async markBroken(place: Place, channel: string, broken: string | null): Promise<number> {
      const result = await db()
        .updateTable('cohort_channels')
        .set({ broken })
        .where((where) => where.and({ platform: place.platform, space: place.space }))
        .where('channel', '=', channel)
        .where('broken', 'is distinct from', broken)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    /** Those who stay keep the time since when they have been there. */
    async setHolders(
      cohort: string,
      { platform, space }: Place,
      part: Part,
      holders: readonly string[],
      since: number,
    ): Promise<void> {
      const gone = await db()
        .deleteFrom('cohort_holders')
        .where((where) => where.and({ platform, space }))
        .where('part', '=', part)
        .returning(['holder', 'since'])
        .execute();
      if (holders.length === 0) return;
      const known = new Map(gone.map((row) => [row.holder, row.since]));
      await db()
        .insertInto('cohort_holders')
        .values(
          [...new Set(holders)].map((holder) => ({ cohort, platform, space, part, holder, since: known.get(holder) ?? since })),
        )
        .execute();
    },

    async examSeasons(cohort: string): Promise<readonly ExamSeason[]> {
      return (await seasonsOf({ cohort })).map((row) => ({ startsOn: row.starts_on, endsOn: row.ends_on }));
    },

    async addExamSeason(cohort: string, { startsOn, endsOn }: ExamSeason): Promise<void> {
      await db()
        .insertInto('exam_seasons')
        .values({ cohort, starts_on: startsOn, ends_on: endsOn })
        .onConflict((conflict) => conflict.columns(['cohort', 'starts_on']).doUpdateSet({ ends_on: endsOn }))
        .execute();
    },

    async removeExamSeason(cohort: string, startsOn: string): Promise<void> {
      await db().deleteFrom('exam_seasons').where('cohort', '=', cohort).where('starts_on', '=', startsOn).execute();
    },
  };
}

function cohortOf(row: CohortTables['cohorts']): Cohort {
  const ownHelp = row.own_help_name && row.own_help_contact ? { name: row.own_help_name, contact: row.own_help_contact } : null;
  const { id, name, zone, country, weekday, minute, state } = row;
  return { id, name, zone, country, weekday, minute, state, ownHelp };
}
