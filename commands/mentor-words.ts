import { formatLocal } from '../src/calendar/zone.ts';
import { choice, to } from '../src/chat/build.ts';
import type { Callback } from '../src/chat/callback.ts';
import type { Choice } from '../src/chat/view.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Member } from '../src/members/rules.ts';
import { type Mentor, type MentorHours, type Rest, restOf } from '../src/mentors/rules.ts';
import type { Support } from '../src/safe-space/rules.ts';
import type { Topic } from '../src/topics/rules.ts';
import { hoursInWords } from './duty-words.ts';
import { yearInWords } from './profile-words.ts';
import { supportWords } from './support-kinds.ts';

/** Begins with whose it is, so that it works in a direct message too. */
export const own = (member: Member, action: string, subject = ''): Callback =>
  to('mentor', action, subject === '' ? member.id : `${member.id}.${subject}`);

export const subjectOf = (id: string): string => id.split('.')[1] ?? '';

/** What a mentor confirms once a year. */
export const orientation: readonly string[] = [
  'You answer as somebody a few years ahead, not as a tutor, doctor or counsellor.',
  'Look at the kind of help they ask for. Somebody who wants to be heard needs a listener before advice.',
  'Say what you lived through, and say so when you do not know.',
  'Never pass on exam questions or stations, not even roughly.',
  'Never write anything that could tell who a patient is.',
  'You do not know who asks. Do not try to find out, and do not ask who they are.',
  'Answer here. Do not offer to meet or to write elsewhere: it would undo what hides them.',
  'If you fear for somebody, do not carry it alone: report the question to the moderators at once. “support” shows where help is.',
  'Take what you have time for. “Not now” needs no reason, and you can hand a question on at any time.',
  'Look after yourself. Pause or stop whenever you like; nobody sees how much you do.',
];

export const topicChoices = (topics: readonly Topic[]): readonly Choice[] =>
  topics.map(({ topic, label }) => choice(topic, label));

export const yearChoicesOf = (years: readonly number[]): readonly Choice[] =>
  years.map((year) => choice(String(year), yearInWords(year)));

/** `1` up to the most, in words. */
export const countChoices = (most: number, of: (count: number) => string): readonly Choice[] =>
  Array.from({ length: most }, (_, index) => choice(String(index + 1), of(index + 1)));

export const aWeek = (count: number): string => (count === 1 ? 'One new question a week' : `${count} new questions a week`);
export const atOnce = (count: number): string => (count === 1 ? 'One at a time' : `${count} at a time`);

export const yearsInWords = (years: readonly number[]): string =>
  years.length === 0 ? 'none' : years.map(yearInWords).join(', ');

export const topicsInWords = (chosen: readonly string[], known: readonly Topic[]): string => {
  const labels = known.filter(({ topic }) => chosen.includes(topic)).map(({ label }) => label);
  return labels.length === 0 ? 'none' : labels.join(', ');
};

export const hoursOf = ({ zone, ...hours }: MentorHours, cohort: Cohort): string =>
  `${hoursInWords(hours)}${zone !== null && zone !== cohort.zone ? ` (${zone})` : ''}`;

const day = (at: number | null, zone: string): string => (at === null ? 'a day' : formatLocal(at, zone, 'date'));

/** Why nothing is offered now; null: something may be, within their hours. */
export function restInWords(mentor: Mentor, cohort: Cohort, now: number): string | null {
  const zone = mentor.hours.zone ?? cohort.zone;
  const rests: Readonly<Record<Rest, string>> = {
    paused: 'You are having a rest: three questions came and went, which is fine. Nothing is offered to you until you come back.',
    orientation: 'A year has passed since you read the ten points. Nothing is offered to you until you have read them again.',
    away: `You are away until ${day(mentor.awayUntil, zone)}. Nothing is offered to you before.`,
    exams: `You are in exams until ${day(mentor.examUntil, zone)}. Nothing is offered to you before. Good luck.`,
    silent: `You have paused Bombus until ${day(mentor.silentUntil, zone)}. Nothing is offered to you before.`,
  };
  const rest = restOf(mentor, now);
  return rest === null ? null : rests[rest];
}

/** What kind of help it is about, and how soon. */
export const aboutInWords = (
  { support, isUrgent }: { readonly support: Support | null; readonly isUrgent: boolean },
  topic: string,
): string =>
  [
    topic,
    ...(support === null ? [] : [`would like: ${supportWords[support].toLowerCase()}`]),
    isUrgent ? 'this week' : 'no hurry',
  ].join(' · ');

export const listenFirst = 'They would like to be heard: listening comes before advice.';

export const shortened = (text: string, length = 60): string =>
  text.length > length ? `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
