import { nextWeek } from '../calendar/weeks.ts';
import type { Member, Tag } from '../members/rules.ts';
import type { Members } from '../members/service.ts';
import { personTags } from '../privacy/keyed-tags.ts';
import type { Forgetting } from '../store/forgetting.ts';
import { type Choices, yearsBelow } from './rules.ts';
import type { ChoiceRow, MentorStore } from './store.ts';

export interface ChoosingOptions {
  readonly store: Pick<MentorStore, 'choicesOf' | 'choose'>;
  readonly forgetting: Pick<Forgetting, 'get' | 'setUntil'>;
  readonly members: Pick<Members, 'tags'>;
  /** The sub-key `mutes`. */
  readonly key: Buffer;
  zoneOf(cohort: string): Promise<string>;
  now(): number;
}

const STOPPED = 'mentor-stopped';
const DAY = 24 * 3_600_000;

/** From when what a mentor chooses counts. All of it inside the caller's transaction. */
export function openChoosing({ store, forgetting, members, key, zoneOf, now }: ChoosingOptions) {
  const tagOf = personTags(key);
  const whoOf = (member: Member) => tagOf('mentor', member.cohort, member);
  const nextWeekOf = async ({ cohort }: Member): Promise<number> => nextWeek(now(), await zoneOf(cohort));

  async function keep(row: ChoiceRow): Promise<void> {
    const counting = (await store.choicesOf(row.member)).findLast(({ countsFrom }) => countsFrom <= now());
    await store.choose(row, counting?.countsFrom ?? 0);
  }

  const rowOf = async (member: Member, countsFrom: number, chosen: Omit<Choices, 'years'> & Pick<ChoiceRow, 'years'>) => ({
    ...chosen,
    member: member.id,
    countsFrom,
    year: member.year,
    tags: chosen.usesTags ? await members.tags(member.id) : ([] as readonly Tag[]),
  });

  return {
    /**
     * The first time it counts at once. Who stopped, or left, in this week begins with the next: else stopping and
     * beginning again would be a change that counts at once.
     */
    async begin(member: Member, { topics, years, usesTags }: Choices): Promise<void> {
      const stopped = await forgetting.get<number>(STOPPED, whoOf(member));
      const countsFrom = Math.max(stopped ?? 0, now());
      await keep(await rowOf(member, countsFrom, { topics, years: unlessUsual(years, member.year), usesTags }));
    },

    /** From the next week on, in place of what was to count then; year and tags as they are now. */
    async change(member: Member, { topics, years, usesTags }: Partial<Choices>): Promise<void> {
      const last = (await store.choicesOf(member.id)).at(-1);
      if (!last) return;
      const chosen = {
        topics: topics ?? last.topics,
        years: years ? unlessUsual(years, member.year) : last.years,
        usesTags: usesTags ?? last.usesTags,
      };
      await keep(await rowOf(member, await nextWeekOf(member), chosen));
    },

    /** At once, for now and for what is to come. */
    async dropTopic(member: string, topic: string): Promise<void> {
      for (const row of await store.choicesOf(member))
        if (row.topics.includes(topic)) await store.choose({ ...row, topics: row.topics.filter((one) => one !== topic) }, 0);
    },

    async stopped(member: Member): Promise<void> {
      const week = await nextWeekOf(member);
      await forgetting.setUntil(STOPPED, whoOf(member), week, week + DAY);
    },
  };
}

/** Who takes all years below takes those of the next academic year too. */
function unlessUsual(years: readonly number[], own: number): readonly number[] | null {
  const usual = yearsBelow(own);
  return usual.length === years.length && usual.every((year) => years.includes(year)) ? null : years;
}
