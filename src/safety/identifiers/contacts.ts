import { type Found, findAll, isNear, type Reading } from './reading.ts';

const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}\s?@\s?(?:[a-z\d-]{1,63}\.){1,4}[a-z]{2,12}(?![\w-])/g;
const LINK =
  /(?<![\w@])(?:https?:\/\/|www\.)[^\s<>"')\]]{3,300}|(?<![\w@./-])(?:[a-z\d][a-z\d-]{1,40}\.){1,3}(?:com|org|net|co\.uk|ac\.uk|nhs\.uk|gov\.uk|org\.uk|uk|ie|io|me|gg|ly|app|link|dev|edu)(?:\/[^\s<>"')\]]{0,200})?(?![\w@])/g;
const HANDLE = /(?<![\p{L}\d@._/])@[a-z_][\w.]{1,30}[\w]/gu;
const ACCOUNT =
  /\b(?:insta(?:gram)?|snap(?:chat)?|twitter|tiktok|discord|whatsapp|telegram|facebook|fb|ig|sc)\b(?:\s(?:is|name|handle|user(?:name)?))?\s?[:=]\s?(?<name>@?[a-z][\w.]{2,30}(?:#\d{4})?)/g;
const TAGGED = /(?<![\p{L}\d])[a-z][\w.]{1,31}#\d{4}(?!\d)/gu;
const PHONE = /(?<![\p{L}\d.#/])\+?\(?\d[\d ().-]{7,20}\d(?![\p{L}\d])/gu;
const CALL = /\bcall|\bphone|\btext\b|\bring\b|\bnumber|\bmob(?:ile)?\b|\btel\b|\bwhatsapp|\bcontact|\breach|\bmessage/;
const BOOK = /\bisbn/;
const COMMON_HANDLES = new Set(['@everyone', '@here', '@channel', '@all', '@mods', '@moderators', '@bombus']);

/** Numbers and hosts of the helplines that the bot itself shows, which give nobody away. */
export interface Public {
  readonly numbers: ReadonlySet<string>;
  readonly hosts: ReadonlySet<string>;
}

export function findContacts(reading: Reading, { numbers, hosts }: Public): readonly Found[] {
  const { text } = reading;
  const emails = findAll(text, EMAIL, 'contact');
  const links = findAll(text, LINK, 'contact').filter(({ start, end }) => {
    const host =
      text
        .slice(start, end)
        .replace(/^https?:\/\//, '')
        .replace(/^www\./, '')
        .split('/')[0] ?? '';
    return !hosts.has(host);
  });
  const handles = findAll(text, HANDLE, 'contact').filter(({ start, end }) => !COMMON_HANDLES.has(text.slice(start, end)));
  const phones = findAll(text, PHONE, 'contact').filter((found) => isPhone(reading, found, numbers));
  return [
    ...emails,
    ...links,
    ...handles,
    ...findAll(text, ACCOUNT, 'contact', 'name'),
    ...findAll(text, TAGGED, 'contact'),
    ...phones,
  ];
}

function isPhone(reading: Reading, found: Found, numbers: ReadonlySet<string>): boolean {
  const written = reading.text.slice(found.start, found.end);
  const digits = written.replace(/\D/g, '');
  if (isNear(reading, found, BOOK) || numbers.has(digits) || /\d{4}-\d{2}-\d{2}/.test(written)) return false;
  if (written.startsWith('+')) return digits.length >= 9 && digits.length <= 15;
  if (/^\(?0/.test(written))
    return (digits.length === 10 || digits.length === 11) && /^0[1-9]/.test(digits) && !/[ ]{2}|\. /.test(written);
  const isAmerican = /^(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}$/.test(written);
  return (
    (isAmerican && (written.startsWith('(') || isNear(reading, found, CALL))) ||
    (/^353|^44/.test(digits) && digits.length >= 11 && digits.length <= 13 && isNear(reading, found, CALL))
  );
}
