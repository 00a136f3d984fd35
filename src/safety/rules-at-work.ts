import type { Grammar, Pattern, Rule, Scope } from './grammar.ts';
import { type Matching, openMatcher } from './matching.ts';
import type { Tier } from './tiers.ts';
import type { Words } from './words.ts';

/** A rule that met a text, and what the scopes around it leave of its tier. */
export interface Hit {
  readonly rule: string;
  readonly own: Tier;
  readonly left: Tier;
  /** Which of the rule's patterns, from 0. */
  readonly patterns: readonly number[];
}

export interface Findings {
  readonly hits: readonly Hit[];
  /** Names of the scopes that cover any of the text. */
  readonly scopes: readonly string[];
}

/** Answers what each rule finds in the words of a text, in the order of the list. */
export function openRules(grammar: Grammar): (words: Words) => Findings {
  const match = openMatcher(grammar);
  return (words) => {
    const matching = match(words);
    const scopes = coverings(grammar, matching);
    const hits: Hit[] = [];
    for (const rule of grammar.rules) {
      // Only what stands somewhere can stand outside the scopes.
      const patterns = matching.matching(rule.patterns);
      if (patterns.length === 0) continue;
      hits.push({
        rule: rule.name,
        own: rule.tier,
        left: weigh({ rule, patterns, matching, scopes }),
        patterns: patterns.map((pattern) => rule.patterns.indexOf(pattern)),
      });
    }
    return { hits, scopes: scopes.map(({ scope }) => scope.name) };
  };
}

interface Covering {
  readonly scope: Scope;
  readonly covered: number;
}

const coverings = (grammar: Grammar, matching: Matching): readonly Covering[] =>
  grammar.scopes.flatMap((scope) => {
    const covered = matching.coveredBy(scope);
    return covered === null ? [] : [{ scope, covered }];
  });

/** A rule's own tier where no scope weakens it, else what the mildest scope leaves of it. */
function weigh({
  rule,
  patterns,
  matching,
  scopes,
}: {
  readonly rule: Rule;
  readonly patterns: readonly Pattern[];
  readonly matching: Matching;
  readonly scopes: readonly Covering[];
}): Tier {
  if (scopes.length === 0) return rule.tier;
  const heeded = scopes.filter(({ scope }) => !rule.despite.has(scope.name));
  const hiddenBy = (some: readonly Covering[]): number => {
    const hidden = matching.sets.none();
    for (const { covered } of some) matching.sets.add(hidden, covered);
    return hidden;
  };
  if (matching.has(patterns, hiddenBy(heeded))) return rule.tier;
  return matching.has(patterns, hiddenBy(heeded.filter(({ scope }) => scope.becomes === 'T0'))) ? 'T1' : 'T0';
}
