import type { Member, Profile } from '../../src/members/rules.ts';
import type { Volunteering } from '../../src/mentors/service.ts';
import { openMentors } from '../../src/mentors/service.ts';
import { personTags } from '../../src/privacy/keyed-tags.ts';
import { loadTopics } from '../../src/topics/defaults.ts';
import { openTopics } from '../../src/topics/service.ts';
import { openTestCore } from '../support/core.ts';
import type { TestDatabases } from '../support/databases.ts';

/** A Wednesday at noon in London, in summer time. */
export const WEDNESDAY = Date.parse('2026-10-14T11:00:00Z');
/** The Monday after it, when the week begins. */
export const MONDAY = Date.parse('2026-10-18T23:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** What most people choose. */
export const CHOSEN: Volunteering = { topics: ['exams'], years: [0, 1, 2], usesTags: false, shownName: null, newAWeek: 2 };

/** Mentors of a cohort on real stores. */
export async function openMentorsHouse(databases: TestDatabases) {
  const core = await openTestCore(databases);
  core.pass(WEDNESDAY - core.now());
  const { cohort, place } = await core.openCohort();
  const letGo: string[] = [];
  let ids = 0;
  const mentors = openMentors({
    record: core.stores.record,
    forgetting: core.stores.forgetting,
    outbox: core.outbox,
    members: core.services.members,
    cohorts: core.services.cohorts,
    key: core.stores.keys.mutes,
    capsChanged: (id, { openAtOnce, newAWeek }, actor) =>
      core.services.audit.append(id, { actor, action: 'questions:caps', subject: id, details: { openAtOnce, newAWeek } }),
    async letGo({ id }) {
      letGo.push(id);
    },
    isSameForAll: (platform) => platform === 'slack',
    now: core.now,
  });
  const topics = openTopics({
    record: core.stores.record,
    defaults: loadTopics(),
    changed: (id, actor) => core.services.audit.append(id, { actor, action: 'questions:topics', subject: id, details: {} }),
    now: core.now,
    newId: () => `topic-${++ids}`,
  });

  return {
    ...core,
    mentors,
    topics,
    cohort,
    place,
    letGo,
    personTag: personTags(core.stores.keys.mutes),
    member: (person: string, profile: Partial<Profile> = {}): Promise<Member> =>
      core.join(cohort, place, person, { year: 3, ...profile }),
    /** Somebody in year 3 who volunteers. */
    async volunteer(person: string, chosen: Partial<Volunteering> = {}, profile: Partial<Profile> = {}): Promise<Member> {
      const member = await core.join(cohort, place, person, { year: 3, ...profile });
      await mentors.volunteer(member, { ...CHOSEN, ...chosen });
      return member;
    },
    at(instant: number): void {
      core.pass(instant - core.now());
    },
    async mentor(id: string) {
      const mentor = await mentors.find(id);
      if (!mentor) throw new Error('no such mentor');
      return mentor;
    },
    owed: () =>
      core.stores.record
        .db<{ deliveries: { kind: string; to_member: string | null } }>()
        .selectFrom('deliveries')
        .select(['kind', 'to_member'])
        .where('kind', 'like', 'mentor:%')
        .execute(),
  };
}
