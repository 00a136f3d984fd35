import type { Platform } from '../chat/invocation.ts';
import { type Given, prepared } from '../store/prepared.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Arrangement, Cohort, CohortChannel, ExamSeason, Part, Purpose } from './rules.ts';
import { openSpaceStore, type Place, type SpaceTables } from './spaces/store.ts';

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
  spaces: SpaceTables['spaces'];
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

/** A channel of a space. */
export interface ChannelPlace extends Place {
  readonly channel: string;
}

export function openCohortStore(record: TheRecord) {
  const db = () => record.db<CohortTables>();
  const spaces = openSpaceStore(record);
  const rows = () => db().selectFrom('cohorts').selectAll('cohorts');
  const at = prepared(record, (given: Given<Place>) =>
    rows()
      .innerJoin('spaces', 'spaces.cohort', 'cohorts.id')
      .select('spaces.is_home')
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
    ...spaces,

    async find(id: string): Promise<Cohort | null> {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row ? cohortOf(row) : null;
    },

    async findAt({ platform, space }: Place): Promise<Cohort | null> {
      const [row] = await at({ platform, space });
      return row ? cohortOf(row) : null;
    },

    /** The cohort of a space, and whether it was set up there. */
    async livingAt({ platform, space }: Place): Promise<{ readonly cohort: Cohort; readonly isHome: boolean } | null> {
      const [row] = await at({ platform, space });
      return row ? { cohort: cohortOf(row), isHome: row.is_home === 1 } : null;
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
      await spaces.insertSpace(cohort.id, place, null);
    },

    async update(id: string, change: Partial<Omit<Cohort, 'id' | 'ownHelp'>>): Promise<void> {
      await db().updateTable('cohorts').set(change).where('id', '=', id).execute();
    },

    async setOwnHelp(id: string, help: Cohort['ownHelp']): Promise<void> {
      const change = { own_help_name: help?.name ?? null, own_help_contact: help?.contact ?? null };
      await db().updateTable('cohorts').set(change).where('id', '=', id).execute();
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

    /** Where a space uses something of a cohort: those that Bombus can reach, in an order that says nothing. */
    async channelsOf(cohort: string, purpose: Purpose): Promise<readonly ChannelPlace[]> {
      return db()
        .selectFrom('cohort_channels')
        .innerJoin('spaces', (join) =>
          join
            .onRef('spaces.platform', '=', 'cohort_channels.platform')
            .onRef('spaces.space', '=', 'cohort_channels.space')
            .onRef('spaces.cohort', '=', 'cohort_channels.cohort'),
        )
        .select(['cohort_channels.platform', 'cohort_channels.space', 'channel'])
        .where('cohort_channels.cohort', '=', cohort)
        .where('purpose', '=', purpose)
        .where('gone_at', 'is', null)
        .orderBy('cohort_channels.platform')
        .orderBy('cohort_channels.space')
        .execute();
    },

    /** What a space was to a cohort: its channels and who holds which part there. */
    async clearPlace({ platform, space }: Place): Promise<void> {
      for (const table of ['cohort_channels', 'cohort_holders'] as const)
        await db()
          .deleteFrom(table)
          .where((where) => where.and({ platform, space }))
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

export type { Place };
