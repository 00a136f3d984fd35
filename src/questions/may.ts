import type { Hold } from '../moderation/rules.ts';
import { type AskerAct, type Message, type Question, TIMES } from './rules.ts';

export interface Standing {
  /** Null while it waits for its slot. */
  readonly question: Question | null;
  readonly hold: Hold | null;
  readonly messages: readonly Message[];
  readonly isJudged: boolean;
  /** Whoever spoke last has been thanked, or nobody has spoken. */
  readonly isThanked: boolean;
  readonly at: number;
}

/** What an asker may do now. */
export function mayOf({ question, hold, messages, isJudged, isThanked, at }: Standing): readonly AskerAct[] {
  if (!question) return hold?.state === 'declined' ? ['withdraw'] : ['change', 'withdraw'];
  const { state, holder, support, ending, closedAt } = question;
  const isHeard = messages.some(({ side }) => side === 'mentor');
  const isAnswered = messages.some(({ kind, state: shown }) => kind === 'answer' && shown === 'shown');
  const isOver = state === 'answered' || state === 'closed';
  const isInTime = state === 'answered' || (closedAt !== null && at < closedAt + TIMES.reopenMs);
  const acts: Readonly<Record<AskerAct, boolean>> = {
    change: false,
    reply: holder !== null && (state === 'talking' || (state === 'answered' && isHeard)),
    thanks: isHeard && !isThanked,
    answered: !isOver,
    reopen: isOver && isInTime && ending !== 'hidden' && ending !== 'left',
    'someone-else': state === 'held' || state === 'talking',
    verdict: isOver && isAnswered && support !== null && !isJudged,
    keep: isAnswered && ending !== 'hidden',
    report: isHeard,
    block: isHeard,
    withdraw: true,
  };
  return (Object.keys(acts) as AskerAct[]).filter((act) => acts[act]);
}
