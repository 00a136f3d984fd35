import { addAll, type Bits, isEmpty } from './bits.ts';
import type { Grammar, Rule, Scope } from './grammar.ts';
import { type Matching, match } from './matching.ts';
import type { Tier } from './tiers.ts';
import type { Words } from './words.ts';

/** A rule that met a text, and what the scopes around it leave of its tier. */
export interface Hit {
  readonly rule: string;
  readonly own: Tier;
  readonly left: Tier;
}

export interface Findings {
  readonly hits: readonly Hit[];
  /** Names of the scopes that cover any of the text. */
  readonly scopes: readonly string[];
}

/** A rule over the words of one text: what each finds, in the order of the list. */
export function findHits(words: Words, grammar: Grammar): Findings {
  const matching = match(words, grammar);
  const scopes = coverings(grammar, matching);
  const none = matching.none();
  const hits: Hit[] = [];
  for (const rule of grammar.rules) {
    if (!matching.has(rule.patterns, none)) continue;
    hits.push({ rule: rule.name, own: rule.tier, left: weigh(rule, matching, scopes) });
  }
  return { hits, scopes: scopes.map(({ name }) => name) };
}

type Covered = Scope & { readonly covered: Bits };

const coverings = (grammar: Grammar, matching: Matching): readonly Covered[] =>
  grammar.scopes.map((scope) => ({ ...scope, covered: matching.coveredBy(scope) })).filter(({ covered }) => !isEmpty(covered));

/** A rule's own tier where no scope weakens it, else what the mildest scope leaves of it. */
function weigh(rule: Rule, matching: Matching, scopes: readonly Covered[]): Tier {
  if (scopes.length === 0) return rule.tier;
  const heeded = scopes.filter(({ name }) => !rule.despite.has(name));
  const hiddenBy = (some: readonly Covered[]): Bits => {
    const hidden = matching.none();
    for (const { covered } of some) addAll(hidden, covered);
    return hidden;
  };
  // Only what stands somewhere can stand outside the scopes.
  const patterns = matching.matching(rule.patterns);
  if (matching.has(patterns, hiddenBy(heeded))) return rule.tier;
  return matching.has(patterns, hiddenBy(heeded.filter(({ becomes }) => becomes === 'T0'))) ? 'T1' : 'T0';
}
