import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import type { Mentors } from '../mentors/service.ts';
import type { Aliases } from '../privacy/aliases.ts';
import { authorOf } from '../privacy/authorship.ts';
import type { Mix } from '../privacy/mix.ts';
import type { Seals } from '../privacy/seals.ts';
import { QUARTER_MS, slotOf } from '../privacy/slots.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Apart } from './apart.ts';
import type { Keeping } from './keeping.ts';
import type { Moves } from './moves.ts';
import type { Progress } from './progress.ts';
import type { Questions } from './questions.ts';
import type { Relay } from './relay.ts';
import { nameOf, type Reports } from './reports.ts';
import { type Offer, type Question, TIMES } from './rules.ts';
import { naming } from './saying.ts';
import type { Seeking } from './seeking.ts';
import type { QuestionStore } from './store.ts';
import type { Holding, SeenQuestion } from './views.ts';

export interface MentoringOptions {
  readonly record: TheRecord;
  readonly store: QuestionStore;
  readonly moves: Moves;
  readonly progress: Pick<Progress, 'settle' | 'letGo'>;
  readonly seeking: Pick<Seeking, 'hasRoom'>;
  readonly mix: Pick<Mix, 'put'>;
  readonly relay: Pick<Relay, 'waitingOf'>;
  readonly reports: Reports;
  readonly apart: Apart;
  readonly keeping: Keeping;
  readonly seals: Pick<Seals, 'open'>;
  readonly aliases: Pick<Aliases, 'redraw'>;
  readonly mentors: Pick<Mentors, 'find' | 'answeredOffer' | 'notThisTopic' | 'blocks'>;
  now(): number;
}

const DAY = 24 * 3_600_000;
/** What a mentor had may be read for so long. */
const READABLE_MS = 7 * DAY;
/** An offer of longer ago leads to nothing that may be read. */
const OFFERS_MS = 60 * DAY;

/** What a mentor may see and do. They stand in the record; nobody else is shown it. */
export function openMentoring(options: MentoringOptions): Questions['mentoring'] {
  const { record, store, mix, moves, progress, seeking, relay, reports, apart, keeping, seals, aliases, mentors, now } = options;

  async function offerOf({ id }: Member, question: string): Promise<Offer | null> {
    return (await store.offers.ofQuestion(question)).find(({ mentor }) => mentor === id) ?? null;
  }

  function holdingOf(question: Question, offer: Offer, member: string): Holding | null {
    const seen = seenOf(question);
    if (!seen || offer.speaker === null) return null;
    const isTheirs = question.holder === member;
    const state = isTheirs && question.state !== 'seeking' && question.state !== 'withdrawn' ? question.state : 'over';
    const isOver = state === 'over' || state === 'closed';
    if (isOver && now() >= Math.max(question.changedAt, question.closedAt ?? 0) + READABLE_MS) return null;
    return {
      ...seen,
      offer: offer.id,
      state: isOver ? 'over' : state,
      heldUntil: state === 'held' ? question.heldUntil : null,
      isWaiting: isTheirs && question.turn === 'mentor',
      calledAs: offer.speaker,
      mayKeep: offer.mayKeep,
    };
  }

  async function holdings({ id: member }: Member): Promise<readonly Holding[]> {
    const offers = (await store.offers.ofMentor(member, now() - OFFERS_MS)).filter(({ speaker }) => speaker !== null);
    const found: Holding[] = [];
    for (const offer of offers) {
      const question = await store.find(offer.question);
      const holding = question && holdingOf(question, offer, member);
      if (holding) found.push(holding);
    }
    return found.sort((a, b) => Number(b.isWaiting) - Number(a.isWaiting) || (a.heldUntil ?? 0) - (b.heldUntil ?? 0));
  }

  /** An open offer of theirs, and its question while nobody has that. */
  async function openOffer({ id: member }: Member, id: string) {
    const offer = await store.offers.find(id);
    if (offer?.mentor !== member || offer.state !== 'open' || offer.expiresAt <= now()) return null;
    const question = await store.find(offer.question);
    return question?.state === 'seeking' ? { offer, question } : null;
  }

  async function isTheirs({ id: member }: Member, id: string): Promise<boolean> {
    const offer = await store.offers.find(id);
    return offer?.mentor === member && offer.state === 'accepted' && (await store.find(offer.question))?.holder === member;
  }

  /** As if somebody had taken it: one that stood there still would tell that these two are kept apart. */
  async function vanishes({ offer, question }: { readonly offer: Offer; readonly question: Question }): Promise<'gone'> {
    await store.offers.change(offer, { state: 'lapsed', endedAt: now() });
    await progress.settle(question, now());
    return 'gone';
  }

  async function takes(member: Member, id: string): Promise<'yours' | 'gone' | 'enough'> {
    // Pressed again, having had no answer.
    if (await isTheirs(member, id)) return 'yours';
    const open = await openOffer(member, id);
    const mentor = open && (await mentors.find(member.id));
    if (!open || !mentor) return 'gone';
    if (!(await apart.mayMeet(open.question, member.id))) return vanishes(open);
    if (!(await seeking.hasRoom(mentor, now()))) return 'enough';
    const at = now();
    const taken = [
      open.question.speaker,
      ...(await store.offers.ofQuestion(open.question.id)).flatMap(({ speaker }) => speaker ?? []),
    ];
    const speaker = mentor.shownName ?? aliases.redraw(taken);
    const held = await moves.taken(open.question, open.offer, { speaker, until: at + TIMES.holdMs, at });
    if (!held) return 'gone';
    await progress.settle(held, at);
    return 'yours';
  }

  const declines = (member: Member, id: string, state: 'not-now' | 'not-topic') =>
    record.transaction(async (): Promise<'done'> => {
      const open = await openOffer(member, id);
      if (!open || !(await store.offers.change(open.offer, { state, endedAt: now() }))) return 'done';
      await mentors.answeredOffer(member.id);
      if (state === 'not-topic') await mentors.notThisTopic(member.id, open.question.topic);
      await progress.settle(open.question, now());
      return 'done';
    });

  /** Theirs no more, whatever becomes of it. */
  async function parts(member: Member, question: Question): Promise<void> {
    if (question.holder !== member.id) return;
    if (question.state === 'held' || question.state === 'talking') await progress.letGo(question, now());
    else await store.change(question, { holder: null });
  }

  return {
    async offers(member) {
      const open = await Promise.all((await store.offers.openOf(member.id)).map(({ id }) => openOffer(member, id)));
      return open.flatMap((found) => {
        const seen = found && seenOf(found.question);
        return found && seen ? [{ ...seen, offer: found.offer.id, expiresAt: found.offer.expiresAt }] : [];
      });
    },

    holdings,

    async everything({ id: member }) {
      const offers = await store.offers.ofMentor(member, 0);
      const said = (await store.messages.ofMentor(member)).map(({ kind, words, slotAt }) => ({ kind, words, at: slotAt }));
      const taken = offers.filter(({ speaker }) => speaker !== null);
      const waiting = await Promise.all(taken.map(({ question }) => relay.waitingOf(question, 'mentor', member)));
      return { offers, said: [...said, ...waiting.flat().map(({ kind, words }) => ({ kind, words, at: null }))] };
    },

    async read(member, id) {
      const [question, offer] = [await store.find(id), await offerOf(member, id)];
      const holding = question && offer && holdingOf(question, offer, member.id);
      if (!holding) throw new UserError('not-yours', { side: 'mentor' });
      const messages = (await store.messages.ofQuestion(id)).filter(({ mentor }) => mentor === member.id);
      return {
        holding,
        messages: messages.map((message) => (message.state === 'shown' ? message : { ...message, words: null })),
        waiting: await relay.waitingOf(id, 'mentor', member.id),
      };
    },

    accept: (member, offer) => record.transaction(() => takes(member, offer)),
    notNow: (member, offer) => declines(member, offer, 'not-now'),
    notThisTopic: (member, offer) => declines(member, offer, 'not-topic'),

    async volunteer(member, id) {
      if (!(await mentors.find(member.id))) throw new UserError('not-a-mentor');
      const question = await store.find(id);
      if (question?.cohort === member.cohort) await mix.put(naming(question, member.id, 'volunteered', now()));
      return 'noted';
    },

    handOn: (member, id) =>
      record.transaction(async (): Promise<'done'> => {
        const question = await store.find(id);
        if (question) await parts(member, question);
        return 'done';
      }),

    async report(member, id, message, reason) {
      const offer = await offerOf(member, id);
      const messages = (await store.messages.ofQuestion(id)).filter(
        ({ mentor, side }) => mentor === member.id && side === 'asker',
      );
      const subject = message === null ? id : messages.find((one) => one.id === message)?.id;
      if (offer && subject !== undefined) await reports.note({ subject, cohort: member.cohort, by: nameOf(member), reason });
      return 'done';
    },

    async block(member, id) {
      const [question, offer] = [await store.find(id), await offerOf(member, id)];
      if (!question || (offer?.state !== 'accepted' && offer?.state !== 'gone')) return 'done';
      const author = await seals.open({ cohort: question.cohort, subject: id, purpose: 'question' });
      if (author)
        await mentors.blocks.block({ cohort: question.cohort, by: authorOf(member), against: author, speaker: question.speaker });
      await apart.never(question, member.id);
      await record.transaction(async () => {
        const current = await store.find(id);
        if (current) await parts(member, current);
      });
      return 'done';
    },

    async mayKeep(member, id, agrees) {
      await record.transaction(async () => {
        const [question, offer] = [await store.find(id), await offerOf(member, id)];
        if (!question || !offer || offer.speaker === null || !(await store.offers.change(offer, { mayKeep: agrees }))) return;
        if (agrees) await keeping.consider(question, slotOf(now(), QUARTER_MS));
        else await keeping.refused(question);
      });
    },
  };
}

/** Null once its asker took it back. */
function seenOf({ id, topic, title, words, support, isUrgent, speaker }: Question): SeenQuestion | null {
  return words === null ? null : { id, topic, title, words, support, isUrgent, speaker };
}
