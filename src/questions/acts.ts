import type { Members } from '../members/service.ts';
import type { Mentors } from '../mentors/service.ts';
import type { Queue } from '../moderation/service.ts';
import { authorOf } from '../privacy/authorship.ts';
import type { Item, Mix } from '../privacy/mix.ts';
import type { Seals } from '../privacy/seals.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Apart } from './apart.ts';
import type { Keeping } from './keeping.ts';
import type { Moves } from './moves.ts';
import type { Notices } from './notices.ts';
import type { Progress } from './progress.ts';
import { type Question, TIMES } from './rules.ts';
import type { Agreeing, Blocking, Doing, Judging, Thanking } from './saying.ts';
import { SHARES } from './seeking.ts';
import type { QuestionStore } from './store.ts';

export interface ActsOptions {
  readonly store: QuestionStore;
  readonly forgetting: Pick<Forgetting, 'delete'>;
  readonly seals: Pick<Seals, 'open'>;
  readonly mix: Pick<Mix, 'remove'>;
  readonly moves: Moves;
  readonly progress: Pick<Progress, 'settle'>;
  readonly apart: Apart;
  readonly keeping: Keeping;
  readonly notices: Pick<Notices, 'relayed'>;
  readonly mentors: Pick<Mentors, 'find' | 'helpedSomebody' | 'blocks'>;
  readonly members: Pick<Members, 'find'>;
  readonly queue: Pick<Queue, 'withdrawn'>;
}

/** What each act of an asker comes to when its slot comes. Each bears being done again. */
export function openActs(options: ActsOptions) {
  const { store, forgetting, seals, mix, moves, progress, apart, keeping, notices, mentors, members, queue } = options;

  const isReopenable = ({ state, ending, closedAt }: Question, at: number): boolean =>
    state === 'answered' ||
    (state === 'closed' && ending !== 'hidden' && ending !== 'left' && closedAt !== null && at < closedAt + TIMES.reopenMs);

  /** With whoever answered, where they may still; else from the beginning. */
  async function reopen(question: Question, at: number): Promise<Question | null> {
    if (!isReopenable(question, at)) return null;
    const { holder } = question;
    const isThere = holder !== null && (await mentors.find(holder)) !== null && (await apart.mayMeet(question, holder));
    if (!isThere || holder === null) return moves.soughtAgain(question, at);
    const resumed = await moves.resumed(question, at);
    if (resumed) await notices.relayed(holder, question.id, `${question.id}:${at}`, at);
    return resumed;
  }

  async function withdraw(question: Question, at: number): Promise<Question | null> {
    await forgetting.delete(SHARES, question.id);
    await queue.withdrawn(question.id);
    await keeping.refused(question);
    return moves.withdrawn((await store.find(question.id)) ?? question, at);
  }

  return {
    async act({ content }: Item, at: number): Promise<null> {
      const { question: id, act } = content as Doing;
      if (act === 'withdraw') await mix.remove(id);
      const question = await store.find(id);
      if (!question) return null;
      const moved =
        act === 'answered'
          ? await moves.settled(question, at)
          : act === 'reopen'
            ? await reopen(question, at)
            : act === 'someone-else'
              ? await moves.soughtAgain(question, at)
              : act === 'withdraw'
                ? await withdraw(question, at)
                : await moves.ended(question, 'left', at);
      if (moved) await progress.settle(moved, at);
      return null;
    },

    async thank({ id, content }: Item, at: number): Promise<null> {
      const { question: of, mentor, speaker } = content as Thanking;
      const question = await store.find(of);
      if (!question || question.state === 'withdrawn' || !(await mentors.find(mentor))) return null;
      const said = { question: of, side: 'asker', kind: 'thanks', mentor, speaker, words: null, state: 'shown' } as const;
      if (!(await store.messages.insert({ ...said, id, slotAt: at }))) return null;
      await mentors.helpedSomebody(mentor);
      await notices.relayed(mentor, of, id, at);
      return null;
    },

    async block({ cohort, content }: Item, at: number): Promise<null> {
      const { question: id, mentor, speaker } = content as Blocking;
      const [author, member] = [await seals.open({ cohort, subject: id, purpose: 'question' }), await members.find(mentor)];
      if (author && member) await mentors.blocks.block({ cohort, by: author, against: authorOf(member), speaker });
      await apart.never({ id, cohort }, mentor);
      const question = await store.find(id);
      if (question?.holder !== mentor) return null;
      const moved = (await moves.letGo(question, at)) ?? (await store.change(question, { holder: null }));
      if (moved) await progress.settle(moved, at);
      return null;
    },

    async keep({ content }: Item, at: number): Promise<null> {
      const { question: id, agrees } = content as Agreeing;
      const question = await store.find(id);
      if (!question || question.state === 'withdrawn') return null;
      if (!agrees) await keeping.refused(question);
      const changed = await store.change(question, { mayKeep: agrees });
      if (changed && agrees) await keeping.consider(changed, at);
      return null;
    },

    async judge({ id, cohort, content }: Item, at: number): Promise<null> {
      const month = new Date(at).toISOString().slice(0, 7);
      await store.keepVerdict({ id, cohort, month, ...(content as Judging) });
      return null;
    },
  };
}

export type Acts = ReturnType<typeof openActs>;
