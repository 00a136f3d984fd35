import type { Platform } from '../chat/invocation.ts';

/** One person's consenting part in a cohort on one platform. */
export interface Member {
  readonly id: string;
  readonly cohort: string;
  readonly platform: Platform;
  readonly space: string;
  /** The platform's id of the person. */
  readonly person: string;
  /** 0 is a foundation or gateway year, 1 to 6 years of the course, 7 intercalating, 8 graduated. */
  readonly year: number;
  /** The academic year (its starting calendar year) for which the year of study was last asked. */
  readonly yearAsked: number;
  readonly joinedAt: number;
  readonly consentVersion: string;
  /** Whether they agreed to direct messages. */
  readonly reminders: boolean;
  /** The direct-message channel, opened inside their own opt-in; null when there is none or it turned out closed. */
  readonly inbox: string | null;
  /** Something that could not be told by direct message and is owed at their next command. */
  readonly owedLine: OwedLine | null;
  /** Their own time for the check-in; null takes the cohort's. */
  readonly ownTime: OwnTime | null;
  readonly pausedUntil: number | null;
  /** Rounds in a row that asked them and heard nothing. */
  readonly missed: number;
  /** Number of the round that asked them last; 0 for none. */
  readonly askedRound: number;
  readonly skippedRound: number;
  /** When they left the space or it lost the bot; erased after a while. */
  readonly goneAt: number | null;
  /** Chose the line that comes every day, the same for all who chose it. */
  readonly dailyLine: boolean;
  /** The same for all memberships of one person who said that they are one; null for whoever has one alone. */
  readonly human: string | null;
}

/** Whoever stands behind a membership, as far as they said so: the same for all of theirs in a cohort. */
export const humanOf = ({ id, human }: Pick<Member, 'id' | 'human'>): string => human ?? id;

/** More memberships in one cohort nobody needs. */
export const ACCOUNTS_MAX = 6;

export type OwedLine = 'inbox-closed';

export interface OwnTime {
  readonly zone: string;
  readonly weekday: number;
  readonly minute: number;
}

export const YEARS = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Opt-in background tags: special category data, used for routing alone and never shown. */
export const TAGS = [
  'first-in-family',
  'widening-participation',
  'graduate-entry',
  'international',
  'commuter',
  'carer',
  'care-experienced',
  'disabled',
] as const;
export type Tag = (typeof TAGS)[number];

/** What somebody says of themselves when they join. */
export interface Profile {
  readonly year: number;
  readonly reminders: boolean;
  readonly tags: readonly Tag[];
}

/** Whether Bombus may contact this member at all now. */
export const mayBeContacted = (member: Member, at: number): boolean =>
  member.reminders &&
  member.inbox !== null &&
  member.goneAt === null &&
  (member.pausedUntil === null || member.pausedUntil <= at);
