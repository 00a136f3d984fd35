import type { QuestionState } from './rules.ts';

/**
 * - `taken`: somebody accepted it;
 * - `spoken`: their first message has been delivered;
 * - `let-go`: whoever had it has it no more;
 * - `settled`: the asker has what they wanted;
 * - `resumed`: reopened with whoever answered;
 * - `sought-again`: reopened, or asked of somebody else;
 * - `ended`: it fell silent, nobody was found, a moderator hid it, or its time after the answer is over;
 * - `withdrawn`: its asker took it back.
 */
export const EVENTS = ['taken', 'spoken', 'let-go', 'settled', 'resumed', 'sought-again', 'ended', 'withdrawn'] as const;
export type QuestionEvent = (typeof EVENTS)[number];

type Steps = Readonly<Partial<Record<QuestionEvent, QuestionState>>>;

/** What may happen to a question, and what it then is. Whatever is not here cannot happen. */
export const TRANSITIONS: Readonly<Record<QuestionState, Steps>> = {
  seeking: { taken: 'held', settled: 'answered', ended: 'closed', withdrawn: 'withdrawn' },
  held: {
    spoken: 'talking',
    'let-go': 'seeking',
    'sought-again': 'seeking',
    settled: 'answered',
    ended: 'closed',
    withdrawn: 'withdrawn',
  },
  talking: {
    spoken: 'talking',
    'let-go': 'seeking',
    'sought-again': 'seeking',
    settled: 'answered',
    ended: 'closed',
    withdrawn: 'withdrawn',
  },
  answered: { resumed: 'talking', 'sought-again': 'seeking', ended: 'closed', withdrawn: 'withdrawn' },
  closed: { resumed: 'talking', 'sought-again': 'seeking', withdrawn: 'withdrawn' },
  withdrawn: {},
};

/** Null: that cannot happen to it now. */
export const stateAfter = (state: QuestionState, event: QuestionEvent): QuestionState | null => TRANSITIONS[state][event] ?? null;

/** In which somebody has it. */
export const HAS_HOLDER: ReadonlySet<QuestionState> = new Set(['held', 'talking']);

/** In which something still moves it on by itself. */
export const LIVE: readonly QuestionState[] = ['seeking', 'held', 'talking', 'answered'];
