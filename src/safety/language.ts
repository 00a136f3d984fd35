import { compile } from './grammar.ts';
import { loadModel, type Model, type Odds, type Thresholds } from './model.ts';
import { loadPhrases, type PhraseList } from './phrases.ts';
import { type Findings, openRules } from './rules-at-work.ts';
import { graver, type Tier } from './tiers.ts';
import { openVocabulary } from './vocabulary.ts';
import { readWords, type Words } from './words.ts';

export type { Tier } from './tiers.ts';

export interface Screening {
  readonly tier: Tier;
  /** Names of what gave the tier, as `en:plans-own-death` or `learned:T2`: never a word of the text. */
  readonly because: readonly string[];
}

export interface LanguageScreen {
  /** Deterministic, in time linear in the text, of which the first 2,000 UTF-16 units are read. Never throws. */
  screen(text: string): Screening;
}

/** What the rules see in a text: the model learns from the same. */
export interface Reader {
  read(text: string): { readonly words: Words; readonly findings: Findings };
}

export function openReader(lists: readonly PhraseList[] = loadPhrases()): Reader {
  const grammar = compile(lists);
  const findHits = openRules(grammar);
  const vocabulary = openVocabulary(grammar.spellings);
  return {
    read(text) {
      const words = readWords(text, vocabulary);
      return { words, findings: findHits(words) };
    },
  };
}

/** @throws StartError when a file under `content/language` is not what it should be. */
export function openLanguageScreen(reader: Reader = openReader(), model: Model = loadModel()): LanguageScreen {
  return {
    screen(text) {
      const { words, findings } = reader.read(text);
      if (words.list.length === 0) return { tier: 'T0', because: [] };
      const learned = tierOf(model.weigh(words, findings), model.thresholds);
      // The model learned from English lines: what it knows nothing of is left to the rules.
      const foreign = findings.hits.filter(({ rule }) => !rule.startsWith('en:')).map(({ left }) => left);
      const tier = foreign.reduce(graver, learned);
      if (tier === 'T0') return { tier, because: [] };
      const because = findings.hits.filter(({ left }) => left === tier).map(({ rule }) => rule);
      return { tier, because: because.length > 0 ? because : [`learned:${tier}`] };
    },
  };
}

function tierOf([t1, t2, t3]: Odds, thresholds: Thresholds): Tier {
  const isGrave = t2 >= thresholds[1] || t3 >= thresholds[2];
  if (isGrave) return t3 >= thresholds[3] ? 'T3' : 'T2';
  return t1 >= thresholds[0] ? 'T1' : 'T0';
}
