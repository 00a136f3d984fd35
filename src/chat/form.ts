import type { Callback } from './callback.ts';
import type { Choice, Form, FormField } from './view.ts';
import type { Words } from './words.ts';

/** A field of a form definition: what is asked, and how a raw answer becomes a typed value. */
export interface Field<T> {
  readonly label: string;
  readonly hint: string | null;
  readonly required: boolean;
  readonly shape: FieldShape;
  /** The typed value, or the code of a fault. `raw` has at least one non-empty entry. */
  readonly read: (raw: readonly string[]) => { readonly ok: true; readonly value: T } | FieldFault;
}

export type FieldFault = {
  readonly ok: false;
  readonly fault: FaultCode;
  readonly parameters: Readonly<Record<string, string | number>>;
};

export type FaultCode = 'required' | 'too-long' | 'not-a-choice' | 'not-on-scale' | 'not-a-date' | 'not-a-time' | 'too-many';

type FieldShape =
  | { readonly kind: 'text'; readonly long: boolean; readonly max: number; readonly completion: Callback | null }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[]; readonly max: number }
  | { readonly kind: 'scale'; readonly from: number; readonly to: number; readonly fromLabel: string; readonly toLabel: string }
  | { readonly kind: 'date-time'; readonly precision: 'date' | 'time' | 'date-time' }
  | { readonly kind: 'picker'; readonly of: 'person' | 'channel' | 'role'; readonly max: number };

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** Values by field name: null where an optional field was left empty. */
export type ValuesOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

interface Labelled {
  readonly label: string;
  readonly hint?: string;
}

const fault = (code: FaultCode, parameters: Readonly<Record<string, string | number>> = {}): FieldFault => ({
  ok: false,
  fault: code,
  parameters,
});

/** Characters that draw nothing: an answer made of them alone is empty. */
const INVISIBLE = /[\p{Cf}\p{Zs}\s\u115F\u1160\u3164\uFFA0]/gu;
export const isBlank = (text: string): boolean => text.replace(INVISIBLE, '') === '';

const base = ({ label, hint }: Labelled) => ({ label, hint: hint ?? null, required: true });

/** Text of at most `max` characters, trimmed. */
export const text = (
  options: Labelled & { readonly max: number; readonly long?: boolean; readonly completion?: Callback },
): Field<string> => ({
  ...base(options),
  shape: { kind: 'text', long: options.long ?? false, max: options.max, completion: options.completion ?? null },
  read: ([raw = '']) => {
    const value = raw.trim();
    return value.length > options.max ? fault('too-long', { max: options.max, length: value.length }) : { ok: true, value };
  },
});

export const oneOf = (options: Labelled & { readonly choices: readonly Choice[] }): Field<string> => ({
  ...base(options),
  shape: { kind: 'choice', choices: options.choices, max: 1 },
  read: ([value = '']) => (options.choices.some((c) => c.value === value) ? { ok: true, value } : fault('not-a-choice')),
});

export const someOf = (
  options: Labelled & { readonly choices: readonly Choice[]; readonly max: number },
): Field<readonly string[]> => ({
  ...base(options),
  shape: { kind: 'choice', choices: options.choices, max: options.max },
  read: (raw) => {
    if (raw.length > options.max) return fault('too-many', { max: options.max });
    return raw.every((value) => options.choices.some((c) => c.value === value))
      ? { ok: true, value: [...new Set(raw)] }
      : fault('not-a-choice');
  },
});

export const scale = (
  options: Labelled & { readonly from: number; readonly to: number; readonly fromLabel: string; readonly toLabel: string },
): Field<number> => ({
  ...base(options),
  shape: { kind: 'scale', from: options.from, to: options.to, fromLabel: options.fromLabel, toLabel: options.toLabel },
  read: ([raw = '']) => {
    const value = /^-?\d{1,4}$/.test(raw) ? Number(raw) : Number.NaN;
    return value >= options.from && value <= options.to
      ? { ok: true, value }
      : fault('not-on-scale', { from: options.from, to: options.to });
  },
});

/** A local date as `2027-03-28`; also reads `28/3/2027` and `28.3.2027`, day first. */
export const date = (options: Labelled): Field<string> => ({
  ...base(options),
  shape: { kind: 'date-time', precision: 'date' },
  read: ([raw = '']) => {
    const value = readDate(raw.trim());
    return value === null ? fault('not-a-date') : { ok: true, value };
  },
});

/** A local time of day as minutes after midnight; reads `18:00`, `18.00`, `1800`, `6pm`, `6:30 pm`. */
export const timeOfDay = (options: Labelled): Field<number> => ({
  ...base(options),
  shape: { kind: 'date-time', precision: 'time' },
  read: ([raw = '']) => {
    const value = readTime(raw.trim());
    return value === null ? fault('not-a-time') : { ok: true, value };
  },
});

export const pick = (
  options: Labelled & { readonly of: 'person' | 'channel' | 'role'; readonly max: number },
): Field<readonly string[]> => ({
  ...base(options),
  shape: { kind: 'picker', of: options.of, max: options.max },
  read: (raw) => (raw.length > options.max ? fault('too-many', { max: options.max }) : { ok: true, value: [...new Set(raw)] }),
});

/** The same field, which may be left empty: then its value is null. */
export const optional = <T>(field: Field<T>): Field<T | null> => ({ ...field, required: false });

/** A definition made into the form that is shown, with what stands in it. Initial values are raw, as typed. */
export function openForm(
  definition: { readonly title: string; readonly submit: string; readonly intro?: Words; readonly fields: Fields },
  callback: Callback,
  values: Readonly<Record<string, readonly string[]>> = {},
): Form {
  return {
    kind: 'form',
    callback,
    title: definition.title,
    submit: definition.submit,
    intro: definition.intro ?? null,
    fields: Object.entries(definition.fields).map(([name, field]) => shown(name, field, values[name] ?? [])),
  };
}

function shown(name: string, field: Field<unknown>, raw: readonly string[]): FormField {
  const common = { name, label: field.label, hint: field.hint, required: field.required };
  const { shape } = field;
  switch (shape.kind) {
    case 'text':
      return { ...common, ...shape, value: cut(raw[0] ?? '', shape.max) };
    case 'choice':
      return {
        ...common,
        ...shape,
        value: raw.filter((value) => shape.choices.some((c) => c.value === value)).slice(0, shape.max),
      };
    case 'scale': {
      const read = field.read(raw);
      return { ...common, ...shape, value: read.ok && typeof read.value === 'number' ? read.value : null };
    }
    case 'date-time':
      return { ...common, ...shape, value: raw[0] ?? '' };
    case 'picker':
      return { ...common, ...shape, value: raw.slice(0, shape.max) };
    default:
      return shape satisfies never;
  }
}

/** At most so long, without half a sign at the end. */
const cut = (text: string, max: number): string => text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');

function readDate(raw: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(raw);
  const spoken = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(raw);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : spoken ? [spoken[3], spoken[2], spoken[1]] : [];
  if (!year || !month || !day) return null;
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value) ? value : null;
}

function readTime(raw: string): number | null {
  const match = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?$/i.exec(raw);
  if (!match) return null;
  const [, hourText = '', minuteText, half] = match;
  if (!minuteText && !half) return null;
  let hour = Number(hourText);
  const minute = Number(minuteText ?? '0');
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  return hour <= 23 && minute <= 59 ? hour * 60 + minute : null;
}
