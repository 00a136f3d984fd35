import { beforeEach, describe, expect, it } from 'vitest';
import type { Member } from '../../src/members/rules.ts';
import { openEmbedded } from '../support/databases.ts';
import { DAY, HOUR, MINUTE, openQuestionsHouse, PLACE, type QuestionsHouse } from './house.ts';

const WEEK = 7 * DAY;
const TITLE = 'How do people revise for anatomy?';

let house: QuestionsHouse;
beforeEach(async () => {
  house = await openQuestionsHouse(await openEmbedded());
  await house.fill();
});

const offersOf = async (mentor: Member) => house.nest.questions.mentoring.offers(mentor);
const assign = (question: string, mentor: string) =>
  house.nest.questions.moderators.assign({ cohort: house.cohort.id, question, mentor, moderator: 'P1' });

/** Every table but the search's own, as it stands; offers are for those alone who got them. */
async function record(but: readonly string[] = []): Promise<string> {
  const tables = await house.stores.record.db<object>().introspection.getTables();
  const rows: [string, unknown][] = [];
  for (const { name } of tables)
    if (!['migrations', ...but].includes(name) && !name.startsWith('library_search'))
      rows.push([
        name,
        (await house.rows<{ receipt?: string }>(name)).map((row) => ('receipt' in row ? { ...row, receipt: '' } : row)),
      ]);
  return JSON.stringify(rows, null, 1);
}

describe('a mentor who wonders who asked', () => {
  it('learns nothing by taking other topics, years or tags: they count from the next week', async () => {
    const mentor = await house.volunteer('m', 2, { topics: ['finance'], years: [0] });
    await house.ask(await house.join('ada', 1), { shares: [] });
    await house.slot();
    await house.nest.mentors.change(mentor, { topics: ['exams', 'finance'], years: [0, 1], usesTags: true });
    await house.pass(DAY);
    expect(await offersOf(mentor)).toEqual([]);
    // A Monday, and whoever waits longer is asked then.
    await house.pass(6 * DAY);
    expect(await offersOf(mentor)).toMatchObject([{ title: TITLE }]);
  });

  it('learns nothing by saying that they are in another year', async () => {
    const mentor = await house.volunteer('m', 1);
    await house.ask(await house.join('ada', 1));
    await house.slot();
    await house.nest.members.setYear(mentor, 3);
    await house.nest.mentors.profileChanged(mentor.id);
    await house.pass(DAY);
    expect(await offersOf(mentor)).toEqual([]);
  });

  it('learns nothing by stopping, leaving and beginning again as somebody else', async () => {
    const mentor = await house.volunteer('m', 2, { topics: ['finance'] });
    await house.ask(await house.join('ada', 1));
    await house.slot();
    await house.nest.mentors.stop(mentor);
    const again = await house.volunteer('m', 2);
    await house.pass(HOUR);
    expect(await offersOf(again)).toEqual([]);
    await house.nest.members.leave(again);
    const anew = await house.volunteer('m', 3);
    await house.pass(DAY);
    expect(await offersOf(anew)).toEqual([]);
  });

  it('is refused in the same words for what is not theirs and for what does not exist', async () => {
    const [mentor, other] = [await house.volunteer('m', 2), await house.volunteer('n', 3, { topics: ['finance'] })];
    const { id } = await house.ask(await house.join('ada', 1));
    await house.slot();
    const [offer] = await offersOf(mentor);
    const { mentoring, mine } = house.nest.questions;
    for (const question of [id, 'no-such-question']) {
      await expect(mentoring.read(other, question)).rejects.toThrow('not-yours');
      await expect(mine.need(other, house.cohort, question)).rejects.toThrow('not-yours');
      for (const act of ['handOn', 'block'] as const) expect(await mentoring[act](other, question)).toBe('done');
    }
    for (const name of [offer?.offer ?? '', 'no-such-offer']) {
      expect(await mentoring.accept(other, name)).toBe('gone');
      expect([await mentoring.notNow(other, name), await mentoring.notThisTopic(other, name)]).toEqual(['done', 'done']);
    }
  });
});

describe('a block', () => {
  /** Somebody asks twice, and one mentor who has the first is offered the second. */
  async function twice(): Promise<{ mentor: Member; other: Member; asker: Member; first: string; second: string }> {
    const [mentor, other] = [await house.volunteer('m', 2), await house.volunteer('n', 2)];
    const asker = await house.join('ada', 1);
    const first = (await house.ask(asker)).id;
    await house.slot();
    await house.accept(mentor);
    await house.answer(mentor, first);
    const second = (await house.ask(asker, { title: 'And physiology?' })).id;
    await house.slot();
    return { mentor, other, asker, first, second };
  }

  for (const [by, block] of Object.entries({
    'the mentor': ({ mentor, first }: Awaited<ReturnType<typeof twice>>) => house.nest.questions.mentoring.block(mentor, first),
    'the asker': async ({ asker, first }: Awaited<ReturnType<typeof twice>>) =>
      house.nest.questions.mine.block(await house.mine(asker, first)),
  }))
    it(`by ${by} does not tell that the same person asked again: an offer is gone as if somebody had taken it`, async () => {
      const all = await twice();
      await block(all);
      await house.pass(15 * MINUTE);
      const [offer] = (await offersOf(all.mentor)).filter(({ id }) => id === all.second);
      expect(offer).toBeDefined();
      expect(await house.nest.questions.mentoring.accept(all.mentor, offer?.offer ?? '')).toBe('gone');
      expect(await offersOf(all.mentor)).toEqual([]);
      expect(await house.stage(all.asker, all.second)).toBe('looking');
    });

  it('after an answer looks to the mentor as if the question had ended', async () => {
    const { mentor, asker, first } = await twice();
    await house.nest.questions.mine.markAnswered(await house.mine(asker, first));
    await house.pass(15 * MINUTE);
    await house.nest.questions.mine.block(await house.mine(asker, first));
    await house.pass(15 * MINUTE);
    const blocked = await house.nest.questions.mentoring.holdings(mentor);
    await house.nest.questions.mine.leaving(asker, 'keep');
    await house.pass(7 * DAY);
    expect(blocked).toMatchObject([{ id: first, state: 'over', isWaiting: false }]);
  });

  it('by the mentor is the same for everybody else as handing it on', async () => {
    const leftAfter = async (act: 'block' | 'handOn'): Promise<string> => {
      house = await openQuestionsHouse(await openEmbedded());
      await house.fill();
      const { mentor, first } = await twice();
      await house.nest.questions.mentoring[act](mentor, first);
      await house.pass(DAY);
      return JSON.stringify([await record(), await house.nest.questions.moderators.waiting(house.cohort.id)]);
    };
    expect(await leftAfter('block')).toBe(await leftAfter('handOn'));
  });
});

describe('a moderator who names somebody', () => {
  it('reads “done” whoever it is, and nothing more is done before the next slot', async () => {
    const asker = await house.join('ada', 1);
    const fit = await house.volunteer('m', 2, { topics: ['finance'] });
    const far = await house.volunteer('far', 1);
    const { id } = await house.ask(asker);
    await house.slot();
    const before = await record(['audit_entries']);
    for (const mentor of [fit.id, far.id, asker.id, '', 'nobody']) expect(await assign(id, mentor)).toBe('done');
    expect(await record(['audit_entries'])).toBe(before);
    const audit = await house.rows<{ details: string; action: string; subject: string }>('audit_entries');
    const named = audit.filter(({ action }) => action === 'question:assign');
    expect(new Set(named.map(({ details, subject }) => `${details} ${subject}`)).size).toBe(1);
    await house.pass(15 * MINUTE);
    expect(await offersOf(fit)).toMatchObject([{ id }]);
    expect([await offersOf(far), await offersOf(asker)]).toEqual([[], []]);
  });

  it('sees the same afterwards, whether it was possible or not', async () => {
    const { id } = await house.ask(await house.join('ada', 1));
    const fit = await house.volunteer('m', 2, { topics: ['finance'] });
    await house.slot();
    const seen = async () =>
      (await house.nest.questions.moderators.waiting(house.cohort.id)).map(({ stage, title }) => [stage, title]);
    const before = await seen();
    await assign(id, 'nobody');
    await house.pass(15 * MINUTE);
    const impossible = await seen();
    await assign(id, fit.id);
    await house.pass(15 * MINUTE);
    expect([impossible, await seen()]).toEqual([before, before]);
  });
});

describe('whoever presses “I could answer” in the channel', () => {
  it('reads the same, and nothing is done before the next slot', async () => {
    const asker = await house.join('ada', 1);
    const [fit, far] = [await house.volunteer('m', 2, { topics: ['finance'] }), await house.volunteer('far', 1)];
    const { id } = await house.ask(asker);
    await house.pass(2 * DAY + 2 * HOUR);
    const before = await record();
    const { mentoring } = house.nest.questions;
    expect([await mentoring.volunteer(fit, id), await mentoring.volunteer(far, id)]).toEqual(['noted', 'noted']);
    expect(await record()).toBe(before);
    await house.pass(15 * MINUTE);
    expect([(await offersOf(fit)).length, await offersOf(far)]).toEqual([1, []]);
  });
});

describe('a mentor who takes what stands in the channel', () => {
  it('is not seen to do it at that moment: the channel changes at a slot', async () => {
    const mentor = await house.volunteer('m', 2, { topics: ['finance'] });
    const { id } = await house.ask(await house.join('ada', 1));
    await house.pass(2 * DAY + 2 * HOUR);
    await house.nest.questions.mentoring.volunteer(mentor, id);
    await house.pass(22 * MINUTE);
    expect(await house.accept(mentor)).toBe('yours');
    const changes = [...house.owed.values()].filter(({ kind }) => kind === 'question:waiting-state');
    expect(changes.map(({ notBefore }) => notBefore % (15 * MINUTE))).toEqual([0]);
    expect(changes[0]?.notBefore).toBeGreaterThan(house.now());
  });
});

describe('a tag that an asker would like to share', () => {
  /** All that is left, and what one mentor sees, of a week in which somebody asked with or without a tag. */
  async function leftWith(shares: readonly 'carer'[], holders: number): Promise<string> {
    house = await openQuestionsHouse(await openEmbedded());
    for (let number = 0; number < 10; number += 1)
      await house.join(`filler-${number}`, 1, number < holders ? (['carer'] as const) : []);
    const mentors = [await house.volunteer('m', 2, {}, ['carer'])];
    const asker = await house.join('ada', 1, ['carer']);
    await house.ask(asker, { shares });
    await house.slot();
    const seen = [];
    for (const mentor of mentors) seen.push(await offersOf(mentor));
    return JSON.stringify([await record(), seen, await house.nest.questions.moderators.waiting(house.cohort.id)]);
  }

  it('leaves no trace in the record, and nobody sees that there is one', async () => {
    expect(await leftWith(['carer'], 8)).toBe(await leftWith([], 8));
  });

  it('changes nothing at all where fewer than five hold it', async () => {
    const whom = async (shares: readonly 'carer'[]): Promise<unknown> => {
      house = await openQuestionsHouse(await openEmbedded());
      await house.fill();
      const mentors = [];
      for (const name of ['a', 'b', 'c']) mentors.push(await house.volunteer(name, 2, {}, name === 'c' ? ['carer'] : []));
      await house.ask(await house.join('ada', 1, ['carer']), { shares });
      await house.slot();
      const seen = [];
      for (const mentor of mentors) seen.push(await offersOf(mentor));
      return [seen, await record()];
    };
    expect(await whom(['carer'])).toEqual(await whom([]));
  });

  it('is counted once a week: five who take it up today change nothing today', async () => {
    const mentor = await house.volunteer('m', 2, {}, ['carer']);
    await house.ask(await house.join('ada', 1, ['carer']), { shares: ['carer'] });
    await house.slot();
    const { cohort } = house;
    expect(await house.nest.mentors.commonTags(cohort.id, house.now())).toEqual([]);
    for (const name of ['p', 'q', 'r', 's', 't']) await house.join(name, 1, ['carer']);
    expect(await house.nest.mentors.commonTags(cohort.id, house.now())).toEqual([]);
    await house.pass(WEEK);
    expect(await house.nest.mentors.commonTags(cohort.id, house.now())).toEqual(['carer']);
    expect((await house.nest.members.findAt({ ...PLACE, person: 'm' }))?.id).toBe(mentor.id);
  });
});
