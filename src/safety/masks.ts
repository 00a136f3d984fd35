import { kindOf, LETTER, textOf } from './characters.ts';

// Some runtimes look an imported name up anew for each use, which costs more here than the use itself.
const kindAt = kindOf;
const IS_LETTER = LETTER;

/** What may stand behind a mask. The first `count` of `units` are letters; `*` is any. */
export interface Unmasked {
  /** Whether letters without gaps are a word that is hidden; `isWhole` where nothing in the chunk stood for any letter. */
  isHidden(units: Uint16Array, count: number, isWhole: boolean): boolean;
  /** The hidden word that letters with gaps are, or null. */
  fillGaps(units: Uint16Array, count: number): string | null;
}

/** What digits and marks stand for, the likeliest first; `*` for any letter. */
const LEET: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ 0: 'o', 1: 'il', 3: 'e', 4: 'a', 5: 's', 6: 'gb', 7: 't', 8: 'b', 9: 'g' }),
  ...Object.entries({ $: 's', '@': 'a', '!': 'il', '|': 'li', '+': 't', '(': 'c', '€': 'e' }),
  ...[...'*#_%^.-'].map((sign): [string, string] => [sign, '*']),
]);
/** The letter that a sign stands for, by its code, or 0; the euro sign's is the greatest. */
const likelierFor = lettersFor(0);
const otherwiseFor = lettersFor(1);
const LONGEST_MASK = 32;
const ANY = 0x2a;
const APOSTROPHE = 0x27;

/** A chunk with its signs read as letters, and the same without gaps and apostrophes. */
const read = new Uint16Array(LONGEST_MASK);
const solid = new Uint16Array(LONGEST_MASK);

/** Answers the word behind a chunk's digits and marks, or null. */
export function openMasks({ isHidden, fillGaps }: Unmasked): (chunk: string) => string | null {
  function behind(chunk: string, letterFor: Uint8Array): string | null {
    let count = 0;
    let isChanged = false;
    let hasGaps = false;
    for (let at = 0; at < chunk.length; at += 1) {
      const sign = chunk.charCodeAt(at);
      const letter = letterFor[sign] || sign;
      read[at] = letter;
      if (letter !== sign) isChanged = true;
      if (letter === ANY) hasGaps = true;
      else if (letter !== APOSTROPHE) {
        solid[count] = letter;
        count += 1;
      }
    }
    if (isChanged && isHidden(solid, count, !hasGaps)) return textOf(solid, count);
    return hasGaps ? fillGaps(read, chunk.length) : null;
  }

  return (chunk) => {
    if (chunk.length > LONGEST_MASK || !isMasked(chunk)) return null;
    return behind(chunk, likelierFor) ?? (hasChoice(chunk) ? behind(chunk, otherwiseFor) : null);
  };
}

function lettersFor(choice: 0 | 1): Uint8Array {
  return Uint8Array.from({ length: 0x20ad }, (_, code) => {
    const letters = LEET.get(String.fromCharCode(code)) ?? '\0';
    return letters.charCodeAt(Math.min(choice, letters.length - 1));
  });
}

/** Whether there are marks that stand for letters, and letters too. */
function isMasked(chunk: string): boolean {
  let marks = 0;
  let letters = 0;
  for (let at = 0; at < chunk.length; at += 1) {
    const unit = chunk.charCodeAt(at);
    if (kindAt(unit) === IS_LETTER) letters += 1;
    else if (likelierFor[unit]) marks += 1;
  }
  return marks > 0 && letters > 0;
}

/** Whether a sign in it stands for either of two letters. */
function hasChoice(chunk: string): boolean {
  for (let at = 0; at < chunk.length; at += 1) {
    const unit = chunk.charCodeAt(at);
    if (likelierFor[unit] !== otherwiseFor[unit]) return true;
  }
  return false;
}
