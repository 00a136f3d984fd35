import type { DutyHours } from '../src/calendar/duty-hours.ts';
import { clockTime, WEEKDAYS } from './profile-words.ts';

/** "Monday to Friday, 09:00 to 17:00". */
export function hoursInWords({ from, to, days }: DutyHours): string {
  if (days.length === 0) return 'at no time';
  const hours = from === to ? 'all day' : `${clockTime(from)} to ${clockTime(to)}${to < from ? ' on the next day' : ''}`;
  return `${daysInWords(days)}, ${hours}`;
}

function daysInWords(days: readonly number[]): string {
  const sorted = [...days].sort((a, b) => a - b);
  const [first = 1] = sorted;
  const last = sorted.at(-1) ?? first;
  const name = (day: number) => WEEKDAYS[day - 1] ?? '';
  if (sorted.length === 7) return 'every day';
  if (sorted.length > 2 && last - first === sorted.length - 1) return `${name(first)} to ${name(last)}`;
  return sorted.map(name).join(', ');
}
