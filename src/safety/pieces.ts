import { DIGIT, kindOf, LETTER, PAUSE, PICTURE, QUOTE, STOP } from './characters.ts';
import type { Vocabulary } from './vocabulary.ts';

// Some runtimes look an imported name up anew for each use, which costs more here than the use itself.
const kindAt = kindOf;
const IS_LETTER = LETTER;

/** A stretch of a text without spaces, or a part of one. */
export interface Piece {
  readonly text: string;
  readonly begins: boolean;
  readonly pauses: boolean;
  readonly quoted: boolean;
}

/** A folded text has no other but line feeds. */
const SPACE = 0x20;
const OPENS = /^[("*[]*'(?=\p{L})/u;
const CLOSES = /\p{L}[.,!?]{0,3}'[.,!?)]{0,3}$/u;
/** Marks that stand for letters, and so may begin a word. */
const LEADING = '@$*!|+#';

interface Reading {
  readonly vocabulary: Vocabulary;
  readonly pieces: Piece[];
  begins: boolean;
  pauses: boolean;
  quoted: boolean;
}

/** Cuts a folded text at spaces and marks, and takes the mask from words behind digits and marks. */
export function splitPieces(text: string, vocabulary: Vocabulary): readonly Piece[] {
  const reading: Reading = { vocabulary, pieces: [], begins: true, pauses: false, quoted: false };
  for (const line of text.split('\n')) {
    reading.begins = true;
    const lastClose = lastClosingMark(line);
    for (let from = 0; from < line.length; ) {
      let to = from;
      let areLetters = true;
      for (; to < line.length; to += 1) {
        const unit = line.charCodeAt(to);
        if (unit === SPACE) break;
        if (kindAt(unit) !== IS_LETTER) areLetters = false;
      }
      if (to > from) {
        const chunk = line.slice(from, to);
        if (areLetters) add(chunk, reading);
        else {
          // A single quotation mark opens only where a later one closes; an apostrophe does not.
          if (from <= lastClose && OPENS.test(chunk)) reading.quoted = true;
          readChunk(chunk, reading);
          if (reading.quoted && lastClose >= 0 && CLOSES.test(chunk)) reading.quoted = false;
        }
      }
      from = to + 1;
    }
  }
  return reading.pieces;
}

/** Where the last single quotation mark stands that follows a word and ends it. */
function lastClosingMark(line: string): number {
  for (let at = line.lastIndexOf("'"); at > 0; at = line.lastIndexOf("'", at - 1)) {
    const before = kindAt(line.charCodeAt(at - 1));
    const isAfterWord = before === IS_LETTER || before === STOP || line[at - 1] === ',';
    if (isAfterWord && (at + 1 === line.length || kindAt(line.charCodeAt(at + 1)) !== IS_LETTER)) return at;
  }
  return -1;
}

function readChunk(chunk: string, reading: Reading): void {
  let from = 0;
  while (from < chunk.length && !isSolid(chunk, from) && !LEADING.includes(chunk[from] ?? '')) from += 1;
  let to = chunk.length;
  while (to > from && !isSolid(chunk, to - 1)) to -= 1;
  mark(chunk, 0, from, reading);
  const core = chunk.slice(from, to);
  const unmasked = isWord(core) ? null : reading.vocabulary.unmask(core);
  if (unmasked !== null) add(unmasked, reading);
  else readParts(core, reading);
  mark(chunk, to, chunk.length, reading);
}

/** The words, numbers and pictures of a chunk, one after the other. */
function readParts(core: string, reading: Reading): void {
  let isAfterLetters = false;
  for (let at = 0; at < core.length; ) {
    const kind = kindAt(core.charCodeAt(at));
    let end = at + 1;
    if (kind === IS_LETTER || kind === DIGIT) {
      while (end < core.length && (kindAt(core.charCodeAt(end)) === kind || (kind === IS_LETTER && core[end] === "'"))) end += 1;
      add(bare(core.slice(at, end)), reading);
      isAfterLetters = kind === IS_LETTER && end - at > 1;
    } else if (kind === PICTURE) {
      if ((core.codePointAt(at) ?? 0) > 0xffff) end += 1;
      add(core.slice(at, end), reading);
    } else if (kind === QUOTE || (kind === STOP && isAfterLetters)) mark(core, at, end, reading);
    at = end;
  }
}

function add(text: string, reading: Reading): void {
  reading.pieces.push({ text, begins: reading.begins, pauses: reading.pauses, quoted: reading.quoted });
  reading.begins = false;
  reading.pauses = false;
}

function mark(text: string, from: number, to: number, reading: Reading): void {
  for (let at = from; at < to; at += 1) {
    const kind = kindAt(text.charCodeAt(at));
    if (kind === QUOTE) reading.quoted = !reading.quoted;
    if (kind === STOP) reading.begins = true;
    else if (kind === PAUSE) reading.pauses = true;
  }
}

function isSolid(text: string, at: number): boolean {
  const kind = kindAt(text.charCodeAt(at));
  return kind === IS_LETTER || kind === DIGIT || kind === PICTURE;
}

function isWord(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (kindAt(text.charCodeAt(at)) !== IS_LETTER && text[at] !== "'") return false;
  }
  return true;
}

const bare = (word: string): string => (word.includes("'") ? word.replace(/^'+|'+$/g, '') : word);
