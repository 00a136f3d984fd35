import { isLetOut, queueItemOf } from '../moderation/rules.ts';
import type { Queue } from '../moderation/service.ts';
import type { Item, NewItem, Release } from '../privacy/mix.ts';
import type { Acts } from './acts.ts';
import type { Apart } from './apart.ts';
import type { Moves } from './moves.ts';
import type { Notices } from './notices.ts';
import type { Progress } from './progress.ts';
import type { Reports } from './reports.ts';
import type { Message, Question } from './rules.ts';
import {
  ACT,
  ASKED,
  type Asking,
  BLOCK,
  KEEP,
  MESSAGE,
  NAMED,
  type Naming,
  REPORT,
  type Saying,
  THANKS,
  VERDICT,
} from './saying.ts';
import type { Seeking } from './seeking.ts';
import type { QuestionStore } from './store.ts';

export interface ReleaseOptions {
  readonly store: QuestionStore;
  readonly moves: Moves;
  readonly progress: Pick<Progress, 'settle' | 'letGo'>;
  readonly seeking: Pick<Seeking, 'offerTo'>;
  readonly notices: Pick<Notices, 'relayed'>;
  readonly apart: Pick<Apart, 'mayMeet'>;
  readonly acts: Acts;
  readonly reports: Pick<Reports, 'release'>;
  readonly queue: Pick<Queue, 'open' | 'ofSubject' | 'withdrawn'>;
}

/** What becomes of everything that waited in the mix when its slot comes. Each bears being done again. */
export function openReleases(options: ReleaseOptions): { readonly [kind: string]: Release } {
  const { store, moves, progress, seeking, notices, apart, acts, reports, queue } = options;

  /** What waits on, or `free`: it goes out now. */
  async function heldBack(item: Item<Asking | Saying>, at: number): Promise<NewItem | 'gone' | 'free'> {
    const { hold, isTakenBack } = item.content;
    if (isTakenBack) {
      await queue.withdrawn(item.id);
      return 'gone';
    }
    if (!hold) return 'free';
    if (hold.state !== 'new' && isLetOut(await queue.ofSubject(item.id))) return 'free';
    if (hold.state === 'new') {
      const { cause, tier } = hold;
      await queue.open({ id: queueItemOf(item.id, hold), cohort: item.cohort, subject: item.id, cause, tier, details: {}, at });
    }
    return { ...item, pace: 'held', content: { ...item.content, hold: { ...hold, state: 'queued' }, before: null } };
  }

  /** Holds it back, or lets `out` do the rest. */
  const held =
    <T extends Asking | Saying>(out: (item: Item<T>, at: number) => Promise<void>): Release =>
    async (item, at) => {
      const back = await heldBack(item as Item<T>, at);
      if (back === 'gone') return null;
      if (back !== 'free') return back;
      await out(item as Item<T>, at);
      return null;
    };

  async function ask({ id, cohort, content }: Item<Asking>, slotAt: number): Promise<void> {
    const { topic, title, words, support, speaker, year, isUrgent, receipt } = content;
    const asked = { id, cohort, topic, title, words, support, speaker, year, isUrgent, receipt, slotAt };
    const question = await store.insert(asked);
    if (question) await progress.settle(question, slotAt);
  }

  /** To whom it is said has it, or it is said to nobody. */
  async function say({ id, content }: Item<Saying>, slotAt: number): Promise<void> {
    const { question: of, side, kind, mentor, speaker, words } = content;
    const question = await store.find(of);
    if (!question || question.state === 'withdrawn' || question.holder !== mentor) return;
    const message: Message = { id, question: of, side, kind, mentor, speaker, words, state: 'shown', slotAt };
    if (!(await store.messages.insert(message))) return;
    const after = side === 'mentor' ? await mentorSpoke(question, message) : await askerSpoke(question, message, mentor);
    if (after) await progress.settle(after, slotAt);
  }

  async function mentorSpoke(question: Question, { kind, slotAt }: Message): Promise<Question | null> {
    const isFirst = kind === 'answer' && question.firstAnswerAt === null;
    const answered = isFirst ? { firstAnswerAt: slotAt } : {};
    const spoken = await moves.spoken(question, answered, slotAt);
    return spoken ?? store.change(question, { ...answered, changedAt: slotAt });
  }

  async function askerSpoke(question: Question, { id, slotAt }: Message, mentor: string): Promise<Question | null> {
    await notices.relayed(mentor, question.id, id, slotAt);
    if (question.state !== 'talking' || question.turn === 'mentor') return question;
    const theirs = await store.change(question, { turn: 'mentor', turnAt: slotAt, remindedAt: null });
    // Muted, or gone, since.
    if (!theirs || (await apart.mayMeet(question, mentor))) return theirs;
    await progress.letGo(theirs, slotAt);
    return null;
  }

  /** Nobody is told whether it was possible. */
  async function named({ content }: Item, slotAt: number): Promise<null> {
    const { question: of, mentor, way } = content as Naming;
    const question = await store.find(of);
    if (question?.state !== 'seeking' || (way === 'volunteered' && question.width < 2)) return null;
    await seeking.offerTo(question, mentor, way, slotAt);
    await progress.settle(question, slotAt);
    return null;
  }

  return {
    [NAMED]: named,
    [ASKED]: held(ask),
    [MESSAGE]: held(say),
    [ACT]: acts.act,
    [THANKS]: acts.thank,
    [REPORT]: reports.release,
    [BLOCK]: acts.block,
    [KEEP]: acts.keep,
    [VERDICT]: acts.judge,
  };
}
