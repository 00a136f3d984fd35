import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { countryChoices } from '../../commands/cohort-words.ts';
import { StartError } from '../../src/errors.ts';
import { loadHelplines } from '../../src/safety/helplines.ts';
import { openSignposts } from '../../src/safety/signposting.ts';

const helplines = loadHelplines();
const { nearestHelp } = openSignposts(helplines);
const own = { name: 'Student Wellbeing', contact: 'wellbeing@example.ac.uk' };
const reachesOf = (country: string): readonly string[] => helplines.of(country).map(({ reach }) => reach);

describe('the helplines', () => {
  it('are there for seven countries and for all others', () => {
    expect([...helplines.countries].sort()).toEqual(['AU', 'CA', 'GB', 'IE', 'IN', 'NZ', 'US', 'unknown']);
  });

  it('are there for every country that a cohort can choose, and each can be chosen', () => {
    expect(countryChoices.map(({ value }) => value).sort()).toEqual([...helplines.countries].sort());
  });

  it.each([
    ['GB', ['999', '116 123', '85258', '0800 068 4141', '111, option 2']],
    ['IE', ['112 or 999', '116 123', 'HELLO to 50808']],
    ['US', ['911', '988']],
    ['CA', ['911', '988']],
    ['AU', ['000', '13 11 14']],
    ['NZ', ['111', '1737']],
    ['IN', ['112', '14416']],
    ['unknown', ['112', 'findahelpline.com']],
  ])('of %s are the published ones', (country, numbers) => {
    const reaches = reachesOf(country).join('\n');
    for (const number of numbers) expect(reaches).toMatch(new RegExp(`\\b${number}\\b`));
  });

  it('say that nobody has checked them with the service yet, and where to check', () => {
    for (const helpline of helplines.countries.flatMap((country) => helplines.of(country))) {
      expect(helpline).toMatchObject({ verifiedBy: 'secondary', sourceUrl: expect.stringMatching(/^https:\/\//) });
    }
  });

  it.each(['FR', '', 'gb', '__proto__'])('of %j are those of an unknown country, never a guess', (country) => {
    expect(helplines.of(country)).toEqual(helplines.of('unknown'));
  });

  it('are stale more than 365 days after they were checked', () => {
    const checked = Date.parse('2026-11-22');
    const day = 24 * 3_600_000;
    expect(helplines.stale(checked + 365 * day)).toEqual([]);
    expect(helplines.stale(checked + 365 * day + 1)).toContain('GB: Samaritans');
  });
});

describe('the nearest help', () => {
  it('is the emergency number, a listening line and the own service, in that order', () => {
    expect(nearestHelp({ country: 'GB', own }).card.map(({ name, reach }) => [name, reach])).toEqual([
      ['Emergency services', 'Call 999'],
      ['Samaritans', 'Call 116 123'],
      ['Student Wellbeing', 'wellbeing@example.ac.uk'],
    ]);
  });

  it('is 112 and a directory where nobody knows the country', () => {
    expect(nearestHelp({ country: 'unknown', own: null }).card.map(({ reach }) => reach)).toEqual([
      'Call 112',
      'findahelpline.com',
    ]);
  });

  it.each(helplines.countries)('has two or three routes in %s, the first for emergencies, the second at any hour', (country) => {
    for (const service of [null, own]) {
      const { card, all } = nearestHelp({ country, own: service });
      expect(card.length).toBe(service ? 3 : 2);
      expect(card[0]?.name).toBe('Emergency services');
      if (country !== 'unknown') expect(card[1]?.hours).toMatch(/^24 hours/);
      expect(all).toEqual(expect.arrayContaining([...card]));
    }
  });
});

describe('a folder of helplines', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  const good = (country: string) => ({ country, name: 'Somewhere', helplines: helplines.of('unknown') });
  const load = (files: Readonly<Record<string, unknown>>) => {
    const folder = mkdtempSync(join(tmpdir(), 'helplines-'));
    folders.push(folder);
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return loadHelplines(folder);
  };
  const faultsOf = (files: Readonly<Record<string, unknown>>): string => {
    try {
      load(files);
      return 'none';
    } catch (error) {
      return error instanceof StartError ? error.lines.join('\n') : String(error);
    }
  };

  it('may hold another country', () => {
    expect(load({ 'unknown.json': good('unknown'), 'fr.json': good('FR') }).countries).toContain('FR');
  });

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['has nothing for an unknown country', { 'fr.json': good('FR') }, /unknown\.json is missing/],
    ['is no JSON', { 'unknown.json': good('unknown'), 'fr.json': '{' }, /fr\.json/],
    ['says another country than its name', { 'unknown.json': good('unknown'), 'fr.json': good('GB') }, /fr\.json.*GB/],
    [
      'has no emergency number',
      { 'unknown.json': { ...good('unknown'), helplines: helplines.of('GB').slice(1) } },
      /no emergency number/,
    ],
    [
      'has nobody to talk to',
      { 'unknown.json': { ...good('unknown'), helplines: helplines.of('GB').slice(0, 1) } },
      /no listening line or directory/,
    ],
    [
      'says no day',
      { 'unknown.json': { ...good('unknown'), helplines: [{ ...helplines.of('GB')[0], verifiedOn: 'today' }] } },
      /verifiedOn/,
    ],
  ])('is refused when it %s', (_what, files, fault) => {
    expect(faultsOf(files)).toMatch(fault);
  });
});
