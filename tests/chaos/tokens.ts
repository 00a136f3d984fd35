const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';

/** Words that none of the others contains, one after the other. */
export function openTokens(): () => string {
  let count = 0;
  return () => {
    const token = `zu${syllables(count)}`;
    count += 1;
    return token;
  };
}

/** The first such word, and every one. */
export const TOKEN = /\bzu\w+\b/;
export const TOKENS = /\bzu\w+\b/g;

function syllables(number: number): string {
  const base = CONSONANTS.length * VOWELS.length;
  const syllable = (rest: number) => `${CONSONANTS[Math.floor(rest / VOWELS.length)] ?? ''}${VOWELS[rest % VOWELS.length] ?? ''}`;
  return syllable(Math.floor(number / base) % base) + syllable(number % base);
}
