import { type Found, findAll, type Reading } from './reading.ts';

/**
 * Age, sex, place, time and rarity: each says little, and together they may name somebody. Three or more count, or two
 * of which one is striking (90 or older, under one, something rare, a named place with a day). An exam vignette is none.
 */
const AGE =
  /(?<![\p{L}\d.])(?<years>\d{1,3})(?:[ -]?(?:years?|yrs?)[ -]old|[ -]?(?:yo|y\/o|y\.o\.?|yr ?old)(?![\p{L}])| ?(?=[mf](?![\p{L}\d'])))|(?<![\p{L}])aged? (?<aged>\d{1,3})(?!\d)|(?<![\p{L}\d])(?<small>\d{1,2})[ -]?(?:day|week|month|wk|mo)s?[ -]old|\b(?:newborn|neonate)\b/gu;
const SEX =
  /(?<![\p{L}\d])(?:man|woman|male|female|lady|gentleman|girl|boy|bloke|chap|lad|grandmother|grandfather|mother|father|gent)(?![\p{L}])|(?<=\d ?)[mf](?![\p{L}\d'])/gu;
const PERSON =
  /\b(?:patient|pt|man|woman|lady|gentleman|girl|boy|baby|child|toddler|teenager|bloke|chap|lad|gent|twins?|newborn|neonate|\d{1,3} ?[mf]|\d{1,3} ?(?:yo|y\/o)|(?:years? old|year-old|yr old))\b/;
const HOSPITAL =
  /(?:at|in|from|to|of|near)\s(?:the\s)?(?:[A-Z][\p{L}'’.]{1,15}\s){0,3}(?:Hospital|Infirmary|Hospice|Clinic|Surgery|Practice|Prison|School|University|Royal|General|Care Home|Nursing Home|Medical Centre)(?![\p{L}])/gu;
const TOWN =
  /(?<![\p{L}])(?:at|in|from|near|lives in|outside|around)\s(?<town>(?:St\.?\s)?[A-Z][\p{Ll}'-]{2,20}(?:[ -](?:upon|on|under|le|by|[A-Z][\p{Ll}]{2,15})){0,2})/gu;
const DAY =
  /(?<![\p{L}])(?:yesterday|last night|this (?:morning|afternoon|evening|week)|tonight|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:mon|tues|wednes|thurs|fri|satur|sun)day|last week(?:end)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:morning|night|afternoon|evening)|christmas (?:day|eve)|new year'?s (?:day|eve)|on the \d{1,2}(?:st|nd|rd|th)|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:january|february|march|april|june|july|august|september|october|november|december))(?![\p{L}])/gu;
const RARE =
  /(?<![\p{L}])(?:rare(?:st)?|only case|first case|one of only|one in a million|never been seen|in the (?:news|papers)|on the news|famous|celebrity|well[- ]known|footballer|local (?:mp|vicar|mayor|councillor|teacher|gp)|mayor|vicar|headteacher|triplets|quadruplets|conjoined|siamese|fatal familial insomnia|creutzfeldt|cjd|huntington'?s|progeria|stiff person|erdheim|castleman|whipple'?s|kuru|rabies|anthrax|leprosy|plague|ebola|botulism|tetanus|diphtheria|fop|fibrodysplasia|niemann[- ]pick|gaucher|fabry|pompe|moyamoya|takayasu|behcet'?s|locked[- ]in|phaeochromocytoma|pheochromocytoma|acromegaly|porphyria|wilson'?s disease|kearns|melas|alkaptonuria|hermansky|moebius|proteus syndrome|situs inversus|munchausen|shark|lightning strike|struck by lightning|lion|crossbow)(?![\p{L}])/gu;
const EXAM =
  /\b(?:sba|sbas|mcq|mcqs|vignette|osce|station|exam question|question bank|passmed|passmedicine|quesmed|past paper|most likely diagnosis|next best step|best next step|next step|what investigation|mock|example case|case study|scenario|textbook)\b/;
const NO_TOWNS = new Set(
  'January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday The This That My Our His Her ED Resus Theatre Clinic Ward Anki Teams Zoom Discord Slack Year Psych Paeds Obs Gynae Cardio Resp Neuro Gastro Renal Surgery Medicine Geris Majors Minors English French'.split(
    ' ',
  ),
);

interface Clue extends Found {
  readonly about: 'age' | 'sex' | 'place' | 'time' | 'rarity';
  readonly isStriking: boolean;
}

const WINDOW = 320;

export function findCombinations(reading: Reading): readonly Found[] {
  const { text, cased } = reading;
  const clue = (found: Found, about: Clue['about'], isStriking = false): Clue => ({ ...found, about, isStriking });
  const clues = [
    ...findAll(text, AGE, 'combination')
      .filter(({ groups }) => Number(groups.years ?? groups.aged ?? 1) <= 120)
      .map((found) => clue(found, 'age', isStrikingAge(found.groups, text.slice(found.start, found.end)))),
    ...findAll(text, SEX, 'combination').map((found) => clue(found, 'sex')),
    ...findAll(cased, HOSPITAL, 'combination')
      .filter(({ start, end }) => /\s(?:the\s)?[A-Z].*\s[A-Z]|Royal|General/.test(cased.slice(start, end)))
      .map((found) => clue(found, 'place')),
    ...findAll(cased, TOWN, 'combination', 'town')
      .filter(({ groups }) => !NO_TOWNS.has(groups.town?.split(' ')[0] ?? ''))
      .map((found) => clue(found, 'place')),
    ...findAll(text, DAY, 'combination').map((found) => clue(found, 'time')),
    ...findAll(text, RARE, 'combination').map((found) => clue(found, 'rarity', true)),
  ].sort((a, b) => a.start - b.start);
  const found: Found[] = [];
  for (let first = 0; first < clues.length; ) {
    const start = clues[first]?.start ?? 0;
    let last = first;
    while (last + 1 < clues.length && (clues[last + 1]?.end ?? 0) - start <= WINDOW) last += 1;
    const together = clues.slice(first, last + 1);
    const end = Math.max(...together.map((one) => one.end));
    const around = text.slice(Math.max(0, start - 80), end + 80);
    if (PERSON.test(around) && !EXAM.test(around) && tells(together)) found.push({ kind: 'combination', start, end });
    first = last + 1;
  }
  return found;
}

function tells(clues: readonly Clue[]): boolean {
  const about = new Set(clues.map((one) => one.about));
  const isPlaceWithDay = about.has('place') && about.has('time');
  return (
    about.size >= 3 || (about.size === 2 && (isPlaceWithDay || clues.some(({ isStriking }) => isStriking)) && !isPlainAge(clues))
  );
}

/** "A 92-year-old man" alone is an age and a sex, which is what every vignette has. */
const isPlainAge = (clues: readonly Clue[]): boolean =>
  clues.every(({ about }) => about === 'age' || about === 'sex') &&
  !clues.some(({ about, isStriking }) => about === 'age' && isStriking);

function isStrikingAge({ years, aged, small }: Readonly<Record<string, string | undefined>>, written: string): boolean {
  const age = Number(years ?? aged ?? Number.NaN);
  return age >= 90 || age === 0 || small !== undefined || /newborn|neonate/.test(written);
}
