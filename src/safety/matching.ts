import { type BitSets, openBitSets } from './bits.ts';
import type { Branch, Grammar, Pattern, Scope, Step } from './grammar.ts';
import type { Words } from './words.ts';

/** Where the phrases of a grammar stand in one text, until the next is read. Every question costs at most (steps × words / 32). */
export interface Matching {
  /** The words before which a pattern ends, or null where it stands nowhere. */
  endsOf(pattern: Pattern): number | null;
  /** The words before which one of the patterns ends that begins at a word outside `hidden`. */
  endsOutside(patterns: readonly Pattern[], hidden: number): number;
  /** The words that a scope weakens, or null where it weakens none. */
  coveredBy(scope: Scope): number | null;
  readonly sets: BitSets;
}

const LONGEST_PHRASE = 12;
const DEEPEST = 6;
const REACH = 7;
const UNKNOWN = -2;
const NOWHERE = -1;

/** Its memory is used again for each text, and holds nothing but positions. */
export function openMatcher(grammar: Grammar): (words: Words) => Matching {
  const sets = openBitSets();
  /** For each slot and length in words, the set of positions where a phrase of that length begins. */
  const spans = new Int32Array(grammar.slotCount * LONGEST_PHRASE).fill(NOWHERE);
  const touched: number[] = [];
  const isThere = new Uint8Array(grammar.slotCount);
  /** For each slot that is there, where its first and its last phrase begin. */
  const firstAt = new Int32Array(grammar.slotCount);
  const lastAt = new Int32Array(grammar.slotCount);
  /** For each slot, one more than the greatest length found in this text. */
  const longest = new Uint8Array(grammar.slotCount);
  /** For each way, where it leads to from anywhere in the text. */
  const ends = new Int32Array(grammar.wayCount);

  function findPhrases(list: readonly string[]): void {
    for (const span of touched) spans[span] = NOWHERE;
    touched.length = 0;
    isThere.fill(0);
    longest.fill(0);
    for (let at = 0; at < list.length; at += 1) {
      let branch: Branch | undefined = grammar.phrases;
      for (let length = 0; length < LONGEST_PHRASE; length += 1) {
        branch = branch.next.get(list[at + length] ?? '');
        if (!branch) break;
        for (const slot of branch.slots) {
          const span = slot * LONGEST_PHRASE + length;
          let starts = spans[span] ?? NOWHERE;
          if (starts === NOWHERE) {
            starts = sets.none();
            spans[span] = starts;
            touched.push(span);
            if (isThere[slot] === 0) firstAt[slot] = at;
            isThere[slot] = 1;
          }
          lastAt[slot] = at;
          if (length >= (longest[slot] ?? 0)) longest[slot] = length + 1;
          sets.put(starts, at);
        }
      }
    }
    // What patterns fill may stand anywhere.
    for (const slot of grammar.compound.keys()) {
      isThere[slot] = 1;
      firstAt[slot] = 0;
      lastAt[slot] = list.length;
    }
  }

  /** Whether every slot that a pattern needs is there, and none only before those that must come earlier. */
  function mayMatch({ needs }: Pattern): boolean {
    let earliest = -1;
    for (const slot of needs) {
      if (isThere[slot] === 0 || (lastAt[slot] ?? 0) <= earliest) return false;
      earliest = Math.max(earliest + 1, firstAt[slot] ?? 0);
    }
    return true;
  }

  return (words) => {
    const count = words.list.length;
    sets.open(count + 1);
    ends.fill(UNKNOWN);
    findPhrases(words.list);
    const all = sets.none();
    const begins = sets.none();
    const anchors = sets.none();
    const quoted = sets.none();
    for (let at = 0; at < count; at += 1) {
      sets.put(all, at);
      if (words.begins[at]) sets.put(begins, at);
      if (words.begins[at] || words.pauses[at] || at === 0) sets.put(anchors, at);
      if (words.quoted[at]) sets.put(quoted, at);
    }
    const stops = sets.copy(anchors);
    sets.put(stops, count);
    const clauses = single(grammar.clause);
    const passable = sets.copy(all);
    sets.remove(passable, single(grammar.barrier));
    const unquoted = sets.copy(all);
    sets.remove(unquoted, quoted);
    const hasQuotes = !sets.isEmpty(quoted);

    /** Where words of a slot begin. */
    function single(slot: number): number {
      const starts = spans[slot * LONGEST_PHRASE] ?? NOWHERE;
      return starts === NOWHERE ? sets.none() : starts;
    }

    function fill(slot: number, from: number, depth: number): number {
      const out = sets.none();
      for (let length = 0; length < (longest[slot] ?? 0); length += 1) {
        const starts = spans[slot * LONGEST_PHRASE + length] ?? NOWHERE;
        if (starts !== NOWHERE) sets.addMoved(out, from, starts, length + 1);
      }
      const patterns = depth < DEEPEST ? grammar.compound.get(slot) : undefined;
      if (patterns) {
        for (const pattern of patterns) {
          const end = follow(pattern, from, depth + 1);
          if (end !== NOWHERE) sets.add(out, end);
        }
      }
      return out;
    }

    function take(step: Step, from: number, depth: number): number {
      switch (step.kind) {
        case 'slot': {
          const out = fill(step.slot, from, depth);
          if (step.optional) sets.add(out, from);
          return out;
        }
        case 'gap': {
          const out = sets.copy(from);
          const reached = sets.copy(from);
          for (let skipped = 0; skipped < step.words && sets.step(reached, passable, begins); skipped += 1)
            sets.add(out, reached);
          return out;
        }
        case 'start':
        case 'end': {
          const out = sets.copy(from);
          sets.keep(out, step.kind === 'start' ? anchors : stops);
          return out;
        }
        case 'later':
          return sets.fromFirst(from);
        default:
          return step satisfies never;
      }
    }

    /** Where a pattern ends that begins in `from`, or NOWHERE. */
    function follow(pattern: Pattern, from: number, depth: number): number {
      if (!mayMatch(pattern)) return NOWHERE;
      let reached = from;
      for (const step of pattern.steps) {
        reached = take(step, reached, depth);
        if (sets.isEmpty(reached)) return NOWHERE;
      }
      return reached;
    }

    /** As `follow` from anywhere in the text; what patterns that begin alike share is done once. */
    function endOf(pattern: Pattern): number {
      if (!mayMatch(pattern)) return NOWHERE;
      let reached = all;
      for (let at = 0; at < pattern.steps.length; at += 1) {
        const way = pattern.ways[at] ?? 0;
        const step = pattern.steps[at];
        let next = ends[way] ?? UNKNOWN;
        if (next === UNKNOWN && step) {
          next = take(step, reached, 0);
          if (sets.isEmpty(next)) next = NOWHERE;
          ends[way] = next;
        }
        if (next === NOWHERE) return NOWHERE;
        reached = next;
      }
      return reached;
    }

    /** From each end of a negation or report: the next words, until the clause ends. */
    function after(found: number): number {
      const out = sets.none();
      for (let at = 0; at < count; at += 1) {
        if (!sets.has(found, at)) continue;
        for (let word = at; word < Math.min(at + REACH, count); word += 1) {
          if (sets.has(anchors, word) || (word > at && sets.has(clauses, word))) break;
          sets.put(out, word);
        }
      }
      return out;
    }

    function sentences(found: number): number {
      const out = sets.none();
      let first = 0;
      for (let at = 1; at <= count; at += 1) {
        if (at < count && !words.begins[at]) continue;
        let isHit = false;
        for (let word = first + 1; word <= at && !isHit; word += 1) isHit = sets.has(found, word);
        if (isHit) for (let word = first; word < at; word += 1) sets.put(out, word);
        first = at;
      }
      return out;
    }

    return {
      sets,
      endsOf(pattern) {
        const ends = endOf(pattern);
        return ends === NOWHERE ? null : ends;
      },
      endsOutside(patterns, hidden) {
        const from = sets.copy(all);
        sets.remove(from, hidden);
        const out = sets.none();
        if (sets.isEmpty(from)) return out;
        for (const pattern of patterns) {
          const end = follow(pattern, from, 0);
          if (end !== NOWHERE) sets.add(out, end);
        }
        return out;
      },
      coveredBy({ patterns, covers }) {
        if (covers === 'quotes' && !hasQuotes) return null;
        const found = sets.none();
        for (const pattern of patterns) {
          const end = covers === 'quotes' ? follow(pattern, unquoted, 0) : endOf(pattern);
          if (end !== NOWHERE) sets.add(found, end);
        }
        if (sets.isEmpty(found)) return null;
        const covered = { after, sentence: sentences, text: () => all, quotes: () => quoted }[covers](found);
        return sets.isEmpty(covered) ? null : covered;
      },
    };
  };
}
