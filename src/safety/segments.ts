/** Longer runs of letters are not looked at. */
export const LONGEST_RUN = 2_000;
const A = 0x61;
const LETTERS = 26;
const I = 0x69;
const UNREACHED = 0x7fff;
/** Working memory of a segmentation. */
const costs = new Int16Array(LONGEST_RUN + 1);
const cameFrom = new Int16Array(LONGEST_RUN + 1);

const run = new Uint16Array(LONGEST_RUN);

export interface Segmenter {
  /** The fewest known words that a run of letters consists of, or null; single letters only where they are words. */
  cut(letters: string): readonly string[] | null;
  /** Whether the first `count` of these letters consist of known words. */
  canCut(units: Uint16Array, count: number): boolean;
  /** Whether they may be a known word: that is certain of Latin letters only. */
  mayBeWord(units: Uint16Array, count: number): boolean;
}

export function openSegmenter(words: Iterable<string>): Segmenter {
  const tree = plant(words);

  function canCut(units: Uint16Array, most: number): boolean {
    costs.fill(UNREACHED, 0, most + 1);
    costs[0] = 0;
    let furthest = 0;
    for (let from = 0; from <= furthest && from < most; from += 1) {
      const before = costs[from] ?? UNREACHED;
      if (before === UNREACHED) continue;
      let branch = 0;
      for (let end = from; end < most; end += 1) {
        branch = tree.next(branch, units[end] ?? 0);
        if (branch === 0) break;
        const isSingle = end === from;
        if (!tree.isWord(branch) || (isSingle && units[from] !== I && units[from] !== A)) continue;
        const cost = before + (isSingle ? 2 : 1);
        if (cost >= (costs[end + 1] ?? UNREACHED)) continue;
        costs[end + 1] = cost;
        cameFrom[end + 1] = from;
        furthest = Math.max(furthest, end + 1);
      }
    }
    return costs[most] !== UNREACHED;
  }

  return {
    canCut,
    cut(letters) {
      for (let at = 0; at < letters.length; at += 1) run[at] = letters.charCodeAt(at);
      if (!canCut(run, letters.length)) return null;
      const parts: string[] = [];
      for (let end = letters.length; end > 0; end = cameFrom[end] ?? 0) parts.push(letters.slice(cameFrom[end] ?? 0, end));
      return parts.reverse();
    },
    mayBeWord(units, count) {
      let branch = 0;
      let isOn = true;
      for (let at = 0; at < count; at += 1) {
        const unit = units[at] ?? 0;
        if (!isLatin(unit)) return true;
        if (!isOn) continue;
        branch = tree.next(branch, unit);
        isOn = branch !== 0;
      }
      return isOn && tree.isWord(branch);
    },
  };
}

const isLatin = (unit: number): boolean => unit >= A && unit < A + LETTERS;

interface Tree {
  /** The branch for one more letter, or 0. */
  next(branch: number, unit: number): number;
  isWord(branch: number): boolean;
}

function plant(words: Iterable<string>): Tree {
  const branches: number[][] = [[]];
  const ends = new Set<number>();
  for (const word of words) {
    if (!/^[a-z]+$/.test(word)) continue;
    let branch = 0;
    for (let at = 0; at < word.length; at += 1) {
      const letter = word.charCodeAt(at) - A;
      const own = branches[branch] ?? [];
      branch = own[letter] ?? branches.push([]) - 1;
      own[letter] = branch;
    }
    ends.add(branch);
  }
  const table = new Uint16Array(branches.length * LETTERS);
  for (const [branch, own] of branches.entries()) {
    for (let letter = 0; letter < LETTERS; letter += 1) table[branch * LETTERS + letter] = own[letter] ?? 0;
  }
  const isEnd = Uint8Array.from(branches, (_, branch) => (ends.has(branch) ? 1 : 0));
  return {
    next: (branch, unit) => (isLatin(unit) ? (table[branch * LETTERS + unit - A] ?? 0) : 0),
    isWord: (branch) => isEnd[branch] === 1,
  };
}
