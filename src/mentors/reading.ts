import { type Caps, type Mentor, yearsBelow } from './rules.ts';
import type { ChoiceRow, FoundMentor } from './store.ts';

/** A mentor as they count at an instant. `choices` of theirs, the oldest first. */
export function mentorFrom(row: FoundMentor, choices: readonly ChoiceRow[], caps: Caps, at: number): Mentor {
  const counting = choices.findLast(({ countsFrom }) => countsFrom <= at);
  const last = choices.at(-1);
  return {
    ...row,
    openAtOnce: Math.min(row.openAtOnce, caps.openAtOnce),
    newAWeek: Math.min(row.newAWeek, caps.newAWeek),
    topics: counting?.topics ?? [],
    years: counting ? yearsOf(counting) : [],
    usesTags: counting?.usesTags ?? false,
    year: counting?.year ?? last?.year ?? 0,
    tags: counting?.usesTags ? counting.tags : [],
    coming:
      last && last.countsFrom > at
        ? { from: last.countsFrom, topics: last.topics, years: yearsOf(last), usesTags: last.usesTags }
        : null,
  };
}

const yearsOf = ({ years, year }: ChoiceRow): readonly number[] => years ?? yearsBelow(year);
