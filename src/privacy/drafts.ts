import { randomBytes } from 'node:crypto';
import type { Forgetting } from '../store/forgetting.ts';
import { codeFrom } from './receipts.ts';
import { QUARTER_MS, slotOf } from './slots.ts';

/** As it is kept. Once accepted it is without words: who presses again, having had no answer, is told the same. */
export type Kept<D> = D & {
  /** What withdraws it; null for what has none, or has one already. */
  readonly code: string | null;
  readonly isAccepted: boolean;
};

export interface DraftsOptions<D> {
  readonly forgetting: Pick<Forgetting, 'group'>;
  readonly purpose: string;
  hasCode(draft: D): boolean;
  now(): number;
}

const DRAFT_MS = 24 * 3_600_000;

/** What members are about to say, between the first word and what is accepted. */
export function openDrafts<D extends { readonly id: string }>({ forgetting, purpose, hasCode, now }: DraftsOptions<D>) {
  const draftsOf = ({ id }: { readonly id: string }) => forgetting.group(purpose, id);
  const kept = (member: { readonly id: string }, id: string) => draftsOf(member).get<Kept<D>>(id);
  const set = (member: { readonly id: string }, draft: Kept<D>) =>
    draftsOf(member).setUntil(draft.id, draft, slotOf(now(), QUARTER_MS) + QUARTER_MS + DRAFT_MS);

  return {
    kept,
    async keep(member: { readonly id: string }, draft: D): Promise<D> {
      await set(member, { ...draft, code: hasCode(draft) ? codeFrom(randomBytes(16)) : null, isAccepted: false });
      return draft;
    },
    accepted: (member: { readonly id: string }, draft: D, code: string | null) =>
      set(member, { ...draft, code, isAccepted: true }),
    forget: (member: { readonly id: string }, id: string) => draftsOf(member).delete(id),

    /** Null also once it is accepted. */
    async find(member: { readonly id: string }, id: string): Promise<D | null> {
      const draft = await kept(member, id);
      return draft?.isAccepted ? null : draft;
    },

    /** False where it is accepted already. */
    async discard(member: { readonly id: string }, id: string): Promise<boolean> {
      if ((await kept(member, id))?.isAccepted) return false;
      await draftsOf(member).delete(id);
      return true;
    },

    forgetAll: (member: { readonly id: string }) => draftsOf(member).clear(),
  };
}
