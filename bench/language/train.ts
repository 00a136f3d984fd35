import { FEATURES } from '../../src/safety/features.ts';
import { openReader } from '../../src/safety/language.ts';
import { LETTER_FEATURES } from '../../src/safety/letters.ts';
import { loadLexicon, together } from '../../src/safety/model.ts';
import { printNetwork, readLines, write, writeWeights } from './files.ts';
import { chooseThresholds, type Judged, type Row, rowsOf } from './judging.ts';
import { type Example, examplesOf, isVoice, learn, letterExamplesOf, weigh } from './learning.ts';
import { openWhole, train, type Whole, wholesOf } from './network.ts';

/**
 * Learns `content/language/weights.json`, `network.json` and `letters.json` from the development lines, and writes to
 * `bench/language/left-out.json` how those fare who were not learned from: each English author, and each language in parts.
 * Run it after a change of concepts or lines: `npx tsx bench/language/train.ts [english|others]`.
 */
const ASKED = process.argv[2];
/** The share of unseen authors' quiet lines that may get a card. The promise is 0.05. */
const CARDS = 0.045;
/** Of quiet lines in another language, and of quiet English ones by their letters. */
const OTHER_CARDS = 0.02;
const PARTS = 5;
/** So many times some authors are left out, each of them once. */
const TURNS = 10;

const reader = openReader();
const lines = readLines('language.jsonl');
if (ASKED !== 'others') learnEnglish();
if (ASKED !== 'english') learnOthers();

/** An English line as both the weights and the network see it. */
interface Both {
  readonly example: Example;
  readonly whole: Whole;
}

function learnEnglish(): void {
  const lexicon = loadLexicon();
  const wholes = wholesOf(lines, reader, lexicon);
  const all = examplesOf(lines, reader, lexicon).flatMap((example, at) =>
    wholes.slice(at, at + 1).map((whole): Both => ({ example, whole })),
  );
  const authors = [...new Set(lines.map(({ note }) => note))].filter((note) => !isVoice(note));
  const judged = Array.from({ length: TURNS }, (_, turn) => {
    const isOut = (note: string): boolean => authors.indexOf(note) % TURNS === turn;
    return judgeBoth(
      all.filter(({ whole }) => !isOut(whole.note)),
      all.filter(({ whole }) => isOut(whole.note)),
    );
  }).flat();
  // Each author by thresholds from the others.
  const rows = authors.flatMap((author) => {
    const others = judged.filter((one) => one.author !== author);
    return rowsOf(
      author,
      judged.filter((one) => one.author === author),
      chooseThresholds(others, CARDS),
    );
  });
  const examples = all.map(({ example }) => example);
  writeWeights('weights.json', { ...learn(examples, FEATURES), thresholds: chooseThresholds(judged, CARDS) });
  write('content/language/network.json', printNetwork(train(wholes)));
  report('left-out.json', rows);
}

function judgeBoth(known: readonly Both[], unknown: readonly Both[]): readonly Judged[] {
  const learned = learn(
    known.map(({ example }) => example),
    FEATURES,
  );
  const weighWhole = openWhole(train(known.map(({ whole }) => whole)));
  return unknown.map(({ example, whole }) => ({
    rank: whole.rank,
    author: whole.note,
    odds: together(weigh(learned, example), weighWhole(whole), example.stretches.length),
  }));
}

function learnOthers(): void {
  const others = readLines('language.others.jsonl');
  const own = letterExamplesOf(others, false, reader).map((example, at) => ({ ...example, note: others[at]?.lang ?? '' }));
  const examples = [...own, ...letterExamplesOf(lines, true, reader).map((example) => ({ ...example, note: 'en' }))];
  const judged = Array.from({ length: PARTS }, (_, part) =>
    judge(
      examples.filter((_, at) => at % PARTS !== part),
      examples.filter((_, at) => at % PARTS === part),
      LETTER_FEATURES,
    ),
  ).flat();
  const thresholds = chooseThresholds(
    judged.filter(({ author }) => author !== 'en'),
    OTHER_CARDS,
  );
  const languages = [...new Set(judged.map(({ author }) => author))];
  writeWeights('letters.json', { ...learn(examples, LETTER_FEATURES), thresholds });
  report(
    'left-out.others.json',
    languages.flatMap((language) =>
      rowsOf(
        language,
        judged.filter(({ author }) => author === language),
        thresholds,
      ),
    ),
  );
}

function judge(known: readonly Example[], unknown: readonly Example[], size: number): readonly Judged[] {
  const learned = learn(known, size);
  return unknown.map((example) => ({ rank: example.rank, author: example.note, odds: weigh(learned, example) }));
}

function report(name: string, rows: readonly Row[]): void {
  for (const { author, tier, given } of rows) process.stdout.write(`${author} ${tier}: given T0 to T3 ${given.join(', ')}\n`);
  const printed = rows.map(
    ({ author, tier, given }) => `  { "author": "${author}", "tier": "${tier}", "given": [${given.join(', ')}] }`,
  );
  write(`bench/language/${name}`, `[\n${printed.join(',\n')}\n]\n`);
}
