import { read } from './normalise.ts';
import { type Piece, splitPieces } from './pieces.ts';
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

/** Splits a text in words; what hides a known word (digits, marks, spaces, doubled letters) is undone first. */
export function readWords(text: string, vocabulary: Vocabulary): Words {
  const pieces = splitPieces(read(text), vocabulary);
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

/** Three or more single letters in a row, or short pieces that are no words, are read together: "k i l l", "d-i-e", "ki ll". */
function joinSpacedOut(pieces: readonly Piece[], vocabulary: Vocabulary): readonly Piece[] {
  const joined: Piece[] = [];
  for (let at = 0; at < pieces.length; ) {
    let end = at;
    let strange = 0;
    while (end < pieces.length && (pieces[end]?.text.length ?? 9) <= 2) {
      const short = pieces[end]?.text ?? '';
      if (short.length === 1 ? short !== 'i' && short !== 'a' : !vocabulary.isWord(short)) strange += 1;
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
