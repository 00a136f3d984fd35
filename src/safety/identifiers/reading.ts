import { fold } from '../normalise.ts';

/** A text as the finders read it: folded, with the case that its author wrote. */
export interface Reading {
  /** Lower case. */
  readonly text: string;
  /** The same length as `text`, in the author's case. */
  readonly cased: string;
  /** The place in the original of a stretch of `text`. */
  place(start: number, end: number): { readonly start: number; readonly end: number };
}

export type IdentifierKind =
  | 'nhs-number'
  | 'chi-number'
  | 'ni-number'
  | 'hospital-number'
  | 'postcode'
  | 'date-of-birth'
  | 'named-person'
  | 'combination'
  | 'contact'
  | 'own-name'
  | 'exam-content';

/** Something found, in units of the reading. */
export interface Found {
  readonly kind: IdentifierKind;
  readonly start: number;
  readonly end: number;
}

export function readText(original: string): Reading {
  const { text, from, to } = fold(original);
  const isLower = original === original.toLowerCase();
  const cased = isLower ? text : Array.from(from, (at, unit) => inCase(original[at] ?? '', text[unit] ?? '')).join('');
  return {
    text,
    cased: cased.length === text.length ? cased : text,
    place: (start, end) => ({ start: from[start] ?? 0, end: to[end - 1] ?? 0 }),
  };
}

/** Capitals without a lower case of their own, as in mathematical alphabets, are rare enough to be read as small. */
const inCase = (written: string, unit: string): string => (written !== written.toLowerCase() ? unit.toUpperCase() : unit);

/** Whether any of `words` stands within so many units before or after. */
export function isNear(
  { text }: Reading,
  { start, end }: Pick<Found, 'start' | 'end'>,
  words: RegExp,
  reach = { before: 40, after: 25 },
): boolean {
  return words.test(text.slice(Math.max(0, start - reach.before), start)) || words.test(text.slice(end, end + reach.after));
}

/** The first index after each full stop, question mark or line end that ends a sentence. */
export const sentenceStarts = ({ text }: Reading): readonly number[] => [
  0,
  ...[...text.matchAll(/[.!?](?=\s)|\n/g)].map(({ index }) => index + 1),
];

/** Every match of a pattern, as a found stretch; `group` narrows it to one of its groups. */
export function findAll(
  text: string,
  pattern: RegExp,
  kind: IdentifierKind,
  group?: string,
): readonly (Found & { readonly groups: Readonly<Record<string, string | undefined>> })[] {
  return [...text.matchAll(pattern)].map((match) => {
    const inner = group === undefined ? undefined : match.groups?.[group];
    const start = inner === undefined ? match.index : match.index + match[0].lastIndexOf(inner);
    return { kind, start, end: start + (inner ?? match[0]).length, groups: match.groups ?? {} };
  });
}
