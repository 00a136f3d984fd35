import type { Cohort } from '../cohorts/rules.ts';
import type { Place } from '../cohorts/service.ts';
import type { Member } from '../members/rules.ts';
import type { Hold } from '../moderation/rules.ts';
import { openDrafts as openKeptDrafts } from '../privacy/drafts.ts';
import type { Identifier } from '../safety/identifiers.ts';
import type { Tier } from '../safety/language.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Support, Timing } from './rules.ts';

/** Who speaks, and where. */
export interface Speaking {
  readonly member: Member;
  readonly cohort: Cohort;
  readonly place: Place;
  /** What the platform told us of the person in this very request; not kept. */
  readonly names: readonly string[];
}

/** What somebody typed. */
export interface Typed {
  readonly words: string;
  readonly support: Support | null;
  readonly warning: string | null;
  readonly timing: Timing;
}

/** What somebody is about to say, as they are shown it before it is accepted. */
export interface Draft extends Typed {
  readonly id: string;
  readonly cohort: string;
  /** Its own id for a post. */
  readonly thread: string;
  readonly speaker: string;
  /** Under one's own name. */
  readonly isNamed: boolean;
  readonly isAuthor: boolean;
  readonly tier: Tier;
  readonly marks: readonly Identifier[];
  readonly hold: Hold | null;
  /** Said before and not out yet: this takes its place. */
  readonly isChange: boolean;
}

/** What somebody is about to say, by member. */
export const DRAFTS = 'post-draft';

export const openDrafts = ({ forgetting, now }: { readonly forgetting: Forgetting; now(): number }) =>
  openKeptDrafts<Draft>({
    forgetting,
    purpose: DRAFTS,
    hasCode: ({ isNamed, isChange }) => !isNamed && !isChange,
    now,
  });

export type Drafts = ReturnType<typeof openDrafts>;
