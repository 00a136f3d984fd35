import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChance } from '../../src/calendar/chance.ts';
import { systemClock } from '../../src/calendar/clock.ts';
import { isOnDuty, nextDuty } from '../../src/calendar/duty-hours.ts';
import type { Cohort } from '../../src/cohorts/rules.ts';
import type { NewDelivery } from '../../src/delivery/outbox.ts';
import { UserError } from '../../src/errors.ts';
import { openLog } from '../../src/log.ts';
import type { Member, Tag } from '../../src/members/rules.ts';
import type { Order } from '../../src/questions/routing.ts';
import { openStores } from '../../src/store/stores.ts';
import { openHappenings } from './happenings.ts';
import { openNest } from './nest.ts';
import { ASKED_A_TERM, ASKED_BY_HOUR, around, type Chance, cohortOf, pick, type Student, topicOf, weighted } from './people.ts';

export interface TermOptions {
  readonly members: number;
  readonly cohorts: number;
  readonly weeks: number;
  readonly mentorShare: number;
  readonly seed: string;
  readonly order: Order;
}

/** A question as the simulation knows it: who asked stands nowhere else. */
export interface Told {
  readonly id: string;
  readonly askedAt: number;
  readonly year: number;
  readonly shares: readonly Tag[];
  readonly firstAnswerAt: number | null;
  readonly widest: number;
}

export interface Term {
  readonly questions: readonly Told[];
  /** How many questions each mentor took. */
  readonly loads: readonly number[];
  readonly offers: number;
  readonly stuck: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEP_MS = 15 * MINUTE;
const BEGINS = Date.parse('2026-10-05T00:00:00Z');
/** After the last question. */
const TAIL_MS = 21 * DAY;
const ZONE = 'Europe/London';
const IN_MEMORY = '/dev/shm';

interface Person extends Student {
  readonly member: Member;
  readonly cohort: Cohort;
}

/** Plays a term on the real service and both real stores, in a folder of its own, on a clock that is moved. */
export async function playTerm(options: TermOptions): Promise<Term> {
  // In memory where there is such a folder: what is played need not outlive the machine.
  const dataDir = await mkdtemp(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'bombus-term-'));
  let time = BEGINS - DAY;
  let ids = 0;
  const log = openLog('warn');
  const stores = await openStores({
    dataDir,
    keyDir: join(dataDir, 'keys'),
    databaseUrl: null,
    forgettingUrl: null,
    dataEncryption: false,
    secret: '5e'.repeat(32),
    stamp: 'rehearsal',
    openClock: async () => systemClock(() => time),
    log,
  });
  const happenings = openHappenings();
  /** People and the term are the same whichever rule is played. */
  const random = openChance(`${options.seed} people`, () => 0);
  const owed: NewDelivery[] = [];
  const nest = openNest({
    ...stores,
    outbox: {
      async owe(deliveries) {
        owed.push(...deliveries);
      },
      cancel: async () => 0,
      forget: async () => undefined,
    },
    order: options.order,
    log,
    random: openChance(`${options.seed} routing`, () => 0),
    now: () => time,
    realNow: () => time,
    newId: () => `${(ids++).toString(36).padStart(6, '0')}`,
  });
  const { questions, mentors } = nest;
  const people = new Map<string, Person>();
  const mentorsOf = new Map<string, Person[]>();
  const asked = new Map<string, { readonly asker: Person; readonly askedAt: number; readonly shares: readonly Tag[] }>();

  async function settleCohort(number: number): Promise<void> {
    const place = { platform: 'sandbox' as const, space: `nest-${number}` };
    const basics = { name: `Medicine ${number}`, zone: ZONE, country: 'GB', weekday: 7, minute: 18 * 60 };
    await stores.record.transaction(async () => {
      const { id } = await nest.cohorts.saveBasics(place, basics);
      await nest.cohorts.saveChannels(id, place, { 'check-ins': 'C1', 'safe-space': 'C2', questions: 'C3', moderators: 'C4' });
      await nest.cohorts.saveHolders(id, place, { moderator: ['R1'], lead: ['R2'], roster: ['P1', 'P2'] });
      const { cohort } = await nest.cohorts.open(id, place);
      const topics = (await nest.topics.of(id)).map(({ topic }) => topic);
      const size =
        Math.round((options.members * (number + 1)) / options.cohorts) - Math.round((options.members * number) / options.cohorts);
      for (const student of cohortOf(size, options.mentorShare, topics, random)) {
        const profile = { year: student.year, reminders: true, tags: student.tags };
        const member = await nest.members.join({ ...place, person: student.person }, cohort, profile);
        const person = { ...student, member, cohort };
        people.set(member.id, person);
        await volunteer(person);
        planQuestions(person, topics);
      }
    });
  }

  async function volunteer({ member, mentor, cohort }: Person): Promise<void> {
    if (!mentor) return;
    const { topics, usesTags, newAWeek, hours } = mentor;
    await mentors.volunteer(member, { topics, years: [0, 1, 2, 3, 4, 5, 6], usesTags, newAWeek, shownName: null });
    await mentors.change(member, { hours });
    const others = mentorsOf.get(cohort.id) ?? [];
    mentorsOf.set(cohort.id, [...others, people.get(member.id) as Person]);
  }

  function planQuestions(person: Person, topics: readonly string[]): void {
    const expected = ((ASKED_A_TERM[person.year] ?? 0) * options.weeks) / 12;
    const count = Math.floor(expected + random());
    for (let number = 0; number < count; number += 1) {
      const day = Math.floor(random() * options.weeks * 7);
      const hour = weighted(
        ASKED_BY_HOUR.map((weight, index) => [index, weight] as const),
        random(),
      );
      const at = BEGINS + day * DAY + hour * HOUR + Math.floor(random() * HOUR);
      const shares = random() < 0.35 ? person.tags.slice(0, 1) : [];
      const topic = topicOf(topics, random());
      const habits = openChance(`${options.seed} ${person.member.id} ${number}`, () => 0);
      happenings.at(at, () => ask(person, topic, shares, habits));
    }
  }

  async function ask(asker: Person, topic: string, shares: readonly Tag[], chance: Chance): Promise<void> {
    const speaking = { member: asker.member, cohort: asker.cohort, names: [] };
    const words = 'I have six weeks for this module and do not know where to begin; what worked for you?';
    const given = {
      topic,
      title: 'Where would you begin?',
      words,
      support: 'know-how',
      shares,
      isUrgent: chance() < 0.4,
    } as const;
    const { id } = await questions.asking.draft(speaking, given);
    await questions.asking.accept(speaking, id);
    asked.set(id, { asker, askedAt: time, shares });
  }

  /** The first instant from then on at which somebody is awake and has their hours. */
  function awake({ mentor }: Person, instant: number): number {
    const at = Math.ceil(instant);
    const duty = { duty: mentor?.hours ?? { from: 8 * 60, to: 23 * 60, days: [1, 2, 3, 4, 5, 6, 7] } };
    return isOnDuty(duty, at, ZONE) ? at : (nextDuty(duty, at, ZONE) ?? at) + 20 * MINUTE;
  }

  /** The same person meets the same question in the same way, whichever rule brings them together. */
  const meeting = (mentor: Person, question: string): Chance => {
    const known = asked.get(question);
    return openChance(`${options.seed} ${mentor.member.id} ${known?.asker.member.id} ${known?.askedAt}`, () => 0);
  };

  /** How likely somebody takes it: nearer years, a topic lately answered and a shared background help, a full plate does not. */
  async function readiness(mentor: Person, question: string): Promise<number> {
    const known = asked.get(question);
    const holdings = (await questions.mentoring.holdings(mentor.member)).filter(({ state }) => state !== 'over');
    const lately = holdings.filter(({ state }) => state === 'held' || state === 'talking').length;
    const gap = (mentor.year === 8 ? 7 : mentor.year) - (known?.asker.year ?? 0);
    const nearness = gap <= 1 ? 1 : gap === 2 ? 0.9 : 0.75;
    const shared = mentor.tags.some((tag) => known?.shares.includes(tag)) ? 1.1 : 1;
    return Math.min(0.97, ((mentor.mentor?.keenness ?? 0) * nearness * shared) / (1 + 0.25 * lately));
  }

  function offered(mentor: Person, offer: string): void {
    const chance = openChance(`${options.seed} ${offer} ${mentor.member.id}`, () => 0);
    const looksAt = awake(mentor, time + around(mentor.mentor?.tempoHours ?? 3, 0.8, chance) * HOUR);
    happenings.at(looksAt, async () => {
      const open = (await questions.mentoring.offers(mentor.member)).find((one) => one.offer === offer);
      if (!open) return;
      const met = meeting(mentor, open.id);
      if (met() < (await readiness(mentor, open.id))) {
        if ((await questions.mentoring.accept(mentor.member, offer)) === 'yours') answersSoon(mentor, open.id, met);
        return;
      }
      const what = met();
      if (what < 0.5) await questions.mentoring.notNow(mentor.member, offer);
      else if (what < 0.55) await questions.mentoring.notThisTopic(mentor.member, offer);
    });
  }

  function answersSoon(mentor: Person, question: string, met: Chance): void {
    if (met() < 0.06) return;
    const at = awake(mentor, time + around(1.5, 0.9, met) * HOUR);
    happenings.at(at, () => answer(mentor, question, met));
  }

  async function answer(mentor: Person, question: string, met: Chance): Promise<void> {
    const speaking = { member: mentor.member, cohort: mentor.cohort, names: [] };
    try {
      const words = 'Start with the old objectives and one book. Small groups helped me most; ask yours.';
      const draft = await questions.relay.draftAnswer(speaking, question, 'answer', words);
      await questions.relay.accept(speaking, draft.id);
    } catch (error) {
      // It had moved on.
      if (!(error instanceof UserError)) throw error;
      return;
    }
    const known = asked.get(question);
    if (known) happenings.at(time + STEP_MS + around(3, 1, met) * HOUR, () => reads(known.asker, mentor, question, met));
  }

  async function reads(asker: Person, mentor: Person, id: string, met: Chance): Promise<void> {
    const mine = await questions.mine.need(asker.member, asker.cohort, id).catch(() => null);
    if (!mine) return;
    const may = new Set(mine.may);
    const mood = met();
    if (may.has('thanks') && mood < 0.7) await questions.mine.thank(mine);
    if (may.has('reply') && met() < 0.3) {
      const speaking = { member: asker.member, cohort: asker.cohort, names: [] };
      const draft = await questions.relay.draftReply(speaking, mine, 'Thank you. And how long did you give each part?');
      await questions.relay.accept(speaking, draft.id);
      happenings.at(awake(mentor, time + STEP_MS + around(5, 0.8, met) * HOUR), () => answer(mentor, id, met));
      return;
    }
    if (may.has('answered') && mood < 0.75) await questions.mine.markAnswered(mine);
    else if (may.has('someone-else') && mood > 0.95) await questions.mine.someoneElse(mine);
  }

  /** In the channel some look by; after three days a moderator asks somebody. */
  function inChannel(cohort: string, question: string): void {
    const chance = openChance(`${options.seed} channel ${question}`, () => 0);
    for (const mentor of mentorsOf.get(cohort) ?? [])
      if (chance() < 0.04)
        happenings.at(awake(mentor, time + around(8, 0.8, chance) * HOUR), async () => {
          await questions.mentoring.volunteer(mentor.member, question);
        });
  }
  function withModerators(cohort: string, question: string): void {
    const chance = openChance(`${options.seed} moderators ${question}`, () => 0);
    for (let tries = 0; tries < 3; tries += 1)
      happenings.at(time + (4 + 20 * tries) * HOUR, async () => {
        const mentor = pick(mentorsOf.get(cohort) ?? [], chance());
        if (mentor) await questions.moderators.assign({ cohort, question, mentor: mentor.member.id, moderator: 'P1' });
      });
  }

  function hearsOf({ kind, subject, cohort, to }: NewDelivery): void {
    const mentor = to.kind === 'member' ? people.get(to.member) : undefined;
    if (kind === 'question:offer' && mentor) offered(mentor, subject);
    if (kind === 'question:waiting') inChannel(cohort, subject);
    if (kind === 'question:overdue') withModerators(cohort, subject);
    // Who was left in peace comes back after a while.
    if (kind === 'mentor:rest' && mentor)
      happenings.at(time + 5 * DAY, async () => {
        await mentors.comeBack(mentor.member.id);
      });
  }

  try {
    for (let number = 0; number < options.cohorts; number += 1) await settleCohort(number);
    owed.length = 0;
    let stuck = 0;
    const ends = BEGINS + options.weeks * 7 * DAY + TAIL_MS;
    for (let step = BEGINS; step <= ends; step += STEP_MS) {
      for (let happening = happenings.next(step); happening; happening = happenings.next(step)) {
        time = happening.at;
        await happening.act();
        for (const delivery of owed.splice(0)) hearsOf(delivery);
      }
      time = step;
      await nest.settle();
      for (const delivery of owed.splice(0)) hearsOf(delivery);
      if ((step - BEGINS) % (7 * DAY) !== 0) continue;
      stuck += await questions.mend();
      await questions.sweep();
      await stores.forgetting.sweep();
    }
    return { ...(await told()), stuck };
  } finally {
    await stores.close();
    await rm(dataDir, { recursive: true, force: true });
  }

  async function told(): Promise<Omit<Term, 'stuck'>> {
    const db = stores.record.db<{
      questions: { id: string; first_answer_at: number | null; widest: number };
      offers: { mentor: string; state: string };
    }>();
    const rows = new Map((await db.selectFrom('questions').selectAll().execute()).map((row) => [row.id, row]));
    const loads = new Map([...mentorsOf.values()].flat().map(({ member }) => [member.id, 0]));
    const offers = await db.selectFrom('offers').selectAll().execute();
    for (const { mentor, state } of offers)
      if (state === 'accepted' || state === 'gone') loads.set(mentor, (loads.get(mentor) ?? 0) + 1);
    return {
      questions: [...asked].map(([id, { asker, askedAt, shares }]) => ({
        id,
        askedAt,
        shares,
        year: asker.year,
        firstAnswerAt: rows.get(id)?.first_answer_at ?? null,
        widest: rows.get(id)?.widest ?? 0,
      })),
      loads: [...loads.values()],
      offers: offers.length,
    };
  }
}
