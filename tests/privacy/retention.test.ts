import { describe, expect, it } from 'vitest';
import { openDrafts } from '../../src/chat/drafts.ts';
import { erasePlatform } from '../../src/privacy/erasure.ts';
import { RETENTION } from '../../src/privacy/retention.ts';
import { openTestCore } from '../support/core.ts';
import { eachDatabase } from '../support/databases.ts';

const DAY = 24 * 3_600_000;

eachDatabase((database, open) => {
  const start = async () => {
    const core = await openTestCore(await open());
    return { ...core, ...(await core.openCohort()) };
  };
  /** The bytes of PostgreSQL's files are the operator's. */
  const hasOwnFiles = database === 'libSQL';

  describe('a check-in', () => {
    it('goes after twelve months, with its bytes, and newer ones stay', async () => {
      const core = await start();
      const ada = await core.join(core.cohort, core.place, 'ada');
      await core.answer(ada, await core.nextRound(core.cohort.id), 'words of the first week');
      core.pass(RETENTION.checkInsMs - 6 * DAY);
      await core.answer(ada, await core.nextRound(core.cohort.id), 'words of a late week');
      if (hasOwnFiles) expect(await core.isOnDisk('words of the first week')).toBe(true);

      core.pass(6 * DAY + 1);
      await core.upkeep.run();
      expect(await core.services.checkIns.everything(ada)).toMatchObject([{ note: 'words of a late week' }]);
      expect(await core.isOnDisk('words of the first week')).toBe(false);
      expect(await core.rows()).toContain('"ada"');
    });
  });

  describe('a member who left the place', () => {
    it('is there for thirty days, and then gone with all that was theirs and its bytes', async () => {
      const core = await start();
      const ada = await core.join(core.cohort, core.place, 'person-ada', { tags: ['carer'] });
      await core.join(core.cohort, core.place, 'person-bob');
      await core.answer(ada, await core.nextRound(core.cohort.id), 'words of ada');
      await core.services.members.personGone({ ...core.place, person: 'person-ada' });

      core.pass(RETENTION.goneMemberMs - 1);
      await core.upkeep.run();
      expect(await core.rows()).toContain('person-ada');

      core.pass(1);
      await core.upkeep.run();
      const left = await core.rows();
      const traces = ['person-ada', 'words of ada', 'carer', `"${ada.id}"`];
      expect(traces.filter((trace) => left.includes(trace))).toEqual([]);
      expect(left).toContain('person-bob');
      for (const trace of ['person-ada', 'words of ada']) expect(await core.isOnDisk(trace)).toBe(false);
    });

    it('is not erased when they are back in time', async () => {
      const core = await start();
      const ada = await core.join(core.cohort, core.place, 'ada');
      await core.services.members.personGone({ ...core.place, person: 'ada' });
      core.pass(RETENTION.goneMemberMs - 1);
      await core.services.members.personBack(await core.fresh(ada.id));
      core.pass(RETENTION.goneMemberMs);
      await core.upkeep.run();
      expect(await core.services.members.find(ada.id)).not.toBeNull();
    });
  });

  describe('a member who is silent for a year', () => {
    it('stays while they answer others as a mentor', async () => {
      const core = await start();
      const { mentors } = core.services;
      const ben = await core.join(core.cohort, core.place, 'ben', { year: 3 });
      const chosen = { topics: ['exams'], years: [1], usesTags: false, shownName: null, newAWeek: 3 };
      await mentors.volunteer(ben, chosen);
      core.pass(RETENTION.dormantMemberMs / 2);
      await mentors.orient(ben.id);
      core.pass(RETENTION.dormantMemberMs / 2 + DAY);
      await core.upkeep.run();
      expect(await mentors.find(ben.id)).not.toBeNull();
      core.pass(RETENTION.dormantMemberMs / 2);
      await core.upkeep.run();
      expect(await mentors.find(ben.id)).toBeNull();
    });

    it('is erased, and one who checked in is not', async () => {
      const core = await start();
      const [ada, bob] = [await core.join(core.cohort, core.place, 'ada'), await core.join(core.cohort, core.place, 'bob')];
      core.pass(RETENTION.dormantMemberMs / 2);
      await core.answer(bob, await core.nextRound(core.cohort.id));
      core.pass(RETENTION.dormantMemberMs / 2 + DAY);
      await core.upkeep.run();
      expect(await core.services.members.find(ada.id)).toBeNull();
      expect(await core.services.members.find(bob.id)).not.toBeNull();
    });
  });

  describe('what is kept for a short while', () => {
    it('goes on its day: drafts, a check-in begun, events handled, what was sent', async () => {
      const core = await start();
      const { forgetting } = core.stores;
      const ada = await core.join(core.cohort, core.place, 'ada');
      const round = await core.nextRound(core.cohort.id);
      const drafts = openDrafts(forgetting, RETENTION.draftsMs);
      await drafts.keep('sandbox/ada', 'home:name:', { name: ['half a name'] });
      await core.services.checkIns.answer(ada, round, 'happy', 3);
      await core.ledger.once('event', async () => 'told');

      core.pass(RETENTION.draftsMs);
      await core.upkeep.run();
      expect(await drafts.find('sandbox/ada', 'home:name:')).toBeNull();
      expect(await core.services.checkIns.stand(ada, round)).toMatchObject({ kind: 'item', at: 1 });
      expect(await core.ledger.once('event', async () => 'told again')).toEqual({ outcome: null, isRepeat: true });

      core.pass(RETENTION.handledEventsMs + DAY);
      await core.upkeep.run();
      expect(await core.ledger.once('event', async () => 'told again')).toEqual({ outcome: 'told again', isRepeat: false });
    });

    it('keeps what was sent for thirty days', async () => {
      const core = await start();
      await core.join(core.cohort, core.place, 'ada');
      await core.nextRound(core.cohort.id);
      await core.services.cohorts.pause(core.cohort.id);
      await core.outbox.cancel({ cohort: core.cohort.id });
      expect(await core.rows()).toContain('checkin:prompt');
      core.pass(RETENTION.deliveriesMs + DAY);
      await core.upkeep.run();
      expect(await core.rows()).not.toContain('checkin:prompt');
    });
  });

  describe('a platform that is reset', () => {
    it('loses its cohorts and all that belongs to them, and no other does', async () => {
      const core = await start();
      const { cohorts, roster } = core.services;
      const other = await core.openCohort('discord', 'server');
      await core.answer(
        await core.join(core.cohort, core.place, 'person-ada', { tags: ['carer'] }),
        await core.nextRound(core.cohort.id),
        'words of ada',
      );
      await core.join(other.cohort, other.place, 'person-bob', { tags: ['commuter'] });
      await cohorts.addExamSeason(core.cohort.id, { startsOn: '2027-05-01', endsOn: '2027-06-01' });
      await roster.propose(core.cohort, core.place, { id: 'P1', isLead: false }, ['P8', 'P9']);
      const untouched = await cohorts.arrangement(other.place);

      await erasePlatform(core.stores.record, 'sandbox');
      const left = await core.rows();
      const traces = [core.cohort.id, 'person-ada', 'carer', 'words of ada', 'P8', '2027-05-01', 'room'].map(
        (trace) => `"${trace}"`,
      );
      expect(traces.filter((trace) => left.includes(trace))).toEqual([]);
      expect(left).toContain('person-bob');
      expect(await cohorts.findAt(other.place)).toMatchObject({ id: other.cohort.id, state: 'open' });
      expect(await cohorts.arrangement(other.place)).toEqual(untouched);
      expect(await core.agenda.nextDue()).not.toBeNull();
    });
  });
});
