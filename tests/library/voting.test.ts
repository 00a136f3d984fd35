import { expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { eachDatabase } from '../support/databases.ts';
import { DAY, HOUR, openLibraryHouse } from './house.ts';

eachDatabase((_, databases) => {
  async function start() {
    const house = await openLibraryHouse(await databases());
    const id = await house.publish({ title: 'Where to park', answers: ['Behind the chapel.'] });
    const members = await Promise.all(Array.from({ length: 6 }, (_member, index) => house.join(`p${index}`)));
    async function entry() {
      const found = await house.library.find(id);
      if (!found) throw new Error('gone');
      return found;
    }
    return {
      ...house,
      id,
      members,
      entry,
      async vote(voters: readonly number[], isTrue: boolean) {
        for (const index of voters) {
          const member = members[index];
          if (member) await house.library.vote(member, await entry(), isTrue);
        }
      },
      async count() {
        house.pass(6 * HOUR);
        await house.mix.settle();
        const { stillTrue, notAnyMore } = await entry();
        return { stillTrue, notAnyMore };
      },
    };
  }

  it('asks after a year, and says nothing before', async () => {
    const { vote, entry, library, pass } = await start();
    await expect(vote([0], true)).rejects.toThrow(new UserError('not-asked'));
    expect(library.isAskedAgain(await entry())).toBe(false);
    pass(366 * DAY);
    expect(library.isAskedAgain(await entry())).toBe(true);
  });

  it('tells votes in steps of several people, each person once', async () => {
    const { vote, count, pass } = await start();
    pass(366 * DAY);
    await vote([0, 1, 2, 3, 3, 3], false);
    expect(await count()).toEqual({ stillTrue: 0, notAnyMore: 0 });
    await vote([4], false);
    expect(await count()).toEqual({ stillTrue: 0, notAnyMore: 1 });
    await vote([4], true);
    expect(await count()).toEqual({ stillTrue: 0, notAnyMore: 0 });
  });

  it('counts somebody with two accounts once, and nobody who was erased', async () => {
    const { vote, count, pass, members, services, fresh, library } = await start();
    const [one, other] = [members[0], members[1]];
    if (!one || !other) throw new Error('nobody is here');
    const { code } = await services.members.accounts.makeCode(one);
    await services.members.accounts.enter(await fresh(other.id), code, 'event');
    pass(366 * DAY);
    await vote([0, 1, 2, 3, 4], false);
    expect(await count()).toEqual({ stillTrue: 0, notAnyMore: 0 });
    await vote([5], false);
    expect(await count()).toEqual({ stillTrue: 0, notAnyMore: 1 });
    if (members[5]) await library.eraseOf(members[5]);
    await vote([4], false);
    expect(await count()).toEqual({ stillTrue: 0, notAnyMore: 0 });
  });

  it('writes nothing of a vote into the record before its slot, nor who voted at all', async () => {
    const { vote, count, pass, rows, members } = await start();
    pass(366 * DAY);
    const before = await rows();
    await vote([0, 1, 2, 3, 4], false);
    expect(await rows()).toBe(before);
    await count();
    const after = await rows();
    for (const { id } of members) expect(after.split(id)).toHaveLength(before.split(id).length);
  });

  it('tells the moderators once that it is doubted, and again only after they have confirmed it', async () => {
    const { vote, count, pass, owed, library, look, id, entry } = await start();
    const doubts = () => owed.filter(({ kind }) => kind === 'library:doubted').length;
    pass(366 * DAY);
    await vote([0, 1, 2, 3, 4], false);
    await count();
    await vote([5], false);
    await count();
    expect(doubts()).toBe(1);
    expect((await library.doubted((await entry()).cohort)).map((one) => one.id)).toEqual([id]);
    expect(await library.confirm(await look(id))).toBe('done');
    expect(library.isAskedAgain(await entry())).toBe(false);
    expect(await library.doubted((await entry()).cohort)).toEqual([]);
    pass(366 * DAY);
    await vote([0], false);
    expect(await count()).toEqual({ stillTrue: 0, notAnyMore: 0 });
    await vote([1, 2, 3, 4], false);
    await count();
    expect(doubts()).toBe(2);
  });
});
