import { describe, expect, it } from 'vitest';
import type { Member } from '../../src/members/rules.ts';
import type { Speaking } from '../../src/safe-space/drafts.ts';
import type { Speech } from '../../src/safe-space/rules.ts';
import { openTestCore } from '../support/core.ts';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';

const MINUTE = 60_000;

eachDatabase((_, openPlaces) => {
  async function openHouse(places: TestDatabases) {
    const core = await openTestCore(places);
    const { cohort, place } = await core.openCohort();
    const members: Member[] = [];
    for (let index = 0; index < 10; index += 1) members.push(await core.join(cohort, place, `person-${index}`));
    const [ada] = members;
    if (!ada) throw new Error('nobody is there');
    const { writing } = core.services.safeSpace;
    const speaking: Speaking = { member: ada, cohort, place, names: [] };
    return {
      ...core,
      cohort,
      speaking,
      writing,
      draft: (words: string) => writing.draftPost(speaking, { words, support: null, warning: null, timing: 'soon' }),
      waiting: (id: string) => core.mix.find<Speech>(id),
    };
  }

  describe('somebody who presses “Post it” again, having had no answer', () => {
    it('is told the same, with the same code', async () => {
      const { draft, writing, speaking, mix } = await openHouse(await openPlaces());
      const { id } = await draft('the ward felt long today');
      const first = await writing.accept(speaking, id);
      expect(await writing.accept(speaking, id)).toEqual(first);
      expect(await mix.all()).toHaveLength(1);
    });

    it('posts once where it has appeared meanwhile', async () => {
      const { draft, writing, speaking, mix, pass, services, cohort } = await openHouse(await openPlaces());
      const { id } = await draft('the ward felt long today');
      const { code } = await writing.accept(speaking, id);
      for (let quarter = 0; quarter < 5; quarter += 1) {
        pass(15 * MINUTE);
        await mix.settle();
      }
      expect((await writing.accept(speaking, id)).code).toBe(code);
      expect(await mix.all()).toEqual([]);
      await services.safeSpace.own.withdrawByCode(code ?? '', cohort);
    });

    it('changes nothing about what a moderator has let out', async () => {
      const { draft, writing, speaking, mix, pass, services, cohort, waiting } = await openHouse(await openPlaces());
      const { id } = await draft('I want to kill myself tonight');
      await writing.accept(speaking, id);
      pass(5 * MINUTE);
      await mix.settle();
      const [item] = await services.moderation.queue.waiting(cohort.id);
      await services.moderation.queue.decide(item?.id ?? '', { moderator: 'P1', decision: 'approve', text: null });
      await writing.accept(speaking, id);
      expect((await waiting(id))?.content.hold?.state).toBe('approved');
      pass(30 * MINUTE);
      await mix.settle();
      expect(await services.safeSpace.find(id)).toMatchObject({ state: 'shown' });
    });

    it('is told nothing of it where it was discarded before', async () => {
      const { draft, writing, speaking, mix } = await openHouse(await openPlaces());
      const { id } = await draft('the ward felt long today');
      await writing.discard(speaking.member, id);
      await expect(writing.accept(speaking, id)).rejects.toThrow('draft-gone');
      expect(await mix.all()).toEqual([]);
    });
  });

  describe('somebody who writes differently what has just appeared', () => {
    it('is told so, and not that the other words are accepted', async () => {
      const { draft, writing, speaking, mix, pass, services } = await openHouse(await openPlaces());
      const { id } = await draft('first words');
      await writing.accept(speaking, id);
      const typed = { words: 'second words', support: null, warning: null, timing: 'soon' } as const;
      await writing.draftChange(speaking, id, typed);
      const item = await mix.find(id);
      for (let quarter = 0; quarter < 5; quarter += 1) {
        pass(15 * MINUTE);
        await mix.settle();
      }
      // A process that died before it could forget what it had let go.
      if (item) await mix.put(item);
      await expect(writing.accept(speaking, id)).rejects.toThrow('already-out');
      expect(await services.safeSpace.find(id)).toMatchObject({ words: 'first words' });
    });
  });

  describe('a decision that a moderator takes back', () => {
    async function approved() {
      const house = await openHouse(await openPlaces());
      const { draft, writing, speaking, mix, pass, services, cohort } = house;
      const { id } = await draft('I want to kill myself tonight');
      await writing.accept(speaking, id);
      pass(5 * MINUTE);
      await mix.settle();
      const { queue } = services.moderation;
      const item = (await queue.waiting(cohort.id))[0]?.id ?? '';
      await queue.decide(item, { moderator: 'P1', decision: 'approve', text: null });
      return { ...house, queue, id, item };
    }

    it('stands where the process dies before it is taken back', async () => {
      const { services, queue, item, id, pass, mix } = await approved();
      const decided = await queue.find(item);
      if (decided) await services.safeSpace.moderating.undone(decided);
      pass(30 * MINUTE);
      await mix.settle();
      expect(await services.safeSpace.find(id)).toMatchObject({ state: 'shown' });
    });

    it('lets nothing out, until it is decided again', async () => {
      const { services, queue, item, id, pass, mix, waiting } = await approved();
      expect(await queue.undo(item, 'P2')).toBe('done');
      pass(30 * MINUTE);
      await mix.settle();
      expect(await services.safeSpace.find(id)).toBeNull();
      expect((await waiting(id))?.content.hold?.state).toBe('queued');
      await queue.decide(item, { moderator: 'P2', decision: 'approve', text: null });
      pass(30 * MINUTE);
      await mix.settle();
      expect(await services.safeSpace.find(id)).toMatchObject({ state: 'shown' });
    });
  });
});
