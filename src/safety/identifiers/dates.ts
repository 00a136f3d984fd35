import { type Found, findAll, type Reading } from './reading.ts';

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY = '(?:[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?';
/** A day and a month, with or without a year; a year alone names no day. */
const DATE = `(?:${DAY}[/.-](?:1[0-2]|0?[1-9])[/.-](?:\\d{4}|\\d{2})|(?:19|20)\\d{2}-(?:1[0-2]|0[1-9])-(?:[12]\\d|3[01]|0[1-9])|${DAY}(?: of)?[ -]${MONTH}(?:[ ,-]{1,2}(?:\\d{4}|'?\\d{2}))?|${MONTH} ${DAY}(?:,? \\d{4})?)`;
const DATES = new RegExp(`(?<![\\p{L}\\d/.-])${DATE}(?![\\p{L}\\d]|[/-]\\d)`, 'gu');
const SHORT_DATES = /(?<![\p{L}\d/.-])(?:[12]\d|3[01]|0?[1-9])\/(?:1[0-2]|0?[1-9])(?![\p{L}\d/]|[.-]\d)/gu;

const BIRTH = /\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth|\bborn\b|\bbirth ?(?:day|date)|\bbday\b/;
const EVENT =
  /\badmi(?:tted|ssion)|\bdied\b|\bdeath\b|\bdeceased|\bpassed away|\bdiagnos(?:ed|is)|\bdischarged?\b|\bdod\b|\bdoa\b|\bcame in\b|\bpresented\b|\bcollapsed|\bbrought in|\boperated|\bhad (?:his|her|their) (?:surgery|operation|op)\b|\bdelivered\b/;
const OWN_AFFAIRS =
  /\b(?:exam|osce|deadline|lecture|interview|essay|placement|rotation|results|term|session|teaching|conference|course|ball)\b/;

export function findDates(reading: Reading): readonly Found[] {
  const { text } = reading;
  const found = [...findAll(text, DATES, 'date-of-birth'), ...findAll(text, SHORT_DATES, 'date-of-birth')];
  return found.filter(({ start, end }) => {
    const before = lastSentence(text.slice(Math.max(0, start - 60), start));
    const after = (text.slice(end, end + 40).split(/[.!?\n](?:\s|$)/)[0] ?? '').slice(0, 40);
    if (BIRTH.test(before.slice(-30)) || BIRTH.test(after.slice(0, 18))) return true;
    const around = before + after;
    return EVENT.test(around) && !OWN_AFFAIRS.test(around);
  });
}

const lastSentence = (text: string): string => text.split(/(?<!\b[a-z])[.!?](?=\s)|\n/).at(-1) ?? '';
