import type { Platform } from '../chat/invocation.ts';

/** A community of students with its settings. */
export interface Cohort {
  readonly id: string;
  readonly name: string;
  /** IANA. */
  readonly zone: string;
  /** ISO 3166 alpha-2, or `unknown`. */
  readonly country: string;
  /** ISO weekday of the check-in, Monday = 1. */
  readonly weekday: number;
  /** Local time of the check-in, minutes after midnight. */
  readonly minute: number;
  /** `draft` until set-up is finished; `paused` sends nothing at all. */
  readonly state: 'draft' | 'open' | 'paused';
  /** The university's own service, shown on the support card. */
  readonly ownHelp: { readonly name: string; readonly contact: string } | null;
}

export const PURPOSES = ['check-ins', 'safe-space', 'questions', 'moderators'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Who moderates, who are the safeguarding leads (roles, or people where there are none), and the reveal roster (people). */
export const PARTS = ['moderator', 'lead', 'roster'] as const;
export type Part = (typeof PARTS)[number];

/** A channel that the cohort uses for something; `broken` is the failure met there last. */
export interface CohortChannel {
  readonly purpose: Purpose;
  readonly channel: string;
  readonly broken: string | null;
}

/** How one space of a cohort is arranged. */
export interface Arrangement {
  readonly channels: readonly CohortChannel[];
  readonly holders: Readonly<Record<Part, readonly string[]>>;
}

export interface ExamSeason {
  readonly startsOn: string;
  readonly endsOn: string;
}

/** A change of the reveal roster takes effect this long after a lead agreed to it. */
export const ROSTER_WAIT_MS = 7 * 24 * 3_600_000;

/** More would make every post a flood of messages. */
export const SPACES_MAX = 10;

/**
 * What keeps a cohort from being opened, or a space that was linked to it from being used: the step that is missing. The
 * reveal roster is named at home alone.
 */
export function missingStep({ channels, holders }: Arrangement, isHome = true): 'channels' | 'people' | 'roster' | null {
  if (PURPOSES.some((purpose) => !channels.some((entry) => entry.purpose === purpose))) return 'channels';
  if (holders.moderator.length === 0 || holders.lead.length === 0) return 'people';
  if (isHome && holders.roster.length < 2) return 'roster';
  return null;
}

/** What a person may do here by the roles they hold. A lead is a moderator too. */
export function standingOf(
  roles: readonly string[],
  holders: Arrangement['holders'],
): { readonly isModerator: boolean; readonly isLead: boolean } {
  const isLead = roles.some((role) => holders.lead.includes(role));
  return { isLead, isModerator: isLead || roles.some((role) => holders.moderator.includes(role)) };
}

/** Why a space cannot be linked to a cohort, as the code of a sentence; null where it can. A rehearsal never meets real people. */
export function linkObstacle(
  here: { readonly platform: Platform; readonly cohort: Pick<Cohort, 'id' | 'state'> | null },
  to: { readonly cohort: string; readonly platform: Platform },
): 'link-own-space' | 'link-has-cohort' | 'link-rehearsal' | null {
  if (here.cohort?.id === to.cohort) return 'link-own-space';
  if (here.cohort && here.cohort.state !== 'draft') return 'link-has-cohort';
  return (here.platform === 'sandbox') === (to.platform === 'sandbox') ? null : 'link-rehearsal';
}
