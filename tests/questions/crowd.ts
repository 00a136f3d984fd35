import type { Member } from '../../src/members/rules.ts';
import { DECISIONS_FOR } from '../../src/moderation/rules.ts';
import type { AskerAct } from '../../src/questions/rules.ts';
import type { MyQuestion } from '../../src/questions/service.ts';
import { type Acting, type Asking, type Event, MENTORS, type OfCohort, type OfPerson, PEOPLE } from './crowd-events.ts';
import { DAY, MINUTE, PLACE, type QuestionsHouse } from './house.ts';

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
  'asker-keeps': 'keep',
};

interface Known {
  readonly asker: Member;
  readonly id: string;
}

/** Two who must not meet, from when on it is certain; null: it will be, once its slot has come. */
interface Apart {
  readonly one: string;
  readonly other: string;
  since: number | null;
}

export type Crowd = Awaited<ReturnType<typeof openCrowd>>;

/** People who do all kinds of things, and what is known of them by whoever looks on. */
export async function openCrowd(house: QuestionsHouse) {
  await house.fill(6);
  const { cohort } = house;
  const people: (Member | null)[] = [];
  for (let number = 0; number < PEOPLE; number += 1) people.push(await house.join(`person-${number}`, number % 2));
  for (let number = 0; number < MENTORS; number += 1)
    people.push(await house.volunteer(`mentor-${number}`, 1 + (number % 4), { topics: ['exams'] }));
  const known = {
    people,
    asked: [] as Known[],
    apart: [] as Apart[],
    /** Those who left the place, and since when. */
    gone: new Map<string, number>(),
    pausedSince: null as number | null,
  };
  const { asked, apart, gone } = known;
  const here = (): readonly Member[] => people.flatMap((one) => one ?? []);
  const chosen = <T>(list: readonly T[], at: number): T | undefined => (list.length === 0 ? undefined : list[at % list.length]);

  /** Somebody who can: whoever acts is chosen among them, if there are any. */
  async function ableOf(kind: Acting, by: number): Promise<Member | null> {
    const { mentoring } = house.nest.questions;
    const able: Member[] = [];
    for (const who of here()) {
      const list = ON_OFFERS.includes(kind)
        ? await mentoring.offers(who)
        : (await mentoring.holdings(who)).filter(({ state }) => state !== 'over');
      if (list.length > 0) able.push(who);
    }
    return chosen(able, by) ?? people[by] ?? null;
  }

  async function actsAs(who: Member, { kind, nth: at }: { readonly kind: Acting; readonly nth: number }): Promise<void> {
    const { mentoring, relay } = house.nest.questions;
    const offer = chosen(await mentoring.offers(who), at);
    const holding = chosen(await mentoring.holdings(who), at);
    const rival = here().find(({ id, year }) => id !== who.id && year > 0);
    if (kind === 'volunteer') {
      const any = chosen(asked, at);
      if (any) await mentoring.volunteer(who, any.id);
    }
    if (kind === 'stop' && at === 0) await house.nest.mentors.stop(who);
    if (offer) {
      if (kind === 'accept') await mentoring.accept(who, offer.offer);
      // The same again, and somebody else, in the same instant.
      if (kind === 'race') {
        const theirs = rival && (await mentoring.offers(rival)).find(({ id }) => id === offer.id);
        await Promise.all([
          mentoring.accept(who, offer.offer),
          mentoring.accept(who, offer.offer),
          theirs && rival ? mentoring.accept(rival, theirs.offer) : null,
        ]);
      }
      if (kind === 'not-now') await mentoring.notNow(who, offer.offer);
      if (kind === 'not-topic') await mentoring.notThisTopic(who, offer.offer);
    }
    if (!holding) return;
    if (kind === 'answer') await house.answer(who, holding.id);
    if (kind === 'asks-back') await house.answer(who, holding.id, { kind: 'asks-back', words: 'Which part?' });
    if (kind === 'take-back') {
      const said = (await mentoring.read(who, holding.id)).waiting[0];
      if (said) await relay.takeBack(who, said.id);
    }
    if (kind === 'hand-on') await mentoring.handOn(who, holding.id);
    if (kind === 'mentor-reports') await mentoring.report(who, holding.id, null, 'unkind');
    if (kind === 'mentor-keeps') await mentoring.mayKeep(who, holding.id, at !== 0);
    if (kind === 'mentor-blocks') {
      const asker = asked.find(({ id }) => id === holding.id)?.asker;
      await mentoring.block(who, holding.id);
      if (asker) apart.push({ one: asker.id, other: who.id, since: house.now() });
    }
  }

  async function asks({ kind, nth: at }: { readonly kind: Asking; readonly nth: number }): Promise<void> {
    const { mine } = house.nest.questions;
    const able: (Known & { readonly question: MyQuestion })[] = [];
    for (const one of asked) {
      const isHere = here().some(({ id }) => id === one.asker.id);
      const question = isHere ? await house.mine(one.asker, one.id).catch(() => null) : null;
      if (question?.may.includes(MAY[kind])) able.push({ ...one, question });
    }
    const found = chosen(able, at);
    if (!found) return;
    const { question, asker, id } = found;
    if (kind === 'reply') await house.reply(asker, id);
    if (kind === 'thank') await mine.thank(question);
    if (kind === 'answered') await mine.markAnswered(question);
    if (kind === 'reopen') await mine.reopen(question);
    if (kind === 'someone-else') await mine.someoneElse(question);
    if (kind === 'withdraw' && at === 0) await mine.withdraw(question);
    if (kind === 'asker-reports') await mine.report(question, null, 'other');
    if (kind === 'asker-keeps') await mine.mayKeep(question, at !== 0);
    if (kind === 'asker-blocks') {
      const last = (await mine.read(question, null)).messages.findLast(({ side }) => side === 'mentor');
      await mine.block(question);
      // Whoever they mean by it: the one who spoke last, or has it.
      const meant = last?.mentor ?? question.question?.holder;
      if (meant) apart.push({ one: asker.id, other: meant, since: null });
    }
  }

  async function becomes(kind: OfPerson, by: number, at: number): Promise<void> {
    const who = people[by];
    if (!who) return;
    const { members, mentors, moderation } = house.nest;
    switch (kind) {
      case 'mute': {
        const subject = asked.find(({ asker }) => asker.id === who.id)?.id ?? '';
        await moderation.mutes.muteAuthorOf({ cohort: cohort.id, subject, purpose: 'question' }, DAY, 'questions');
        return;
      }
      case 'leave':
        await house.nest.questions.mine.leaving(who, by % 2 === 0 ? 'withdraw-at-once' : 'keep');
        await members.leave(who);
        people[by] = null;
        gone.delete(who.id);
        return;
      case 'gone':
        await members.personGone({ ...PLACE, person: who.person });
        if (!gone.has(who.id)) gone.set(who.id, house.now());
        return;
      case 'back':
        for (const one of here()) await members.personBack(await house.fresh(one.id));
        gone.clear();
        return;
      case 'away':
        if (await mentors.find(who.id)) await mentors.away(who.id, house.now() + 2 * DAY);
        return;
      case 'year':
        await members.setYear(who, (who.year + 1) % 7);
        await mentors.profileChanged(who.id);
        return;
      case 'link':
        return linked(who, chosen(here(), at));
      default:
        kind satisfies never;
    }
  }

  async function linked(one: Member, other: Member | undefined): Promise<void> {
    const { accounts } = house.nest.members;
    if (!other || one.id === other.id) return;
    const { code } = await accounts.makeCode(await house.fresh(one.id));
    await accounts.enter(await house.fresh(other.id), code, `${one.id} ${other.id} ${house.now()}`);
    const all = await accounts.of(await house.fresh(one.id));
    for (const a of all) for (const b of all) apart.push({ one: a.id, other: b.id, since: house.now() });
    for (const who of all) people[people.findIndex((known) => known?.id === who.id)] = who;
  }

  async function runs(kind: OfCohort) {
    const { cohorts, topics, moderation } = house.nest;
    switch (kind) {
      case 'pause-cohort':
        await cohorts.pause(cohort.id);
        known.pausedSince ??= house.now();
        return;
      case 'open-cohort':
        await cohorts.open(cohort.id, PLACE);
        known.pausedSince = null;
        return;
      case 'fewer-topics':
      case 'all-topics':
        return topics.save(cohort.id, kind === 'all-topics' ? 'Finance\nExams' : 'Finance', 'P1');
      case 'look-first':
      case 'look-later': {
        const settings = await moderation.settings.of(cohort.id);
        await moderation.settings.save(cohort.id, { ...settings, beforePublishing: kind === 'look-first' }, 'P1');
        return;
      }
      default:
        kind satisfies never;
    }
  }

  /** The process ends when a slot is in the record and still waits: after the start it is let go once more. */
  async function leavesTwice(): Promise<void> {
    const before = await house.nest.mix.all();
    await house.pass(15 * MINUTE);
    const waiting = new Set((await house.nest.mix.all()).map(({ id }) => id));
    for (const item of before) if (!waiting.has(item.id)) await house.nest.mix.put(item);
    house.startAgain();
    await house.settle();
  }

  async function happens(what: Event): Promise<void> {
    switch (what.kind) {
      case 'pass':
        return house.pass(what.minutes * MINUTE);
      case 'jump':
        return house.jump(what.minutes * MINUTE);
      case 'restart':
        return house.startAgain();
      case 'repeat':
        return leavesTwice();
      case 'break':
        return house.breakAt(what.nth);
      case 'decide': {
        const item = chosen(await house.nest.moderation.queue.waiting(cohort.id), what.nth);
        const decision = item && chosen(DECISIONS_FOR[item.cause], what.nth);
        if (item && decision)
          await house.nest.moderation.queue.decide(item.id, { moderator: 'P1', decision, text: null }).catch(unlessRange);
        return;
      }
      case 'ask': {
        const who = people[what.by];
        if (who) asked.push({ asker: who, id: (await house.ask(who)).id });
        return;
      }
      case 'assign': {
        const [who, question] = [people[what.by], chosen(asked, what.nth)?.id];
        if (who && question !== undefined)
          await house.nest.questions.moderators.assign({ cohort: cohort.id, question, mentor: who.id, moderator: 'P1' });
        return;
      }
      case 'mute':
      case 'leave':
      case 'gone':
      case 'back':
      case 'away':
      case 'year':
      case 'link':
        return becomes(what.kind, what.by, what.nth);
      case 'pause-cohort':
      case 'open-cohort':
      case 'fewer-topics':
      case 'all-topics':
      case 'look-first':
      case 'look-later':
        return runs(what.kind);
      default: {
        if (!('by' in what)) {
          await asks(what);
          return what.nth % 2 === 0 ? leavesTwice() : undefined;
        }
        const able = await ableOf(what.kind, what.by);
        if (able) await actsAs(able, what);
      }
    }
  }

  // Somebody who asks and answers, by two accounts.
  await linked(await house.fresh(people[0]?.id ?? ''), people[PEOPLE + 1] ?? undefined);

  return { known, happens };
}

/** What cannot be decided about this cause. */
function unlessRange(error: unknown): void {
  if (!(error instanceof RangeError)) throw error;
}
