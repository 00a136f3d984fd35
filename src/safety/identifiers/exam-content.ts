import { type Found, findAll, isNear, type Reading } from './reading.ts';

/** What an examination is made of. */
const PARTS =
  "(?:questions|stations|cases|vignettes|sbas?|mcqs|mark ?schemes?|(?:exam |osce |question )?papers?|answers)(?![\\p{L}'])";
const SITTING =
  "(?:last (?:year|term|month|week)'?s|yesterday'?s|today'?s|tomorrow'?s|this (?:morning|afternoon|year)'?s|(?:mon|tues|wednes|thurs|fri)day'?s)";
const EXAM = '(?:exam|exams|osces?|finals|written|sitting|resit|viva|isce|ukmla|mla)';
const WORDS = '(?: [\\p{L}\\d-]{1,20}){0,3} ';
const pattern = (text: string): RegExp => new RegExp(`(?<![\\p{L}\\d])(?:${text})`, 'gu');

const LEAKS: readonly RegExp[] = [
  pattern(`(?:exact|actual|real|leaked|stolen|recalled|remembered|word for word)(?:${WORDS}| )${PARTS}`),
  pattern(`${SITTING}(?:${WORDS}| )${PARTS}`),
  pattern(
    `(?:what|which)(?: (?:questions|stations|cases|topics))? came up|(?:questions|stations|cases|topics) (?:that )?came up`,
  ),
  pattern(`(?:these|those|here) (?:are|were) the (?:exam |osce )?(?:questions|stations|cases)`),
  pattern(`(?:screenshots?|photos?|photographed|pictures?|pics|recordings?)(?:${WORDS}| )${EXAM}(?![\\p{L}])`),
  pattern(`(?:${EXAM}|mark ?scheme|${PARTS})(?:${WORDS}| )leaked|leak(?:ed|ing)?(?:${WORDS}| )${EXAM}(?![\\p{L}])`),
  pattern(`station \\d{1,2} (?:was|had)(?! cancelled)|q(?:uestion)? ?\\d{1,3} (?:on|in|from|of) ${SITTING}`),
  pattern(
    `(?:wrote down|memori[sz]ed|remember(?:ed)?|recall(?:ed)?|typed up|noted down)(?: [\\p{L}\\d'-]{1,20}){0,4} (?:questions|stations)(?: [\\p{L}\\d'-]{1,20}){0,6} ${EXAM}(?![\\p{L}])`,
  ),
  pattern(`what (?:the )?(?:stations|questions) (?:will|are going to|are gonna) be`),
];

/** Questions that are meant to be shared. */
const MEANT =
  /\b(?:practi[cs]e|mock|official|sample|published|moodle|vle|canvas|blackboard|passmed\w*|quesmed|geeky medics|textbook|journal|lecture|tutorial|seminar|quiz|pub|usually|in general|research|handbook)\b/;

/** What may be the content of an examination that others have still to sit. */
export const findExamContent = (reading: Reading): readonly Found[] =>
  LEAKS.flatMap((leak) => findAll(reading.text, leak, 'exam-content')).filter(
    (found) =>
      !isNear(reading, found, MEANT, { before: 40, after: 50 }) && !MEANT.test(reading.text.slice(found.start, found.end)),
  );
