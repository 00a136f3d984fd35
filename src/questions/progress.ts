import type { Agenda } from '../calendar/agenda.ts';
import type { Cohorts } from '../cohorts/service.ts';
import type { Members } from '../members/service.ts';
import type { Mentors } from '../mentors/service.ts';
import type { Mix } from '../privacy/mix.ts';
import { isSound, type Moves } from './moves.ts';
import type { Notices } from './notices.ts';
import { type Question, TIMES } from './rules.ts';
import { isOnItsWay, MESSAGE, type Saying } from './saying.ts';
import type { Seeking } from './seeking.ts';
import { LIVE } from './states.ts';
import type { QuestionStore } from './store.ts';
import { endAt, moveOnAt, nextAt, patienceAt, remindAt, widthAt } from './timers.ts';

export interface ProgressOptions {
  readonly store: QuestionStore;
  readonly agenda: Pick<Agenda, 'plan' | 'cancel' | 'dueAt'>;
  readonly moves: Moves;
  readonly seeking: Pick<Seeking, 'fill'>;
  readonly notices: Pick<Notices, 'toChannel' | 'toModerators' | 'reminded'>;
  readonly mentors: Pick<Mentors, 'find' | 'missedOffer'>;
  readonly members: Pick<Members, 'find'>;
  readonly mix: Pick<Mix, 'all'>;
  readonly cohorts: Pick<Cohorts, 'find'>;
  now(): number;
}

/** A piece of due work of this kind goes to `next`. */
export const NEXT = 'question:next';
const BATCH = 500;
const LATE_MS = 3_600_000;

const workOf = (id: string) => ({ key: `${NEXT}:${id}`, kind: NEXT, subject: id });

/** What moves a question on by itself: nothing that waits for somebody waits for ever. Inside the caller's transaction. */
export function openProgress(options: ProgressOptions) {
  const { store, agenda, moves, seeking, notices, mentors, members, mix, cohorts, now } = options;
  const isOpen = async (id: string): Promise<boolean> => (await cohorts.find(id))?.state === 'open';

  /** Brings a question to where it is looked after, after anything that happened to it. */
  async function settle(question: Question, at: number): Promise<void> {
    await plan(question, question.state === 'seeking' ? await seeking.fill(question, at) : null);
  }

  async function plan(question: Question, lookAt: number | null = null): Promise<void> {
    const offers = (await store.offers.ofQuestion(question.id)).filter(({ state }) => state === 'open');
    const dueAt = nextAt(question, { offers, lookAt, zone: await zoneOf(question) });
    if (dueAt === null) return agenda.cancel(workOf(question.id).key);
    await agenda.plan({ ...workOf(question.id), dueAt });
  }

  /** Where it is day for whoever has it, or for the cohort while nobody has. */
  async function zoneOf({ holder, cohort }: Question): Promise<string> {
    const own = holder === null ? null : (await members.find(holder))?.ownTime?.zone;
    return own ?? (await cohorts.find(cohort))?.zone ?? 'UTC';
  }

  async function expire({ id }: Question, at: number): Promise<void> {
    for (const offer of await store.offers.ofQuestion(id)) {
      if (offer.state !== 'open' || offer.expiresAt > at) continue;
      // Nobody is to blame for what ended while the bot was away.
      const isOurs = at - offer.expiresAt > LATE_MS;
      const change = { state: isOurs ? 'lapsed' : 'missed', endedAt: at } as const;
      if ((await store.offers.change(offer, change)) && !isOurs) await mentors.missedOffer(offer.mentor);
    }
  }

  async function widen(question: Question, at: number): Promise<Question | null> {
    const width = widthAt(question, at, await zoneOf(question));
    if (width <= question.width) return question;
    const isWidest = width > question.widest;
    const wider = await store.change(question, { width, changedAt: at, ...(isWidest ? { widest: width } : {}) });
    if (!wider) return null;
    if (question.width < 2 && width >= 2) await notices.toChannel(wider, at);
    if (width === 3) await notices.toModerators(wider, at);
    return wider;
  }

  async function seek(question: Question, at: number): Promise<void> {
    await expire(question, at);
    const wider = await widen(question, at);
    if (wider) await settle(wider, at);
  }

  /** Whether a mentor's words are waiting for their slot, or for a moderator. */
  async function isAnswerOnItsWay({ id, holder }: Question): Promise<boolean> {
    return (await mix.all()).some(({ kind, content }) => kind === MESSAGE && isOnItsWay(content as Saying, id, holder));
  }

  async function letGo(question: Question, at: number): Promise<void> {
    const free = await moves.letGo(question, at);
    if (free) await seek(free, at);
  }

  async function isStillThere(holder: string): Promise<boolean> {
    const member = await members.find(holder);
    return member !== null && member.goneAt === null && (await mentors.find(holder)) !== null;
  }

  /** Somebody has it: they are reminded, it moves on, or it has fallen silent. */
  async function follow(question: Question, at: number): Promise<void> {
    if (question.holder !== null && !(await isStillThere(question.holder))) return letGo(question, at);
    const moveOn = moveOnAt(question);
    if (moveOn !== null && moveOn <= at) {
      const until = (await isAnswerOnItsWay(question)) ? patienceAt(question, at) : null;
      const kept = until === null ? null : await store.change(question, { heldUntil: until });
      if (kept) return plan(kept);
      // As with offers: nobody is to blame for what ended while the bot was away, or the cohort paused.
      if (question.holder !== null && at - moveOn <= LATE_MS) await mentors.missedOffer(question.holder);
      return letGo(question, at);
    }
    const remind = remindAt(question, await zoneOf(question));
    if (remind === null || remind > at || question.holder === null) return plan(question);
    const reminded = await store.change(question, { remindedAt: at });
    if (!reminded) return;
    await notices.reminded(question.holder, question, at);
    await plan(reminded);
  }

  async function end(question: Question, at: number): Promise<void> {
    const ending = question.state === 'seeking' ? 'nobody' : question.state === 'talking' ? 'silence' : 'answered';
    if (question.state === 'seeking') await expire(question, at);
    const ended = await moves.ended(question, ending, at);
    if (ended) await plan(ended);
  }

  /** Does what is due about a question. Again, it does nothing. */
  async function next(id: string): Promise<void> {
    const question = await store.find(id);
    const at = now();
    if (!question || !LIVE.includes(question.state)) return;
    // A cohort that is paused is asked nothing, and nothing of it runs out.
    if (!(await isOpen(question.cohort))) return agenda.plan({ ...workOf(id), dueAt: at + TIMES.lookMs });
    const over = endAt(question);
    if (over !== null && over <= at) return end(question, at);
    if (question.state === 'seeking') return seek(question, at);
    if (question.state === 'answered') return plan(question);
    return follow(question, at);
  }

  /** Something is done about it as soon as what happens now is on disk. */
  const look = (id: string): Promise<void> => agenda.plan({ ...workOf(id), dueAt: now() });

  return {
    settle,
    letGo,
    next,
    look,

    /** Questions that nothing would move on: there should be none. Gives their ids. */
    async stuck(): Promise<readonly string[]> {
      const found: string[] = [];
      for (let cursor = ''; ; ) {
        const batch = await store.live(cursor, BATCH);
        for (const question of batch)
          if (!isSound(question) || (await agenda.dueAt(workOf(question.id).key)) === null) found.push(question.id);
        const last = batch.at(-1);
        if (batch.length < BATCH || !last) return found;
        cursor = last.id;
      }
    },

    /** Something is done about it now. */
    async mend(id: string): Promise<void> {
      const question = await store.find(id);
      if (!question || !LIVE.includes(question.state)) return;
      if (isSound(question)) return look(id);
      const sound =
        question.holder === null ? await moves.letGo(question, now()) : await store.change(question, { holder: null });
      if (sound) await settle(sound, now());
    },
  };
}

export type Progress = ReturnType<typeof openProgress>;
