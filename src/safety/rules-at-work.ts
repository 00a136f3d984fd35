import type { Grammar, Pattern, Rule, Scope } from './grammar.ts';
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
    const hits: Hit[] = [];
    for (const rule of grammar.rules) {
      const left = leftOf(rule, matching, scopes);
      if (left !== null) hits.push({ rule: rule.name, left });
    }
    return hits;
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
  if (isOutside(heeded, standing, matching)) return rule.tier;
  const silencing = heeded.filter(({ scope }) => scope.becomes === 'T0');
  return isOutside(silencing, standing, matching) ? 'T1' : 'T0';
}

/** Whether one of these patterns stands outside some scopes; only what stands somewhere can. */
function isOutside(scopes: readonly Covering[], standing: readonly Pattern[], { sets, endsOutside }: Matching): boolean {
  const hidden = sets.none();
  for (const { covered } of scopes) sets.add(hidden, covered);
  return !sets.isEmpty(endsOutside(standing, hidden));
}
