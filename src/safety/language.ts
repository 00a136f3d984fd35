import { compile } from './grammar.ts';
import { loadModel, type Model } from './model.ts';
import { loadPhrases, type PhraseList } from './phrases.ts';
import { type Hit, openRules } from './rules-at-work.ts';
import { graver, type Tier } from './tiers.ts';
import { openVocabulary } from './vocabulary.ts';
import { readWords, type Words } from './words.ts';

export type { Tier } from './tiers.ts';

export interface Screening {
  readonly tier: Tier;
  /** Names of what gave the tier, as `en:plans-own-death`, or `learned:T2` with what the words are about: never a word of the text. */
  readonly because: readonly string[];
}

export interface LanguageScreen {
  /** Deterministic, in time linear in the text, of which the first 2,000 UTF-16 units are read. Never throws. */
  screen(text: string): Screening;
}

/** A text's words, and what the phrase lists find in them. */
export interface Reader {
  read(text: string): Words;
  find(words: Words): readonly Hit[];
}

export function openReader(lists: readonly PhraseList[] = loadPhrases()): Reader {
  const grammar = compile(lists);
  const vocabulary = openVocabulary(grammar.spellings);
  return { read: (text) => readWords(text, vocabulary), find: openRules(grammar) };
}

/** @throws StartError when a file under `content/language` is not what it should be. */
export function openLanguageScreen(reader: Reader = openReader(), model: Model = loadModel()): LanguageScreen {
  return {
    screen(text) {
      const words = reader.read(text);
      if (words.list.length === 0) return { tier: 'T0', because: [] };
      const hits = reader.find(words);
      const { tier, about } = model.judge(words, hits.map(({ left }) => left).reduce(graver, 'T0'));
      if (tier === 'T0') return { tier, because: [] };
      const because = hits.filter(({ left }) => left === tier).map(({ rule }) => rule);
      return { tier, because: because.length > 0 ? because : [`learned:${tier}`, ...about.map((name) => `about:${name}`)] };
    },
  };
}
