import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { Message, Offer, Question } from '../../src/questions/rules.ts';
import { LIVE, TRANSITIONS } from '../../src/questions/states.ts';
import { openEmbedded } from '../support/databases.ts';
import { type Crowd, openCrowd } from './crowd.ts';
import { type Event, event } from './crowd-events.ts';
import { DAY, HOUR, openQuestionsHouse, type QuestionsHouse } from './house.ts';

/** For a long search: `SEQUENCES=500 npx vitest run tests/questions/sequences.test.ts`. */
const RUNS = Number(process.env.SEQUENCES ?? 6);

type QuestionRow = Pick<Question, 'id' | 'state' | 'holder'>;
type OfferRow = Pick<Offer, 'id' | 'question' | 'mentor' | 'state'> & {
  readonly offered_at: number;
  readonly ended_at: number | null;
};

/** What must hold whatever they did. */
function openRules(house: QuestionsHouse, { known }: Crowd) {
  const seen = new Set<string>();

  /** A block of an asker counts from when it is there. */
  async function blocksCome(): Promise<void> {
    for (const pair of known.apart.filter(({ since }) => since === null)) {
      const [one, other] = [await house.nest.members.find(pair.one), await house.nest.members.find(pair.other)];
      const isThere = one && other && (await house.nest.mentors.blocks.isBlocked(house.cohort.id, one, other));
      if (isThere) pair.since = house.now();
    }
  }

  function offered(one: OfferRow): void {
    const asker = known.asked.find(({ id }) => id === one.question)?.asker.id;
    expect(one.mentor).not.toBe(asker);
    const isApart = known.apart.some(
      ({ one: a, other: b, since }) => a === asker && b === one.mentor && since !== null && one.offered_at > since,
    );
    expect(isApart).toBe(false);
    expect(one.offered_at > (known.gone.get(one.mentor) ?? Number.POSITIVE_INFINITY)).toBe(false);
    expect(known.pausedSince !== null && one.offered_at > known.pausedSince).toBe(false);
  }

  return async (isBroken: boolean): Promise<void> => {
    const questions = await house.rows<QuestionRow>('questions');
    const offers = await house.rows<OfferRow>('offers');
    for (const { id, state, holder } of questions) {
      expect(Object.keys(TRANSITIONS)).toContain(state);
      if (state === 'held' || state === 'talking') expect(holder).not.toBe(null);
      if (state === 'seeking') expect(holder).toBe(null);
      const own = offers.filter(({ question }) => question === id);
      if (state !== 'seeking') expect(own.filter((one) => one.state === 'open')).toEqual([]);
      expect(own.filter((one) => one.state === 'accepted').length).toBeLessThanOrEqual(1);
      if (state === 'held') expect(own.find((one) => one.state === 'accepted')?.mentor).toBe(holder);
    }
    if (!isBroken) expect(await house.nest.questions.stuck()).toEqual([]);
    for (const one of offers) if (!seen.has(one.id)) offered(one);
    for (const { id } of offers) seen.add(id);
    await blocksCome();

    const week = house.nest.mentors.weekOf(house.now(), house.cohort.zone);
    const messages = await house.rows<Message>('question_messages');
    for (const { member, helped } of await house.rows<{ member: string; helped: number }>('mentors')) {
      const theirs = offers.filter(({ mentor }) => mentor === member);
      const held = questions.filter(({ holder, state }) => holder === member && state === 'held');
      expect(held.length + theirs.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(2);
      const taken = theirs.filter(({ state, ended_at }) => (state === 'accepted' || state === 'gone') && (ended_at ?? 0) >= week);
      expect(taken.length + theirs.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(3);
      expect(helped).toBe(messages.filter(({ kind, mentor }) => kind === 'thanks' && mentor === member).length);
    }
  };
}

async function play(events: readonly Event[], seed: string): Promise<void> {
  const house = await openQuestionsHouse(await openEmbedded(), { seed });
  const crowd = await openCrowd(house);
  const rules = openRules(house, crowd);
  for (const what of events) {
    let isBroken = false;
    try {
      await crowd.happens(what);
    } catch (error) {
      // Refused in words for people, or by a disk that is full.
      isBroken = !(error instanceof UserError);
      if (isBroken && !String(error).includes('disk is full')) throw error;
    }
    await rules(isBroken);
  }
  house.breakAt(0);
  await crowd.happens({ kind: 'open-cohort' });
  for (let day = 0; day < 60; day += 10) await house.pass(10 * DAY);
  await house.pass(HOUR);
  const left = (await house.rows<Pick<Question, 'state'>>('questions')).filter(({ state }) => LIVE.includes(state));
  expect(left).toEqual([]);
  expect((await house.rows<{ kind: string }>('due_work')).filter(({ kind }) => kind === 'question:next')).toEqual([]);
}

describe('whatever happens, in whatever order', () => {
  it('a question is in a legal state, moves on, has one holder at most, and ends', {
    timeout: 300_000 + RUNS * 10_000,
  }, async () => {
    const sequences = fc.array(event, { minLength: 30, maxLength: 70 });
    await fc.assert(fc.asyncProperty(sequences, fc.string({ maxLength: 4 }), play), { numRuns: RUNS });
  });
});
