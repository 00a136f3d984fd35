/** Longer than any word that somebody looks for. */
const LONGEST_TERM = 32;
const MARKS = /\p{M}+/gu;
const OWNER = /['’]s\b/gu;
const APOSTROPHE = /['’]/gu;
/** Scripts without spaces give a term a character. */
const WORD = /(?=[\p{L}\p{N}])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu;

/** Words that stand everywhere and tell nothing. */
const EMPTY = new Set(
  `a about after all also always am an and any anyone anybody are as at be because been before being between both but by
  can cant cannot could did didnt do does doesnt doing done dont during each either else ever every few for from get
  gets getting give given go goes going got had has have havent having he help her here hers him his how i id if ill im in
  into is isnt it its ive just know like lot made make makes many may me might more most much must my need never no not
  now of off on one only or other others our out over own people please really same say should so some somebody someone
  something still such take than thank thanks that thats the their them then there these they thing things think this
  those through to too under until up us use used very want was wasnt way we well were what whats when where which while
  who why will with within without wont would wouldnt year years yes yet you your youre`.split(/\s+/),
);

/**
 * What a text is found by: its words in their order, in lower case, without accents, and without those that tell nothing.
 * Letters and digits alone. Linear in the text.
 */
export const wordsIn = (text: string): readonly string[] =>
  wordsOf(text).flatMap((word) => (EMPTY.has(word) ? [] : [word.slice(0, LONGEST_TERM)]));

/** The same words without their endings: what two texts have in common. */
export const stemsIn = (text: string): readonly string[] => wordsIn(text).map(stemOf);

/** The word that is still being typed, and what stands before it; no word after a space. */
export function unfinishedIn(text: string): { readonly before: string; readonly last: string | null } {
  const [typed] = /[\p{L}\p{N}\p{M}'’]+$/u.exec(text) ?? [];
  const last = typed === undefined ? undefined : wordsOf(typed).at(-1);
  return typed === undefined || last === undefined
    ? { before: text, last: null }
    : { before: text.slice(0, -typed.length), last: last.slice(0, LONGEST_TERM) };
}

const wordsOf = (text: string): readonly string[] =>
  text.normalize('NFKD').replace(MARKS, '').toLowerCase().replace(OWNER, '').replace(APOSTROPHE, '').match(WORD) ?? [];

/**
 * English endings that change nothing of what a word is about, after the first step of M. F. Porter, "An algorithm for
 * suffix stripping" (1980). Forms of one word give one stem, which is all that matters.
 */
export function stemOf(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const one = withoutPlural(word);
  const two = withoutPast(one);
  if (two.length > 4 && two.endsWith('e')) return two.slice(0, -1);
  return two.length > 3 && /[^aeiou]y$/.test(two) ? `${two.slice(0, -1)}i` : two;
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
}

function withoutPast(word: string): string {
  const [, root] = /^(.*[aeiouy].*)(?:ing|ed)$/.exec(word) ?? [];
  if (root === undefined || root.length < 3 || word.endsWith('eed')) return word;
  return /([^aeioulsz])\1$/.test(root) ? root.slice(0, -1) : root;
}
