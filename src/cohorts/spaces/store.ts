import type { Platform } from '../../chat/invocation.ts';
import type { Record as TheRecord } from '../../store/record.ts';

export interface SpaceTables {
  spaces: {
    platform: Platform;
    space: string;
    cohort: string;
    gone_at: number | null;
    is_home: number;
    linked_at: number | null;
  };
}

/** A server, workspace or room. */
export interface Place {
  readonly platform: Platform;
  readonly space: string;
}

/** A space as its cohort knows it. */
export interface Space extends Place {
  /** Where the cohort was set up; a space that was linked later never is. */
  readonly isHome: boolean;
  readonly linkedAt: number | null;
  /** Since when Bombus is not there any more; null while it is. */
  readonly goneAt: number | null;
}

/** Where cohorts live. */
export function openSpaceStore(record: TheRecord) {
  const db = () => record.db<SpaceTables>();

  return {
    async insertSpace(cohort: string, place: Place, linkedAt: number | null): Promise<void> {
      await db()
        .insertInto('spaces')
        .values({ ...place, cohort, gone_at: null, is_home: linkedAt === null ? 1 : 0, linked_at: linkedAt })
        .execute();
    },

    async removeSpace({ platform, space }: Place): Promise<void> {
      await db()
        .deleteFrom('spaces')
        .where((where) => where.and({ platform, space }))
        .execute();
    },

    /** All of them, the home first and then by when they were linked. */
    async allSpacesOf(cohort: string): Promise<readonly Space[]> {
      const rows = await db().selectFrom('spaces').selectAll().where('cohort', '=', cohort).execute();
      return rows
        .map(({ platform, space, is_home, linked_at, gone_at }) => ({
          platform,
          space,
          isHome: is_home === 1,
          linkedAt: linked_at,
          goneAt: gone_at,
        }))
        .sort((a, b) => Number(b.isHome) - Number(a.isHome) || (a.linkedAt ?? 0) - (b.linkedAt ?? 0));
    },

    /** Those where Bombus is. */
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
  };
}
