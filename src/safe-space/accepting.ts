import type { Cohort } from '../cohorts/rules.ts';
import { UserError } from '../errors.ts';
import type { ModerationSettings } from '../moderation/rules.ts';
import { type Authorship, authorOf } from '../privacy/authorship.ts';
import type { Limits } from '../privacy/limits.ts';
import type { Mix, NewItem } from '../privacy/mix.ts';
import { receiptOf } from '../privacy/receipts.ts';
import type { Seals } from '../privacy/seals.ts';
import type { Pace } from '../privacy/slots.ts';
import type { Draft, Drafts, Speaking } from './drafts.ts';
import { isInQueue, type Speech } from './rules.ts';
import type { PostStore } from './store.ts';

export interface Accepted {
  /** Without its words. */
  readonly draft: Draft;
  /** The withdrawal code; null for what is under one's own name. */
  readonly code: string | null;
}

export interface AcceptingOptions {
  readonly posts: Pick<PostStore, 'find'>;
  readonly drafts: Drafts;
  readonly seals: Pick<Seals, 'expiryOf'>;
  readonly authorship: Pick<Authorship, 'sign'>;
  readonly mix: Mix;
  readonly limits: Pick<Limits<'post' | 'reply'>, 'count'>;
  readonly settings: { of(cohort: string): Promise<ModerationSettings> };
  /** @throws UserError where nobody may speak in that thread. */
  openThread(id: string, cohort: Cohort): Promise<unknown>;
  now(): number;
  newId(): string;
}

const DAY = 24 * 3_600_000;
/** How long words wait at most, for a moderator or their author. */
const WAITING_DAYS = 31;

export const SPEECH = 'speech';

/** Named by the day alone, as a finer time would tell when something came. */
export const endOfWaiting = (now: number): number => (Math.floor(now / DAY) + 1 + WAITING_DAYS) * DAY;

/** From what was shown to what waits for its slot. */
export function openAccepting(options: AcceptingOptions) {
  const { posts, drafts, seals, authorship, mix, limits, settings, openThread, now, newId } = options;

  /**
   * What was shown is taken as it is; again, the same is told again.
   * @throws UserError `must-edit` while it holds what must not leave, `draft-gone`, `already-out`.
   */
  return async function accept(speaking: Speaking, id: string): Promise<Accepted> {
    const { member, cohort } = speaking;
    const kept = await drafts.kept(member, id);
    if (!kept || kept.cohort !== cohort.id) throw new UserError('draft-gone');
    const { isAccepted, code, ...draft } = kept;
    if (isAccepted) return { draft, code };
    if (draft.marks.some(({ level }) => level === 'edit')) throw new UserError('must-edit');
    if (draft.id !== draft.thread) await openThread(draft.thread, cohort);
    const before = draft.isChange ? await mix.find<Speech>(id) : null;
    const isOut = (await posts.find(id)) !== null;
    if (draft.isChange && (isOut || !before || before.content.isTakenBack)) throw new UserError('already-out');
    const { sealDays } = await settings.of(cohort.id);
    const hold = draft.hold && { ...draft.hold, times: (before?.content.hold?.times ?? 0) + 1 };
    const purpose = draft.id === draft.thread ? 'post' : 'reply';
    // The seal first: what waits without one would be nobody's.
    if (!draft.isNamed && !draft.isChange && sealDays > 0) {
      const own = { subject: id, purpose, thread: draft.thread, cohort: cohort.id } as const;
      await authorship.sign(authorOf(member), own, seals.expiryOf(sealDays));
    }
    const content: Speech = {
      thread: draft.thread,
      speaker: draft.speaker,
      member: draft.isNamed ? member.id : null,
      isAuthor: draft.isAuthor,
      words: draft.words,
      support: draft.support,
      warning: draft.warning,
      receipt: before?.content.receipt ?? (code && receiptOf(code)) ?? newId(),
      sealDays,
      timing: draft.timing,
      hold,
      isTakenBack: false,
      before: before && isInQueue(before.content) ? (before.content.before ?? saidIn(before.content)) : null,
    };
    const pace: Pace = hold ? (hold.cause === 'before-publishing' ? 'quarter' : 'urgent') : draft.timing;
    const since = before && before.pace === pace ? { since: before.since } : {};
    // By a process that died over it.
    const isPut = !draft.isChange && (isOut || (await mix.find(id)) !== null);
    const item: NewItem = {
      id,
      kind: SPEECH,
      cohort: cohort.id,
      pace,
      ...since,
      order: draft.words,
      content,
      until: endOfWaiting(now()),
    };
    if (!isPut) await mix.put(item);
    if (!draft.isChange) await limits.count(member, cohort.id, purpose);
    const accepted: Draft = { ...draft, hold, words: '', warning: null, marks: [] };
    // In strict mode nothing may lead to them, not for an hour.
    if (sealDays === 0 && !draft.isNamed) await drafts.forget(member, id);
    else await drafts.accepted(member, accepted, code);
    if (pace === 'now') mix.wake();
    return { draft: accepted, code };
  };
}

const saidIn = ({ words, support, warning }: Speech): Pick<Speech, 'words' | 'support' | 'warning'> => ({
  words,
  support,
  warning,
});
