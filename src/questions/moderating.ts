import type { Decision, Description, Hold, QueueItem } from '../moderation/rules.ts';
import { queueItemOf } from '../moderation/rules.ts';
import type { Matter } from '../moderation/service.ts';
import type { Authorship } from '../privacy/authorship.ts';
import type { Someone } from '../privacy/keyed-tags.ts';
import type { Item, Mix } from '../privacy/mix.ts';
import { slotOf } from '../privacy/slots.ts';
import { wordsOf } from './asking.ts';
import type { Moves } from './moves.ts';
import type { Progress } from './progress.ts';
import { ASKER, nameOf, type Reports } from './reports.ts';
import { ASKED, type Asking, MESSAGE, type Saying } from './saying.ts';
import type { QuestionStore } from './store.ts';

export interface ModeratingOptions {
  readonly store: QuestionStore;
  readonly mix: Mix;
  readonly moves: Moves;
  readonly progress: Pick<Progress, 'settle'>;
  readonly reports: Reports;
  readonly authorship: Pick<Authorship, 'isOwn'>;
  now(): number;
}

const DECLINED_DAYS = 7;
const DAY = 24 * 3_600_000;

type Waiting = Item<Asking | Saying>;

/** What the queue asks of questions, and what becomes of its decisions. */
export function openModerating({ store, mix, moves, progress, reports, authorship, now }: ModeratingOptions) {
  async function waitingOf(id: string): Promise<Waiting | null> {
    const item = await mix.find<Asking | Saying>(id);
    return item && (item.kind === ASKED || item.kind === MESSAGE) ? item : null;
  }

  async function setHold(item: Waiting, change: Partial<Hold>, warning: string | null = null): Promise<void> {
    if (!item.content.hold) return;
    const hold: Hold = { ...item.content.hold, ...change };
    const words = warning === null ? item.content.words : `${warning}\n\n${item.content.words}`;
    const until = hold.state === 'declined' ? slotOf(now(), DAY) + (DECLINED_DAYS + 1) * DAY : item.until;
    const { since: _, ...same } = item;
    const pace = hold.state === 'approved' ? 'quarter' : 'held';
    await mix.put({ ...same, pace, content: { ...item.content, words, hold }, until });
  }

  async function decideWaiting(item: Waiting, decision: Decision, text: string | null): Promise<void> {
    if (decision === 'approve') return setHold(item, { state: 'approved', text: null });
    if (decision === 'approve-with-warning') return setHold(item, { state: 'approved', text: null }, text);
    if (decision === 'ask-change') return setHold(item, { state: 'asked', text });
    if (decision === 'decline' || decision === 'hide' || decision === 'settled')
      return setHold(item, { state: 'declined', text });
  }

  /** A question that is hidden is over; one that is shown again is looked for again. */
  async function setQuestion(id: string, isShown: boolean): Promise<void> {
    const question = await store.find(id);
    if (!question) return;
    const moved = isShown
      ? question.ending === 'hidden' && (await moves.soughtAgain(question, now()))
      : question.state === 'closed'
        ? await store.change(question, { ending: 'hidden' })
        : ((await moves.ended(question, 'hidden', now())) ?? (await store.change(question, { ending: 'hidden' })));
    if (moved) await progress.settle(moved, now());
  }

  async function set(subject: string, isShown: boolean): Promise<void> {
    const message = await store.messages.find(subject);
    if (!message) return setQuestion(subject, isShown);
    if (message.state !== 'withdrawn') await store.messages.setState(subject, isShown ? 'shown' : 'hidden');
  }

  return {
    async owns(subject: string): Promise<boolean> {
      return (
        (await store.find(subject)) !== null ||
        (await store.messages.find(subject)) !== null ||
        (await waitingOf(subject)) !== null
      );
    },

    async describe(subject: string): Promise<Description | null> {
      const same = { warning: null, capability: 'questions' } as const;
      const question = await store.find(subject);
      if (question) {
        if (question.words === null) return null;
        const { speaker, support, id: thread } = question;
        const state = question.ending === 'hidden' ? 'hidden' : 'shown';
        return { ...same, speaker, support, thread, state, words: wordsOf(question), isOut: true };
      }
      const message = await store.messages.find(subject);
      if (message) {
        const { speaker, words, state, question: thread } = message;
        return words === null ? null : { ...same, speaker, support: null, thread, state, words, isOut: true };
      }
      const item = await waitingOf(subject);
      if (!item) return null;
      const { content } = item;
      const thread = 'question' in content ? content.question : subject;
      const support = 'support' in content ? content.support : null;
      const words = content.before ?? ('title' in content ? wordsOf(content) : content.words);
      return { ...same, speaker: content.speaker, support, thread, state: 'waiting', words, isOut: false };
    },

    /** Whose words it is about is known by their seal alone. The other side takes no part either. */
    async matter(subject: string): Promise<Matter | null> {
      const question = await store.find(subject);
      const message = question ? null : await store.messages.find(subject);
      const item = question || message ? null : await waitingOf(subject);
      const thread =
        question?.id ?? message?.question ?? (item && 'question' in item.content ? item.content.question : item && subject);
      const cohort = question?.cohort ?? item?.cohort ?? (thread ? (await store.find(thread))?.cohort : undefined);
      if (!thread || cohort === undefined) return null;
      const about = { cohort, subject, purpose: 'question' } as const;
      return { about, parties: subject === thread ? [] : [{ cohort, subject: thread, purpose: 'question' }] };
    },

    /** As far as it is known still. */
    async hasReported(subject: string, person: Someone): Promise<boolean> {
      if (await reports.isBy(subject, nameOf(person))) return true;
      if (!(await reports.isBy(subject, ASKER))) return false;
      const message = await store.messages.find(subject);
      const cohort = message && (await store.find(message.question))?.cohort;
      return message && cohort ? authorship.isOwn(person, { cohort, subject: message.question, purpose: 'question' }) : false;
    },

    /** In the transaction of the decision. */
    async decided({ subject, cause }: QueueItem, decision: Decision, text: string | null): Promise<void> {
      const isOut = (await store.find(subject)) !== null || (await store.messages.find(subject)) !== null;
      if (isOut) {
        if (decision === 'hide' || decision === 'decline') await set(subject, false);
        if (decision === 'keep' || decision === 'approve' || decision === 'approve-with-warning') await set(subject, true);
        if (cause === 'report') await reports.forget(subject);
        return;
      }
      const item = await waitingOf(subject);
      // Decided about words that have been changed since: the others come to the queue at the next slot.
      if (item && item.content.before === null) await decideWaiting(item, decision, text);
    },

    /** As it was before the decision. What has been said before goes back to the queue, what was hidden is shown. */
    async undone({ id, subject }: QueueItem): Promise<void> {
      const item = await waitingOf(subject);
      if (!item) return set(subject, true);
      if (item.content.hold && queueItemOf(subject, item.content.hold) === id)
        await setHold(item, { state: 'queued', text: null });
    },
  };
}
