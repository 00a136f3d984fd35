import type { Grammar, Pattern, Rule, Scope } from './grammar.ts';
import { type Matching, openMatcher } from './matching.ts';
import { graver, type Tier } from './tiers.ts';
import type { Words } from './words.ts';

/** A rule that met a text, and what the scopes around it leave of its tier. */
export interface Hit {
  readonly rule: string;
  readonly left: Tier;
}

export interface Findings {
  readonly hits: readonly Hit[];
  /** The model's names for what the rules found that ends between two words. Holds until the next text is read. */
  namesWithin(from: number, to: number): readonly string[];
}

/** Answers what each rule finds in the words of a text, in the order of the list. */
export function openRules(grammar: Grammar): (words: Words) => Findings {
  const match = openMatcher(grammar);
  const rules = grammar.rules.map(named);
  return (words) => {
    const matching = match(words);
    const scopes = coverings(grammar, matching);
    const traces = rules.flatMap((rule) => {
      const found = trace(rule, matching, scopes);
      return found ? [found] : [];
    });
    const hits = traces.map(({ rule, plain, mild }): Hit => {
      const left = matching.sets.isEmpty(plain) ? (matching.sets.isEmpty(mild) ? 'T0' : 'T1') : rule.tier;
      return { rule: rule.name, left };
    });
    return { hits, namesWithin: (from, to) => namesWithin({ from, to, traces, scopes, matching }) };
  };
}

interface NamedRule extends Rule {
  /** What the model calls each pattern, and the rule with what is left of it. */
  readonly patternNames: readonly string[];
  readonly leftNames: Readonly<Record<Tier, string>>;
}

const named = (rule: Rule): NamedRule => ({
  ...rule,
  patternNames: rule.patterns.map((_, at) => `${rule.name}#${at}`),
  leftNames: { T0: `${rule.name}:T0`, T1: `${rule.name}:T1`, T2: `${rule.name}:T2`, T3: `${rule.name}:T3` },
});

/** Before which words a rule's patterns end: each of them, those that no scope weakens, and those that are T1 at least. */
interface Trace {
  readonly rule: NamedRule;
  readonly patterns: readonly { readonly name: string; readonly ends: number }[];
  readonly plain: number;
  readonly mild: number;
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

function trace(rule: NamedRule, matching: Matching, scopes: readonly Covering[]): Trace | null {
  const patterns: { readonly name: string; readonly ends: number }[] = [];
  const standing: Pattern[] = [];
  for (let at = 0; at < rule.patterns.length; at += 1) {
    const pattern = rule.patterns[at];
    const ends = pattern ? matching.endsOf(pattern) : null;
    if (!pattern || ends === null) continue;
    patterns.push({ name: rule.patternNames[at] ?? rule.name, ends });
    standing.push(pattern);
  }
  if (standing.length === 0) return null;
  const heeded = scopes.filter(({ scope }) => !rule.despite.has(scope.name));
  // Only what stands somewhere can stand outside the scopes.
  const outside = (some: readonly Covering[]): number => {
    const hidden = matching.sets.none();
    for (const { covered } of some) matching.sets.add(hidden, covered);
    return matching.endsOutside(standing, hidden);
  };
  const plain = outside(heeded);
  const strict = heeded.filter(({ scope }) => scope.becomes === 'T0');
  return { rule, patterns, plain, mild: strict.length === heeded.length ? plain : outside(strict) };
}

function namesWithin({
  from,
  to,
  traces,
  scopes,
  matching: { sets },
}: {
  readonly from: number;
  readonly to: number;
  readonly traces: readonly Trace[];
  readonly scopes: readonly Covering[];
  readonly matching: Matching;
}): readonly string[] {
  const names: string[] = [];
  let top: Tier = 'T0';
  for (const { rule, patterns, plain, mild } of traces) {
    const before = names.length;
    for (const { name, ends } of patterns) if (sets.hasWithin(ends, from + 1, to + 1)) names.push(name);
    if (names.length === before) continue;
    const isPlain = sets.hasWithin(plain, from + 1, to + 1);
    const left = isPlain ? rule.tier : sets.hasWithin(mild, from + 1, to + 1) ? 'T1' : 'T0';
    top = graver(top, left);
    names.push(OWN[rule.tier], LEFT[left], rule.leftNames[left]);
  }
  for (const { scope, covered } of scopes) if (sets.hasWithin(covered, from, to)) names.push(`scope:${scope.name}`);
  names.push(TOP[top]);
  return names;
}

const OWN: Readonly<Record<Tier, string>> = { T0: 'own:T0', T1: 'own:T1', T2: 'own:T2', T3: 'own:T3' };
const LEFT: Readonly<Record<Tier, string>> = { T0: 'left:T0', T1: 'left:T1', T2: 'left:T2', T3: 'left:T3' };
const TOP: Readonly<Record<Tier, string>> = { T0: 'top:T0', T1: 'top:T1', T2: 'top:T2', T3: 'top:T3' };
