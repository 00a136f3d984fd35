import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { Member } from '../../src/members/rules.ts';
import type { AskerAct, Offer, Question } from '../../src/questions/rules.ts';
import type { MyQuestion } from '../../src/questions/service.ts';
import { LIVE, TRANSITIONS } from '../../src/questions/states.ts';
import { openEmbedded } from '../support/databases.ts';
import { DAY, MINUTE, openQuestionsHouse, type QuestionsHouse } from './house.ts';

const PEOPLE = 4;
const MENTORS = 5;

const person = fc.nat({ max: PEOPLE + MENTORS - 1 });
const mentor = fc.integer({ min: PEOPLE, max: PEOPLE + MENTORS - 1 });
const nth = fc.nat({ max: 4 });

type Acting =
  | 'accept'
  | 'race'
  | 'not-now'
  | 'not-topic'
  | 'answer'
  | 'asks-back'
  | 'hand-on'
  | 'mentor-blocks'
  | 'mentor-reports'
  | 'volunteer'
  | 'stop';
type Asking = 'reply' | 'thank' | 'answered' | 'reopen' | 'someone-else' | 'asker-blocks' | 'withdraw' | 'asker-reports';

type Event =
  | { readonly kind: 'ask'; readonly by: number }
  | { readonly kind: Acting; readonly by: number; readonly nth: number }
  | { readonly kind: Asking; readonly nth: number }
  | { readonly kind: 'assign'; readonly by: number; readonly nth: number }
  | { readonly kind: 'mute' | 'leave'; readonly by: number }
  | { readonly kind: 'pass' | 'jump'; readonly minutes: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'break'; readonly nth: number };

const acting = fc.constantFrom<Acting>(
  'accept',
  'race',
  'not-now',
  'not-topic',
  'answer',
  'asks-back',
  'hand-on',
  'mentor-blocks',
  'mentor-reports',
  'volunteer',
  'stop',
);
const asking = fc.constantFrom<Asking>(
  'reply',
  'thank',
  'answered',
  'reopen',
  'someone-else',
  'asker-blocks',
  'withdraw',
  'asker-reports',
);

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const), by: person }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom<Acting>('accept', 'race', 'answer'), by: mentor, nth }) },
  { weight: 6, arbitrary: fc.record({ kind: acting, by: mentor, nth }) },
  { weight: 5, arbitrary: fc.record({ kind: asking, nth }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('assign' as const), by: mentor, nth }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('mute' as const, 'leave' as const), by: person }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.constantFrom(15, 15, 75, 75, 300, 1_440, 4_320) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), minutes: fc.constantFrom(60, 2_880, 14_400) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('break' as const), nth: fc.integer({ min: 1, max: 3 }) }) },
);

const ON_OFFERS: readonly Acting[] = ['accept', 'race', 'not-now', 'not-topic', 'volunteer'];
const MAY: Readonly<Record<Asking, AskerAct>> = {
  reply: 'reply',
  thank: 'thanks',
  answered: 'answered',
  reopen: 'reopen',
  'someone-else': 'someone-else',
  'asker-blocks': 'block',
  withdraw: 'withdraw',
  'asker-reports': 'report',
};

interface Known {
  readonly asker: Member;
  readonly id: string;
}

/** People who do all kinds of things, and what must hold whatever they did. */
async function openCrowd(house: QuestionsHouse) {
  await house.fill(6);
  const people: (Member | null)[] = [];
  for (let number = 0; number < PEOPLE; number += 1) people.push(await house.join(`person-${number}`, number % 2));
  for (let number = 0; number < MENTORS; number += 1)
    people.push(await house.volunteer(`mentor-${number}`, 1 + (number % 4), { topics: ['exams'] }));
  const asked: Known[] = [];
  /** Pairs that must not meet, from when on it is certain. */
  const apart: { readonly one: string; readonly other: string; readonly since: number }[] = [];
  const seen = new Set<string>();

  const chosen = <T>(list: readonly T[], at: number): T | undefined => (list.length === 0 ? undefined : list[at % list.length]);
  const { cohort } = house;

  /** Somebody who can: whoever acts is chosen among them, if there are any. */
  async function ableOf(kind: Acting, by: number): Promise<Member | null> {
    const { mentoring } = house.nest.questions;
    const able: Member[] = [];
    for (const who of people.flatMap((one) => one ?? [])) {
      const list = ON_OFFERS.includes(kind)
        ? await mentoring.offers(who)
        : (await mentoring.holdings(who)).filter(({ state }) => state !== 'over');
      if (list.length > 0) able.push(who);
    }
    return chosen(able, by) ?? people[by] ?? null;
  }

  async function actsAs(who: Member, { kind, nth: at }: { readonly kind: Acting; readonly nth: number }): Promise<void> {
    const { mentoring } = house.nest.questions;
    const offer = chosen(await mentoring.offers(who), at);
    const holding = chosen(await mentoring.holdings(who), at);
    const rival = people.find((other) => other !== null && other.id !== who.id && other.year > 0);
    if (kind === 'accept' && offer) await mentoring.accept(who, offer.offer);
    // The same again, and somebody else, in the same instant.
    if (kind === 'race' && offer) {
      const theirs = rival && (await mentoring.offers(rival)).find(({ id }) => id === offer.id);
      await Promise.all([
        mentoring.accept(who, offer.offer),
        mentoring.accept(who, offer.offer),
        theirs && rival ? mentoring.accept(rival, theirs.offer) : null,
      ]);
    }
    if (kind === 'not-now' && offer) await mentoring.notNow(who, offer.offer);
    if (kind === 'not-topic' && offer) await mentoring.notThisTopic(who, offer.offer);
    if (kind === 'answer' && holding) await house.answer(who, holding.id);
    if (kind === 'asks-back' && holding) await house.answer(who, holding.id, { kind: 'asks-back', words: 'Which part?' });
    if (kind === 'hand-on' && holding) await mentoring.handOn(who, holding.id);
    if (kind === 'mentor-reports' && holding) await mentoring.report(who, holding.id, null, 'unkind');
    if (kind === 'mentor-blocks' && holding) {
      const known = asked.find(({ id }) => id === holding.id);
      await mentoring.block(who, holding.id);
      if (known) apart.push({ one: known.asker.id, other: who.id, since: house.now() });
    }
    if (kind === 'volunteer') {
      const known = chosen(asked, at);
      if (known) await mentoring.volunteer(who, known.id);
    }
    if (kind === 'stop' && at === 0) await house.nest.mentors.stop(who);
  }

  async function asks({ kind, nth: at }: { readonly kind: Asking; readonly nth: number }): Promise<void> {
    const { mine } = house.nest.questions;
    const able: (Known & { readonly question: MyQuestion })[] = [];
    for (const known of asked) {
      const question = people.some((who) => who?.id === known.asker.id)
        ? await house.mine(known.asker, known.id).catch(() => null)
        : null;
      if (question?.may.includes(MAY[kind])) able.push({ ...known, question });
    }
    const known = chosen(able, at);
    if (!known) return;
    const { question } = known;
    if (kind === 'reply') await house.reply(known.asker, known.id);
    if (kind === 'thank') await mine.thank(question);
    if (kind === 'answered') await mine.markAnswered(question);
    if (kind === 'reopen') await mine.reopen(question);
    if (kind === 'someone-else') await mine.someoneElse(question);
    if (kind === 'withdraw' && at === 0) await mine.withdraw(question);
    if (kind === 'asker-reports') await mine.report(question, null, 'other');
    if (kind === 'asker-blocks') {
      const other = question.question?.holder;
      const messages = (await house.nest.questions.mine.read(question, null)).messages.findLast(({ side }) => side === 'mentor');
      await mine.block(question);
      // At the next slot, with whoever they then mean: the one who spoke last, or has it.
      const meant = messages?.mentor ?? other;
      if (meant) apart.push({ one: known.asker.id, other: meant, since: house.now() + 15 * MINUTE });
    }
  }

  async function leaves(who: Member, at: number): Promise<void> {
    await house.nest.questions.mine.leaving(who, at % 2 === 0 ? 'withdraw-at-once' : 'keep');
    await house.nest.members.leave(who);
    people[people.findIndex((one) => one?.id === who.id)] = null;
  }

  async function happens(what: Event): Promise<void> {
    if (what.kind === 'pass') return house.pass(what.minutes * MINUTE);
    if (what.kind === 'jump') return house.jump(what.minutes * MINUTE);
    if (what.kind === 'restart') return house.startAgain();
    if (what.kind === 'break') return house.breakAt(what.nth);
    if (!('by' in what)) return asks(what as Extract<Event, { readonly kind: Asking }>);
    const who = people[what.by];
    if (!who) return;
    switch (what.kind) {
      case 'ask': {
        const { id } = await house.ask(who);
        asked.push({ asker: who, id });
        return;
      }
      case 'assign': {
        const known = chosen(asked, what.nth);
        if (known)
          await house.nest.questions.moderators.assign({
            cohort: cohort.id,
            question: known.id,
            mentor: who.id,
            moderator: 'P1',
          });
        return;
      }
      case 'mute': {
        const known = asked.find(({ asker }) => asker.id === who.id);
        const about = { cohort: cohort.id, subject: known?.id ?? '', purpose: 'question' } as const;
        await house.nest.moderation.mutes.muteAuthorOf(about, DAY, 'questions');
        return;
      }
      case 'leave':
        return leaves(who, what.by);
      default: {
        const able = await ableOf(what.kind, what.by);
        if (able) await actsAs(able, what);
      }
    }
  }

  async function holds(isBroken: boolean): Promise<void> {
    const questions = await house.rows<{ id: string; state: Question['state']; holder: string | null; cohort: string }>(
      'questions',
    );
    const offers = await house.rows<{
      id: string;
      question: string;
      mentor: string;
      state: Offer['state'];
      offered_at: number;
      ended_at: number | null;
    }>('offers');
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
    for (const one of offers.filter(({ id }) => !seen.has(id))) {
      seen.add(one.id);
      const asker = asked.find(({ id }) => id === one.question)?.asker.id;
      expect(one.mentor).not.toBe(asker);
      const isApart = apart.some(({ one: a, other: b, since }) => a === asker && b === one.mentor && one.offered_at > since);
      expect(isApart).toBe(false);
    }
    const week = await weekStart();
    for (const who of people.flatMap((one) => one ?? [])) {
      const theirs = offers.filter(({ mentor: of }) => of === who.id);
      const held = questions.filter(({ holder, state }) => holder === who.id && state === 'held');
      expect(held.length + theirs.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(2);
      const taken = theirs.filter(({ state, ended_at }) => (state === 'accepted' || state === 'gone') && (ended_at ?? 0) >= week);
      expect(taken.length).toBeLessThanOrEqual(3);
    }
  }

  const weekStart = async (): Promise<number> => house.nest.mentors.weekOf(house.now(), cohort.zone);

  return { happens, holds };
}

describe('whatever happens, in whatever order', () => {
  it('a question is in a legal state, moves on, has one holder at most, and ends', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 25, maxLength: 60 }), fc.string({ maxLength: 4 }), async (events, seed) => {
        const house = await openQuestionsHouse(await openEmbedded(), { seed });
        const crowd = await openCrowd(house);
        for (const what of events) {
          let isBroken = false;
          try {
            await crowd.happens(what);
          } catch (error) {
            // Refused in words for people, or by a disk that is full.
            isBroken = !(error instanceof UserError);
            if (isBroken && !String(error).includes('disk is full')) throw error;
          }
          await crowd.holds(isBroken);
        }
        house.breakAt(0);
        for (let day = 0; day < 60; day += 5) await house.pass(5 * DAY);
        const left = (await house.rows<{ state: Question['state'] }>('questions')).filter(({ state }) => LIVE.includes(state));
        expect(left).toEqual([]);
        expect((await house.rows<{ kind: string }>('due_work')).filter(({ kind }) => kind === 'question:next')).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });
});
