import type { Cohort } from '../cohorts/rules.ts';
import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import { QUARTER_MS, slotOf } from '../privacy/slots.ts';
import type { Forgetting } from '../store/forgetting.ts';
import { POSTS_A_DAY, REPLIES_A_DAY, SMALLEST_AUDIENCE } from './rules.ts';

export interface LimitsOptions {
  readonly forgetting: Forgetting;
  /** Until when this person is muted in the safe space; null: not at all. */
  mutedUntil(member: Member): Promise<number | null>;
  countMembers(cohort: string): Promise<number>;
  now(): number;
}

const DAY = 24 * 3_600_000;

/**
 * How much one person may say without a name. Counted by a keyed tag of the person, which ends by itself; nobody else
 * sees it, and those who need help are never turned away by it.
 */
export function openLimits({ forgetting, mutedUntil, countMembers, now }: LimitsOptions) {
  const key = ({ platform, space, person }: Member, cohort: Cohort, purpose: 'post' | 'reply') =>
    `${cohort.id} ${purpose} ${platform} ${space} ${person}`;
  const counted = async (member: Member, cohort: Cohort, purpose: 'post' | 'reply') =>
    (await forgetting.get<number>('rate', key(member, cohort, purpose))) ?? 0;

  /** @throws UserError where too few are here for anybody to be hidden among them. */
  async function isCrowd(cohort: Cohort): Promise<void> {
    const members = await countMembers(cohort.id);
    if (members < SMALLEST_AUDIENCE) throw new UserError('too-few-members', { least: SMALLEST_AUDIENCE });
  }

  async function notMuted(member: Member): Promise<void> {
    const until = await mutedUntil(member);
    if (until !== null) throw new UserError('muted', { until });
  }

  return {
    mutedUntil,

    /** @throws UserError `too-few-members`, `muted`, `enough-today` */
    async mayPost(member: Member, cohort: Cohort, isGrave: boolean): Promise<void> {
      await isCrowd(cohort);
      if (isGrave) return;
      await notMuted(member);
      if ((await counted(member, cohort, 'post')) >= POSTS_A_DAY) throw new UserError('enough-today', { most: POSTS_A_DAY });
    },

    /** @throws UserError as `mayPost` */
    async mayReply(
      member: Member,
      cohort: Cohort,
      { isNamed, isGrave }: { readonly isNamed: boolean; readonly isGrave: boolean },
    ): Promise<void> {
      if (!isNamed) await isCrowd(cohort);
      if (isGrave) return;
      await notMuted(member);
      if ((await counted(member, cohort, 'reply')) >= REPLIES_A_DAY) throw new UserError('enough-today', { most: REPLIES_A_DAY });
    },

    async count(member: Member, cohort: Cohort, purpose: 'post' | 'reply'): Promise<void> {
      // Not when it was said: the store shows until when it keeps something.
      const until = slotOf(now(), QUARTER_MS) + QUARTER_MS + DAY;
      await forgetting.setUntil('rate', key(member, cohort, purpose), (await counted(member, cohort, purpose)) + 1, until);
    },
  };
}

export type Limits = ReturnType<typeof openLimits>;
