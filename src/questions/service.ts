import type { Agenda } from '../calendar/agenda.ts';
import type { Platform } from '../chat/invocation.ts';
import type { Cohort } from '../cohorts/rules.ts';
import type { Cohorts } from '../cohorts/service.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Log } from '../log.ts';
import type { Member } from '../members/rules.ts';
import type { Members } from '../members/service.ts';
import type { Mentors } from '../mentors/service.ts';
import type { Description, QueueItem } from '../moderation/rules.ts';
import type { Matter, Moderation, QueueHooks } from '../moderation/service.ts';
import type { Aliases } from '../privacy/aliases.ts';
import { openAuthorship } from '../privacy/authorship.ts';
import type { Someone } from '../privacy/keyed-tags.ts';
import { openLimits } from '../privacy/limits.ts';
import type { Mix, Release } from '../privacy/mix.ts';
import { RETENTION } from '../privacy/retention.ts';
import type { Seals } from '../privacy/seals.ts';
import { type ReportReason, SMALLEST_AUDIENCE, type Verdict } from '../safe-space/rules.ts';
import type { IdentifierGuard } from '../safety/identifiers.ts';
import type { LanguageScreen } from '../safety/language.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Topic } from '../topics/rules.ts';
import { openActs } from './acts.ts';
import { openApart } from './apart.ts';
import { openAsking } from './asking.ts';
import type { Figures } from './figures.ts';
import { openKeeping, type Proposals } from './keeping.ts';
import { openLeaving } from './leaving.ts';
import { openMentoring } from './mentoring.ts';
import { openMine } from './mine.ts';
import { openModerating } from './moderating.ts';
import { openModerators } from './moderators.ts';
import { openMoves } from './moves.ts';
import { openMuting } from './muting.ts';
import { openNotices } from './notices.ts';
import { NEXT, openProgress } from './progress.ts';
import { openRelay } from './relay.ts';
import { openReleases } from './release.ts';
import { openReports } from './reports.ts';
import { byScore, type Order } from './routing.ts';
import { type Asked, MESSAGES_A_DAY, QUESTIONS_A_DAY, type Speaking } from './rules.ts';
import { openSeeking } from './seeking.ts';
import { openQuestionStore } from './store.ts';
import type {
  AcceptedQuestion,
  Conversation,
  EverythingAnswered,
  EverythingAsked,
  Holding,
  MessageDraft,
  MyQuestion,
  OpenOffer,
  QuestionDraft,
  WaitingQuestion,
} from './views.ts';

export type { Proposals } from './keeping.ts';
export type * from './views.ts';

/** Near-peer questions, as the commands call them. Whatever an asker does shows at a slot. */
export interface Questions {
  readonly asking: {
    /** @throws UserError `no-such-topic`, `too-few-members`, `muted`, `enough-today` */
    draft(speaking: Speaking, asked: Asked): Promise<QuestionDraft>;
    /** Other words for what is not out yet. @throws UserError `already-out` */
    draftChange(speaking: Speaking, id: string, asked: Asked): Promise<QuestionDraft>;
    find(member: Member, id: string): Promise<QuestionDraft | null>;
    /** False where it is accepted already. */
    discard(member: Member, id: string): Promise<boolean>;
    /** Again, the same is told again. @throws UserError `draft-gone`, `must-edit`, `already-out` */
    accept(speaking: Speaking, id: string): Promise<AcceptedQuestion>;
    /** What they typed when it was shown; null once it is out. For a form that is filled again. */
    typed(member: Member, cohort: Cohort, id: string): Promise<Asked | null>;
  };
  readonly mine: {
    list(member: Member): Promise<readonly MyQuestion[]>;
    /** For a copy of their data. */
    everything(member: Member): Promise<readonly EverythingAsked[]>;
    hasNews(member: Member): Promise<boolean>;
    /** @throws UserError `not-yours`, in the same words for what is not there. */
    need(member: Member, cohort: Cohort, id: string): Promise<MyQuestion>;
    /** @throws UserError `no-such-code` */
    byCode(code: string, cohort: Cohort): Promise<MyQuestion>;
    /** What has been said; noted as seen for a member. */
    read(mine: MyQuestion, member: Member | null): Promise<Conversation>;
    /** "That helped": passed on once to whoever answered. */
    thank(mine: MyQuestion): Promise<void>;
    markAnswered(mine: MyQuestion): Promise<void>;
    /** @throws UserError `question-closed` later than a week. */
    reopen(mine: MyQuestion): Promise<void>;
    someoneElse(mine: MyQuestion): Promise<void>;
    withdraw(mine: MyQuestion): Promise<void>;
    /** Whether it was the kind of help they wanted; kept without the question, and asked once. */
    answer(mine: MyQuestion, verdict: Verdict): Promise<void>;
    /** Whether it may go into the library. */
    mayKeep(mine: MyQuestion, agrees: boolean): Promise<void>;
    /** `message` null: what whoever answers has said as a whole. */
    report(mine: MyQuestion, message: string | null, reason: ReportReason): Promise<void>;
    /** They are never brought together again, and somebody else is looked for. */
    block(mine: MyQuestion): Promise<void>;
    /** Somebody leaves: their questions go, at once or spread over days, or end without a link to them. */
    leaving(member: Member, what: 'withdraw' | 'withdraw-at-once' | 'keep'): Promise<void>;
  };
  /** Somebody who may not ask or answer for a while: how it stands, and how they are heard. */
  readonly muting: Pick<ReturnType<typeof openMuting>, 'of' | 'appeal'>;
  readonly relay: {
    /** @throws UserError `nobody-to-reply-to`, `muted`, `enough-today` */
    draftReply(speaking: Speaking, mine: MyQuestion, words: string): Promise<MessageDraft>;
    /** @throws UserError `not-yours`, `question-closed`, `muted`, `enough-today` */
    draftAnswer(speaking: Speaking, question: string, kind: 'answer' | 'asks-back', words: string): Promise<MessageDraft>;
    /** Other words for what was not accepted. @throws UserError `draft-gone`, `muted`, `enough-today` */
    draftAgain(speaking: Speaking, draft: string, words: string): Promise<MessageDraft>;
    /** Other words for what has not been delivered; `mine`: for an asker, what it stands in. @throws UserError `already-out` */
    draftChange(speaking: Speaking, message: string, words: string, mine?: MyQuestion | null): Promise<MessageDraft>;
    /** What it says until then. @throws UserError `already-out` */
    typed(member: Member, message: string, mine?: MyQuestion | null): Promise<string>;
    find(member: Member, id: string): Promise<MessageDraft | null>;
    discard(member: Member, id: string): Promise<boolean>;
    /** @throws UserError `draft-gone`, `must-edit`, `already-out`, `question-closed` */
    accept(speaking: Speaking, id: string): Promise<MessageDraft>;
    /** Takes back what has not been delivered. @throws UserError `already-out` */
    takeBack(member: Member, message: string, mine?: MyQuestion | null): Promise<void>;
  };
  readonly mentoring: {
    offers(member: Member): Promise<readonly OpenOffer[]>;
    /** What they have, and for a week what they had. */
    holdings(member: Member): Promise<readonly Holding[]>;
    /** For a copy of their data. */
    everything(member: Member): Promise<EverythingAnswered>;
    /** @throws UserError `not-yours` */
    read(member: Member, question: string): Promise<Conversation & { readonly holding: Holding }>;
    /** `gone`: somebody else has it, or it is over; `enough`: their own limit is reached. Again, the same is told again. */
    accept(member: Member, offer: string): Promise<'yours' | 'gone' | 'enough'>;
    /** Both always answer the same. */
    notNow(member: Member, offer: string): Promise<'done'>;
    notThisTopic(member: Member, offer: string): Promise<'done'>;
    /** From the mentors' channel: always answers the same; where it may be theirs it comes as an offer at the next slot. */
    volunteer(member: Member, question: string): Promise<'noted'>;
    handOn(member: Member, question: string): Promise<'done'>;
    report(member: Member, question: string, message: string | null, reason: ReportReason): Promise<'done'>;
    /** They are never brought together again. Always answers the same. */
    block(member: Member, question: string): Promise<'done'>;
    mayKeep(member: Member, question: string, agrees: boolean): Promise<void>;
  };
  readonly moderators: {
    /** The oldest first. */
    waiting(cohort: string): Promise<readonly WaitingQuestion[]>;
    /** Always answers the same, whether or not it may be theirs (domain §8); if so, it is offered at the next slot. */
    assign(given: {
      readonly cohort: string;
      readonly question: string;
      readonly mentor: string;
      readonly moderator: string;
    }): Promise<'done'>;
    figures(cohort: string): Promise<Figures>;
  };
  /** For the message in the mentors' channel; null once it is over. */
  inChannel(question: string): Promise<{ readonly topic: string; readonly isFree: boolean } | null>;
  readonly moderating: {
    /** Whether this subject of the queue belongs here. */
    owns(subject: string): Promise<boolean>;
    describe(subject: string): Promise<Description | null>;
    decided: QueueHooks['decided'];
    undone(item: QueueItem): Promise<void>;
    matter(subject: string): Promise<Matter | null>;
    hasReported(subject: string, person: Someone): Promise<boolean>;
  };
  /** Inside the caller's transaction: somebody volunteers no more, and what they have moves on. */
  letGoOf(member: Pick<Member, 'id'>): Promise<void>;
  /** By kind, for the mix. */
  readonly releases: { readonly [kind: string]: Release };
  /** By kind, for the agenda. */
  readonly handlers: { readonly [kind: string]: (subject: string, dueAt: number) => Promise<void> };
  /** Questions that nothing would move on: there should be none. */
  stuck(): Promise<readonly string[]>;
  /** Sets them right; gives the count. */
  mend(): Promise<number>;
  /** Keeps the seals of live questions alive, and removes what has had its time. */
  sweep(): Promise<number>;
  /** A member is erased: what they held moves on, and nothing leads to them. Before the safe space's. */
  eraseOf(member: Member): Promise<void>;
}

export interface QuestionsOptions {
  readonly record: TheRecord;
  readonly forgetting: Forgetting;
  readonly seals: Seals;
  readonly aliases: Aliases;
  readonly mix: Mix;
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly agenda: Pick<Agenda, 'plan' | 'cancel' | 'dueAt'>;
  readonly cohorts: Pick<Cohorts, 'find' | 'spacesOf' | 'channelFor'>;
  readonly members: Pick<Members, 'find' | 'count' | 'accounts'>;
  readonly mentors: Mentors;
  readonly topics: { of(cohort: string): Promise<readonly Topic[]> };
  readonly moderation: Pick<Moderation, 'queue' | 'mutes' | 'settings'>;
  readonly audit: Parameters<typeof openModerators>[0]['audit'];
  readonly library: Proposals;
  readonly screen: LanguageScreen;
  readonly guard: IdentifierGuard;
  /** Who is asked first; by score, unless something is to be compared with it. */
  readonly order?: Order;
  readonly log: Log;
  readonly random: () => number;
  isSameForAll(platform: Platform): boolean;
  now(): number;
  newId(): string;
}

/** Asking the years above without a name, and an answer in time. */
export function openQuestions(options: QuestionsOptions): Questions {
  const { record, forgetting, seals, members, mentors, moderation, log, now } = options;
  const { queue, mutes, settings } = moderation;
  const zoneOf = async (cohort: string): Promise<string> => (await options.cohorts.find(cohort))?.zone ?? 'UTC';
  const store = openQuestionStore(record);
  const shared = { ...options, store, settings, queue, zoneOf, order: options.order ?? byScore };
  const authorship = openAuthorship({ forgetting, seals });
  const muting = openMuting({ ...options, mutes });
  const counted = openLimits({
    forgetting,
    mostADay: { question: QUESTIONS_A_DAY, message: MESSAGES_A_DAY },
    leastMembers: SMALLEST_AUDIENCE,
    mutedUntil: muting.until,
    countMembers: (cohort) => members.count(cohort),
    now,
  });
  // Whoever has several accounts is counted as one.
  const limits: typeof counted = {
    ...counted,
    maySpeak: async (person, cohort, what) => counted.maySpeak((await members.accounts.at(person))[0], cohort, what),
    count: async (person, cohort, purpose) => counted.count((await members.accounts.at(person))[0], cohort, purpose),
  };
  const notices = openNotices(options);
  const apart = openApart({ ...options, blocks: mentors.blocks, mutes });
  const moves = openMoves({ store, notices, mentors });
  const seeking = openSeeking({ ...shared, apart, notices });
  const progress = openProgress({ ...shared, moves, seeking, notices });
  const keeping = openKeeping(shared);
  const reports = openReports(shared);
  const asking = openAsking({ ...shared, authorship, limits, apart });
  const relay = openRelay({ ...shared, limits });
  const acts = openActs({ ...shared, moves, progress, apart, keeping, notices });
  const leaving = openLeaving({ ...shared, authorship, relay, asking, moves, progress });
  const mine = openMine({ ...shared, authorship, relay, reports });

  return {
    asking,
    muting,
    mine: { ...mine, leaving: leaving.leaving },
    relay,
    mentoring: openMentoring({ ...shared, moves, progress, seeking, relay, reports, apart, keeping }),
    moderators: openModerators(shared),
    async inChannel(id) {
      const question = await store.find(id);
      return question && question.words !== null ? { topic: question.topic, isFree: question.state === 'seeking' } : null;
    },
    moderating: openModerating({ ...shared, moves, progress, reports, authorship }),
    letGoOf: leaving.letGoOf,
    releases: openReleases({ ...shared, moves, progress, seeking, notices, apart, acts, reports }),
    handlers: { [NEXT]: progress.next },
    stuck: progress.stuck,

    async mend() {
      const stuck = await progress.stuck();
      for (const id of stuck) await record.transaction(() => progress.mend(id));
      if (stuck.length > 0) log.warn({ count: stuck.length }, 'questions that nothing would have moved on were set right');
      return stuck.length;
    },

    async sweep() {
      await leaving.renewSeals();
      return record.transaction(() => store.eraseBefore(now() - RETENTION.postsMs));
    },

    eraseOf: leaving.eraseOf,
  };
}
