import { describe, expect, it } from 'vitest';
import { openLanguageScreen, type Tier } from '../../src/safety/language.ts';
import { rankOf } from '../../src/safety/tiers.ts';
import { readLines } from './lines.ts';
import { share } from './wilson.ts';

interface Line {
  readonly text: string;
  readonly tier: Tier;
  readonly lang?: string;
}

/** Of so many lines of one tier, how many were given T0, T1, T2 and T3. */
interface Row {
  readonly author: string;
  readonly tier: string;
  readonly given: readonly number[];
}

/** What is promised of lines that nothing was made from. */
const PROMISED = { t3: 0.95, t2: 0.85, cards: 0.05 };

const { screen } = openLanguageScreen();
const tierOf = (text: string): Tier => screen(text).tier;

function rowsOf(file: string, isOf: (line: Line) => boolean = () => true): readonly Row[] {
  const lines = readLines<Line>(file)
    .filter(isOf)
    .map(({ text, tier }) => ({ tier, given: tierOf(text) }));
  return ['T0', 'T1', 'T2', 'T3'].map((tier) => ({
    author: file,
    tier,
    given: ['T0', 'T1', 'T2', 'T3'].map((given) => lines.filter((line) => line.tier === tier && line.given === given).length),
  }));
}

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);

function figuresOf(rows: readonly Row[]) {
  const count = (tier: string, least: number) => {
    const own = rows.filter((row) => row.tier === tier);
    const all = sum(own.map(({ given }) => sum(given)));
    const right = sum(own.map(({ given }) => sum(given.slice(least))));
    return { share: right / all, says: all === 0 ? 'none' : share(right, all) };
  };
  return {
    t3: count('T3', 3),
    t3Queued: count('T3', 2),
    t3WithCard: count('T3', 1),
    t2: count('T2', 2),
    t2AsT3: count('T2', 3),
    t1WithCard: count('T1', 1),
    cards: count('T0', 1),
    queued: count('T0', 2),
  };
}

function print(name: string, rows: readonly Row[]): ReturnType<typeof figuresOf> {
  const figures = figuresOf(rows);
  const met = {
    // Where there is no such line, nothing is missed.
    t3: !(figures.t3.share < PROMISED.t3),
    t2: !(figures.t2.share < PROMISED.t2),
    cards: !(figures.cards.share > PROMISED.cards),
  };
  const lines = Object.entries(figures).map(([what, { says }]) => `  ${what}: ${says}\n`);
  const gates = Object.entries(met).map(([what, isMet]) => `${what} ${isMet ? 'met' : 'NOT met'}`);
  process.stdout.write(`${name}\n${lines.join('')}  promised: ${gates.join(', ')}\n`);
  return figures;
}

/** What was measured when the weights were learned, by weights that the author's lines, or that part of them, had no part in. */
const leftOut = (file: string): readonly Row[] => readLines<Row>(`../../bench/language/${file}`, 'json');

describe('the language screen', () => {
  it('knows the lines that it was made from', () => {
    const figures = print('development lines (weights were learned from these)', rowsOf('language.jsonl'));
    expect(figures.t3.share).toBeGreaterThanOrEqual(PROMISED.t3);
    expect(figures.t2.share).toBeGreaterThanOrEqual(PROMISED.t2);
    expect(figures.cards.share).toBeLessThanOrEqual(PROMISED.cards);
  });

  // Not what is promised but what holds today, with a margin.
  it.each([
    { name: 'held-out lines', file: 'language.held-out.jsonl', t3: 0.8, t2: 0.92, t1: 0.5, cards: 0.03 },
    { name: 'held-out near misses by other voices', file: 'language.held-out-2.jsonl', t3: 0.86, t2: 0.92, t1: 0.6, cards: 0.06 },
    { name: 'held-out lines of long posts', file: 'language.held-out-3.jsonl', t3: 0.82, t2: 0.86, t1: 0.5, cards: 0.08 },
    { name: 'held-out lines that say it sidelong', file: 'language.held-out-4.jsonl', t3: 0.77, t2: 0.78, t1: 0.46, cards: 0.06 },
    {
      name: 'held-out lines of each meaning alike',
      file: 'language.held-out-5.jsonl',
      t3: 0.88,
      t2: 0.93,
      t1: 0.68,
      cards: 0.04,
    },
  ])('is no worse than it was on lines that nothing was made from: $name', ({ name, file, t3, t2, t1, cards }) => {
    const figures = print(`${name} (no word, weight or threshold was made from these)`, rowsOf(file));
    expect(figures.t3.share).toBeGreaterThanOrEqual(t3);
    expect(figures.t2.share).toBeGreaterThanOrEqual(t2);
    expect(figures.t1WithCard.share).toBeGreaterThanOrEqual(t1);
    expect(figures.cards.share).toBeLessThanOrEqual(cards);
  });

  it('leaves alone what is asked and answered in ordinary words about nothing in particular', () => {
    const figures = print('held-out questions and answers (all quiet)', rowsOf('language.held-out-6.jsonl'));
    expect(figures.cards.share).toBeLessThanOrEqual(0.04);
  });

  it.each([
    { posts: 1, found: 0.78 },
    { posts: 4, found: 0.6 },
  ])('finds a grave line in the midst of $posts quiet posts', ({ posts, found }) => {
    const quiet = readLines<Line>('language.held-out-3.jsonl').filter(({ tier }) => tier === 'T0');
    const grave = readLines<Line>('language.held-out-5.jsonl').filter(({ tier }) => tier === 'T3');
    const hidden = grave.map(({ text }, at) => {
      const around = Array.from(
        { length: posts },
        (_, one) => quiet[(at * 7 + one * 13) % quiet.length]?.text.slice(0, 350) ?? '',
      );
      const half = Math.floor(posts / 2);
      return [...around.slice(0, half), text, ...around.slice(half)].join('\n');
    });
    const right = hidden.filter((text) => rankOf(tierOf(text)) >= 2).length;
    process.stdout.write(`a grave line among ${posts} quiet posts: T2 or T3 ${share(right, hidden.length)}\n`);
    expect(right / hidden.length).toBeGreaterThanOrEqual(found);
  });

  it('was no worse on authors that it did not learn from', () => {
    const rows = leftOut('left-out.json');
    for (const author of new Set(rows.map((row) => row.author))) {
      print(
        `${author}, by what was learned from the others`,
        rows.filter((row) => row.author === author),
      );
    }
    const figures = print('all authors, each by what was learned from the others', rows);
    expect(figures.t3.share).toBeGreaterThanOrEqual(0.72);
    expect(figures.t2.share).toBeGreaterThanOrEqual(0.76);
    expect(figures.t1WithCard.share).toBeGreaterThanOrEqual(0.46);
    expect(figures.cards.share).toBeLessThanOrEqual(0.055);
  });

  it('was no worse in other languages on lines that nothing was made from', () => {
    const file = 'language.others.held-out.jsonl';
    const languages = [...new Set(readLines<Line>(file).map(({ lang }) => lang))];
    for (const language of languages) {
      print(
        `held-out lines in ${language}`,
        rowsOf(file, ({ lang }) => lang === language),
      );
    }
    const figures = print('held-out lines in other languages, together', rowsOf(file));
    expect(figures.t3.share).toBeGreaterThanOrEqual(0.56);
    expect(figures.t2.share).toBeGreaterThanOrEqual(0.58);
    expect(figures.cards.share).toBeLessThanOrEqual(0.12);
  });

  it.each([
    'im going to k1ll mys3lf',
    'I am going to k i l l m y s e l f',
    'going to k.i.l.l myself tonight',
    'gonna k*ll myself',
    'ｉ ａｍ ｇｏｉｎｇ ｔｏ ｋｉｌｌ ｍｙｓｅｌｆ',
    'Ι аm gоіng tо kіll mуѕеlf',
    '𝓘 𝓪𝓶 𝓰𝓸𝓲𝓷𝓰 𝓽𝓸 𝓴𝓲𝓵𝓵 𝓶𝔂𝓼𝓮𝓵𝓯',
    'going to ki\u200bll my\u200dself',
    'going to killllll myselfffff',
    'imgoingtokillmyself',
  ])('reads through a disguise: %s', (text) => {
    expect(tierOf(text)).toBe('T3');
  });

  it.each([
    ['fr', 'Je vais me tuer ce soir', 'je veux mourir'],
    ['es', 'Me voy a suicidar', 'ya no quiero vivir'],
    ['pl', 'Zabiję się', 'nie chcę żyć'],
    ['ur-Latn', 'main khudkushi karne wala hoon', 'main marna chahta hoon'],
    ['cy', "Dw i'n mynd i ladd fy hun", 'Dw i eisiau marw'],
    ['ga', 'Táim chun mé féin a mharú', 'Ba mhaith liom bás a fháil'],
  ])('knows plain words of intent and of wishing to die in %s', (_language, intent, wish) => {
    expect(tierOf(intent)).toBe('T3');
    expect(rankOf(tierOf(wish))).toBeGreaterThanOrEqual(2);
  });

  it.each([
    'this OSCE is killing me',
    'post-mortem at two',
    'suicide risk assessment station tomorrow',
    'skilled surgeons',
    "I'd kill for a coffee",
    "I'm not suicidal",
    'the patient said "I want to kill myself"',
    'I was suicidal in sixth form but I am fine now',
    '',
    '   ',
  ])('leaves everyday words of a medical school alone: %j', (text) => {
    expect(tierOf(text)).toBe('T0');
  });

  it('hears a clause that other clauses stand around', () => {
    expect(tierOf('How do people go on when it is dark?\nI called the number, and I do not want to be alive.')).toBe('T2');
    expect(tierOf('He said that he will be late, and I do not want to be there.')).toBe('T0');
  });

  it.each([
    ['T3', 'I am going to kill myself.'],
    ['T3', 'I have decided to end my life, zanzibar'],
    ['T1', 'I tried to end my life at sixteen and today brought it back, I cannot stop crying'],
    ['T2', 'I can’t go on living'],
    ['T3', 'The week was fine, the ward was fine, everybody was kind to me, and i want to end my life'],
    ['T2', "i don't want to live anymore"],
    ['T2', 'Long list, short night, new bleep, no lunch. Honestly I wish I was dead.'],
    ['T0', "She says 'I want to die' in the third act and everybody cried."],
    ['T0', 'i want to die laughing at this'],
  ] as const)('hears plain words wherever they stand: %s', (tier, text) => {
    expect(tierOf(text)).toBe(tier);
  });

  it('says why in names of rules and never in words of the text', () => {
    const learned = screen('The letters for zanzibar are written and the pills are counted, it is tonight').because;
    expect(learned).toEqual(['learned:T3', ...['note', 'pills', 'soon'].map((one) => `about:${one}`)]);
    expect(screen('I am going to kill myself, zanzibar').because).toEqual(['en:plans-own-death']);
    const { because } = screen('Je vais me tuer ce soir, zanzibar');
    expect(because.join(' ')).toMatch(/^fr:[a-z-]+( fr:[a-z-]+)*$/);
  });

  it('answers the same way each time', () => {
    const texts = readLines<Line>('language.held-out.jsonl').map(({ text }) => text);
    expect(texts.map(screen)).toEqual(texts.map(openLanguageScreen().screen));
  });

  it('reads the first 2,000 units of a text and no more', () => {
    expect(tierOf(`${'a '.repeat(1_000)}I am going to kill myself`)).toBe('T0');
    expect(tierOf(`${'word. '.repeat(200)}I am going to kill myself tonight.`)).toBe('T3');
  });
});
