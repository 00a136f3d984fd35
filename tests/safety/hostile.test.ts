import { describe, expect, it } from 'vitest';
import { loadHelplines } from '../../src/safety/helplines.ts';
import { openIdentifierGuard } from '../../src/safety/identifiers.ts';
import { openLanguageScreen } from '../../src/safety/language.ts';

/** All 100,000 with SCREEN_SAMPLE=100000. */
const SAMPLE = Number(process.env.SCREEN_SAMPLE ?? 5_000);

const { screen } = openLanguageScreen();
const guard = openIdentifierGuard(loadHelplines());

function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WORDS =
  'i want to die kill myself not the tonight my pills end life going and suicidal patient said 943 476 5919 mr Mrs Jones a . , k l @ http://x.com 12/03/1999 born "quote\' if lol exam sorry goodbye him SW1A 1AA k1ll s*icide'.split(
    ' ',
  );
const REPEATED = [
  'i ',
  'a',
  'want to die ',
  '1 ',
  '@.',
  'killmyself',
  '9434765919 ',
  'Mr A ',
  '😂',
  '"\'',
  '﷽',
  "a' 'b ",
  'a.b.c.',
  '12/12 ',
  '\u0301',
  '\ud800',
  'k-',
  'a@b.',
  '((((',
  '\n',
  'www.',
  '45yo man in Leeds ',
];

function hostile(pick: (below: number) => number): string {
  const length = pick(2_001);
  switch (pick(4)) {
    case 0:
      return Array.from({ length }, () => String.fromCharCode(pick(0x10000))).join('');
    case 1:
      return Array.from({ length: 400 }, () => WORDS[pick(WORDS.length)])
        .join(' ')
        .slice(0, length);
    case 2:
      return (REPEATED[pick(REPEATED.length)] ?? '').repeat(2_000).slice(0, length);
    default:
      return Array.from({ length }, () => 'kilmysef .1@\'"*-\u200b\u0430'[pick(18)] ?? '').join('');
  }
}

const quantile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.floor(share * times.length)] ?? 0;

describe('hostile texts', () => {
  it(`neither break the screen nor the guard, nor hold them up (${SAMPLE})`, { timeout: 600_000 }, () => {
    const pick = seeded(2_026);
    const times: { readonly language: number[]; readonly identifiers: number[] } = { language: [], identifiers: [] };
    for (let turn = 0; turn < SAMPLE; turn += 1) {
      const text = hostile(pick);
      const start = performance.now();
      expect(['T0', 'T1', 'T2', 'T3']).toContain(screen(text).tier);
      const middle = performance.now();
      const found = guard.find(text, { names: ['Jo Bloggs', 'i'] });
      times.identifiers.push(performance.now() - middle);
      times.language.push(middle - start);
      for (const { start: from, end } of found) expect(from >= 0 && from < end && end <= text.length).toBe(true);
    }
    const says = Object.entries(times).map(
      ([what, list]) => `${what} p50 ${quantile(list, 0.5).toFixed(3)} ms, p99 ${quantile(list, 0.99).toFixed(3)} ms`,
    );
    process.stdout.write(`${SAMPLE} hostile texts: ${says.join('; ')}\n`);
    expect(quantile(times.language, 0.5)).toBeLessThan(50);
  });
});
