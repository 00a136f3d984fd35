import { formatLocal, nextWeekly, zoneInWords } from '../src/calendar/zone.ts';
import { choice } from '../src/chat/build.ts';
import { plain, type Words } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import { TAGS, type Tag, YEARS } from '../src/members/rules.ts';

const yearWords = [
  'Foundation or gateway year',
  'Year 1',
  'Year 2',
  'Year 3',
  'Year 4',
  'Year 5',
  'Year 6',
  'Intercalating',
  'Graduated',
];

const tagWords: Readonly<Record<Tag, string>> = {
  'first-in-family': 'First in my family at university',
  'widening-participation': 'Came through a widening-participation route',
  'graduate-entry': 'Graduate entry, or later in life',
  international: 'Studying far from home',
  commuter: 'Commuting from home',
  carer: 'Caring for somebody',
  'care-experienced': 'Care-experienced or estranged',
  disabled: 'Disabled or with a long-term condition',
};

export const yearChoices = YEARS.map((year) => choice(String(year), yearWords[year] ?? ''));
export const tagChoices = TAGS.map((tag) => choice(tag, tagWords[tag]));
export const yearInWords = (year: number): string => yearWords[year] ?? 'not said';

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const weekdayChoices = WEEKDAYS.map((day, index) => choice(String(index + 1), day));

/** `18:00` from minutes after midnight. */
export const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** "on Sundays at 18:00 (London time)". */
export const localSlot = ({
  zone,
  weekday,
  minute,
}: {
  readonly zone: string;
  readonly weekday: number;
  readonly minute: number;
}): Words => plain(`on ${WEEKDAYS[weekday - 1] ?? 'Sunday'}s at ${clockTime(minute)} (${zoneInWords(zone)})`);

/** When the next check-in opens, as a sentence: at no time while the cohort is paused. */
export const nextOpening = (cohort: Cohort, after: number): string =>
  cohort.state === 'paused'
    ? 'This cohort is paused: the next check-in opens after its moderators have resumed it.'
    : `The next check-in opens on ${nextInWords(cohort, after)}.`;

/** "Sunday 28 March, 18:00 (London time)". */
export const nextInWords = (
  slot: { readonly zone: string; readonly weekday: number; readonly minute: number },
  after: number,
): string => formatLocal(nextWeekly(slot, after), slot.zone, 'date-time-zone');
