import { TAGS } from '../../src/members/rules.ts';
import { gini, jain, quantile } from '../../src/questions/spread.ts';
import type { Term, Told } from './term.ts';

const HOUR = 3_600_000;

const waits = (questions: readonly Told[]): readonly number[] =>
  questions.flatMap(({ askedAt, firstAnswerAt }) => (firstAnswerAt === null ? [] : [(firstAnswerAt - askedAt) / HOUR]));

const rateOf = (questions: readonly Told[]): number => (100 * waits(questions).length) / Math.max(1, questions.length);
const shareOf = (questions: readonly Told[], isIt: (one: Told) => boolean): number =>
  (100 * questions.filter(isIt).length) / Math.max(1, questions.length);

export interface Line {
  readonly answered: number;
  readonly medianHours: number;
  readonly p90Hours: number;
  readonly worstHours: number;
  readonly offersEach: number;
  readonly widened: number;
  readonly inChannel: number;
  readonly gini: number;
  readonly jain: number;
  /** Between those who would share something, by what, and those who would not; in points. */
  readonly gap: number;
}

/** Groups of fewer say nothing about a rule. */
const LEAST = 100;

/** Askers by what they would like to share. */
function groupsOf({ questions }: Term): readonly (readonly [string, readonly Told[]])[] {
  const groups = [
    ['shares nothing', questions.filter(({ shares }) => shares.length === 0)] as const,
    ['shares something', questions.filter(({ shares }) => shares.length > 0)] as const,
    ...TAGS.map((tag) => [tag, questions.filter(({ shares }) => shares.includes(tag))] as const),
  ];
  return groups;
}

function lineOf(term: Term): Line {
  const { questions, loads } = term;
  const hours = waits(questions);
  const rates = groupsOf(term)
    .filter(([, group]) => group.length >= LEAST)
    .map(([, group]) => rateOf(group));
  return {
    answered: rateOf(questions),
    medianHours: quantile(hours, 0.5) ?? 0,
    p90Hours: quantile(hours, 0.9) ?? 0,
    worstHours: quantile(hours, 1) ?? 0,
    offersEach: term.offers / Math.max(1, questions.length),
    widened: shareOf(questions, ({ widest }) => widest >= 1),
    inChannel: shareOf(questions, ({ widest }) => widest >= 2),
    gini: gini(loads) ?? 0,
    jain: jain(loads) ?? 0,
    gap: rates.length === 0 ? 0 : Math.max(...rates) - Math.min(...rates),
  };
}

const cell = (value: number | string, width = 10): string =>
  (typeof value === 'number' ? value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 1) : value).padStart(width);

/** The rules side by side. */
export function tableOf(terms: readonly (readonly [rule: string, term: Term])[]): string {
  const lines = terms.map(([rule, term]) => [rule, lineOf(term)] as const);
  const rows: readonly (readonly [string, (line: Line) => number])[] = [
    ['answered, %', ({ answered }) => answered],
    ['median h to first answer', ({ medianHours }) => medianHours],
    ['p90 h', ({ p90Hours }) => p90Hours],
    ['worst h', ({ worstHours }) => worstHours],
    ['offers a question', ({ offersEach }) => offersEach],
    ['widened, %', ({ widened }) => widened],
    ['to the channel, %', ({ inChannel }) => inChannel],
    ['Gini of mentor load', (line) => line.gini],
    ['Jain of mentor load', (line) => line.jain],
    ['gap between groups, points', ({ gap }) => gap],
  ];
  return [
    ' '.repeat(28) + lines.map(([rule]) => cell(rule, 14)).join(''),
    ...rows.map(([label, of]) => label.padEnd(28) + lines.map(([, line]) => cell(of(line), 14)).join('')),
  ].join('\n');
}

/** One rule in detail. */
export function detailsOf(term: Term): string {
  const years = [...new Set(term.questions.map(({ year }) => year))].sort((a, b) => a - b);
  const groups = [
    ...years.map((year) => [`year ${year}`, term.questions.filter((one) => one.year === year)] as const),
    ...groupsOf(term),
  ];
  const line = ([label, questions]: readonly [string, readonly Told[]]) =>
    label.padEnd(28) +
    cell(String(questions.length)) +
    cell(rateOf(questions)) +
    cell(quantile(waits(questions), 0.5) ?? 0) +
    cell(quantile(waits(questions), 0.9) ?? 0);
  return [
    `${' '.repeat(28)}${['asked', 'answered %', 'median h', 'p90 h'].map((head) => cell(head)).join('')}`,
    ...groups.map(line),
  ].join('\n');
}
