import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isZone, readZone, suggestZones, zones } from '../../src/calendar/zone.ts';

describe('a name of a zone', () => {
  it.each(['Europe/London', 'Asia/Calcutta', 'Asia/Kolkata', 'UTC', 'US/Eastern', 'America/Argentina/Ushuaia', 'Etc/GMT+5'])(
    'may be %s',
    (name) => {
      expect(isZone(name)).toBe(true);
    },
  );

  it.each([
    '',
    '+01:00',
    '-0500',
    'EST',
    'CET',
    'GMT',
    'GB',
    'PST8PDT',
    'europe/london',
    'Europe/Lodnon',
    'Europe/London ',
    'Europe',
    '../etc/passwd',
    '__proto__',
    'constructor',
    'SystemV/EST5',
    `Europe/${'x'.repeat(10_000)}`,
  ])('is not %.20j', (name) => {
    expect(isZone(name)).toBe(false);
  });

  it('is known for every zone that is offered, each once and in order', () => {
    expect(zones().filter((name) => !isZone(name) && name.includes('/'))).toEqual([]);
    expect(zones()).toEqual([...new Set(zones())].sort());
    expect(zones()).toEqual(expect.arrayContaining([...Intl.supportedValuesOf('timeZone'), 'UTC', 'Asia/Kolkata']));
  });
});

describe('suggestions while somebody types a zone', () => {
  it.each([
    ['Europe/Lodnon', 'Europe/London'],
    ['lodnon', 'Europe/London'],
    ['europe london', 'Europe/London'],
    ['EUROPE/LONDON', 'Europe/London'],
    ['new york', 'America/New_York'],
    ['New_Yrok', 'America/New_York'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['dubln', 'Europe/Dublin'],
    ['port au prince', 'America/Port-au-Prince'],
    ['kolkata', 'Asia/Kolkata'],
    ['uk', 'Europe/London'],
    ['Manchester', 'Europe/London'],
    ['india', 'Asia/Kolkata'],
    ['EST', 'America/New_York'],
    ['syd', 'Australia/Sydney'],
    ['utc', 'UTC'],
  ])('begin for %j with %s', (typed, zone) => {
    expect(suggestZones(typed)[0]).toBe(zone);
  });

  it('begin with the likeliest while nothing is typed, and end where nothing is like it', () => {
    expect(suggestZones('', 2)).toEqual(['Europe/London', 'Europe/Dublin']);
    expect(suggestZones('qqqqqqqq')).toEqual([]);
  });

  it('find every zone by its own name and by its place', () => {
    for (const zone of zones()) {
      expect(suggestZones(zone)[0]).toBe(zone);
      const place = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
      expect(suggestZones(place, 3)).toContain(zone);
    }
  });

  it('are few, known, without repeats and the same each time, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...zones())), (typed) => {
        const suggested = suggestZones(typed);
        expect(suggested.length).toBeLessThanOrEqual(20);
        expect(suggested).toEqual([...new Set(suggested)]);
        expect(suggested.every((zone) => zones().includes(zone))).toBe(true);
        expect(suggestZones(typed)).toEqual(suggested);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a zone that was typed', () => {
  it('is known in any case and with spaces, and nothing else is taken for it', () => {
    expect(['europe/london', ' America/New York ', 'UTC', 'Europe/Lodnon', 'London', '+01:00', ''].map(readZone)).toEqual([
      'Europe/London',
      'America/New_York',
      'UTC',
      null,
      null,
      null,
      null,
    ]);
  });
});
