import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAsked, nextItem, type PaceOfAsking, paceAfter, RESTS_AT } from '../../src/check-ins/rules.ts';

describe('the pace of asking', () => {
  it.each<[missed: number, pace: PaceOfAsking]>([
    [0, 'weekly'],
    [1, 'weekly'],
    [2, 'fortnightly'],
    [3, 'fortnightly'],
    [4, 'monthly'],
    [5, 'monthly'],
    [6, 'resting'],
    [100, 'resting'],
  ])('after %i missed rounds is %s', (missed, pace) => {
    expect(paceAfter(missed)).toBe(pace);
  });

  it('rests where the friendly line is sent', () => {
    expect([paceAfter(RESTS_AT - 1), paceAfter(RESTS_AT)]).toEqual(['monthly', 'resting']);
  });
});

/** The rounds that ask somebody who answers in the rounds given, or never. */
function askedRounds(rounds: number, answers: (round: number) => boolean): readonly number[] {
  const asked: number[] = [];
  let member = { missed: 0, askedRound: 0 };
  for (let round = 1; round <= rounds; round += 1) {
    if (!isAsked(round, member)) {
      if (answers(round)) member = { ...member, missed: 0 };
      continue;
    }
    asked.push(round);
    member = { missed: answers(round) ? 0 : member.missed + 1, askedRound: round };
  }
  return asked;
}

describe('a member', () => {
  it('who answers is asked every week', () => {
    expect(askedRounds(6, () => true)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('who never answers is asked less and less, and then no more', () => {
    expect(askedRounds(52, () => false)).toEqual([1, 2, 4, 6, 10, 14]);
  });

  it('who answers again is asked weekly again', () => {
    expect(askedRounds(18, (round) => round === 10)).toEqual([1, 2, 4, 6, 10, 11, 12, 14, 16]);
  });

  it('who answers unasked while it rests is asked again', () => {
    expect(askedRounds(32, (round) => round === 30)).toEqual([1, 2, 4, 6, 10, 14, 31, 32]);
  });

  it('is asked in the first round after joining, whatever its number', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), (round) => isAsked(round, { missed: 0, askedRound: 0 })));
  });

  it('is never asked twice in a round, nor more often than their pace', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 }), fc.integer({ min: 1, max: 500 }), fc.nat({ max: 12 }), (missed, last, later) => {
        const apart = { weekly: 1, fortnightly: 2, monthly: 4, resting: Number.POSITIVE_INFINITY }[paceAfter(missed)];
        expect(isAsked(last + later, { missed, askedRound: last })).toBe(later >= apart);
      }),
    );
  });
});

describe('the next item', () => {
  const items = ['happy', 'anxious', 'belonging'];

  it('is the first without an answer, zero being one', () => {
    expect(nextItem(items, {})).toBe('happy');
    expect(nextItem(items, { happy: 0 })).toBe('anxious');
    expect(nextItem(items, { anxious: 3 })).toBe('happy');
    expect(nextItem(items, { happy: 1, anxious: 3, belonging: 5 })).toBeNull();
    expect(nextItem([], {})).toBeNull();
  });
});
