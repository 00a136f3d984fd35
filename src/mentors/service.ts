import { weekOf } from '../calendar/weeks.ts';
import type { Platform } from '../chat/invocation.ts';
import type { Cohorts } from '../cohorts/service.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { UserError } from '../errors.ts';
import type { Member, Tag } from '../members/rules.ts';
import type { Members } from '../members/service.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { availableFor, availableFrom } from './availability.ts';
import { openBlocks } from './blocks.ts';
import { openCaps } from './caps.ts';
import { openChoosing } from './choosing.ts';
import { mentorFrom } from './reading.ts';
import { type Caps, type Choices, DEFAULT_HOURS, type Mentor, MISSES, restOf, TAG_HOLDERS, yearsBelow } from './rules.ts';
import { type ChoiceRow, type MentorChange, openMentorStore } from './store.ts';

export interface MentorsOptions {
  readonly record: TheRecord;
  readonly forgetting: Pick<Forgetting, 'get' | 'setUntil' | 'group'>;
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly members: Pick<Members, 'find' | 'tags'> & { readonly accounts: Pick<Members['accounts'], 'of'> };
  readonly cohorts: Pick<Cohorts, 'find'>;
  /** The sub-key `mutes`. */
  readonly key: Buffer;
  /** Says in the audit log that a moderator changed the caps, in the same transaction. */
  capsChanged(cohort: string, caps: Caps, moderator: string): Promise<unknown>;
  /** What they hold and were offered moves on to others, in the same transaction. */
  letGo(member: Member): Promise<void>;
  isSameForAll(platform: Platform): boolean;
  now(): number;
}

/** What somebody says of themselves when they volunteer. */
export interface Volunteering extends Choices, Pick<Mentor, 'shownName' | 'newAWeek'> {}

/** Anything of it: what belongs to `Choices` counts from the next week, all else at once. */
export type Change = Partial<
  Choices & Pick<Mentor, 'shownName' | 'openAtOnce' | 'newAWeek' | 'hours' | 'awayUntil' | 'examFrom' | 'examUntil'>
>;

const DAY = 24 * 3_600_000;

/** Those who volunteered to answer the years below. */
export function openMentors(options: MentorsOptions) {
  const { record, outbox, members, cohorts, letGo, isSameForAll, now } = options;
  const store = openMentorStore(record);
  const caps = openCaps({ ...options, store });
  const zoneOf = async (cohort: string): Promise<string> => (await cohorts.find(cohort))?.zone ?? 'UTC';
  const choosing = openChoosing({ ...options, store, zoneOf });

  async function find(member: string, at = now()): Promise<Mentor | null> {
    const row = await store.find(member);
    return row && mentorFrom(row, await store.choicesOf(member), await caps.of(row.cohort), at);
  }

  async function need(member: string): Promise<Mentor> {
    const mentor = await find(member);
    if (!mentor) throw new UserError('not-a-mentor');
    return mentor;
  }

  async function changeRow(member: string, change: (mentor: Mentor) => MentorChange | null): Promise<void> {
    await record.transaction(async () => {
      const mentor = await find(member);
      const changed = mentor && change(mentor);
      if (changed && Object.keys(changed).length > 0) await store.update(member, changed);
    });
  }

  async function erase(member: Member): Promise<void> {
    if (!(await store.find(member.id))) return;
    await choosing.stopped(member);
    await store.erase(member.id);
  }

  return {
    /** As they count now, or at an instant. */
    find,
    /** All who are here, in the order of their ids, as they count then. */
    async ofCohort(cohort: string, at: number): Promise<readonly Mentor[]> {
      const [rows, choices, limits] = [await store.ofCohort(cohort), await store.choicesIn(cohort), await caps.of(cohort)];
      const byMember = new Map<string, ChoiceRow[]>(rows.map(({ member }) => [member, []]));
      for (const choice of choices) byMember.get(choice.member)?.push(choice);
      return rows.map((row) => mentorFrom(row, byMember.get(row.member) ?? [], limits, at));
    },
    availableFor,
    availableFrom,
    /** The beginning of the week in which `at` lies, for the cap of new questions a week. */
    weekOf,
    caps,
    blocks: openBlocks(options),

    /** Tags that count in routing: those that enough members held when it was first asked in this week. */
    async commonTags(cohort: string, at: number): Promise<readonly Tag[]> {
      const week = weekOf(at, await zoneOf(cohort));
      return record.transaction(async () => {
        const counted = await store.commonTags(cohort, week);
        if (counted) return counted;
        const tags = await store.tagsHeldBy(cohort, TAG_HOLDERS);
        await store.setCommonTags(cohort, week, tags);
        return tags;
      });
    },

    /**
     * Takes somebody in who has read the orientation; who is one already stays as they are.
     * @throws UserError `nobody-below` for the lowest year; `mentor-elsewhere` by another account of theirs.
     */
    async volunteer(member: Member, { shownName, newAWeek, topics, years, usesTags }: Volunteering): Promise<void> {
      if (yearsBelow(member.year).length === 0) throw new UserError('nobody-below');
      await record.transaction(async () => {
        if (await store.find(member.id)) return;
        for (const { id } of await members.accounts.of(member)) if (await store.find(id)) throw new UserError('mentor-elsewhere');
        const { openAtOnce } = await caps.of(member.cohort);
        await store.insert({
          member: member.id,
          cohort: member.cohort,
          shownName,
          openAtOnce,
          newAWeek,
          hours: { ...DEFAULT_HOURS, zone: member.ownTime?.zone ?? null },
          awayUntil: null,
          examFrom: null,
          examUntil: null,
          missed: 0,
          pausedAt: null,
          orientedAt: now(),
          helped: 0,
          since: now(),
        });
        await choosing.begin(member, { topics, years, usesTags });
      });
    },

    /** @throws UserError `not-a-mentor` */
    async change(member: Member, { topics, years, usesTags, ...change }: Change): Promise<void> {
      await record.transaction(async () => {
        await need(member.id);
        if (Object.keys(change).length > 0) await store.update(member.id, change);
        const chosen = { ...(topics && { topics }), ...(years && { years }), ...(usesTags !== undefined && { usesTags }) };
        if (Object.keys(chosen).length > 0) await choosing.change(member, chosen);
      });
    },

    /** Null ends it. @throws UserError `not-a-mentor` */
    async away(member: string, until: number | null): Promise<void> {
      await need(member);
      await store.update(member, { awayUntil: until });
    },

    /** Rests and absences end now. */
    comeBack: (member: string): Promise<void> =>
      changeRow(member, ({ examFrom, examUntil }) => {
        const inExams = examUntil !== null && (examFrom ?? 0) <= now();
        return { pausedAt: null, missed: 0, awayUntil: null, ...(inExams ? { examFrom: null, examUntil: null } : {}) };
      }),

    /** Of these, who did not answer others either: a mentor confirms the orientation once a year. */
    async unlessActive(ids: readonly string[], since: number): Promise<readonly string[]> {
      const found = await Promise.all(ids.map((id) => store.find(id)));
      return ids.filter((_, index) => (found[index]?.orientedAt ?? 0) <= since);
    },

    /** They have read the orientation again. */
    orient: (member: string): Promise<void> => changeRow(member, () => ({ orientedAt: now() })),

    /** An offer went unanswered; who is away has missed nothing. The third in a row lets them rest, which they are told. */
    async missedOffer(member: string): Promise<void> {
      await record.transaction(async () => {
        const mentor = await find(member);
        const rest = mentor && restOf(mentor, now());
        if (!mentor || (rest !== null && rest !== 'paused')) return;
        const missed = mentor.missed + 1;
        const rests = missed >= MISSES && mentor.pausedAt === null;
        await store.update(member, { missed, ...(rests ? { pausedAt: now() } : {}) });
        const known = rests ? await members.find(member) : null;
        if (known && !isSameForAll(known.platform)) await outbox.owe([restLine(known, now())]);
      });
    },

    /** Whatever the answer was. */
    answeredOffer: (member: string): Promise<void> => changeRow(member, ({ missed }) => (missed > 0 ? { missed: 0 } : null)),

    helpedSomebody: (member: string): Promise<void> => changeRow(member, ({ helped }) => ({ helped: helped + 1 })),

    /** Takes a topic away at once: that only makes it less, and nobody should be asked again what they cannot bear. */
    notThisTopic: (member: string, topic: string): Promise<void> => record.transaction(() => choosing.dropTopic(member, topic)),

    /** Their year or tags are others now: that counts from the next week. Nothing for who is no mentor. */
    async profileChanged(id: string): Promise<void> {
      await record.transaction(async () => {
        const member = await members.find(id);
        if (member && (await store.find(id))) await choosing.change(member, {});
      });
    },

    /** They volunteer no more. What they hold goes to others. */
    async stop(member: Member): Promise<void> {
      await record.transaction(async () => {
        await letGo(member);
        await erase(member);
      });
    },

    /** Everything about them as a mentor, for who leaves the cohort. */
    erase,
  };
}

export type Mentors = ReturnType<typeof openMentors>;

const restLine = ({ id, cohort }: Member, at: number) =>
  ({
    key: `mentor:rest:${id}:${at}`,
    kind: 'mentor:rest',
    subject: id,
    cohort,
    to: { kind: 'member', member: id },
    notBefore: at,
    expiresAt: at + 7 * DAY,
    quietHours: 'respect',
    pin: false,
    edits: null,
    thread: null,
  }) as const;
