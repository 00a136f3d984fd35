import type { Tag } from '../members/rules.ts';
import type { Mentors } from '../mentors/service.ts';
import { RETENTION } from '../privacy/retention.ts';
import { SUPPORTS, type Support } from '../safe-space/rules.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Question } from './rules.ts';
import { SHARES } from './seeking.ts';
import { gini, jain, quantile } from './spread.ts';
import type { QuestionStore } from './store.ts';

/** In per cent and steps of five; null where it may not be told. */
export type Share = number | null;

/** One month of a cohort that is over. Null: too few to tell, or it would tell of others. */
export interface Figures {
  readonly months: readonly MonthFigures[];
}

export interface MonthFigures {
  /** `2027-03`, in UTC. */
  readonly month: string;
  readonly asked: number | null;
  /** Answered within two weeks. */
  readonly answered: Share;
  /** That more mentors had to be asked for. */
  readonly widened: Share;
  readonly inChannel: Share;
  /** To the first answer. */
  readonly medianHours: number | null;
  readonly byYear: readonly GroupFigures[];
  readonly byTag: readonly GroupFigures[];
  /** Of the load of mentors. */
  readonly gini: number | null;
  readonly jain: number | null;
  /** Whether it was the kind of help that was wanted. */
  readonly wanted: readonly { readonly support: Support; readonly yes: Share }[];
}

export interface GroupFigures {
  readonly group: string;
  readonly asked: number | null;
  readonly answered: Share;
  readonly medianHours: number | null;
}

export interface FiguresOptions {
  readonly store: QuestionStore;
  readonly forgetting: Pick<Forgetting, 'get'>;
  readonly mentors: Pick<Mentors, 'ofCohort'>;
  now(): number;
}

/** Domain §7: of a cohort, of any part of it, and the least of which a share is told. */
const LEAST = 5;
const LEAST_OF_PART = 10;
const LEAST_FOR_SHARE = 23;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What is answered later counts as not answered, so that a month that was told never changes. */
const IN_TIME_MS = 14 * DAY;
const MONTHS = 12;
/** For so long it is known what askers would like to share. */
const TAGS_KNOWN_MS = 90 * DAY;

/** What moderators may see of a cohort's questions: months that are over and can change no more. */
export function openFigures({ store, forgetting, mentors, now }: FiguresOptions) {
  async function tagsOf(questions: readonly Question[]): Promise<ReadonlyMap<string, readonly Question[]>> {
    const groups = new Map<string, Question[]>();
    for (const question of questions)
      for (const tag of (await forgetting.get<readonly Tag[]>(SHARES, question.id)) ?? [])
        groups.set(tag, [...(groups.get(tag) ?? []), question]);
    return groups;
  }

  async function loadOf(cohort: string, from: number, until: number): Promise<readonly number[]> {
    const here = (await mentors.ofCohort(cohort, until)).filter(({ since }) => since < until);
    if (here.length < LEAST_OF_PART) return [];
    const taken = await store.offers.takenBetween(cohort, from, until);
    return here.map(({ member }) => taken.get(member) ?? 0);
  }

  async function monthOf(cohort: string, from: number, to: number): Promise<MonthFigures> {
    const month = new Date(from).toISOString().slice(0, 7);
    const questions = await store.between(cohort, from, to);
    const years = new Map<string, Question[]>();
    for (const question of questions) years.set(String(question.year), [...(years.get(String(question.year)) ?? []), question]);
    const tags = from >= now() - TAGS_KNOWN_MS ? await tagsOf(questions) : new Map();
    const load = questions.length < LEAST ? [] : await loadOf(cohort, from, to);
    const verdicts = await store.verdicts(cohort, month);
    return {
      month,
      ...figuresOf(questions, LEAST),
      widened: shareOf(questions, ({ widest }) => widest >= 1),
      inChannel: shareOf(questions, ({ widest }) => widest >= 2),
      byYear: groupsOf(years),
      byTag: groupsOf(tags),
      gini: rounded(gini(load)),
      jain: rounded(jain(load)),
      wanted: SUPPORTS.map((support) => ({
        support,
        yes: unlessAll(
          verdicts.filter((one) => one.support === support),
          ({ verdict }) => verdict === 'yes',
        ),
      })),
    };
  }

  return async (cohort: string): Promise<Figures> => {
    const months: MonthFigures[] = [];
    const today = new Date(now());
    for (let back = MONTHS; back >= 1; back -= 1) {
      const [from, to] = [-back, 1 - back].map((by) => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + by, 1)) as [
        number,
        number,
      ];
      // What is being erased would tell of one question after the other.
      const isWhole = from >= now() - RETENTION.postsMs;
      if (isWhole && to + IN_TIME_MS <= now()) months.push(await monthOf(cohort, from, to));
    }
    return { months };
  };
}

function figuresOf(questions: readonly Question[], least: number): Omit<GroupFigures, 'group'> {
  const hours = questions.flatMap((question) => waitOf(question) ?? []).map((ms) => ms / HOUR);
  return {
    asked: questions.length < least ? null : questions.length,
    answered: shareOf(questions, (question) => waitOf(question) !== null),
    medianHours: hours.length < least ? null : Math.round(quantile(hours, 0.5) ?? 0),
  };
}

/** What is hidden could be worked out from the others where it is about few: then the smallest of those go with it. */
export function groupsOf(groups: ReadonlyMap<string, readonly Question[]>): readonly GroupFigures[] {
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  const hidden = new Set(sorted.filter(([, { length }]) => length < LEAST_OF_PART).map(([group]) => group));
  const shown = sorted.filter(([group]) => !hidden.has(group)).sort(([, a], [, b]) => a.length - b.length);
  let left = sorted.filter(([group]) => hidden.has(group)).reduce((sum, [, { length }]) => sum + length, 0);
  for (const [group, { length }] of shown) {
    if (hidden.size === 0 || (hidden.size > 1 && left >= LEAST_OF_PART)) break;
    hidden.add(group);
    left += length;
  }
  return sorted.map(([group, questions]) =>
    hidden.has(group)
      ? { group, asked: null, answered: null, medianHours: null }
      : { group, ...figuresOf(questions, LEAST_OF_PART) },
  );
}

function waitOf({ slotAt, firstAnswerAt }: Question): number | null {
  const wait = firstAnswerAt === null ? null : firstAnswerAt - slotAt;
  return wait !== null && wait <= IN_TIME_MS ? wait : null;
}

const shareOf = <T>(all: readonly T[], isIt: (one: T) => boolean): Share =>
  all.length < LEAST_FOR_SHARE ? null : Math.round((20 * all.filter(isIt).length) / all.length) * 5;

/** Not where all said the same: then it is known of each. */
const unlessAll = <T>(all: readonly T[], isIt: (one: T) => boolean): Share => {
  const count = all.filter(isIt).length;
  return count === 0 || count === all.length ? null : shareOf(all, isIt);
};

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 20) / 20);
