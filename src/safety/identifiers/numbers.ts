import { type Found, findAll, isNear, type Reading } from './reading.ts';

const TEN_DIGITS = /(?<![\d+#]|\d[ .-])(?:\d[ ._/()-]{0,2}){9}\d(?!\d|[.-]\d)/g;
/** As these numbers are written; other groups of digits count only right beside the name of the number. */
const USUAL = /^(?:\d{10}|\d{3}[ ._/-]{1,2}\d{3}[ ._/-]{1,2}\d{4})$/;
const NAMED = /\bn\.?h\.?s\b|\bchi\b|\bh ?(?:&|and) ?c\b|\bhealth\b/;
const HEALTH_WORDS = /\bn\.?h\.?s\b|\bpatient|\bpt\b|\bpts\b|\bchi\b|\bhealth\b|\bh&c\b|\bh and c\b|\bpds\b|\bspine\b/;
const CHI_WORD = /\bchi\b|community health index/;
const BOOK = /\bisbn/;

const NI = /(?<![\p{L}\d])(?<letters>[a-ceghj-prstw-z] ?[a-ceghj-nprstw-z])(?:[ ._/-]{0,2}\d){6}[ ._/-]{0,2}[a-d](?![\p{L}\d])/gu;
const NI_NEVER = new Set(['bg', 'gb', 'kn', 'nk', 'nt', 'tn', 'zz']);

const HOSPITAL =
  /\b(?:(?:hospital|hosp|unit|district|chart|case[ -]?notes?|(?:medical )?records?|patient|pt|k|x)(?:'s)?[ -]?(?:number|num|no\.?|id|identifier|#)|mrn|rxr|hospital #|patient id)(?![\p{L}])[\s:#=.-]{0,4}(?:(?:is|was|of)\s)?[\s:#]{0,2}(?<id>[a-z]{0,3}[ -]?\d{4,10}[a-z]?)(?![\p{L}\d])/gu;

/** Modulus 11 with weights 10 to 2: 11 is written 0, 10 is never issued. */
export function hasNhsCheckDigit(digits: string): boolean {
  if (!/^\d{10}$/.test(digits) || /^(\d)\1{9}$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < 9; at += 1) sum += Number(digits[at]) * (10 - at);
  const check = 11 - (sum % 11);
  return check !== 10 && (check === 11 ? 0 : check) === Number(digits[9]);
}

function isDayMonth(digits: string): boolean {
  const day = Number(digits.slice(0, 2));
  const month = Number(digits.slice(2, 4));
  return month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

/** 400–499, 600–799 and 300–399 are issued; all else is a chance hit unless somebody says what it is. */
const isIssued = (digits: string): boolean => /^[3467]/.test(digits);

export function findNumbers(reading: Reading): readonly Found[] {
  const tens = findAll(reading.text, TEN_DIGITS, 'nhs-number').flatMap((found): readonly Found[] => {
    const written = reading.text.slice(found.start, found.end);
    const digits = written.replace(/\D/g, '');
    if (!hasNhsCheckDigit(digits) || isNear(reading, found, BOOK)) return [];
    if (!USUAL.test(written) && !isNear(reading, found, NAMED, { before: 24, after: 16 })) return [];
    if (isDayMonth(digits) && isNear(reading, found, CHI_WORD)) return [{ ...found, kind: 'chi-number' }];
    return isIssued(digits) || isNear(reading, found, HEALTH_WORDS) ? [found] : [];
  });
  const insurance = findAll(reading.text, NI, 'ni-number').filter(
    ({ groups }) => !NI_NEVER.has(groups.letters?.replace(' ', '') ?? ''),
  );
  return [...tens, ...insurance, ...findAll(reading.text, HOSPITAL, 'hospital-number', 'id')];
}
