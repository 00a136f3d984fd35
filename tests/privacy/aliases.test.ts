import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openChance } from '../../src/calendar/chance.ts';
import { aliasBees, aliasColours } from '../../src/privacy/alias-names.ts';
import { aliasNames, avatarOf, openAliases } from '../../src/privacy/aliases.ts';
import { openDayKeys } from '../../src/privacy/day-keys.ts';
import { openSeals } from '../../src/privacy/seals.ts';
import { openKeyFiles } from '../../src/store/key-files.ts';
import { eachDatabase, openEmbedded, type TestDatabases } from '../support/databases.ts';

const dayMs = 24 * 3_600_000;
const noon = Date.UTC(2027, 2, 28, 12);
const thread = { id: 'thread-1', day: '2027-03-28', until: noon + 30 * dayMs };

async function openAll(databases: TestDatabases, random = openChance('test', () => 0)) {
  let at = noon;
  const now = () => at;
  const forgetting = await databases.forgetting(now);
  const files = await openKeyFiles(`${databases.dataDir}/keys`);
  const dayKeys = await openDayKeys({ files, key: databases.keys.seals, forgetting, now });
  const seals = openSeals({ dayKeys, forgetting, now });
  return {
    aliases: openAliases({ forgetting, seals, random }),
    forgetting,
    dayKeys,
    pass(ms: number) {
      at += ms;
    },
  };
}

/** How many letters have to be changed, taken or put to get from one word to the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, wanted] of [...other].entries())
      next.push(Math.min((row[j] ?? 0) + (letter === wanted ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Soundex: words that sound alike in English have the same. */
function soundOf(word: string): string {
  const codes: Record<string, string> = {};
  for (const [digit, letters] of Object.entries({ 1: 'bfpv', 2: 'cgjkqsxz', 3: 'dt', 4: 'l', 5: 'mn', 6: 'r' }))
    for (const letter of letters) codes[letter] = digit;
  const letters = [...word.toLowerCase()].filter((letter) => /[a-z]/.test(letter));
  const digits = letters.map((letter) => codes[letter] ?? (/[hw]/.test(letter) ? '' : '0')).filter((digit) => digit !== '');
  const spoken = digits.filter((digit, index) => index > 0 && digit !== '0' && digit !== digits[index - 1]);
  return `${letters[0]}${spoken.join('')}`;
}

const pairsOf = (words: readonly string[]) =>
  words.flatMap((one, index) => words.slice(index + 1).map((other) => [one, other] as const));

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const part = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

describe('the names of aliases', () => {
  it('are many, short, and all different', () => {
    const names = aliasNames;
    expect(names.length).toBeGreaterThanOrEqual(1_500);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(
      names.filter((name) => !/^[A-Z][a-z]+ [a-z]+( bee)?$/.test(name) || !name.endsWith('bee') || name.length > 32),
    ).toEqual([]);
  });

  it('are made of words that neither look nor sound like one another', () => {
    for (const words of [aliasColours.map(({ word }) => word), aliasBees.map(({ words: bee }) => bee.replace(/ ?bee$/, ''))]) {
      const alike = pairsOf(words).filter(
        ([one, other]) => distance(one.toLowerCase(), other.toLowerCase()) < 3 || soundOf(one) === soundOf(other),
      );
      expect(alike).toEqual([]);
    }
  });

  it('have no word in both places, so that none is another one turned round', () => {
    const bees = aliasBees.flatMap(({ words }) => words.split(' '));
    expect(
      aliasColours.filter(({ word }) =>
        bees.some((bee) => bee.startsWith(word.toLowerCase()) || word.toLowerCase().startsWith(bee)),
      ),
    ).toEqual([]);
  });
});

describe('the picture of an alias', () => {
  it('is always the same, of no two names the same, and can be made out', () => {
    const names = aliasNames;
    const avatars = names.map(avatarOf);
    expect(avatars).toEqual(names.map(avatarOf));
    expect(new Set(avatars.map(({ body, stripes, wings }) => body + stripes + wings)).size).toBe(names.length);
    const dim = avatars.filter(({ body, stripes, wings }) => contrast(body, stripes) < 4.5 || contrast(wings, stripes) < 7);
    expect(dim).toEqual([]);
  });

  it('is there for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { body, stripes, wings, emoji } = avatarOf(text);
        return [body, stripes, wings].every((colour) => /^#[0-9a-f]{6}$/.test(colour)) && /^:[a-z0-9_]+:$/.test(emoji);
      }),
    );
    expect(avatarOf('Foxglove carder bee 2')).toEqual(avatarOf('Foxglove carder bee'));
  });
});

describe('an alias', () => {
  eachDatabase((_, open) => {
    it('stays with its person in a thread, and is another one in another thread', async () => {
      const databases = await open();
      const { aliases, forgetting } = await openAll(databases);
      const drawn = await aliases.of(thread, 'ada', []);
      expect(aliasNames).toContain(drawn);
      expect([await aliases.of(thread, 'ada', [drawn]), await (await openAll(databases)).aliases.of(thread, 'ada', [])]).toEqual([
        drawn,
        drawn,
      ]);
      expect(await aliases.of({ ...thread, id: 'thread-2' }, 'ada', [])).not.toBe(drawn);
      expect([await aliases.isHeld(thread, drawn), await aliases.isHeld({ id: 'thread-3' }, drawn)]).toEqual([true, false]);
      expect(await forgetting.nextExpiry()).toBe(Math.ceil(thread.until / dayMs) * dayMs);
    });

    it('is drawn once for everybody, however many ask at once and in however many processes', async () => {
      const databases = await open();
      // All processes would draw the same.
      const processes = await Promise.all([1, 2, 3].map(() => openAll(databases, () => 0.5)));
      const people = Array.from({ length: 12 }, (_, index) => `person-${index}`);
      const drawn = await Promise.all(
        people.flatMap((person, index) => [
          processes[index % 3]?.aliases.of(thread, person, []),
          processes[index % 3]?.aliases.of(thread, person, []),
        ]),
      );
      expect(new Set(drawn).size).toBe(people.length);
      expect(await Promise.all(people.map((person) => processes[0]?.aliases.of(thread, person, [])))).toEqual(
        drawn.filter((_, index) => index % 2 === 0),
      );
    });

    it('ends with its thread, whose key is then destroyed', async () => {
      const { aliases, forgetting, dayKeys, pass } = await openAll(await open());
      const drawn = await aliases.of(thread, 'ada', []);
      pass(31 * dayMs);
      await forgetting.sweep();
      expect([await dayKeys.sweep(), await aliases.isHeld(thread, drawn), await forgetting.nextExpiry()]).toEqual([
        1,
        false,
        null,
      ]);
      await expect(aliases.of({ ...thread, until: noon + 40 * dayMs }, 'ada', [])).rejects.toThrow(RangeError);
    });

    it('is kept for as long as the thread turns out to last, and under the day that it turns out to have', async () => {
      const { aliases, pass } = await openAll(await open());
      const drawn = await aliases.of({ ...thread, until: noon + 2 * dayMs }, 'ada', []);
      expect(await aliases.of(thread, 'ada', [])).toBe(drawn);
      pass(dayMs);
      const later = { ...thread, day: '2027-03-29' };
      await aliases.keep(later, 'ada', drawn);
      pass(10 * dayMs);
      expect([
        await aliases.of(thread, 'ada', []),
        await aliases.of(later, 'ada', []),
        await aliases.isHeld(thread, drawn),
      ]).toEqual([drawn, drawn, true]);
    });
  });

  it('shares no word with those that others have, for as long as there are such, and is never one of them', async () => {
    const { aliases } = await openAll(await openEmbedded());
    const drawn: string[] = [];
    for (let person = 0; person < 60; person += 1) drawn.push(await aliases.of(thread, `person-${person}`, drawn.slice(0, 10)));
    expect(new Set(drawn).size).toBe(drawn.length);
    const first = drawn.slice(0, aliasBees.length);
    expect(new Set(first.map((name) => name.split(' ')[0])).size).toBe(first.length);
    expect(new Set(first.map((name) => name.split(' ').slice(1).join(' '))).size).toBe(first.length);
  });

  it('is drawn anew without those that are taken, whichever these are', async () => {
    let chance = 0;
    const { aliases } = await openAll(await openEmbedded(), () => chance);
    const names = aliasNames;
    fc.assert(
      fc.property(fc.subarray([...names]), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (taken, drawn) => {
        chance = drawn;
        const alias = aliases.redraw(taken);
        return !taken.includes(alias) && (taken.length === names.length || names.includes(alias));
      }),
      { numRuns: 50 },
    );
    expect(names.map((name) => `${name} 2`)).toContain(aliases.redraw(names));
    expect(names.map((name) => `${name} 3`)).toContain(aliases.redraw(names.flatMap((name) => [name, `${name} 2`])));
  });

  it('hangs on chance alone, which is asked once for each', async () => {
    const asked: number[] = [];
    const chance = openChance('again', () => 0);
    const random = () => {
      const one = chance();
      asked.push(one);
      return one;
    };
    const { aliases } = await openAll(await openEmbedded(), random);
    for (const person of ['a', 'b', 'b', 'a', 'c']) await aliases.of(thread, person, []);
    expect(asked).toHaveLength(3);
    const other = await openAll(
      await openEmbedded(),
      openChance('again', () => 0),
    );
    expect(await other.aliases.of(thread, 'somebody else', [])).toBe(await aliases.of(thread, 'a', []));
  });
});
