import type { Grammar, Rule, Scope } from './grammar.ts';
import { type Matching, openMatcher } from './matching.ts';
import type { Tier } from './tiers.ts';
import type { Words } from './words.ts';

/** A rule that met a text, and what the scopes around it leave of its tier. */
export interface Hit {
  readonly rule: string;
  readonly left: Tier;
}

/** Answers what each rule finds in the words of a text, in the order of the list. */
export function openRules(grammar: Grammar): (words: Words) => readonly Hit[] {
  const match = openMatcher(grammar);
  return (words) => {
    const matching = match(words);
    const scopes = coverings(grammar, matching);
    return grammar.rules.flatMap((rule) => {
      const left = leftOf(rule, matching, scopes);
      return left === null ? [] : [{ rule: rule.name, left }];
    });
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

/** What the scopes leave of a rule's tier, or null where the rule meets nothing. */
function leftOf(rule: Rule, matching: Matching, scopes: readonly Covering[]): Tier | null {
  const standing = rule.patterns.filter((pattern) => matching.endsOf(pattern) !== null);
  if (standing.length === 0) return null;
  const heeded = scopes.filter(({ scope }) => !rule.despite.has(scope.name));
  // Only what stands somewhere can stand outside the scopes.
  const isOutside = (some: readonly Covering[]): boolean => {
    const hidden = matching.sets.none();
    for (const { covered } of some) matching.sets.add(hidden, covered);
    return !matching.sets.isEmpty(matching.endsOutside(standing, hidden));
  };
  if (isOutside(heeded)) return rule.tier;
  return isOutside(heeded.filter(({ scope }) => scope.becomes === 'T0')) ? 'T1' : 'T0';
}
