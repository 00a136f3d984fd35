import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printNetwork, readLines } from '../../bench/language/files.ts';
import { openWhole, train, wholesOf } from '../../bench/language/network.ts';
import { contentFolder } from '../../src/content.ts';
import { readFeatures } from '../../src/safety/features.ts';
import { openReader } from '../../src/safety/language.ts';
import { loadLexicon } from '../../src/safety/model.ts';
import { loadNetwork, type Network } from '../../src/safety/network.ts';
import type { Odds } from '../../src/safety/weights.ts';

const reader = openReader();
const lexicon = loadLexicon();
/** A hundred grave and a hundred quiet ones of one author. */
const own = readLines('language.jsonl').filter(({ note }) => note === 'author 27');
const lines = ['T3', 'T0'].flatMap((tier) => own.filter((line) => line.tier === tier).slice(0, 100));
const wholes = wholesOf(lines, reader, lexicon);
/** Few lines have to be looked at often. */
const learned = train(wholes, 120);
const weighWhole = openWhole(learned);

function oddsOf(network: Network, text: string): Odds {
  const words = reader.read(text);
  network.begin(words);
  readFeatures(words, lexicon, (brought) => network.take(brought));
  return network.odds();
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

describe('the network over a whole text', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bombus-network-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const save = (text: string): void => writeFileSync(join(folder, 'network.json'), text);

  it('thinks in bytes what was learned in floats', () => {
    save(printNetwork(learned));
    const network = loadNetwork(folder);
    for (const [at, { text }] of lines.entries()) {
      const whole = wholes[at];
      if (!whole) throw new Error('There is a line without its rows.');
      for (const [tier, odds] of weighWhole(whole).entries()) expect(oddsOf(network, text)[tier]).toBeCloseTo(odds, 1);
    }
  });

  it('learns the same from the same lines, and to tell grave ones from quiet ones', () => {
    expect(printNetwork(train(wholes, 2))).toBe(printNetwork(train(wholes, 2)));
    const t3 = (rank: number): number => mean(wholes.filter((whole) => whole.rank === rank).map((whole) => weighWhole(whole)[2]));
    expect(t3(3)).toBeGreaterThan(t3(0) + 1);
  });

  it('keeps nothing of a text for the next', () => {
    const network = loadNetwork(contentFolder('language'));
    const before = oddsOf(network, 'The rota for January is out, see the notice board.');
    oddsOf(network, `I wish I was dead, ${'and so tired of it all, '.repeat(80)}`);
    expect(oddsOf(network, 'The rota for January is out, see the notice board.')).toEqual(before);
  });

  it('says something of no words, of marks alone and of words that nobody has ever written', () => {
    const network = loadNetwork(contentFolder('language'));
    for (const text of ['', '?!', 'zxqv '.repeat(400)])
      expect(oddsOf(network, text).every((odds) => Number.isFinite(odds))).toBe(true);
  });

  it.each<[what: string, text: string | null, sentence: RegExp]>([
    ['is missing', null, /^content\/language\/network\.json: /],
    ['is no JSON', '{"rows": ', /^content\/language\/network\.json: /],
    [
      'has a tier too few',
      JSON.stringify({ ...JSON.parse(printNetwork(learned)), outBiases: [0, 0] }),
      /^content\/language\/network\.json: /,
    ],
    ['was cut off', JSON.stringify({ ...JSON.parse(printNetwork(learned)), rows: 'AAAA' }), /has too few or too many numbers\.$/],
  ])('is refused in a sentence when its file %s', (_what, text, sentence) => {
    if (text !== null) save(text);
    expect(() => loadNetwork(folder)).toThrow(sentence);
  });
});
