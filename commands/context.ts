import { to } from '../src/chat/build.ts';
import type { Callback } from '../src/chat/callback.ts';
import type { Access, Capability, Context, FormDefinition } from '../src/chat/command.ts';
import type { Fields } from '../src/chat/form.ts';
import type { Platform } from '../src/chat/invocation.ts';
import type { CheckIns } from '../src/check-ins/service.ts';
import type { Linking } from '../src/cohorts/linking.ts';
import type { Roster } from '../src/cohorts/roster.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Cohorts, Place } from '../src/cohorts/service.ts';
import { UserError } from '../src/errors.ts';
import type { Library } from '../src/library/service.ts';
import type { Member } from '../src/members/rules.ts';
import type { Members } from '../src/members/service.ts';
import type { Mentors } from '../src/mentors/service.ts';
import type { Audit } from '../src/moderation/audit.ts';
import type { Reveals } from '../src/moderation/reveal.ts';
import type { Moderation } from '../src/moderation/service.ts';
import type { Questions } from '../src/questions/questions.ts';
import type { SafeSpace } from '../src/safe-space/service.ts';
import type { Signposts } from '../src/safety/signposting.ts';
import type { Topics } from '../src/topics/service.ts';

/** What commands may ask. */
export interface Services {
  readonly cohorts: Cohorts;
  readonly linking: Linking;
  readonly roster: Roster;
  readonly members: Members;
  readonly checkIns: CheckIns;
  readonly signposts: Signposts;
  readonly safeSpace: SafeSpace;
  readonly moderation: Moderation;
  readonly audit: Audit;
  readonly reveals: Reveals;
  readonly mentors: Mentors;
  readonly topics: Topics;
  readonly questions: Questions;
  readonly library: Library;
  /** Platforms where the same line goes to everybody who agreed. */
  isSameForAll(platform: Platform): boolean;
  /** What is waiting, lost or late among the cohort's deliveries. */
  deliveryTroubles(
    cohort: string,
  ): Promise<{ readonly undeliverable: number; readonly late: number; readonly maybeSent: number }>;
  now(): number;
}

/** Who acts, in the cohort where they act. */
export interface Knows extends Access {
  /** Null in a direct message of somebody who is in no cohort, or in several. */
  readonly place: Place | null;
  readonly cohort: Cohort | null;
  /** The cohort was set up here; what concerns all of it is decided at home. */
  readonly isHome: boolean;
  readonly member: Member | null;
  readonly isLead: boolean;
}

export type Acting = Context<Knows>;
export type Command = Capability<Services, Knows>;
export type Part = Partial<Omit<Command, 'name'>>;

/** Infers a form's values from its fields. */
export const form = <F extends Fields>(definition: FormDefinition<Services, Knows, F>): FormDefinition<Services, Knows> =>
  definition as unknown as FormDefinition<Services, Knows>;

/** The capability whose parts stand in several files. */
export function command(name: string, ...parts: readonly Part[]): Command {
  return {
    name,
    leavesTrace: parts.every((part) => part.leavesTrace ?? true),
    verbs: parts.flatMap((part) => part.verbs ?? []),
    presses: Object.assign({}, ...parts.map((part) => part.presses)),
    forms: Object.assign({}, ...parts.map((part) => part.forms)),
    answers: Object.assign({}, ...parts.map((part) => part.answers)),
    completions: Object.assign({}, ...parts.map((part) => part.completions)),
    messages: Object.assign({}, ...parts.map((part) => part.messages)),
  };
}

/** @throws UserError `no-cohort` where the person acts outside any cohort. */
export function cohortHere({ access, invocation }: Acting): { readonly cohort: Cohort; readonly place: Place } {
  if (!access.place && invocation.space === null) throw new UserError('not-in-direct-message');
  if (!access.cohort || !access.place) throw new UserError('no-cohort');
  return { cohort: access.cohort, place: access.place };
}

/** @throws UserError `not-a-member` for somebody who has not joined. */
export function memberHere(context: Acting): { readonly member: Member; readonly cohort: Cohort; readonly place: Place } {
  const { member } = context.access;
  if (!member) throw new UserError('not-a-member');
  return { member, ...cohortHere(context) };
}

/** @throws UserError `only-at-home` in a space that was linked to the cohort. */
export function needHome(context: Acting): void {
  cohortHere(context);
  if (!context.access.isHome) throw new UserError('only-at-home');
}

/** Who acts, for the audit log: at home by their id, elsewhere with the platform that it is of. */
export const actorOf = ({ invocation: { platform, person }, access }: Acting): string =>
  access.isHome ? person.id : `${platform}:${person.id}`;

/**
 * What a member presses carries whose it is: in a direct message somebody may be a member of several cohorts. Nobody
 * gains by naming another's: only one's own memberships are looked at.
 */
export const theirs =
  (member: Member) =>
  (capability: string, action: string): Callback =>
    to(capability, action, member.id);

export const platformOf = ({ invocation }: Acting): Platform => invocation.platform;
