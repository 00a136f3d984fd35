import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { isLow, loadMeasures, type Measure, refuseShortSchedule, scoreOf, weeklyMeasure } from '../../src/check-ins/measures.ts';
import { contentFolder } from '../../src/content.ts';
import { StartError } from '../../src/errors.ts';

const measures = loadMeasures();
const weekly = weeklyMeasure(measures);
const measure = (id: string): Measure => {
  const found = measures.get(id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const who5 = measure('who5');
const phq4 = measure('phq4');
const all = (of: Measure, value: number) => Object.fromEntries(of.items.map(({ id }) => [id, value]));

describe('the measures', () => {
  it('are the weekly check-in, and two that are off', () => {
    expect([...measures.values()].map(({ id, isOn }) => [id, isOn]).sort()).toEqual([
      ['phq4', false],
      ['weekly', true],
      ['who5', false],
    ]);
  });

  it('hold no item of a questionnaire that may not be used', () => {
    const questions = [...measures.values()].flatMap(({ items }) => items.map(({ question }) => question)).join('\n');
    expect(questions).not.toMatch(/better off dead|hurting yourself|burned out|emotionally drained|callous/i);
  });

  it('name licence, attribution and source', () => {
    for (const { licence, attribution, sourceUrl } of measures.values()) {
      expect([licence, attribution].every((text) => text.length > 10)).toBe(true);
      expect(sourceUrl).toMatch(/^https:\/\//);
    }
    expect(weekly.licence).toContain('Open Government Licence v3.0');
    expect(weekly.attribution).toContain('not a validated measure');
    expect(who5).toMatchObject({ licence: 'CC BY-NC-SA 3.0 IGO', recallDays: 14, mayAlter: false });
  });

  it('keep the licence of the WHO-5 beside it', () => {
    expect(existsSync(join(contentFolder('measures'), 'who5', 'LICENSE.md'))).toBe(true);
    expect(readdirSync(contentFolder('measures'))).not.toContain('who5.json');
  });

  it('name no illness in any band', () => {
    const bands = [...measures.values()].flatMap(({ items }) => items.flatMap((item) => item.bands.map(([, , name]) => name)));
    expect(bands.join('\n')).not.toMatch(/depress|disorder|clinical|severe|symptom|diagnos/i);
  });
});

describe('the weekly check-in', () => {
  it('asks the two ONS questions word for word, and one tap of our own', () => {
    expect(weekly.items.map(({ question, from, to }) => [question, from, to]).slice(0, 2)).toEqual([
      ['Overall, how happy did you feel yesterday?', 0, 10],
      ['Overall, how anxious did you feel yesterday?', 0, 10],
    ]);
    expect(weekly.items[2]?.labels).toHaveLength(5);
  });

  it('counts an answer as low when happiness is 2 or less or anxiety 9 or more, also when only one was given', () => {
    expect(isLow(weekly, { happy: 2, anxious: 0 })).toBe(true);
    expect(isLow(weekly, { happy: 3, anxious: 8 })).toBe(false);
    expect(isLow(weekly, { anxious: 9 })).toBe(true);
    expect(isLow(weekly, { happy: 0 })).toBe(true);
    expect(isLow(weekly, { belonging: 1 })).toBe(false);
    expect(isLow(weekly, {})).toBe(false);
  });

  it('has no score', () => {
    expect(scoreOf(weekly, all(weekly, 5))).toBeNull();
  });

  it('has the published bands, which leave no value out and none in two', () => {
    const bandsOf = (id: string) => {
      const item = weekly.items.find((one) => one.id === id);
      return Array.from({ length: 11 }, (_, value) =>
        item?.bands.flatMap(([from, to, name]) => (from <= value && value <= to ? [name] : [])).join(' and '),
      );
    };
    const spread = (...counts: readonly (readonly [string, number])[]) =>
      counts.flatMap(([name, count]) => Array(count).fill(name));
    expect(bandsOf('happy')).toEqual(spread(['low', 5], ['medium', 2], ['high', 2], ['very high', 2]));
    expect(bandsOf('anxious')).toEqual(spread(['very low', 2], ['low', 2], ['medium', 2], ['high', 5]));
  });
});

describe('a score', () => {
  it('of the WHO-5 is the raw sum times four, low up to 50', () => {
    expect(scoreOf(who5, all(who5, 0))).toBe(0);
    expect(scoreOf(who5, all(who5, 5))).toBe(100);
    const thirteen = { ...all(who5, 3), item1: 1 };
    expect([scoreOf(who5, thirteen), isLow(who5, thirteen)]).toEqual([52, false]);
    expect(isLow(who5, { ...thirteen, item1: 0 })).toBe(true);
  });

  it('is missing when an answer is missing, and nothing is low then', () => {
    fc.assert(
      fc.property(fc.constantFrom(who5, phq4), fc.nat(), fc.nat({ max: 3 }), (of, seed, value) => {
        const left = of.items[seed % of.items.length]?.id ?? '';
        const answers = Object.fromEntries(Object.entries(all(of, value)).filter(([id]) => id !== left));
        expect([scoreOf(of, answers), isLow(of, answers)]).toEqual([null, false]);
      }),
    );
  });

  it('can be a mean, skip what is missing, or be looked up', () => {
    const mean: Measure = { ...phq4, scoring: { kind: 'mean', multiply: 10, missing: 'skip' }, low: [] };
    expect(scoreOf(mean, { nervous: 1, down: 2 })).toBe(15);
    expect(scoreOf(mean, {})).toBeNull();
    const lookup: Measure = { ...phq4, scoring: { kind: 'lookup', table: { '4': 19.5 }, missing: 'no-score' }, low: [] };
    expect(scoreOf(lookup, all(phq4, 1))).toBe(19.5);
    expect(scoreOf(lookup, all(phq4, 0))).toBeNull();
  });
});

describe('a schedule', () => {
  it('is refused when it is shorter than the measure looks back', () => {
    expect(() => refuseShortSchedule(who5, 7)).toThrow(StartError);
    expect(() => refuseShortSchedule(who5, 14)).not.toThrow();
    expect(() => refuseShortSchedule(weekly, 7)).not.toThrow();
    expect(() => weeklyMeasure(new Map([['weekly', who5]]))).toThrow(/looks back 14 days/);
  });
});

describe('a folder of measures', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  const faultsOf = (...files: readonly unknown[]): string => {
    const folder = mkdtempSync(join(tmpdir(), 'measures-'));
    folders.push(folder);
    files.forEach((file, index) => {
      writeFileSync(join(folder, `${index}.json`), typeof file === 'string' ? file : JSON.stringify(file));
    });
    try {
      loadMeasures(folder);
      return 'none';
    } catch (error) {
      return error instanceof StartError ? error.lines.join('\n') : `not a start error: ${String(error)}`;
    }
  };
  const [first] = weekly.items;

  it.each<[string, readonly unknown[], RegExp]>([
    ['is right', [weekly, who5], /^none$/],
    ['is no JSON', ['{'], /^content\/measures\/0\.json/],
    ['lacks a licence', [{ ...weekly, licence: undefined }], /licence/],
    ['misspells an item in a rule', [{ ...weekly, low: [{ item: 'hapy', atMost: 2 }] }], /does not have/],
    ['has a rule without a limit', [{ ...weekly, low: [{ item: 'happy' }] }], /without a limit/],
    ['has a rule about a score and no scoring', [{ ...weekly, low: [{ score: true, atMost: 2 }] }], /no scoring/],
    ['has two items of one name', [{ ...weekly, items: [first, first] }], /same id/],
    ['has a scale upside down', [{ ...weekly, items: [{ ...first, from: 10, to: 0 }], low: [] }], /without length/],
    ['has too few labels', [{ ...weekly, items: [{ ...first, labels: ['No', 'Yes'] }], low: [] }], /one label for each value/],
    ['takes an id twice', [weekly, weekly], /another file has the id weekly/],
  ])('is told when a file %s', (_what, files, fault) => {
    expect(faultsOf(...files)).toMatch(fault);
  });
});
