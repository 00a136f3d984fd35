import { afterQuiet, beforeQuiet } from '../calendar/quiet-hours.ts';
import { type Offer, type Question, TIMES, type Width } from './rules.ts';

const DAY = 24 * 3_600_000;
/** So long before the quiet hours somebody has still time. */
const EVENING_MS = 30 * 60_000;
/** An answer that waits for a moderator keeps a question with its mentor for so long at most. */
const PATIENCE_MS = 7 * DAY;

/** From when on it is looked for so widely. A channel is not written to in the quiet hours of `zone`, the cohort's. */
function widenAt({ soughtAt }: Pick<Question, 'soughtAt'>, width: number, zone: string): number | null {
  const ms = TIMES.widenMs[width - 1];
  if (ms === undefined) return null;
  return width < 2 ? soughtAt + ms : afterQuiet(soughtAt + ms, zone);
}

/** How widely it is to be looked for by now. */
export const widthAt = (question: Pick<Question, 'soughtAt'>, at: number, zone: string): Width =>
  TIMES.widenMs.filter((_, width) => (widenAt(question, width + 1, zone) ?? Infinity) <= at).length as Width;

/** When nobody was found and it ends; null: it is looked for more widely first, also after the bot was away for weeks. */
const givenUpAt = ({ soughtAt, width, changedAt }: Question): number | null =>
  width < 3 ? null : Math.max(soughtAt + TIMES.seekMs, changedAt + DAY);

/**
 * When whoever has it is reminded; null: they were, or it is not their turn. `zone`: theirs. What would be told in their
 * quiet hours, and could come only after it has moved on, is told in the evening before.
 */
export function remindAt(question: Question, zone: string): number | null {
  const { state, turn, turnAt, heldUntil, remindedAt } = question;
  if (remindedAt !== null) return null;
  if (state !== 'held' || heldUntil === null)
    return state === 'talking' && turn === 'mentor' ? turnAt + TIMES.replyRemindMs : null;
  const at = heldUntil - (TIMES.holdMs - TIMES.remindMs);
  return afterQuiet(at, zone) < heldUntil ? at : Math.max(beforeQuiet(at, zone) - EVENING_MS, turnAt);
}

/** When it moves on to others; null: not by itself. Who has answered once is not hurried. */
export function moveOnAt({ state, turn, turnAt, heldUntil, firstAnswerAt }: Question): number | null {
  if (state === 'held') return heldUntil ?? turnAt + TIMES.holdMs;
  if (state !== 'talking' || turn !== 'mentor' || firstAnswerAt !== null) return null;
  return Math.max(turnAt + TIMES.replyMs, heldUntil ?? 0);
}

/** Until when it stays with a mentor whose answer is on its way; null: for long enough already. */
export function patienceAt({ turnAt }: Pick<Question, 'turnAt'>, at: number): number | null {
  const until = Math.min(at + TIMES.holdMs, turnAt + PATIENCE_MS);
  return until > at ? until : null;
}

/** When it ends by itself; null: not in this state. */
export function endAt(question: Question): number | null {
  switch (question.state) {
    case 'seeking':
      return givenUpAt(question);
    case 'talking':
      return question.turnAt + TIMES.silentMs;
    case 'answered':
      return (question.answeredAt ?? question.turnAt) + TIMES.answeredMs;
    default:
      return null;
  }
}

/**
 * When something is to be done about it next; null: never again. `offers`: those that are open; `lookAt`: when somebody
 * is looked for again, where more are wanted than could be made. `zone`: of whoever has it, or else of the cohort.
 */
export function nextAt(
  question: Question,
  { offers, lookAt, zone }: { readonly offers: readonly Offer[]; readonly lookAt: number | null; readonly zone: string },
): number | null {
  const { state, width } = question;
  const widen = widenAt(question, width + 1, zone);
  const instants =
    state === 'seeking'
      ? [...offers.map(({ expiresAt }) => expiresAt), ...(widen === null ? [] : [widen]), ...(lookAt === null ? [] : [lookAt])]
      : [remindAt(question, zone), moveOnAt(question)].filter((instant) => instant !== null);
  const end = endAt(question);
  const all = end === null ? instants : [...instants, end];
  return all.length === 0 ? null : Math.min(...all);
}
