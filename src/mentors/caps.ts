import { type Caps, DEFAULT_CAPS, NEW_A_WEEK, OPEN_AT_ONCE } from './rules.ts';
import type { MentorStore } from './store.ts';

export interface CapsOptions {
  readonly store: Pick<MentorStore, 'caps' | 'setCaps'>;
  readonly record: { transaction<T>(work: () => Promise<T>): Promise<T> };
  capsChanged(cohort: string, caps: Caps, moderator: string): Promise<unknown>;
}

/** How much each mentor of a cohort is asked at most; each may choose less. */
export function openCaps({ store, record, capsChanged }: CapsOptions) {
  return {
    of: async (cohort: string): Promise<Caps> => (await store.caps(cohort)) ?? DEFAULT_CAPS,

    /** @throws RangeError for what no form lets through. */
    async save(cohort: string, caps: Caps, moderator: string): Promise<void> {
      if (!isWithin(caps.openAtOnce, OPEN_AT_ONCE) || !isWithin(caps.newAWeek, NEW_A_WEEK)) throw new RangeError('no such caps');
      await record.transaction(async () => {
        await store.setCaps(cohort, caps);
        await capsChanged(cohort, caps, moderator);
      });
    },
  };
}

const isWithin = (value: number, { from, to }: { readonly from: number; readonly to: number }): boolean =>
  Number.isInteger(value) && value >= from && value <= to;
