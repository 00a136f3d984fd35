import { describe, expect, it } from 'vitest';
import { humanOf } from '../../src/members/rules.ts';
import { openTestCore } from '../support/core.ts';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';

const HOUR = 3_600_000;
const NEST = { platform: 'discord', space: 'nest' } as const;
const WORK = { platform: 'slack', space: 'T1' } as const;

eachDatabase((_, openPlaces) => {
  async function start(places: TestDatabases) {
    const core = await openTestCore(places);
    const { cohort } = await core.openCohort('discord', 'nest');
    const { linking, members } = core.services;
    const { code } = await linking.makeCode(cohort, { place: NEST, actor: 'P1' });
    await linking.enter(code, { place: WORK, actor: 'slack:U1' }, 'linking');
    const [here, there] = [await core.join(cohort, NEST, 'ada'), await core.join(cohort, WORK, 'U-ada')];
    const { accounts } = members;
    let attempts = 0;
    const unite = async (a = here, b = there) => accounts.enter(b, (await accounts.makeCode(a)).code, `event ${++attempts}`);
    return { ...core, cohort, members, accounts, here, there, unite };
  }

  describe('somebody who is a member on two platforms', () => {
    it('counts twice until they say that both are them', async () => {
      const { cohort, members, accounts, here, there, unite, fresh } = await start(await openPlaces());
      expect(await members.count(cohort.id)).toBe(2);
      await unite();
      expect(await members.count(cohort.id)).toBe(1);
      const [one, other] = [await fresh(here.id), await fresh(there.id)];
      expect(accounts.isSame(one, other)).toBe(true);
      expect(humanOf(one)).toBe(humanOf(other));
      expect([here.id, there.id]).not.toContain(one.human);
    });

    it('goes by one name for tags, whichever account acts', async () => {
      const { accounts, here, there, unite } = await start(await openPlaces());
      expect(await accounts.at(here)).not.toEqual(await accounts.at(there));
      await unite();
      expect(await accounts.at(here)).toEqual(await accounts.at(there));
      expect(await accounts.at({ ...NEST, person: 'nobody' })).toEqual([{ ...NEST, person: 'nobody' }]);
    });

    it('may say so again, and take it back', async () => {
      const { cohort, members, accounts, here, unite, fresh, rows } = await start(await openPlaces());
      await unite();
      await unite();
      const { human } = await fresh(here.id);
      await accounts.separate(await fresh(here.id));
      expect(await members.count(cohort.id)).toBe(2);
      expect(await rows()).not.toContain(human ?? 'no human');
    });

    it('leaves no trace in the other when they leave by one', async () => {
      const { members, here, there, unite, fresh, rows } = await start(await openPlaces());
      await unite();
      const { human } = await fresh(here.id);
      await members.leave(await fresh(here.id));
      expect((await fresh(there.id)).human).toBeNull();
      expect(await rows()).not.toContain(human ?? 'no human');
    });
  });

  describe('a code of one’s own', () => {
    it('works for a while, once, and not where it was made', async () => {
      const { cohort, accounts, here, there, join, pass } = await start(await openPlaces());
      const bob = await join(cohort, WORK, 'U-bob');
      const { code } = await accounts.makeCode(here);
      await expect(accounts.enter(here, code, 'a')).rejects.toMatchObject({ code: 'person-code-own' });
      await accounts.enter(there, code, 'b');
      await expect(accounts.enter(bob, code, 'c')).rejects.toMatchObject({ code: 'person-code-used' });
      const late = await accounts.makeCode(here);
      pass(HOUR);
      await expect(accounts.enter(there, late.code, 'd')).rejects.toMatchObject({ code: 'person-code-expired' });
    });

    it('is of no use in another cohort, or after whoever made it has left', async () => {
      const { members, accounts, here, there, openCohort, join } = await start(await openPlaces());
      const other = await openCohort('slack', 'T2');
      const eve = await join(other.cohort, other.place, 'U-eve');
      const { code } = await accounts.makeCode(here);
      await expect(accounts.enter(eve, code, 'a')).rejects.toMatchObject({ code: 'person-code-elsewhere' });
      await members.leave(here);
      await expect(accounts.enter(there, code, 'b')).rejects.toMatchObject({ code: 'person-code-unknown' });
    });
  });

  it('the same account of a platform in two places is one person by itself', async () => {
    const { cohort, members, services, join } = await start(await openPlaces());
    const second = { platform: 'discord', space: 'second nest' } as const;
    const { code } = await services.linking.makeCode(cohort, { place: NEST, actor: 'P1' });
    await services.linking.enter(code, { place: second, actor: 'discord:P9' }, 'second');
    await join(cohort, second, 'ada');
    expect(await members.count(cohort.id)).toBe(2);
  });
});
