import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Nest, openNest } from '../../bench/simulate/nest.ts';
import { openChance } from '../../src/calendar/chance.ts';
import { systemClock } from '../../src/calendar/clock.ts';
import type { Platform } from '../../src/chat/invocation.ts';
import type { Cohort } from '../../src/cohorts/rules.ts';
import type { NewDelivery } from '../../src/delivery/outbox.ts';
import { openLog } from '../../src/log.ts';
import type { Member, Tag } from '../../src/members/rules.ts';
import type { Volunteering } from '../../src/mentors/service.ts';
import type { Asked, Speaking } from '../../src/questions/rules.ts';
import type { MyQuestion, Proposals } from '../../src/questions/service.ts';
import { openStores } from '../../src/store/stores.ts';
import { type TestDatabases, testSecret } from '../support/databases.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday in London, well within everybody's hours. */
const MONDAY_TEN = Date.parse('2027-01-11T10:00:00Z');

export const PLACE = { platform: 'discord' as Platform, space: 'nest' };

const ASKED: Asked = {
  topic: 'exams',
  title: 'How do people revise for anatomy?',
  words: 'I have six weeks and do not know where to begin.',
  support: 'know-how',
  shares: [],
  isUrgent: false,
};

const VOLUNTEERING: Volunteering = {
  topics: ['exams', 'finance'],
  years: [0, 1, 2, 3, 4, 5, 6],
  usesTags: true,
  shownName: null,
  newAWeek: 3,
};

/** A cohort of students and mentors on real stores, without a platform, on a clock that the test moves. */
export async function openQuestionsHouse(
  { dataDir, databaseUrl, forgettingUrl }: TestDatabases,
  { seed = 'test', sealDays = 30 }: { readonly seed?: string; readonly sealDays?: number } = {},
) {
  let time = MONDAY_TEN;
  let ids = 0;
  let breaksAt = 0;
  const log = openLog('silent');
  const openIt = () =>
    openStores({
      dataDir,
      keyDir: join(dataDir, 'keys'),
      databaseUrl,
      forgettingUrl,
      dataEncryption: false,
      secret: testSecret.toString('hex'),
      stamp: 'rehearsal',
      openClock: async () => systemClock(() => time),
      log,
    });
  const stores = await openIt();
  onTestFinished(() => stores.close());
  const owed = new Map<string, NewDelivery>();
  const kept: Parameters<Proposals['propose']>[0][] = [];
  const random = openChance(seed, () => 0);

  const openAgain = (on = stores): Nest =>
    openNest({
      ...on,
      outbox: {
        async owe(deliveries) {
          breaksAt -= 1;
          if (breaksAt === 0) throw new Error('the disk is full');
          for (const delivery of deliveries) owed.set(delivery.key, delivery);
        },
        cancel: async () => 0,
        forget: async () => undefined,
      },
      library: {
        async propose(proposal) {
          kept.push(proposal);
        },
        async withdraw(question) {
          kept.splice(0, kept.length, ...kept.filter((one) => one.question !== question));
        },
      },
      log,
      random,
      now: () => time,
      // So that nothing is waited for.
      realNow: () => time,
      newId: () => `id-${String(++ids).padStart(5, '0')}`,
    });
  let nest = openAgain();

  const { id } = await nest.cohorts.saveBasics(PLACE, {
    name: 'Medicine',
    zone: 'Europe/London',
    country: 'GB',
    weekday: 7,
    minute: 18 * 60,
  });
  await nest.cohorts.saveChannels(id, PLACE, { 'check-ins': 'C1', 'safe-space': 'C2', questions: 'C3', moderators: 'C4' });
  await nest.cohorts.saveHolders(id, PLACE, { moderator: ['R1'], lead: ['R2'], roster: ['P1', 'P2'] });
  const cohort: Cohort = (await nest.cohorts.open(id, PLACE)).cohort;
  if (sealDays !== 30) {
    const settings = await nest.moderation.settings.of(id);
    await nest.moderation.settings.save(id, { ...settings, sealDays }, 'P1');
  }

  /** Does all that can be done now. What failed is tried again once the clock has moved: no test waits for it. */
  async function settle(): Promise<void> {
    for (;;) {
      const { done: left } = await nest.mix.settle();
      const { done } = await nest.agenda.settle(0);
      if (left + done === 0) return;
    }
  }

  /** When something is to be done next: at once, for what failed. */
  async function nextStep(): Promise<number | null> {
    const { due } = await nest.agenda.backlog();
    const next = await nest.nextDue();
    return due === 0 ? next : Math.min(time + MINUTE, next ?? time + MINUTE);
  }

  const house = {
    stores,
    cohort,
    owed,
    kept,
    get nest(): Nest {
      return nest;
    },
    now: () => time,
    /** The process ends and begins again on the same stores. */
    startAgain() {
      nest = openAgain();
    },
    /** Another process on the same data: with its own connections where there may be several. */
    async another(): Promise<Nest> {
      if (databaseUrl === null) return openAgain();
      const others = await openIt();
      onTestFinished(() => others.close());
      return openAgain(others);
    },
    /** The record refuses the so manieth message from now. */
    breakAt(count: number) {
      breaksAt = count;
    },
    settle,
    /** Time passes, and what falls due on the way is done then. */
    async pass(ms: number): Promise<void> {
      const until = time + ms;
      await settle();
      for (;;) {
        const next = await nextStep();
        if (next === null || next > until) break;
        time = Math.max(next, time + 1);
        await settle();
      }
      time = until;
      await settle();
    },
    /** The clock alone. */
    later(ms: number) {
      time += ms;
    },
    /** As a machine that slept. */
    async jump(ms: number): Promise<void> {
      time += ms;
      await settle();
    },

    async join(person: string, year: number, tags: readonly Tag[] = []): Promise<Member> {
      const member = await nest.members.join({ ...PLACE, person }, cohort, { year, reminders: true, tags });
      return house.fresh(member.id);
    },
    async volunteer(
      person: string,
      year: number,
      chosen: Partial<Volunteering> = {},
      tags: readonly Tag[] = [],
    ): Promise<Member> {
      const member = await house.join(person, year, tags);
      await nest.mentors.volunteer(member, { ...VOLUNTEERING, ...chosen });
      return member;
    },
    async fresh(member: string): Promise<Member> {
      const found = await nest.members.find(member);
      if (!found) throw new Error('no such member');
      return found;
    },
    /** Enough people for somebody to be hidden among. */
    async fill(count = 10): Promise<void> {
      for (let number = 0; number < count; number += 1) await house.join(`filler-${number}`, 1);
    },

    speaking: (member: Member): Speaking => ({ member, cohort, names: [] }),

    /** Asks, and gives the question's id and code. */
    async ask(member: Member, asked: Partial<Asked> = {}): Promise<{ readonly id: string; readonly code: string }> {
      const draft = await nest.questions.asking.draft(house.speaking(member), { ...ASKED, ...asked });
      const { code } = await nest.questions.asking.accept(house.speaking(member), draft.id);
      return { id: draft.id, code: code ?? '' };
    },
    /** Until what waited for its slot is out. */
    slot: () => house.pass(HOUR + 15 * MINUTE),

    mine: (member: Member, question: string): Promise<MyQuestion> => nest.questions.mine.need(member, cohort, question),
    async reply(member: Member, question: string, words = 'Thank you. And then?'): Promise<string> {
      const draft = await nest.questions.relay.draftReply(house.speaking(member), await house.mine(member, question), words);
      return (await nest.questions.relay.accept(house.speaking(member), draft.id)).id;
    },
    async answer(
      member: Member,
      question: string,
      { kind = 'answer', words = 'Start with the limbs.' }: { kind?: 'answer' | 'asks-back'; words?: string } = {},
    ): Promise<string> {
      const draft = await nest.questions.relay.draftAnswer(house.speaking(member), question, kind, words);
      return (await nest.questions.relay.accept(house.speaking(member), draft.id)).id;
    },
    /** Takes the first open offer; `gone` where there is none. */
    async accept(member: Member): Promise<'yours' | 'gone' | 'enough'> {
      const [offer] = await nest.questions.mentoring.offers(member);
      return offer ? nest.questions.mentoring.accept(member, offer.offer) : 'gone';
    },
    stage: async (member: Member, question: string) => (await house.mine(member, question)).stage,

    async rows<T>(table: string): Promise<readonly T[]> {
      const db = stores.record.db<{ [name: string]: object }>();
      return (await db.selectFrom(table).selectAll().execute()) as unknown as readonly T[];
    },
  };
  return house;
}

export type QuestionsHouse = Awaited<ReturnType<typeof openQuestionsHouse>>;
