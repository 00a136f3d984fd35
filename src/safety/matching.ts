import {
  addAll,
  addSharedShifted,
  and,
  type Bits,
  fromFirst,
  hasBit,
  isEmpty,
  noBits,
  setBit,
  stepOver,
  without,
} from './bits.ts';
import type { Branch, Grammar, Pattern, Scope, Step } from './grammar.ts';
import type { Words } from './words.ts';

/** Where the phrases of a grammar stand in one text. Every question costs at most (steps × words / 32). */
export interface Matching {
  /** The patterns that stand anywhere in the text. */
  matching(patterns: readonly Pattern[]): readonly Pattern[];
  /** Whether one of the patterns begins at a word outside `hidden`. */
  has(patterns: readonly Pattern[], hidden: Bits): boolean;
  /** The words that a scope weakens. */
  coveredBy(scope: Scope): Bits;
  /** Sets of the size that this text needs. */
  none(): Bits;
}

const LONGEST_PHRASE = 12;
const REACH = 7;

export function match(words: Words, grammar: Grammar): Matching {
  const count = words.list.length;
  const size = (count >> 5) + 1;
  const spans = findPhrases(words.list, grammar, size);
  const all = noBits(size);
  const begins = noBits(size);
  const anchors = noBits(size);
  const stops = noBits(size);
  const quoted = noBits(size);
  for (let at = 0; at < count; at += 1) {
    setBit(all, at);
    if (words.begins[at]) setBit(begins, at);
    if (words.begins[at] || words.pauses[at] || at === 0) setBit(anchors, at);
    if (words.quoted[at]) setBit(quoted, at);
  }
  addAll(stops, anchors);
  setBit(stops, count);
  const barriers = spans[grammar.barrier]?.[1] ?? noBits(size);
  const clauses = spans[grammar.clause]?.[1] ?? noBits(size);
  const passable = without(all, barriers);

  function fill(slot: number, from: Bits, depth: number): Bits {
    const out = noBits(size);
    const lengths = spans[slot];
    if (lengths) {
      for (let length = 1; length < lengths.length; length += 1) {
        const starts = lengths[length];
        if (starts) addSharedShifted(out, from, starts, length);
      }
    }
    if (depth < 6) for (const pattern of grammar.compound.get(slot) ?? []) addAll(out, follow(pattern, from, depth + 1));
    return out;
  }

  function take(step: Step, from: Bits, depth: number): Bits {
    switch (step.kind) {
      case 'slot': {
        const out = fill(step.slot, from, depth);
        if (step.optional) addAll(out, from);
        return out;
      }
      case 'gap': {
        const out = [...from];
        let reached = from;
        for (let skipped = 0; skipped < step.words; skipped += 1) {
          reached = stepOver(reached, passable, begins);
          if (isEmpty(reached)) break;
          addAll(out, reached);
        }
        return out;
      }
      case 'start':
        return and(from, anchors);
      case 'end':
        return and(from, stops);
      case 'later':
        return fromFirst(from);
      default:
        return step satisfies never;
    }
  }

  const nothing = noBits(size);
  const mayMatch = ({ needs }: Pattern): boolean => {
    for (const slot of needs) if (!spans[slot] && !grammar.compound.has(slot)) return false;
    return true;
  };

  function follow(pattern: Pattern, from: Bits, depth: number): Bits {
    let reached = from;
    if (!mayMatch(pattern)) return nothing;
    for (const step of pattern.steps) {
      reached = take(step, reached, depth);
      if (isEmpty(reached)) break;
    }
    return reached;
  }

  /** From each end of a negation or report: the next words, until the clause ends. */
  function after(ends: Bits): Bits {
    const out = noBits(size);
    for (let at = 0; at < count; at += 1) {
      if (!hasBit(ends, at)) continue;
      for (let word = at; word < Math.min(at + REACH, count); word += 1) {
        if (hasBit(anchors, word)) break;
        if (hasBit(clauses, word) && word > at) break;
        setBit(out, word);
      }
    }
    return out;
  }

  function sentences(ends: Bits): Bits {
    const out = noBits(size);
    let first = 0;
    for (let at = 1; at <= count; at += 1) {
      if (at < count && !words.begins[at]) continue;
      let isHit = false;
      for (let word = first + 1; word <= at && !isHit; word += 1) isHit = hasBit(ends, word);
      if (isHit) for (let word = first; word < at; word += 1) setBit(out, word);
      first = at;
    }
    return out;
  }

  return {
    none: () => noBits(size),
    matching: (patterns) => patterns.filter((pattern) => mayMatch(pattern) && !isEmpty(follow(pattern, all, 0))),
    has: (patterns, hidden) => {
      const from = without(all, hidden);
      return !isEmpty(from) && patterns.some((pattern) => mayMatch(pattern) && !isEmpty(follow(pattern, from, 0)));
    },
    coveredBy(scope) {
      const from = scope.covers === 'quotes' ? without(all, quoted) : all;
      const ends = noBits(size);
      for (const pattern of scope.patterns) if (mayMatch(pattern)) addAll(ends, follow(pattern, from, 0));
      if (isEmpty(ends)) return noBits(size);
      switch (scope.covers) {
        case 'after':
          return after(ends);
        case 'sentence':
          return sentences(ends);
        case 'text':
          return all;
        case 'quotes':
          return quoted;
        default:
          return scope.covers satisfies never;
      }
    },
  };
}

/** For each slot and length in words, the positions where it begins. */
function findPhrases(
  list: readonly string[],
  grammar: Grammar,
  size: number,
): readonly (readonly (Bits | undefined)[] | undefined)[] {
  const spans: (Bits | undefined)[][] = new Array(grammar.slotCount);
  for (let at = 0; at < list.length; at += 1) {
    let branch: Branch | undefined = grammar.phrases;
    for (let length = 1; length <= LONGEST_PHRASE; length += 1) {
      branch = branch.next.get(list[at + length - 1] ?? '');
      if (!branch) break;
      for (const slot of branch.slots) {
        const lengths = spans[slot] ?? [];
        const starts = lengths[length] ?? noBits(size);
        setBit(starts, at);
        lengths[length] = starts;
        spans[slot] = lengths;
      }
    }
  }
  return spans;
}
