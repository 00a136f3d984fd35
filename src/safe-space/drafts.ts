import { randomBytes } from 'node:crypto';
import type { Cohort } from '../cohorts/rules.ts';
import type { Place } from '../cohorts/service.ts';
import type { Member } from '../members/rules.ts';
import type { Hold } from '../moderation/rules.ts';
import { codeFrom } from '../privacy/receipts.ts';
import { QUARTER_MS, slotOf } from '../privacy/slots.ts';
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
  readonly place: Place & { readonly channel: string };
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

/** As it is kept. Once accepted it is without words: who presses again, having had no answer, is told the same. */
interface Kept extends Draft {
  /** What withdraws it; null for what is under one's own name, or has one already. */
  readonly code: string | null;
  readonly isAccepted: boolean;
}

const DRAFT_MS = 24 * 3_600_000;

/** What somebody is about to say, by member. */
export const DRAFTS = 'post-draft';

/** Between the first word and what is accepted. */
export function openDrafts({ forgetting, now }: { readonly forgetting: Forgetting; now(): number }) {
  const draftsOf = ({ id }: Member) => forgetting.group(DRAFTS, id);
  const kept = (member: Member, id: string) => draftsOf(member).get<Kept>(id);
  const set = (member: Member, draft: Kept) =>
    draftsOf(member).setUntil(draft.id, draft, slotOf(now(), QUARTER_MS) + QUARTER_MS + DRAFT_MS);

  return {
    kept,
    async keep(member: Member, draft: Draft): Promise<Draft> {
      const code = draft.isNamed || draft.isChange ? null : codeFrom(randomBytes(16));
      await set(member, { ...draft, code, isAccepted: false });
      return draft;
    },
    accepted: (member: Member, draft: Draft, code: string | null) => set(member, { ...draft, code, isAccepted: true }),
    forget: (member: Member, id: string) => draftsOf(member).delete(id),

    /** Null also once it is accepted. */
    async find(member: Member, id: string): Promise<Draft | null> {
      const draft = await kept(member, id);
      return draft?.isAccepted ? null : draft;
    },

    /** False where it is accepted already. */
    async discard(member: Member, id: string): Promise<boolean> {
      if ((await kept(member, id))?.isAccepted) return false;
      await draftsOf(member).delete(id);
      return true;
    },
  };
}

export type Drafts = ReturnType<typeof openDrafts>;
