import { UserError } from '../errors.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Someone } from './keyed-tags.ts';
import { QUARTER_MS, slotOf } from './slots.ts';

export interface LimitsOptions<P extends string> {
  readonly forgetting: Forgetting;
  /** How often one person may do each in a day. */
  readonly mostADay: Readonly<Record<P, number>>;
  /** Below so many members nobody is hidden among them (domain §6). */
  readonly leastMembers: number;
  /** Until when this person is muted there; null: not at all. */
  mutedUntil(person: Someone, cohort: string): Promise<number | null>;
  countMembers(cohort: string): Promise<number>;
  now(): number;
}

const DAY = 24 * 3_600_000;

/**
 * How much one person may say without a name. Counted by a keyed tag of the person, which ends by itself; nobody else
 * sees it, and those who need help are never turned away by it.
 */
export function openLimits<P extends string>(options: LimitsOptions<P>) {
  const { forgetting, mostADay, leastMembers, mutedUntil, countMembers, now } = options;
  const key = ({ platform, space, person }: Someone, cohort: string, purpose: P) =>
    `${cohort} ${purpose} ${platform} ${space} ${person}`;
  const counted = async (person: Someone, cohort: string, purpose: P) =>
    (await forgetting.get<number>('rate', key(person, cohort, purpose))) ?? 0;

  return {
    mutedUntil,

    /** @throws UserError `too-few-members` where too few are here for anybody to be hidden among them, `muted`, `enough-today` */
    async maySpeak(
      person: Someone,
      cohort: string,
      { purpose, isHidden, isGrave }: { readonly purpose: P; readonly isHidden: boolean; readonly isGrave: boolean },
    ): Promise<void> {
      if (isHidden && (await countMembers(cohort)) < leastMembers)
        throw new UserError('too-few-members', { least: leastMembers });
      if (isGrave) return;
      const until = await mutedUntil(person, cohort);
      if (until !== null) throw new UserError('muted', { until });
      const most = mostADay[purpose];
      if ((await counted(person, cohort, purpose)) >= most) throw new UserError('enough-today', { most });
    },

    async count(person: Someone, cohort: string, purpose: P): Promise<void> {
      // Not when it was said: the store shows until when it keeps something.
      const until = slotOf(now(), QUARTER_MS) + QUARTER_MS + DAY;
      await forgetting.setUntil('rate', key(person, cohort, purpose), (await counted(person, cohort, purpose)) + 1, until);
    },
  };
}

export type Limits<P extends string> = ReturnType<typeof openLimits<P>>;
