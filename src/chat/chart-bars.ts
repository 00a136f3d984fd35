import type { Chart } from './chart.ts';
import { numeral, shareOf, shownWeeks } from './chart-parts.ts';

const LONGEST = 1500;
/** What a phone shows of a monospace line before it wraps. */
const LINE = 40;
const MOST_SERIES = 6;

/**
 * The chart as monospace text of at most 1,500 characters, for where no picture can be shown privately: a line a
 * week, and in it a bar and the number for each series. The oldest weeks give way when there is too much.
 */
export function barsOf(chart: Chart): string {
  const weeks = shownWeeks(chart);
  const series = weeks.series.slice(0, MOST_SERIES);
  if (series.length === 0) return '';
  const room = Math.floor((LINE - 7) / series.length) - 5;
  const bar = Math.min(10, Math.max(3, room));
  const column = bar + 5;
  const heads = series.map(({ name, from, to }) => headOf(name, `${numeral(from)}–${numeral(to)}`, column));
  const lines = weeks.labels.map((label, week) =>
    [
      fitted(label, 6),
      ...series.map(({ from, to, values }) => {
        const value = values[week] ?? null;
        if (value === null) return `${' '.repeat(bar)} –`.padEnd(column);
        const full = Math.round(shareOf(value, from, to) * bar);
        return `${'█'.repeat(full)}${'░'.repeat(bar - full)} ${numeral(value).slice(0, 4)}`.padEnd(column);
      }),
    ]
      .join(' ')
      .trimEnd(),
  );
  const top = [0, 1].map((row) => `${' '.repeat(7)}${heads.map((head) => head[row]).join(' ')}`.trimEnd());
  return newestThatFit(top, lines).join('\n');
}

function newestThatFit(top: readonly string[], lines: readonly string[]): readonly string[] {
  let left = LONGEST - top.join('\n').length;
  let first = lines.length;
  while (first > 0) {
    left -= (lines[first - 1]?.length ?? 0) + 1;
    if (left < 0) break;
    first -= 1;
  }
  return [...top, ...lines.slice(first)];
}

/** Name above, scale below. */
const headOf = (name: string, scale: string, column: number): readonly [string, string] => [
  fitted(name, column),
  fitted(scale, column),
];

/** Exactly this long, without anything that would break out of a line or of a code block. */
function fitted(words: string, length: number): string {
  const letters = [...words.replace(/[\p{C}\p{Z}]+/gu, ' ').replaceAll('`', "'")].filter((letter) => letter.length === 1);
  const cut = letters.length <= length ? letters : [...letters.slice(0, length - 1), '…'];
  return cut.join('').padEnd(length);
}
