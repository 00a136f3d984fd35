import type { Cohorts } from '../cohorts/service.ts';
import type { Tag } from '../members/rules.ts';
import type { Mentor } from '../mentors/rules.ts';
import type { Mentors } from '../mentors/service.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Topic } from '../topics/rules.ts';
import type { Apart } from './apart.ts';
import type { Notices } from './notices.ts';
import { type Candidate, mismatchOf, type Order, type Refusal, refusalOf, type Sought, type Way } from './routing.ts';
import { OFFERS_AT_ONCE, type Offer, type Question, TIMES } from './rules.ts';
import type { QuestionStore } from './store.ts';

export interface SeekingOptions {
  readonly store: QuestionStore;
  readonly forgetting: Pick<Forgetting, 'get'>;
  readonly mentors: Pick<Mentors, 'ofCohort' | 'availableFor' | 'availableFrom' | 'weekOf' | 'commonTags'>;
  readonly apart: Pick<Apart, 'mayMeet'>;
  readonly notices: Pick<Notices, 'offered'>;
  readonly topics: { of(cohort: string): Promise<readonly Topic[]> };
  readonly cohorts: Pick<Cohorts, 'find'>;
  zoneOf(cohort: string): Promise<string>;
  readonly order: Order;
  readonly random: () => number;
  newId(): string;
}

const DAY = 24 * 3_600_000;
const RECENT_MS = 28 * DAY;
const SOONEST_MS = 15 * 60_000;
/** Of a question, in the forgetting store alone: what its asker would like to share. */
export const SHARES = 'question-shares';

/** Finds mentors for questions, inside the caller's transaction. */
export function openSeeking(options: SeekingOptions) {
  const { store, forgetting, cohorts, mentors, apart, notices, topics, zoneOf, order, random, newId } = options;

  async function soughtOf({ id, cohort, topic, year }: Question, at: number): Promise<Sought> {
    const isThere = (await topics.of(cohort)).some((one) => one.topic === topic);
    const wished = (await forgetting.get<readonly Tag[]>(SHARES, id)) ?? [];
    // Also where nothing is wished: whether it was counted must not tell that something was.
    const common = await mentors.commonTags(cohort, at);
    return { topic: isThere ? topic : null, year, shares: wished.filter((tag) => common.includes(tag)) };
  }

  /** Those whom it suits, with what else they have to do. `only`: one of them, or all. */
  async function candidates(
    question: Question,
    sought: Sought,
    {
      offers,
      way,
      only,
      at,
    }: { readonly offers: readonly Offer[]; readonly way: Way; readonly only: string | null; readonly at: number },
  ): Promise<readonly Candidate[]> {
    const zone = await zoneOf(question.cohort);
    const all = await mentors.ofCohort(question.cohort, at);
    const offered = new Map(offers.map(({ mentor, state }) => [mentor, state]));
    const chosen = all.filter(
      (mentor) =>
        (only === null || mentor.member === only) &&
        mismatchOf({ mentor, offered: offered.get(mentor.member) ?? null }, sought, way) === null,
    );
    const ids = chosen.map(({ member }) => member);
    const since = { weekFrom: mentors.weekOf(at, zone), recentFrom: at - RECENT_MS };
    const loads = await store.offers.loads(ids, since);
    const waiting = await store.waitingFor(ids);
    return chosen.map((mentor: Mentor): Candidate => {
      const load = loads.get(mentor.member);
      return {
        mentor,
        // Asked of few: clocks on walls take their time.
        get availableMs() {
          return mentors.availableFor(mentor, at, zone);
        },
        waiting: waiting.get(mentor.member) ?? 0,
        openOffers: load?.open ?? 0,
        newThisWeek: load?.newThisWeek ?? 0,
        recentOffers: load?.recent ?? 0,
        recentTaken: load?.taken ?? 0,
        recentMissed: load?.missed ?? 0,
        recentSaid: load?.said ?? 0,
        recentSaidMs: load?.saidMs ?? 0,
        offered: offered.get(mentor.member) ?? null,
      };
    });
  }

  /** When somebody may be there who is not now, or has room again. */
  function lookAgainAt(all: readonly { candidate: Candidate; refusal: Refusal | null }[], zone: string, at: number): number {
    const isBusy = all.some(({ refusal }) => refusal === 'open-at-once' || refusal === 'new-a-week');
    const instants = all
      .filter(({ refusal }) => refusal === 'hours' || refusal === 'away')
      .map(({ candidate }) => mentors.availableFrom(candidate.mentor, at, zone))
      .filter((instant) => instant !== null);
    return Math.max(at + SOONEST_MS, Math.min(at + (isBusy ? TIMES.busyLookMs : TIMES.lookMs), ...instants));
  }

  async function offer(question: Question, mentor: string, at: number): Promise<void> {
    const made = { id: newId(), question: question.id, mentor, offeredAt: at, expiresAt: at + TIMES.offerMs };
    await store.offers.put({ ...made, state: 'open', speaker: null });
    await notices.offered(made);
  }

  return {
    /** Makes as many offers as are wanted; gives when to look again, where there are too few. */
    async fill(question: Question, at: number): Promise<number | null> {
      const offers = await store.offers.ofQuestion(question.id);
      let wanted = OFFERS_AT_ONCE[question.width] - offers.filter(({ state }) => state === 'open').length;
      if (wanted <= 0) return null;
      const cohort = await cohorts.find(question.cohort);
      if (cohort?.state !== 'open') return at + TIMES.lookMs;
      const sought = await soughtOf(question, at);
      const all = (await candidates(question, sought, { offers, way: 'routed', only: null, at })).map((candidate) => ({
        candidate,
        refusal: refusalOf(candidate, sought, at),
      }));
      const fit = all.filter(({ refusal }) => refusal === null).map(({ candidate }) => candidate);
      const asked = askedIn(offers);
      for (const { mentor } of order(fit, sought, random)) {
        if (wanted === 0) return null;
        if (!(await apart.mayMeet(question, mentor.member, asked))) continue;
        await offer(question, mentor.member, at);
        asked.add(mentor.member);
        wanted -= 1;
      }
      return wanted === 0 ? null : lookAgainAt(all, cohort.zone, at);
    },

    /** One mentor, who came by themselves or was named. Nobody is told whether it was possible. */
    async offerTo(question: Question, mentor: string, way: Way, at: number): Promise<void> {
      if (question.state !== 'seeking' || (await cohorts.find(question.cohort))?.state !== 'open') return;
      const offers = await store.offers.ofQuestion(question.id);
      const sought = await soughtOf(question, at);
      const [candidate] = await candidates(question, sought, { offers, way, only: mentor, at });
      if (!candidate || refusalOf(candidate, sought, at, way) !== null) return;
      if (await apart.mayMeet(question, mentor, askedIn(offers))) await offer(question, mentor, at);
    },

    /** Whether a mentor may take one more. */
    async hasRoom(mentor: Mentor, at: number): Promise<boolean> {
      const zone = await zoneOf(mentor.cohort);
      const since = { weekFrom: mentors.weekOf(at, zone), recentFrom: at - RECENT_MS };
      const load = (await store.offers.loads([mentor.member], since)).get(mentor.member);
      const waiting = (await store.waitingFor([mentor.member])).get(mentor.member) ?? 0;
      return waiting < mentor.openAtOnce && (load?.newThisWeek ?? 0) < mentor.newAWeek;
    },
  };
}

export type Seeking = ReturnType<typeof openSeeking>;

const askedIn = (offers: readonly Offer[]): Set<string> =>
  new Set(offers.filter(({ state }) => state !== 'lapsed').map(({ mentor }) => mentor));
