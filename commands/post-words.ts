import { formatLocal } from '../src/calendar/zone.ts';
import { choice } from '../src/chat/build.ts';
import { plain, type Span, said, strong, type Words, words } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { ReportReason, Timing, Verdict } from '../src/safe-space/rules.ts';
import type { Identifier, IdentifierKind } from '../src/safety/identifiers.ts';

export const timingChoices = [
  choice('soon', 'Soon', 'Fifteen minutes to an hour from now, shuffled with others'),
  choice('mixed', 'Well mixed', 'When at least three leave together, at the latest in a day'),
  choice('now', 'Now', 'At once: somebody may guess from the time'),
];

const timingWords: Readonly<Record<Timing, string>> = {
  soon: 'Fifteen minutes to an hour after you post it, shuffled with what others wrote.',
  mixed: 'When at least three messages leave together, at the latest after a day. This hides best when you wrote.',
  now: 'At once. Whoever sees you typing now may guess that it was you.',
};

export const whenItAppears = (timing: Timing): string => timingWords[timing];

export const reportWords: Readonly<Record<ReportReason, string>> = {
  unkind: 'Unkind or harassing',
  identifies: 'Could identify a patient or another person',
  harm: 'I am worried about somebody',
  spam: 'Spam, or does not belong here',
  other: 'Something else',
};

export const verdictWords: Readonly<Record<Verdict, string>> = { yes: 'Yes', partly: 'Partly', no: 'Not really' };

const markWords: { readonly [kind in IdentifierKind]: string } & { readonly [kind: string]: string | undefined } = {
  'nhs-number': 'an NHS number',
  'chi-number': 'a CHI number',
  'ni-number': 'a National Insurance number',
  'hospital-number': 'a hospital number',
  postcode: 'a postcode',
  'date-of-birth': 'a date of birth, or of an admission, a death or a diagnosis',
  'named-person': 'a name or initials',
  combination: 'details that together could tell who it is',
  contact: 'a way to reach somebody',
  'own-name': 'your own name',
  'exam-content': 'what may be the content of an exam',
};

/** What was found, each kind once. */
export function marksInWords(marks: readonly Identifier[]): string {
  const found = [...new Set(marks.map(({ kind }) => markWords[kind] ?? kind.replaceAll('-', ' ')))];
  return found.length < 2 ? (found[0] ?? '') : `${found.slice(0, -1).join(', ')} and ${found.at(-1)}`;
}

/** The words with what was found in them set off. */
export function markedWords(text: string, marks: readonly Identifier[]): Words {
  const spans: Span[] = [];
  let at = 0;
  for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    if (from > at) spans.push(said(text.slice(at, from)));
    spans.push(strong(`[${text.slice(from, end)}]`));
    at = end;
  }
  return at < text.length ? [...spans, said(text.slice(at))] : spans;
}

/** Coarse, so that it does not tell more than the slot does. */
export const dayInWords = (at: number, { zone }: Cohort): string => formatLocal(at, zone, 'date');

export const codeNote = (code: string): Words =>
  words`Your withdrawal code: ${strong(code)}. Keep it where nobody else looks. With it you can take this back at any time, also when nothing here leads to you any more.`;

export const honest = plain(
  'Hidden from members and moderators. Not from whoever runs this Bombus while a seal exists, and a person who knows you may know how you write.',
);
