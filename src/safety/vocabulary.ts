/** Words that the phrase lists know, and how disguised ones are recognised. */
export interface Vocabulary {
  isWord(word: string): boolean;
  /** The words that one written word stands for: `i'm` is two, `kil` is `kill`. */
  spell(word: string): readonly string[];
  /** The known word behind digits and marks, or null. */
  unmask(chunk: string): string | null;
  /** The known words that a run of letters consists of, or null. */
  segment(letters: string): readonly string[] | null;
  /** The guarded word that two pieces make together ("sui cide"), or null. */
  together(first: string, second: string): string | null;
}

export interface Spellings {
  readonly words: ReadonlySet<string>;
  /** Written form → the words it stands for, separated by spaces. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Words that people hide. */
  readonly guarded: readonly string[];
}

const LEET: Readonly<Record<string, readonly string[]>> = {
  '0': ['o'],
  '1': ['i', 'l'],
  '3': ['e'],
  '4': ['a'],
  '5': ['s'],
  '6': ['g', 'b'],
  '7': ['t'],
  '8': ['b'],
  '9': ['g'],
  $: ['s'],
  '@': ['a'],
  '!': ['i', 'l'],
  '|': ['l', 'i'],
  '+': ['t'],
  '(': ['c'],
  '€': ['e'],
  '*': ['*'],
  '#': ['*'],
  _: ['*'],
  '%': ['*'],
  '^': ['*'],
  '.': ['*'],
  '-': ['*'],
};
const LONGEST_WORD = 16;
/** What is neither Latin nor short enough for a word keeps its spelling. */
const LATIN = /^[a-z']{1,60}$/;
const LONGEST_RUN = 2_000;
const FUZZY_LENGTH = 7;
const CACHED = 2_000;

export function openVocabulary({ words, spellings, guarded }: Spellings): Vocabulary {
  const isGuarded = new Set(guarded);
  const isBeginning = new Set(guarded.flatMap((word) => Array.from(word, (_, at) => word.slice(0, at))));
  const tree = plant([...words, ...spellings.keys(), ...guarded]);
  const byShape = groupByShape(guarded);
  const oneOff = neighbours(guarded.filter((word) => word.length >= FUZZY_LENGTH));
  const isWord = (word: string): boolean => words.has(word) || spellings.has(word) || isGuarded.has(word);

  /** Doubled letters: runs of three or more become two, then all become one. */
  function undouble(word: string): string | null {
    if (!/(.)\1/u.test(word)) return null;
    const twos = word.replace(/(.)\1{2,}/gu, '$1$1');
    if (twos !== word && isWord(twos)) return twos;
    const ones = word.replace(/(.)\1+/gu, '$1');
    if (isWord(ones) && (word !== twos || isGuarded.has(ones))) return ones;
    for (const known of [twos.replace(/([^l])\1/gu, '$1'), twos.replace(/([^e])\1/gu, '$1'), twos.replace(/([^s])\1/gu, '$1')]) {
      if (known !== word && isWord(known)) return known;
    }
    return null;
  }

  function fuzzy(word: string): string | null {
    if (word.length < FUZZY_LENGTH - 1 || word.length > LONGEST_WORD) return null;
    for (const form of [word, ...deletions(word)]) {
      const known = oneOff.get(form);
      if (known !== undefined && known[0] === word[0] && known.at(-1) === word.at(-1)) return known;
    }
    return null;
  }

  function plain(word: string): readonly string[] {
    const straight = spellings.get(word);
    if (straight !== undefined) return straight.split(' ');
    if (words.has(word) || word.length < 3 || !LATIN.test(word)) return [word];
    const bare = word.replaceAll("'", '');
    const respelt = spellings.get(bare);
    if (respelt !== undefined) return respelt.split(' ');
    if (words.has(bare)) return [bare];
    if (bare.endsWith('s') && word.endsWith("'s")) return [bare.slice(0, -1)];
    const known = undouble(bare) ?? fuzzy(bare);
    if (known !== null) return spellings.get(known)?.split(' ') ?? [known];
    return glued(bare) ?? [bare];
  }

  function glued(word: string): readonly string[] | null {
    if (word.length < 6 || word.length > 40) return null;
    const parts = segmentExactly(word);
    return parts && parts.length > 1 && parts.some((part) => isGuarded.has(part)) ? parts : null;
  }

  /** The fewest known words that the letters consist of; single letters only where they are words. */
  function segmentExactly(letters: string): readonly string[] | null {
    const costs: number[] = [0];
    const cameFrom: number[] = [];
    for (let from = 0; from < letters.length; from += 1) {
      const before = costs[from];
      if (before === undefined) continue;
      let branch: Branch | undefined = tree;
      for (let end = from; end < letters.length && branch; end += 1) {
        branch = branch.next.get(letters.charCodeAt(end));
        const isSingle = end === from;
        if (!branch?.isWord || (isSingle && letters[from] !== 'i' && letters[from] !== 'a')) continue;
        const cost = before + (isSingle ? 2 : 1);
        if (cost < (costs[end + 1] ?? Number.POSITIVE_INFINITY)) {
          costs[end + 1] = cost;
          cameFrom[end + 1] = from;
        }
      }
    }
    if (costs[letters.length] === undefined) return null;
    const parts: string[] = [];
    for (let end = letters.length; end > 0; end = cameFrom[end] ?? 0) parts.unshift(letters.slice(cameFrom[end] ?? 0, end));
    return parts;
  }

  function unmask(chunk: string): string | null {
    const marks = [...chunk].filter((sign) => LEET[sign] !== undefined).length;
    if (marks === 0 || marks === chunk.length || !/\p{L}/u.test(chunk)) return null;
    for (const choice of [0, 1]) {
      const read = [...chunk].map((sign) => LEET[sign]?.[choice] ?? LEET[sign]?.[0] ?? sign).join('');
      const solid = read.replaceAll('*', '').replaceAll("'", '');
      if (read !== chunk && /\p{L}/u.test(chunk) && isKnownSolid(solid, read)) return solid;
      const hidden = read.includes('*') ? wildcard(read) : null;
      if (hidden !== null) return hidden;
    }
    return null;
  }

  /** Digits and dots alone prove nothing: what they hide is a guarded word, or a word of three letters or more. */
  const isKnownSolid = (solid: string, read: string): boolean =>
    isGuarded.has(solid) ||
    (!read.includes('*') && solid.length >= 3 && isWord(solid)) ||
    (solid.length > 8 && glued(solid) !== null);

  function wildcard(read: string): string | null {
    const candidates = byShape.get(`${read[0]}${read.length}`) ?? [];
    return candidates.find((word) => [...read].every((sign, at) => sign === '*' || sign === word[at])) ?? null;
  }

  const spelt = new Map<string, readonly string[]>();
  return {
    isWord,
    spell(word) {
      const known = spelt.get(word);
      if (known) return known;
      const found = plain(word);
      if (spelt.size < CACHED && isWord(word)) spelt.set(word, found);
      return found;
    },
    unmask,
    segment(letters) {
      if (letters.length > LONGEST_RUN) return null;
      const parts = segmentExactly(letters);
      return parts?.some((part) => part.length > 2) ? parts : null;
    },
    together(first, second) {
      if (!isBeginning.has(first)) return null;
      const word = first + second;
      return word.length <= LONGEST_WORD && isGuarded.has(word) && !(words.has(first) && words.has(second) && word !== 'myself')
        ? word
        : null;
    },
  };
}

interface Branch {
  readonly next: Map<number, Branch>;
  isWord: boolean;
}

function plant(words: readonly string[]): Branch {
  const root: Branch = { next: new Map(), isWord: false };
  for (const word of words) {
    let branch = root;
    for (let at = 0; at < word.length; at += 1) {
      const next = branch.next.get(word.charCodeAt(at)) ?? { next: new Map(), isWord: false };
      branch.next.set(word.charCodeAt(at), next);
      branch = next;
    }
    branch.isWord = true;
  }
  return root;
}

function groupByShape(guarded: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const shapes = new Map<string, string[]>();
  for (const word of guarded) {
    const shape = `${word[0]}${word.length}`;
    shapes.set(shape, [...(shapes.get(shape) ?? []), word]);
  }
  return shapes;
}

const deletions = (word: string): readonly string[] =>
  Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1));

/** Each word under itself and under itself with one letter missing: a slip of one letter meets it there. */
function neighbours(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(words.flatMap((word) => [word, ...deletions(word)].map((form): [string, string] => [form, word])));
}
