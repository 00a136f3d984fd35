import { fold } from './normalise.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The words of a text as they read, unmasked, and the marks between them. */
export interface Words {
  readonly list: readonly string[];
  /** For each word: a sentence begins here. */
  readonly begins: readonly boolean[];
  /** For each word: a comma, dash or bracket stands before it. */
  readonly pauses: readonly boolean[];
  /** For each word: it stands between quotation marks. */
  readonly quoted: readonly boolean[];
}

/** A stretch of a text without spaces, or a part of one. */
interface Piece {
  readonly text: string;
  begins: boolean;
  pauses: boolean;
  quoted: boolean;
}

const SPACES = /\s+/;
const HARD = /[.!?\n;]/;
const LETTERS = /^[\p{L}']+$/u;
const PART = /[\p{L}'’]+|\d+|\p{Extended_Pictographic}|[:;]-?[()]|[^\p{L}\d]/gu;
const OPENS = /^[("*[]*'(?=\p{L})/u;
const CLOSES = /\p{L}[.,!?]{0,3}'[.,!?)]{0,3}$/u;
const MASKED = /^[\p{L}\d@$!|+*#€_.'%^()-]+$/u;

/** Splits a text in words; what hides a known word (digits, marks, spaces, doubled letters) is undone first. */
export function readWords(text: string, vocabulary: Vocabulary): Words {
  const pieces = splitPieces(fold(text).text, vocabulary);
  const joined = joinSpacedOut(pieces, vocabulary);
  const list: string[] = [];
  const begins: boolean[] = [];
  const pauses: boolean[] = [];
  const quoted: boolean[] = [];
  for (const piece of joined) {
    let isFirst = true;
    for (const word of vocabulary.spell(piece.text)) {
      list.push(word);
      begins.push(isFirst && piece.begins);
      pauses.push(isFirst && piece.pauses);
      quoted.push(piece.quoted);
      isFirst = false;
    }
  }
  return { list, begins, pauses, quoted };
}

function splitPieces(text: string, vocabulary: Vocabulary): readonly Piece[] {
  const pieces: Piece[] = [];
  let begins = true;
  let pauses = false;
  let quoted = false;
  const add = (word: string): void => {
    pieces.push({ text: word, begins, pauses, quoted });
    begins = false;
    pauses = false;
  };
  const mark = (sign: string): void => {
    if (sign === '"') quoted = !quoted;
    if (HARD.test(sign)) begins = true;
    else if (!/['"*_~]/.test(sign)) pauses = true;
  };
  for (const line of text.split('\n')) {
    begins = true;
    const lastClose = lastClosingMark(line);
    let at = 0;
    for (const chunk of line.split(SPACES)) {
      if (chunk === '') continue;
      at = line.indexOf(chunk, at);
      // A single quotation mark opens only where a later one closes; an apostrophe does not.
      if (at <= lastClose && OPENS.test(chunk)) quoted = true;
      readChunk(chunk, vocabulary, add, mark);
      if (quoted && lastClose >= 0 && CLOSES.test(chunk)) quoted = false;
      at += chunk.length;
    }
  }
  return pieces;
}

/** Where the last single quotation mark stands that follows a word and ends it. */
function lastClosingMark(line: string): number {
  for (let at = line.lastIndexOf("'"); at > 0; at = line.lastIndexOf("'", at - 1)) {
    if (/[\p{L}.,!?]/u.test(line[at - 1] ?? '') && !/\p{L}/u.test(line[at + 1] ?? ' ')) return at;
  }
  return -1;
}

function readChunk(chunk: string, vocabulary: Vocabulary, add: (word: string) => void, mark: (sign: string) => void): void {
  if (isPlain(chunk)) {
    add(chunk);
    return;
  }
  if (LETTERS.test(chunk)) {
    const word = bare(chunk);
    if (word !== '') add(word);
    return;
  }
  const lead = /^[^\p{L}\d\p{Extended_Pictographic}@$*!|+#€]*/u.exec(chunk)?.[0] ?? '';
  for (const sign of lead) mark(sign);
  let core = chunk.slice(lead.length);
  let tail = '';
  while (core !== '' && /[^\p{L}\d\p{Extended_Pictographic}]/u.test(core.slice(-1)) && !/[\ud800-\udfff]/.test(core.slice(-1))) {
    tail = core.slice(-1) + tail;
    core = core.slice(0, -1);
  }
  const unmasked = core === '' || LETTERS.test(core) || !MASKED.test(core) ? null : vocabulary.unmask(core);
  if (unmasked !== null) add(unmasked);
  else {
    const hasWord = /\p{L}{2}/u.test(core);
    for (const [part] of core.matchAll(PART)) {
      if (/[\p{L}\d\p{Extended_Pictographic}]/u.test(part)) add(bare(part));
      else if (/[.!?;:]/.test(part) && hasWord) mark(part);
      else if (/["]/.test(part)) mark(part);
    }
  }
  for (const sign of tail) mark(sign);
}

function isPlain(chunk: string): boolean {
  for (let at = 0; at < chunk.length; at += 1) {
    const code = chunk.charCodeAt(at);
    if (code < 0x61 || code > 0x7a) return false;
  }
  return true;
}

const bare = (word: string): string => word.replace(/^'+|'+$/g, '');

/** Three or more single letters in a row, or short pieces that are no words, are read together: "k i l l", "d-i-e", "ki ll". */
function joinSpacedOut(pieces: readonly Piece[], vocabulary: Vocabulary): readonly Piece[] {
  const joined: Piece[] = [];
  for (let at = 0; at < pieces.length; ) {
    let end = at;
    let strange = 0;
    while (end < pieces.length && (pieces[end]?.text.length ?? 9) <= 2) {
      const short = pieces[end]?.text ?? '';
      if (short.length === 1 ? !/[ia]/.test(short) : !vocabulary.isWord(short)) strange += 1;
      end += 1;
    }
    const first = pieces[at];
    if (!first) break;
    const words = end - at >= 3 && strange >= 2 ? vocabulary.segment(run(pieces, at, end)) : null;
    if (words) {
      for (const [index, word] of words.entries()) {
        joined.push(index === 0 ? { ...first, text: word } : { text: word, begins: false, pauses: false, quoted: first.quoted });
      }
      at = end;
      continue;
    }
    const stop = Math.max(end, at + 1);
    for (; at < stop; at += 1) {
      const piece = pieces[at];
      const next = pieces[at + 1];
      const together = piece && next && !next.begins ? vocabulary.together(piece.text, next.text) : null;
      if (piece && together !== null) {
        joined.push({ ...piece, text: together });
        at += 1;
      } else if (piece) joined.push(piece);
    }
  }
  return joined;
}

const run = (pieces: readonly Piece[], at: number, end: number): string =>
  pieces
    .slice(at, end)
    .map(({ text }) => text)
    .join('');
