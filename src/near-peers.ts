import type { Agenda } from './calendar/agenda.ts';
import type { Platform } from './chat/invocation.ts';
import type { Cohorts } from './cohorts/service.ts';
import type { Outbox } from './delivery/outbox.ts';
import { type Library, openLibrary } from './library/service.ts';
import type { Log } from './log.ts';
import type { Member } from './members/rules.ts';
import type { Members } from './members/service.ts';
import { type Mentors, openMentors } from './mentors/service.ts';
import type { Audit } from './moderation/audit.ts';
import type { Moderation } from './moderation/service.ts';
import type { Aliases } from './privacy/aliases.ts';
import type { Mix, Release } from './privacy/mix.ts';
import type { Seals } from './privacy/seals.ts';
import type { Questions } from './questions/questions.ts';
import { openQuestions } from './questions/service.ts';
import type { IdentifierGuard } from './safety/identifiers.ts';
import type { LanguageScreen } from './safety/language.ts';
import type { Forgetting } from './store/forgetting.ts';
import type { Record as TheRecord } from './store/record.ts';
import { loadTopics } from './topics/defaults.ts';
import { openTopics, type Topics } from './topics/service.ts';

export interface NearPeersOptions {
  readonly record: TheRecord;
  readonly forgetting: Forgetting;
  readonly seals: Seals;
  readonly aliases: Aliases;
  readonly mix: Mix;
  readonly outbox: Outbox;
  readonly agenda: Agenda;
  readonly cohorts: Cohorts;
  readonly members: Members;
  readonly moderation: Moderation;
  readonly audit: Audit;
  readonly screen: LanguageScreen;
  readonly guard: IdentifierGuard;
  /** The sub-key `mutes`. */
  readonly key: Buffer;
  readonly log: Log;
  readonly random: () => number;
  isSameForAll(platform: Platform): boolean;
  now(): number;
  newId(): string;
}

export interface NearPeers {
  readonly topics: Topics;
  readonly mentors: Mentors;
  readonly questions: Questions;
  readonly library: Library;
  /** By kind, for the mix. */
  readonly releases: { readonly [kind: string]: Release };
  /** A member is erased: what they held moves on, and nothing leads to them. Before the safe space's. */
  eraseOf(member: Member): Promise<void>;
}

/** Asking the years above, put together: what is asked about, who answers, the questions, and what is kept of them. */
export function openNearPeers(options: NearPeersOptions): NearPeers {
  const { audit } = options;
  const topics = openTopics({
    ...options,
    defaults: loadTopics(),
    changed: (cohort, actor) => audit.append(cohort, { actor, action: 'questions:topics', subject: cohort, details: {} }),
  });
  const mentors = openMentors({
    ...options,
    capsChanged: (cohort, { openAtOnce, newAWeek }, actor) =>
      audit.append(cohort, { actor, action: 'questions:caps', subject: cohort, details: { openAtOnce, newAWeek } }),
    letGo: (member) => questions.letGoOf(member),
  });
  const library = openLibrary({ ...options, topics });
  const questions: Questions = openQuestions({ ...options, mentors, topics, library });
  return {
    topics,
    mentors,
    questions,
    library,
    releases: { ...questions.releases, ...library.releases },
    async eraseOf(member) {
      await questions.eraseOf(member);
      await mentors.erase(member);
      await library.eraseOf(member);
    },
  };
}
