import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { contentFolder } from '../content.ts';
import { StartError } from '../errors.ts';
import type { Answers } from './rules.ts';

/** Data that cannot mean anything is refused: a misspelt item would switch a rule off without a word. */
const ITEM_SHAPE = z.object({
  id: z.string().regex(/^[a-z0-9]{1,12}$/),
  title: z.string().min(1),
  question: z.string().min(1),
  from: z.number().int(),
  to: z.number().int(),
  fromLabel: z.string(),
  toLabel: z.string(),
  /** One for each value, where words are tapped and not numbers. */
  labels: z.array(z.string().min(1)).optional(),
  /** From, to, and its name: never a diagnosis. */
  bands: z.array(z.tuple([z.number(), z.number(), z.string()])),
});

const ITEM = ITEM_SHAPE.refine(({ from, to }) => from < to, 'has a scale without length').refine(
  ({ from, to, labels }) => labels === undefined || labels.length === to - from + 1,
  'needs one label for each value',
);

const SCORING = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.enum(['sum', 'mean']), multiply: z.number(), missing: z.enum(['no-score', 'skip']) }),
  z.object({ kind: z.literal('lookup'), table: z.record(z.string(), z.number()), missing: z.literal('no-score') }),
]);

const LIMIT = { atMost: z.number().optional(), atLeast: z.number().optional() };

const MEASURE_SHAPE = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,24}$/),
  title: z.string().min(1),
  isOn: z.boolean(),
  licence: z.string().min(1),
  attribution: z.string().min(1),
  sourceUrl: z.url(),
  recallDays: z.number().int().positive(),
  mayAlter: z.boolean(),
  items: z.array(ITEM).min(1),
  scoring: SCORING,
  /** An answer is low if any of these holds. */
  low: z.array(z.union([z.object({ item: z.string(), ...LIMIT }), z.object({ score: z.literal(true), ...LIMIT })])),
});

const MEASURE = MEASURE_SHAPE.refine(
  ({ items }) => new Set(items.map(({ id }) => id)).size === items.length,
  'has two items with the same id',
)
  .refine(
    ({ items, low }) => low.every((rule) => !('item' in rule) || items.some(({ id }) => id === rule.item)),
    'names an item in "low" that it does not have',
  )
  .refine(
    ({ low }) => low.every(({ atMost, atLeast }) => atMost !== undefined || atLeast !== undefined),
    'has a rule in "low" without a limit',
  )
  .refine(
    ({ scoring, low }) => scoring.kind !== 'none' || low.every((rule) => 'item' in rule),
    'has a rule in "low" about a score and no scoring',
  );

/** What is asked, on which scale, and under which licence. */
export type Measure = z.infer<typeof MEASURE>;

/** Every measure in `content/measures`, by id. @throws StartError naming each file that is not what it should be. */
export function loadMeasures(folder = contentFolder('measures')): ReadonlyMap<string, Measure> {
  const faults: string[] = [];
  const measures = new Map<string, Measure>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()) {
    const parsed = MEASURE.safeParse(parse(readFileSync(join(folder, name), 'utf8')));
    if (parsed.success && measures.has(parsed.data.id))
      faults.push(`content/measures/${name}: another file has the id ${parsed.data.id}.`);
    else if (parsed.success) measures.set(parsed.data.id, parsed.data);
    else faults.push(`content/measures/${name}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}.`);
  }
  if (faults.length > 0) throw new StartError(faults);
  return measures;
}

/** The measure of the weekly check-in. @throws StartError when its recall period is longer than a week. */
export function weeklyMeasure(measures: ReadonlyMap<string, Measure>): Measure {
  const weekly = measures.get('weekly');
  if (!weekly) throw new StartError(['content/measures/weekly.json is missing.']);
  refuseShortSchedule(weekly, 7);
  return weekly;
}

/** Asking more often than the period that a measure looks back on would count the same days twice (domain §3). */
export function refuseShortSchedule({ title, recallDays }: Measure, everyDays: number): void {
  if (everyDays < recallDays)
    throw new StartError([`${title} looks back ${recallDays} days: it cannot be asked every ${everyDays} days.`]);
}

/** Null where the measure has none, or an item is missing and the measure says that there is none then. */
export function scoreOf(measure: Measure, answers: Answers): number | null {
  const { scoring, items } = measure;
  if (scoring.kind === 'none') return null;
  const given = items.flatMap(({ id }) => answers[id] ?? []);
  if (given.length === 0 || (given.length < items.length && scoring.missing === 'no-score')) return null;
  const sum = given.reduce((total, value) => total + value, 0);
  if (scoring.kind === 'lookup') return scoring.table[String(sum)] ?? null;
  return (scoring.kind === 'sum' ? sum : sum / given.length) * scoring.multiply;
}

/** Whether an answer is low by the measure's own rule: then the support card is shown. */
export function isLow(measure: Measure, answers: Answers): boolean {
  return measure.low.some((rule) => {
    const value = 'item' in rule ? answers[rule.item] : scoreOf(measure, answers);
    if (value === undefined || value === null) return false;
    return (rule.atMost !== undefined && value <= rule.atMost) || (rule.atLeast !== undefined && value >= rule.atLeast);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
