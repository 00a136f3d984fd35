import type { Cohort } from '../cohorts/rules.ts';
import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import type { Members } from '../members/service.ts';
import type { Authorship, Own } from '../privacy/authorship.ts';
import type { Item, Mix } from '../privacy/mix.ts';
import { receiptOf } from '../privacy/receipts.ts';
import type { Seals } from '../privacy/seals.ts';
import { isInQueue } from '../safe-space/rules.ts';
import type { Forgetting } from '../store/forgetting.ts';
import { mayOf } from './may.ts';
import type { Questions } from './questions.ts';
import { type Relay, takenBack } from './relay.ts';
import { ASKER, type Reports } from './reports.ts';
import { type Message, type Question, stageOf } from './rules.ts';
import { ACT, type Act, ASKED, type Asking, BLOCK, doing, endOfWaiting, KEEP, THANKS, VERDICT } from './saying.ts';
import { SHARES } from './seeking.ts';
import type { QuestionStore } from './store.ts';
import type { EverythingAsked, MyQuestion } from './views.ts';

export interface MineOptions {
  readonly store: QuestionStore;
  readonly forgetting: Forgetting;
  readonly authorship: Authorship;
  readonly seals: Seals;
  readonly mix: Mix;
  readonly relay: Pick<Relay, 'waitingOf'>;
  readonly reports: Reports;
  readonly members: { readonly accounts: Pick<Members['accounts'], 'of'> };
  now(): number;
  newId(): string;
}

const SEEN = 'question-seen';
const JUDGED = 'question-judged';

/** What an asker may see and do of what they asked. All of it takes effect at slots. */
export function openMine(
  options: MineOptions,
): Omit<Questions['mine'], 'leaving'> & { askedBy(member: Member): Promise<readonly Own[]> } {
  const { store, forgetting, authorship, seals, mix, relay, reports, members, now, newId } = options;

  /** By any of their memberships. A seal that was made anew stands in two lists. */
  async function askedBy(member: Member): Promise<readonly Own[]> {
    const lists = await Promise.all((await members.accounts.of(member)).map(({ id }) => authorship.list(id)));
    const own = lists.flat().filter(({ purpose }) => purpose === 'question');
    return [...new Map(own.map((one) => [one.subject, one])).values()];
  }

  async function waitingOf(id: string): Promise<Item<Asking> | null> {
    const item = await mix.find<Asking>(id);
    return item?.kind === ASKED && !item.content.isTakenBack ? item : null;
  }

  async function find(id: string, member: Member | null): Promise<MyQuestion | null> {
    const question = await store.find(id);
    if (question?.state === 'withdrawn') return null;
    const waiting = question ? null : await waitingOf(id);
    const asked = question ?? (waiting && { ...waiting.content, id, cohort: waiting.cohort });
    if (!asked) return null;
    const messages = question ? await store.messages.ofQuestion(id) : [];
    const hold = waiting?.content.hold ?? null;
    const isJudged = (await forgetting.get(JUDGED, id)) !== null;
    const isThanked = await isThankedFor(question, messages);
    return {
      id,
      cohort: asked.cohort,
      topic: asked.topic,
      title: asked.title,
      words: asked.words ?? '',
      support: asked.support,
      isUrgent: asked.isUrgent,
      speaker: asked.speaker,
      stage: stageOf(question, hold),
      question,
      hold,
      helper: lastOf(messages)?.speaker ?? null,
      isNews: await isNews(question, hold?.state ?? null, member),
      may: mayOf({ question, hold, messages, isJudged, isThanked, at: now() }),
    };
  }

  async function isThankedFor(question: Question | null, messages: readonly Message[]): Promise<boolean> {
    const mentor = lastOf(messages)?.mentor;
    if (!question || !mentor) return true;
    if (messages.some((one) => one.kind === 'thanks' && one.mentor === mentor)) return true;
    return (await mix.find(await thanksOf(question.id, mentor))) !== null;
  }

  /** One for each of them. By what they were offered, which goes with them: what stays must not name who was thanked. */
  async function thanksOf(question: string, mentor: string): Promise<string> {
    const offer = (await store.offers.ofQuestion(question)).find((one) => one.mentor === mentor);
    return `${THANKS}-${offer?.id ?? question}`;
  }

  async function isNews(question: Question | null, hold: string | null, member: Member | null): Promise<boolean> {
    if (!question) return hold === 'asked' || hold === 'declined';
    if (!member) return false;
    if (question.changedAt > Math.max(question.slotAt, await seenUntil(question))) return true;
    return (question.state === 'talking' || question.state === 'answered') && hasComeBack(question.id);
  }

  /** Words of theirs that a moderator did not pass on. */
  const hasComeBack = async (id: string): Promise<boolean> =>
    (await relay.waitingOf(id, 'asker', null)).some(({ hold }) => hold?.state === 'asked' || hold?.state === 'declined');

  const aboutOf = ({ id, cohort }: Pick<Question, 'id' | 'cohort'>) => ({ cohort, subject: id, purpose: 'question' }) as const;

  async function seenUntil(question: Pick<Question, 'id' | 'cohort'>): Promise<number> {
    const day = await seals.dayOf(aboutOf(question));
    return day === null ? 0 : ((await seals.under(day, SEEN).get<number>(question.id)) ?? 0);
  }

  async function need(member: Member, cohort: Cohort, id: string): Promise<MyQuestion> {
    const own = (await askedBy(member)).find((one) => one.subject === id && one.cohort === cohort.id);
    const found = own && (await find(id, member));
    if (!found) throw new UserError('not-yours');
    return found;
  }

  const put = (mine: MyQuestion, kind: string, content: object, name?: string) =>
    mix.put(doing(mine, kind, content, { now: now(), ...(name === undefined ? {} : { name }) }));
  const act = (mine: MyQuestion, what: Act) => put(mine, ACT, { question: mine.id, act: what });

  /** Whoever spoke to them last, or has it now. */
  async function helperOf({ id, question }: MyQuestion): Promise<{ readonly mentor: string; readonly speaker: string } | null> {
    const last = lastOf(await store.messages.ofQuestion(id));
    const mentor = last?.mentor ?? question?.holder ?? null;
    return mentor === null ? null : { mentor, speaker: last?.speaker ?? '' };
  }

  async function list(member: Member): Promise<readonly MyQuestion[]> {
    const found = await Promise.all((await askedBy(member)).map(({ subject }) => find(subject, member)));
    return found
      .filter((one) => one !== null)
      .sort((a, b) => (b.question?.slotAt ?? Number.MAX_SAFE_INTEGER) - (a.question?.slotAt ?? Number.MAX_SAFE_INTEGER));
  }

  return {
    askedBy,
    need,

    list,

    async everything(member) {
      const found: EverythingAsked[] = [];
      for (const question of await list(member)) {
        const { id } = question;
        const shares = (await forgetting.get<EverythingAsked['shares']>(SHARES, id)) ?? [];
        const out = (await store.messages.ofQuestion(id)).filter(({ side }) => side === 'asker');
        const waiting = await relay.waitingOf(id, 'asker', null);
        const said = [
          ...out.map(({ kind, words, slotAt }) => ({ kind, words, at: slotAt })),
          ...waiting.map(({ kind, words }) => ({ kind, words, at: null })),
        ];
        found.push({ question, shares, said });
      }
      return found;
    },

    async hasNews(member) {
      for (const { subject } of await askedBy(member)) if ((await find(subject, member))?.isNews) return true;
      return false;
    },

    async byCode(code, cohort) {
      const receipt = receiptOf(code);
      const isIt = ({ kind, content }: Item) => kind === ASKED && (content as Asking).receipt === receipt;
      const id =
        receipt === null ? undefined : ((await store.byReceipt(receipt))?.id ?? (await mix.all()).find((item) => isIt(item))?.id);
      const found = id === undefined ? null : await find(id, null);
      if (found?.cohort !== cohort.id) throw new UserError('no-such-code', {}, 'code');
      return found;
    },

    async read(mine, member) {
      const messages = mine.question ? await store.messages.ofQuestion(mine.id) : [];
      const day = member && mine.question ? await seals.dayOf(aboutOf(mine)) : null;
      if (day !== null && mine.question) await seals.under(day, SEEN).set(mine.id, mine.question.changedAt, endOfWaiting(now()));
      return {
        messages: messages.map((message) => (message.state === 'shown' ? message : { ...message, words: null })),
        waiting: await relay.waitingOf(mine.id, 'asker', null),
      };
    },

    async thank(mine) {
      const helper = mine.may.includes('thanks') ? await helperOf(mine) : null;
      if (!helper) return;
      const content = { question: mine.id, mentor: helper.mentor, speaker: mine.speaker };
      await mix.put({ ...doing(mine, THANKS, content, { now: now() }), id: await thanksOf(mine.id, helper.mentor) });
    },

    markAnswered: (mine) => act(mine, 'answered'),
    async reopen(mine) {
      if (!mine.may.includes('reopen')) throw new UserError('question-closed');
      await act(mine, 'reopen');
    },
    someoneElse: (mine) => act(mine, 'someone-else'),

    async withdraw(mine) {
      const waiting = mine.question ? null : await waitingOf(mine.id);
      // A moderator who has it open must not see at which moment it goes.
      if (waiting && isInQueue(waiting.content)) await mix.put(takenBack(waiting));
      else if (waiting) await mix.remove(mine.id);
      // Also for what waits: another process may be letting it go just now.
      await act(mine, 'withdraw');
    },

    async answer(mine, verdict) {
      if (!mine.may.includes('verdict') || !mine.support) return;
      await forgetting.setUntil(JUDGED, mine.id, true, endOfWaiting(now()));
      const order = `${mine.support} ${verdict}`;
      await mix.put({ ...doing(mine, VERDICT, { support: mine.support, verdict }, { now: now() }), id: newId(), order });
    },

    mayKeep: (mine, agrees) => put(mine, KEEP, { question: mine.id, agrees }),

    async report(mine, message, reason) {
      const messages = await store.messages.ofQuestion(mine.id);
      const theirs = messages.filter(({ side }) => side === 'mentor');
      const subject = (message === null ? theirs.at(-1) : theirs.find(({ id }) => id === message))?.id;
      if (subject !== undefined) await reports.note({ subject, cohort: mine.cohort, by: ASKER, reason });
    },

    async block(mine) {
      const helper = await helperOf(mine);
      if (!helper) return;
      const content = { question: mine.id, ...helper };
      await mix.put({ ...doing(mine, BLOCK, content, { now: now() }), id: `${BLOCK}-${mine.id}-${helper.mentor}` });
    },
  };
}

/** The newest that a mentor has said. */
const lastOf = (messages: readonly Message[]): Message | undefined => messages.findLast(({ side }) => side === 'mentor');
