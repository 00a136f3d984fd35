import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../src/questions/figures.ts';
import type { Question } from '../../src/questions/rules.ts';
import { gini, jain, quantile } from '../../src/questions/spread.ts';
import { openEmbedded } from '../support/databases.ts';
import { DAY, HOUR, openQuestionsHouse } from './house.ts';

const groups = (sizes: Readonly<Record<string, number>>) =>
  new Map(
    Object.entries(sizes).map(([group, size]) => [
      group,
      Array.from({ length: size }, () => ({ slotAt: 0, firstAnswerAt: HOUR }) as Question),
    ]),
  );

describe('figures of groups', () => {
  it('are told from ten on, and where one alone would be hidden the smallest goes with it', () => {
    const told = (sizes: Readonly<Record<string, number>>) => groupsOf(groups(sizes)).map(({ group, asked }) => [group, asked]);
    expect(told({ a: 12, b: 30 })).toEqual([
      ['a', 12],
      ['b', 30],
    ]);
    expect(told({ a: 12, b: 30, c: 4 })).toEqual([
      ['a', null],
      ['b', 30],
      ['c', null],
    ]);
    expect(told({ a: 12, c: 8, d: 3 })).toEqual([
      ['a', 12],
      ['c', null],
      ['d', null],
    ]);
    expect(told({ a: 12, c: 4, d: 3 }).every(([, asked]) => asked === null)).toBe(true);
  });

  it('never leave one hidden, nor fewer than ten together, beside others that are shown', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 2 }), fc.nat({ max: 40 }), { maxKeys: 8 }), (sizes) => {
        const told = groupsOf(groups(sizes));
        const hidden = told.filter(({ asked }) => asked === null);
        expect(told.every(({ asked }) => asked === null || asked >= 10)).toBe(true);
        expect(hidden.length === 1 && told.length > 1).toBe(false);
        const left = hidden.reduce((sum, { group }) => sum + (sizes[group] ?? 0), 0);
        expect(hidden.length === 0 || hidden.length === told.length || left >= 10).toBe(true);
      }),
    );
  });
});

describe('figures of a cohort', () => {
  it('are of months that are over and change no more, and of five questions at least', async () => {
    const house = await openQuestionsHouse(await openEmbedded());
    await house.fill();
    const askers = await Promise.all(['a', 'b', 'c'].map((name) => house.join(name, 1)));
    const mentor = await house.volunteer('ben', 2);
    for (let number = 1; number < 10; number += 1) await house.volunteer(`other-${number}`, 2);
    const figures = async () =>
      (await house.nest.questions.moderators.figures(house.cohort.id)).months.map(({ month, asked }) => [month, asked]);
    for (const [number, asker] of askers.entries()) {
      await house.ask(asker, { title: `First ${number}` });
      await house.ask(asker, { title: `Second ${number}` });
    }
    await house.slot();
    // Whom else it is offered to nobody knows: one takes one, and nine take nothing.
    for (const { id } of await house.nest.questions.moderators.waiting(house.cohort.id))
      await house.nest.questions.moderators.assign({ cohort: house.cohort.id, question: id, mentor: mentor.id, moderator: 'P1' });
    await house.pass(15 * 60_000);
    expect(await house.accept(mentor)).toBe('yours');
    await house.jump(30 * DAY);
    expect((await figures()).at(-1)).toEqual(['2026-12', null]);
    await house.jump(10 * DAY);
    expect((await figures()).at(-1)).toEqual(['2027-01', 6]);
    const [january] = (await house.nest.questions.moderators.figures(house.cohort.id)).months.slice(-1);
    expect(january).toMatchObject({
      answered: null,
      medianHours: null,
      gini: 0.9,
      jain: 0.1,
      byYear: [{ group: '1', asked: null }],
    });
  });
});

describe('how evenly something is spread', () => {
  it('is 0 by Gini and 1 by Jain where all have the same', () => {
    expect([gini([2, 2, 2]), jain([2, 2, 2])]).toEqual([0, 1]);
    expect(gini([0, 0, 0, 4])).toBeCloseTo(0.75);
    expect(jain([0, 0, 0, 4])).toBeCloseTo(0.25);
    expect([gini([]), jain([0])]).toEqual([null, null]);
    expect([quantile([3, 1, 2], 0.5), quantile([], 0.5), quantile([1, 2], 1)]).toEqual([2, null, 2]);
  });
});
