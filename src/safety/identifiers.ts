import type { Helplines } from './helplines.ts';
import { findCombinations } from './identifiers/combination.ts';
import { findContacts, type Public } from './identifiers/contacts.ts';
import { findDates } from './identifiers/dates.ts';
import { findExamContent } from './identifiers/exam-content.ts';
import { findNumbers } from './identifiers/numbers.ts';
import { findOwnNames, findPeople } from './identifiers/people.ts';
import { findPlaces } from './identifiers/places.ts';
import { type Found, type IdentifierKind, readText } from './identifiers/reading.ts';

export type { IdentifierKind } from './identifiers/reading.ts';

/** Something in a text that could identify somebody: where, in UTF-16 units of the text as it was written. */
export interface Identifier {
  readonly kind: IdentifierKind;
  /** `edit`: must go before the text is accepted; `warn`: the author decides. */
  readonly level: 'edit' | 'warn';
  readonly start: number;
  readonly end: number;
}

export interface IdentifierGuard {
  /**
   * In the order of the text, no two of a kind overlapping. Pure, in time linear in the text, of which the first 2,000
   * UTF-16 units are read. Never throws. It warns; it cannot certify that nothing is there.
   */
  find(text: string, author?: { readonly names: readonly string[] }): readonly Identifier[];
}

const MUST_GO: ReadonlySet<IdentifierKind> = new Set(['nhs-number', 'chi-number', 'ni-number']);

/** `helplines`: the numbers and pages that the bot shows itself, which identify nobody. */
export function openIdentifierGuard(helplines: Helplines): IdentifierGuard {
  const known = publicOf(helplines);
  return {
    find(text, author = { names: [] }) {
      const reading = readText(text);
      const found = [
        ...findNumbers(reading),
        ...findPlaces(reading),
        ...findDates(reading),
        ...findPeople(reading),
        ...findCombinations(reading),
        ...findContacts(reading, known),
        ...findExamContent(reading),
        ...findOwnNames(reading, author.names),
      ];
      return merge(found).map(({ kind, start, end }) => ({
        kind,
        level: MUST_GO.has(kind) ? 'edit' : 'warn',
        ...reading.place(start, end),
      }));
    },
  };
}

/** Overlapping finds of one kind become one; a number that must go is not named a contact as well. */
function merge(found: readonly Found[]): readonly Found[] {
  const merged: { kind: IdentifierKind; start: number; end: number }[] = [];
  for (const { kind, start, end } of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const same = merged.findLast((one) => one.kind === kind);
    if (same && start < same.end) same.end = Math.max(same.end, end);
    else merged.push({ kind, start, end });
  }
  const musts = merged.filter(({ kind }) => MUST_GO.has(kind));
  return merged.filter((one) => one.kind !== 'contact' || !musts.some(({ start, end }) => one.start < end && start < one.end));
}

function publicOf(helplines: Helplines): Public {
  const all = helplines.countries.flatMap((country) => helplines.of(country));
  const numbers = all.flatMap(({ reach, name, detail }) =>
    [...`${reach} ${name} ${detail}`.matchAll(/\d[\d ]{1,14}\d/g)].map(([number]) => number.replace(/\D/g, '')),
  );
  const pages = all.flatMap(({ sourceUrl, reach }) => [
    new URL(sourceUrl).host.replace(/^www\./, ''),
    ...reach
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word.includes('.')),
  ]);
  return { numbers: new Set(numbers), hosts: new Set(pages) };
}
