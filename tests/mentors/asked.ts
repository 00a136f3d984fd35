import type { Questions } from '../../src/questions/questions.ts';
import type { Message } from '../../src/questions/rules.ts';
import type { Holding, MessageDraft, OpenOffer, WaitingMessage, WaitingQuestion } from '../../src/questions/service.ts';

export const QUESTION = {
  id: 'question-1',
  topic: 'exams',
  title: 'How did you revise for the first OSCE?',
  words: 'I do not know where to begin, and everybody else seems to.',
  support: 'be-heard',
  isUrgent: true,
  speaker: 'Foxglove carder bee',
} as const;

export const OFFER: OpenOffer = { ...QUESTION, offer: 'offer-1', expiresAt: Date.parse('2026-10-15T11:00:00Z') };

export const HOLDING: Holding = {
  ...QUESTION,
  offer: 'offer-1',
  state: 'held',
  heldUntil: Date.parse('2026-10-14T23:00:00Z'),
  isWaiting: true,
  calledAs: 'Ivy mason bee',
  mayKeep: false,
};

export const said = (id: string, changes: Partial<Message> = {}): Message => ({
  id,
  question: QUESTION.id,
  side: 'mentor',
  kind: 'answer',
  mentor: 'm',
  speaker: HOLDING.calledAs,
  words: `the words of ${id}`,
  state: 'shown',
  slotAt: 0,
  ...changes,
});

/** What stands beyond the commands of mentors: questions that were asked, and what is done about them. */
export function openAsked() {
  const state = {
    offers: [] as OpenOffer[],
    holdings: [] as Holding[],
    messages: [] as Message[],
    waiting: [] as WaitingMessage[],
    unanswered: [] as WaitingQuestion[],
    channel: null as { readonly topic: string; readonly isFree: boolean } | null,
    accepts: 'yours' as 'yours' | 'gone' | 'enough',
    marks: [] as MessageDraft['marks'],
    hold: null as MessageDraft['hold'],
  };
  const drafts = new Map<string, MessageDraft>();
  const done: string[] = [];
  const note = <T>(act: string, answer: T): T => {
    done.push(act);
    return answer;
  };
  let ids = 0;

  const draft = (cohort: string, kind: MessageDraft['kind'], words: string, id = `draft-${++ids}`): MessageDraft => {
    const isChange = state.waiting.some((message) => message.id === id);
    const { marks, hold } = state;
    const about = { id, cohort, question: QUESTION.id, side: 'mentor', kind, speaker: HOLDING.calledAs, mentor: 'm' } as const;
    const made: MessageDraft = { ...about, words, tier: 'T0', marks, hold, isChange };
    drafts.set(id, made);
    return made;
  };

  const questions = {
    muting: { of: async () => null, appeal: async () => 'not-muted' },
    mentoring: {
      everything: async () => ({ offers: [], said: [] }),
      offers: async () => state.offers,
      holdings: async () => state.holdings,
      async read(_, question) {
        const holding = state.holdings.find(({ id }) => id === question);
        if (!holding) throw new Error('no such question');
        return { holding, messages: state.messages, waiting: state.waiting };
      },
      async accept(_, offer) {
        if (state.accepts === 'yours') {
          state.offers = state.offers.filter((one) => one.offer !== offer);
          state.holdings = [HOLDING];
        }
        return note(`accept ${offer}`, state.accepts);
      },
      notNow: async (_, offer) => note(`not-now ${offer}`, 'done' as const),
      notThisTopic: async (_, offer) => note(`not-topic ${offer}`, 'done' as const),
      volunteer: async (_, question) => note(`volunteer ${question}`, 'noted' as const),
      handOn: async (_, question) => note(`hand-on ${question}`, 'done' as const),
      report: async (_, question, message, reason) => note(`report ${question} ${message} ${reason}`, 'done' as const),
      block: async (_, question) => note(`block ${question}`, 'done' as const),
      mayKeep: async (_, question, agrees) => note(`keep ${question} ${agrees}`, undefined),
    },
    relay: {
      draftAnswer: async ({ cohort }, _, kind, words) => draft(cohort.id, kind, words),
      draftChange: async ({ cohort }, message, words) => draft(cohort.id, 'answer', words, message),
      find: async (_, id) => drafts.get(id) ?? null,
      discard: async (_, id) => note(`discard ${id}`, drafts.delete(id)),
      async accept(_, id) {
        const sent = drafts.get(id);
        if (!sent) throw new Error('no such draft');
        const { kind, words, hold } = sent;
        state.waiting = [...state.waiting.filter((one) => one.id !== id), { id, kind, words, hold }];
        return note(`send ${id}`, sent);
      },
      async takeBack(_, message) {
        state.waiting = state.waiting.filter(({ id }) => id !== message);
      },
    },
    moderators: {
      waiting: async () => state.unanswered,
      assign: async ({ question, mentor, moderator }) => note(`assign ${question} ${mentor} ${moderator}`, 'done' as const),
      figures: async () => ({ months: [] }),
    },
    inChannel: async () => state.channel,
  } satisfies {
    readonly muting: Questions['muting'];
    readonly mentoring: Questions['mentoring'];
    readonly moderators: Questions['moderators'];
    readonly inChannel: Questions['inChannel'];
    readonly relay: Omit<Questions['relay'], 'draftReply' | 'draftAgain' | 'typed'>;
  };
  return { state, done, questions: questions as unknown as Questions };
}
