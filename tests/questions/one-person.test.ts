import { describe, expect, it } from 'vitest';
import type { Member } from '../../src/members/rules.ts';
import { openEmbedded } from '../support/databases.ts';
import { DAY, HOUR, MINUTE, openQuestionsHouse, type QuestionsHouse } from './house.ts';

/** Two memberships of one person, as they say themselves. */
async function unite(house: QuestionsHouse, one: Member, other: Member): Promise<void> {
  const { code } = await house.nest.members.accounts.makeCode(one);
  await house.nest.members.accounts.enter(other, code, `${one.id} ${other.id}`);
}

const open = async (options?: Parameters<typeof openQuestionsHouse>[1]) => {
  const house = await openQuestionsHouse(await openEmbedded(), options);
  await house.fill();
  return {
    house,
    asker: await house.join('ada', 1),
    offersOf: (member: Member) => house.nest.questions.mentoring.offers(member),
  };
};

describe('somebody with two accounts', () => {
  it('is asked once, and nobody else loses their turn for it', async () => {
    const { house, asker, offersOf } = await open();
    const [one, other] = [await house.volunteer('ben', 2), await house.volunteer('ben-elsewhere', 2)];
    await unite(house, one, other);
    const third = await house.volunteer('cleo', 4);
    await house.ask(asker);
    await house.slot();
    expect([...(await offersOf(one)), ...(await offersOf(other))]).toHaveLength(1);
    expect(await offersOf(third)).toHaveLength(1);
  });

  it('volunteers by one of them', async () => {
    const { house } = await open();
    const [one, other] = [await house.volunteer('ben', 2), await house.join('ben-elsewhere', 2)];
    await unite(house, one, other);
    const again = { topics: ['exams'], years: [1], usesTags: false, shownName: null, newAWeek: 3 };
    await expect(house.nest.mentors.volunteer(await house.fresh(other.id), again)).rejects.toMatchObject({
      code: 'mentor-elsewhere',
    });
  });

  it('may ask no more often, and is muted in both', async () => {
    const { house, asker } = await open();
    const other = await house.join('ada-elsewhere', 1);
    await unite(house, asker, other);
    const { id } = await house.ask(asker);
    for (const by of [other, asker]) await house.ask(by);
    await expect(house.ask(await house.fresh(other.id))).rejects.toMatchObject({ code: 'enough-today' });
    await house.pass(2 * DAY);
    const about = { cohort: house.cohort.id, subject: id, purpose: 'question' } as const;
    await house.nest.moderation.mutes.muteAuthorOf(about, DAY, 'questions');
    await expect(house.ask(await house.fresh(other.id))).rejects.toMatchObject({ code: 'muted' });
  });

  it('is not asked what they asked, also where no seal says that they did', async () => {
    const { house, asker, offersOf } = await open({ sealDays: 0 });
    const own = await house.volunteer('ada-elsewhere', 3);
    await unite(house, asker, own);
    const near = await house.volunteer('ben', 2);
    await house.ask(await house.fresh(asker.id));
    await house.slot();
    expect(await offersOf(own)).toEqual([]);
    expect(await offersOf(near)).toHaveLength(1);
  });
});

describe('a mentor who is away', () => {
  it('has missed nothing, and one who was late while the bot slept is not to blame', async () => {
    const { house, asker } = await open();
    const near = await house.volunteer('ben', 2);
    await house.ask(asker);
    await house.slot();
    await house.nest.mentors.away(near.id, house.now() + 5 * DAY);
    await house.pass(25 * HOUR);
    expect((await house.nest.mentors.find(near.id))?.missed).toBe(0);
    await house.nest.mentors.comeBack(near.id);
    await house.ask(asker, { title: 'Another one' });
    await house.slot();
    expect(await house.accept(near)).toBe('yours');
    await house.jump(20 * HOUR);
    await house.pass(MINUTE);
    expect((await house.nest.mentors.find(near.id))?.missed).toBe(0);
  });
});
