import { describe, expect, it } from 'vitest';
import { loadHelplines } from '../../src/safety/helplines.ts';
import { hasNhsCheckDigit } from '../../src/safety/identifiers/numbers.ts';
import { type IdentifierKind, openIdentifierGuard } from '../../src/safety/identifiers.ts';
import { readLines } from './lines.ts';
import { share } from './wilson.ts';

interface Line {
  readonly text: string;
  readonly expect: readonly IdentifierKind[];
}

const helplines = loadHelplines();
const guard = openIdentifierGuard(helplines);
const MUST_GO: readonly IdentifierKind[] = ['nhs-number', 'chi-number', 'ni-number'];
const marked = (text: string, names: readonly string[] = []) =>
  guard.find(text, { names }).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

function judge(file: string) {
  const lines = readLines<Line>(file).map((line) => ({ ...line, found: guard.find(line.text).map(({ kind }) => kind) }));
  const must = lines.filter((line) => line.expect.some((kind) => MUST_GO.includes(kind)));
  const warned = lines.filter((line) => line.expect.length > 0 && !must.includes(line));
  const clean = lines.filter((line) => line.expect.length === 0);
  const isRight = ({
    expect,
    found,
  }: {
    readonly expect: readonly IdentifierKind[];
    readonly found: readonly IdentifierKind[];
  }) => expect.every((kind) => found.includes(kind));
  const figure = (right: number, all: number) => ({ share: right / all, says: share(right, all) });
  return {
    mustEdit: figure(must.filter(isRight).length, must.length),
    warned: figure(warned.filter(isRight).length, warned.length),
    falseAlarms: figure(clean.filter(({ found }) => found.length > 0).length, clean.length),
  };
}

describe('the identifier guard', () => {
  it.each([
    ['development lines', 'identifiers.jsonl'],
    ['held-out lines', 'identifiers.held-out.jsonl'],
  ])('finds what must go and leaves clinical chat alone: %s', (name, file) => {
    const figures = judge(file);
    process.stdout.write(
      `identifiers, ${name}\n${Object.entries(figures)
        .map(([what, { says }]) => `  ${what}: ${says}\n`)
        .join('')}`,
    );
    expect(figures.mustEdit.share).toBeGreaterThanOrEqual(0.98);
    expect(figures.warned.share).toBeGreaterThanOrEqual(0.85);
    expect(figures.falseAlarms.share).toBeLessThanOrEqual(0.03);
  });

  it('is quiet about nearly every line that students write to each other', () => {
    const lines = readLines<{ readonly text: string; readonly tier: string }>('language.jsonl').filter(
      ({ tier }) => tier === 'T0',
    );
    const alarms = lines.filter(({ text }) => guard.find(text).length > 0);
    process.stdout.write(`identifiers, everyday lines\n  falseAlarms: ${share(alarms.length, lines.length)}\n`);
    expect(alarms.length / lines.length).toBeLessThanOrEqual(0.03);
  });

  it('checks NHS numbers by modulus 11', () => {
    expect(['9434765919', '4010232137', '4444444444', '9434765918', '943476591'].map(hasNhsCheckDigit)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('asks for a keyword outside the issued ranges, and never near a book', () => {
    expect(marked('9991234560 and 943 476 5919')).toEqual([]);
    expect(marked('NHS number 943 476 5919')).toEqual([['nhs-number', '943 476 5919']]);
    expect(marked('ISBN 401 023 2137')).toEqual([]);
  });

  it('marks the right place in the text as it was written', () => {
    expect(marked('🙂🙂 ｍｅｔ Mrs J\u200bones, NHS ４０１ ０２３ ２１３７')).toEqual([
      ['named-person', 'Mrs J\u200bones'],
      ['nhs-number', '４０１ ０２３ ２１３７'],
    ]);
  });

  it.each([
    ['NHS no 94 3476 5919', '94 3476 5919'],
    ['nhs number 9 4 3 4 7 6 5 9 1 9 ok', '9 4 3 4 7 6 5 9 1 9'],
    ['NHS ٩٤٣ ٤٧٦ ٥٩١٩', '٩٤٣ ٤٧٦ ٥٩١٩'],
    ['see 4\u200b0\u200b1 023 2137 later', '4\u200b0\u200b1 023 2137'],
  ])('reads a number in unusual groups or digits: %s', (text, number) => {
    expect(marked(text)).toEqual([['nhs-number', number]]);
  });

  it('takes unusual groups of ten digits for nothing where no name stands beside them', () => {
    expect(marked('bloods 94 3476 5919 today')).toEqual([]);
  });

  it('reads a CHI number as day and four digits', () => {
    expect(marked('CHI 010150 4500 on the label')).toEqual([['chi-number', '010150 4500']]);
  });

  it('warns of what may be the content of an exam, and of no practice', () => {
    expect(marked("has anyone got last year's stations")).toEqual([['exam-content', "last year's stations"]]);
    expect(marked("last year's stations are on moodle as a practice set")).toEqual([]);
    expect(guard.find('the exact questions please').map(({ level }) => level)).toEqual(['warn']);
  });

  it('knows what must go from what the author may decide', () => {
    expect(guard.find('NI JG123456C, dob 01/02/1950').map(({ kind, level }) => [kind, level])).toEqual([
      ['ni-number', 'edit'],
      ['date-of-birth', 'warn'],
    ]);
  });

  it("warns of the author's own name, handle and number, and of nobody else's", () => {
    const own = ['Will Okafor', '@willo_med', 's1234567'];
    expect(marked('its Will here, or willo_med, s1234567; i will ask Okafor', own)).toEqual([
      ['own-name', 'Will'],
      ['own-name', 'willo_med'],
      ['own-name', 's1234567'],
      ['own-name', 'Okafor'],
    ]);
    expect(marked('its Will here')).toEqual([]);
  });

  it.each([
    ['Eve the person', 'Eve the person said so, the year is long; Eve agrees', ['Eve the person', 'Eve']],
    ['Dr Okafor (Year 3 Med Student)', 'a med student of year 3 asked dr who Okafor was', ['Okafor']],
    ['Queen of the Wards', 'queen of sheba, and the ward', []],
    ['Li Wei', 'li asked, wei answered', ['wei']],
  ])('takes common words and short parts of a display name for no names: %s', (name, text, found) => {
    expect(marked(text, [name]).map(([, words]) => words)).toEqual(found);
  });

  it('says nothing of the numbers and pages that the bot shows itself', () => {
    for (const { reach } of helplines.countries.flatMap((country) => helplines.of(country))) {
      expect(marked(`You can ${reach} any time`)).toEqual([]);
    }
  });
});
