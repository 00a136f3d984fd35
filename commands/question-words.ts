import { fields, heading } from '../src/chat/build.ts';
import type { Block } from '../src/chat/view.ts';
import { plain } from '../src/chat/words.ts';
import type { GroupFigures, MonthFigures } from '../src/questions/figures.ts';
import type { Stage } from '../src/questions/rules.ts';
import type { WaitingQuestion } from '../src/questions/service.ts';
import { tagChoices, yearInWords } from './profile-words.ts';
import { supportWords } from './support-kinds.ts';

const SHOWN_MONTHS = 3;

/** "2 days": coarse, so that it does not tell when somebody asked. */
function ageInWords(hours: number): string {
  if (hours < 1) return 'less than an hour';
  if (hours < 48) return hours === 1 ? 'an hour' : `${hours} hours`;
  return `${Math.floor(hours / 24)} days`;
}

const stages: Partial<Readonly<Record<Stage, string>>> = {
  looking: 'two are asked',
  'looking-wider': 'more are asked',
  'in-channel': 'stands in the mentors’ channel',
  'moderators-help': 'needs you',
};

export const waitedInWords = ({ waitingHours, stage }: WaitingQuestion): string =>
  [`waits for ${ageInWords(waitingHours)}`, ...(stages[stage] ? [stages[stage]] : [])].join(' · ');

/** How many, and how long the oldest has waited. */
export function waitingInWords(waiting: readonly WaitingQuestion[]): string {
  const oldest = waiting.reduce((most, { waitingHours }) => Math.max(most, waitingHours), 0);
  return `${waiting.length === 1 ? 'One question' : `${waiting.length} questions`}, the oldest for ${ageInWords(oldest)}`;
}

const HIDDEN = 'too few to tell';
const percent = (share: number | null): string => (share === null ? HIDDEN : `${share} %`);
const hours = (count: number | null): string => (count === null ? HIDDEN : `${Math.round(count)} hours`);

/** The newest months first. */
export function figureLines(months: readonly MonthFigures[]): readonly Block[] {
  if (months.length === 0) return [{ kind: 'words', words: plain('There is nothing to show yet.') }];
  return [...months]
    .sort((a, b) => (a.month < b.month ? 1 : -1))
    .slice(0, SHOWN_MONTHS)
    .flatMap((month) => [
      heading(month.month),
      fields(
        [
          ['Asked', month.asked === null ? HIDDEN : String(month.asked)],
          ['Answered', percent(month.answered)],
          ['Half had an answer within', hours(month.medianHours)],
          ['Looked for more widely', percent(month.widened)],
          ['Came to the mentors’ channel', percent(month.inChannel)],
          ['Load of mentors', loadInWords(month)],
          ...month.wanted.map(({ support, yes }) => [`Wanted: ${supportLabel(support)}`, `${percent(yes)} got that`] as const),
        ].slice(0, 10) as [string, string][],
      ),
      ...groupLines('By year', month.byYear, (group) => yearInWords(Number(group))),
      ...groupLines('By background', month.byTag, tagLabel),
    ]);
}

const loadInWords = ({ gini, jain }: MonthFigures): string =>
  gini === null || jain === null ? HIDDEN : `Gini ${gini.toFixed(2)}, Jain ${jain.toFixed(2)}`;

const supportLabel = (kind: string): string =>
  Object.entries(supportWords)
    .find(([name]) => name === kind)?.[1]
    .toLowerCase() ?? 'something else';

const tagLabel = (tag: string): string => tagChoices.find(({ value }) => value === tag)?.label ?? 'Everybody else';

function groupLines(title: string, groups: readonly GroupFigures[], nameOf: (group: string) => string): readonly Block[] {
  const told = groups.filter(({ answered }) => answered !== null);
  if (told.length === 0) return [];
  return [
    heading(title),
    fields(
      told
        .slice(0, 10)
        .map(({ group, answered, medianHours }) => [
          nameOf(group),
          `${percent(answered)} answered; half within ${hours(medianHours)}`,
        ]),
    ),
  ];
}
