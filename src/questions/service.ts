import type { Agenda } from '../calendar/agenda.ts';
import type { Platform } from '../chat/invocation.ts';
import type { Cohorts } from '../cohorts/service.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Log } from '../log.ts';
import type { Members } from '../members/service.ts';
import type { Mentors } from '../mentors/service.ts';
import type { Moderation } from '../moderation/service.ts';
import type { Aliases } from '../privacy/aliases.ts';
import { openAuthorship } from '../privacy/authorship.ts';
import { openLimits } from '../privacy/limits.ts';
import type { Mix } from '../privacy/mix.ts';
import { RETENTION } from '../privacy/retention.ts';
import type { Seals } from '../privacy/seals.ts';
import { SMALLEST_AUDIENCE } from '../safe-space/rules.ts';
import type { IdentifierGuard } from '../safety/identifiers.ts';
import type { LanguageScreen } from '../safety/language.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Topic } from '../topics/rules.ts';
import { openActs } from './acts.ts';
import { openApart } from './apart.ts';
import { openAsking } from './asking.ts';
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
import type { Questions } from './questions.ts';
import { openRelay } from './relay.ts';
import { openReleases } from './release.ts';
import { openReports } from './reports.ts';
import { byScore, type Order } from './routing.ts';
import { MESSAGES_A_DAY, QUESTIONS_A_DAY } from './rules.ts';
import { openSeeking } from './seeking.ts';
import { openQuestionStore } from './store.ts';

export type { Proposals } from './keeping.ts';
export type * from './views.ts';

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
