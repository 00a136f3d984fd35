import { openAgenda } from '../../src/calendar/agenda.ts';
import type { Platform } from '../../src/chat/invocation.ts';
import { openCohorts } from '../../src/cohorts/service.ts';
import type { Outbox } from '../../src/delivery/outbox.ts';
import type { Log } from '../../src/log.ts';
import { openMembers } from '../../src/members/service.ts';
import { openMentors } from '../../src/mentors/service.ts';
import { openAudit } from '../../src/moderation/audit.ts';
import { type Moderation, openModeration } from '../../src/moderation/service.ts';
import { openAliases } from '../../src/privacy/aliases.ts';
import { openAuthorship } from '../../src/privacy/authorship.ts';
import type { DayKeys } from '../../src/privacy/day-keys.ts';
import type { Keys } from '../../src/privacy/keys.ts';
import { openMix } from '../../src/privacy/mix.ts';
import { openSeals } from '../../src/privacy/seals.ts';
import type { Questions } from '../../src/questions/questions.ts';
import type { Order } from '../../src/questions/routing.ts';
import { openQuestions, type Proposals } from '../../src/questions/service.ts';
import { loadHelplines } from '../../src/safety/helplines.ts';
import { openIdentifierGuard } from '../../src/safety/identifiers.ts';
import { type LanguageScreen, openLanguageScreen } from '../../src/safety/language.ts';
import type { Forgetting } from '../../src/store/forgetting.ts';
import type { Record as TheRecord } from '../../src/store/record.ts';
import { loadTopics } from '../../src/topics/defaults.ts';
import { openTopics } from '../../src/topics/service.ts';

export interface NestOptions {
  readonly record: TheRecord;
  readonly forgetting: Forgetting;
  readonly dayKeys: DayKeys;
  readonly keys: Keys;
  readonly outbox: Pick<Outbox, 'owe' | 'cancel' | 'forget'>;
  readonly order?: Order;
  readonly library?: Proposals;
  readonly log: Log;
  /** From 0 up to, but not including, 1: the same numbers make the same term. */
  random(): number;
  isSameForAll?(platform: Platform): boolean;
  now(): number;
  realNow(): number;
  newId(): string;
}

const SETTLE_MS = 10_000;
/** The same for all who ask them. */
const guard = openIdentifierGuard(loadHelplines());
let screen: LanguageScreen | null = null;
/** Read when somebody first speaks. */
const theScreen = (): LanguageScreen => {
  screen ??= openLanguageScreen();
  return screen;
};

/** Questions and all that they stand on, without any platform. */
export function openNest(options: NestOptions) {
  const { record, forgetting, dayKeys, keys, outbox, log, now, realNow, random, newId } = options;
  const isSameForAll = options.isSameForAll ?? (() => false);
  const nothing = async () => undefined;
  const agenda = openAgenda({
    record,
    log,
    now,
    realNow,
    random,
    handlers: {
      'question:next': (id, dueAt) => handlers('question:next')(id, dueAt),
      'queue:escalate': nothing,
    },
  });
  const cohorts = openCohorts({ record, outbox, now, newId, scheduleChanged: nothing });
  const members = openMembers({
    record,
    forgetting,
    outbox,
    now,
    newId,
    async eraseAlso(member) {
      await questions.eraseOf(member);
      await mentors.erase(member);
      await openAuthorship({ forgetting, seals }).disown(member.id);
    },
    dailyLineWanted: nothing,
    dormantSince: async () => [],
  });
  const seals = openSeals({ dayKeys, forgetting, now });
  const mix = openMix({
    record,
    forgetting,
    log,
    now,
    random,
    releaseOf: (kind) => questions.releases[kind],
    released: () => undefined,
  });
  const audit = openAudit({ record, forgetting, key: keys.audit, earlierKeys: [], now });
  const moderation: Moderation = openModeration({
    record,
    forgetting,
    seals,
    mix,
    outbox,
    agenda,
    audit,
    cohorts,
    key: keys.mutes,
    hooks: {
      describe: (subject) => questions.moderating.describe(subject),
      decided: (item, decision, text) => questions.moderating.decided(item, decision, text),
      undone: (item) => questions.moderating.undone(item),
    },
    now,
    newId,
  });
  const mentors = openMentors({
    record,
    forgetting,
    outbox,
    members,
    cohorts,
    key: keys.mutes,
    capsChanged: nothing,
    letGo: (member) => questions.letGoOf(member),
    isSameForAll,
    now,
  });
  const topics = openTopics({ record, defaults: loadTopics(), changed: nothing, now, newId });
  const questions: Questions = openQuestions({
    record,
    forgetting,
    seals,
    aliases: openAliases({ forgetting, seals, random }),
    mix,
    outbox,
    agenda,
    cohorts,
    members,
    mentors,
    topics,
    moderation,
    audit,
    library: options.library ?? { propose: nothing, withdraw: nothing },
    screen: { screen: (text) => theScreen().screen(text) },
    guard,
    ...(options.order ? { order: options.order } : {}),
    log,
    random,
    isSameForAll,
    now,
    newId,
  });

  function handlers(kind: string) {
    const handler = questions.handlers[kind];
    if (!handler) throw new Error('nothing handles this kind of work');
    return handler;
  }

  return {
    record,
    forgetting,
    seals,
    agenda,
    mix,
    cohorts,
    members,
    moderation,
    mentors,
    topics,
    questions,

    /** Does everything that is due by now. */
    async settle(): Promise<void> {
      for (;;) {
        const { done: left } = await mix.settle();
        const { done } = await agenda.settle(SETTLE_MS);
        if (left + done === 0) return;
      }
    },

    /** The first instant after now at which something falls due; null for none. */
    async nextDue(): Promise<number | null> {
      const instants = [await agenda.nextDue(), await mix.nextDue()].filter((instant) => instant !== null);
      return instants.length === 0 ? null : Math.min(...instants);
    },
  };
}

export type Nest = ReturnType<typeof openNest>;
