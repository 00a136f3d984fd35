import { formatLocal } from '../src/calendar/zone.ts';
import { picture } from '../src/chat/build.ts';
import type { Chart } from '../src/chat/chart.ts';
import type { Block } from '../src/chat/view.ts';
import { plain } from '../src/chat/words.ts';
import type { Measure } from '../src/check-ins/measures.ts';
import type { CheckIn } from '../src/check-ins/rules.ts';

/** A member's own weeks as a chart: the items on a scale of numbers. */
function trendOf(weeks: readonly CheckIn[], zone: string, measure: Measure): Chart {
  return {
    labels: weeks.map(({ answeredAt }) => formatLocal(answeredAt, zone, 'day')),
    series: numbered(measure).map((item) => ({
      name: item.title,
      from: item.from,
      to: item.to,
      values: weeks.map(({ answers }) => answers[item.id] ?? null),
    })),
  };
}

/** The same in words: "Your last 3 check-ins. Happy: 14 Mar 6, 21 Mar 7, 28 Mar 4." */
function trendInWords(weeks: readonly CheckIn[], zone: string, measure: Measure): string {
  const series = numbered(measure).map((item) => {
    const points = weeks.map(({ answers, answeredAt }) => `${formatLocal(answeredAt, zone, 'day')} ${answers[item.id] ?? '–'}`);
    return `${item.title}: ${points.join(', ')}.`;
  });
  return `${weeks.length === 1 ? 'Your first check-in' : `Your last ${weeks.length} check-ins`}. ${series.join(' ')}`;
}

/** What a member sees of their own weeks: a picture with its words, or the words alone while there is one point only. */
export function ownWeeks(weeks: readonly CheckIn[], zone: string, measure: Measure): readonly Block[] {
  if (weeks.length === 0) return [];
  const inWords = trendInWords(weeks, zone, measure);
  return weeks.length === 1
    ? [{ kind: 'words', words: plain(inWords) }]
    : [picture('your-weeks.png', inWords, trendOf(weeks, zone, measure))];
}

/** "Happy 7, anxious 3, belonging: mostly." */
export function answersInWords({ answers }: CheckIn, measure: Measure): string {
  const parts = measure.items.flatMap((item) => {
    const value = answers[item.id];
    if (value === undefined) return [];
    const label = item.labels?.[value - item.from];
    return [label ? `${item.title}: ${label.toLowerCase()}` : `${item.title} ${value} of ${item.to}`];
  });
  return `This week: ${parts.join(' · ')}.`;
}

const numbered = (measure: Measure) => measure.items.filter((item) => !item.labels);
