import type { Chart, ChartSeries } from './chart.ts';

/** What of a chart is drawn: the newest 26 weeks, and a value for each of them in every series. */
export function shownWeeks(chart: Chart): Chart {
  const from = Math.max(0, chart.labels.length - 26);
  const labels = chart.labels.slice(from);
  const series = chart.series.map((one): ChartSeries => {
    const [low, high] = [finite(one.from) ?? 0, finite(one.to) ?? 0];
    return {
      name: one.name,
      from: Math.min(low, high),
      to: Math.max(low, high),
      values: labels.map((_, week) => finite(one.values[from + week] ?? null)),
    };
  });
  return { labels, series };
}

/** How far up its scale a value lies, 0 to 1; half-way on a scale that has no length, or too much of it to tell. */
export function shareOf(value: number, from: number, to: number): number {
  const range = to - from;
  return range > 0 && Number.isFinite(range) ? Math.min(1, Math.max(0, (value - from) / range)) : 0.5;
}

/** A number as short as it can be told: at most one decimal, and powers of ten where it is out of all proportion. */
export const numeral = (value: number): string =>
  Math.abs(value) >= 10_000 ? value.toExponential(0) : String(Math.round(value * 10) / 10);

/** From `from` to `to`, both always there, with round numbers between: at most seven, the lowest first. */
export function scaleTicks(from: number, to: number): readonly number[] {
  const range = to - from;
  if (!(range > 0) || !Number.isFinite(range)) return [from];
  const power = 10 ** Math.floor(Math.log10(range / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => range / candidate <= 5.001) ?? range;
  const between = Array.from({ length: 5 }, (_, index) => Number((from + step * (index + 1)).toPrecision(10)));
  return [from, ...between.filter((tick) => tick > from && tick < to - step * 0.4), to];
}

/**
 * Where labels stand that want to be at these heights: in the same order, `step` apart, inside the column where
 * they fit, each as near to its wish as the others allow.
 */
export function labelColumn(
  wishes: readonly number[],
  column: { readonly top: number; readonly bottom: number; readonly step: number },
): readonly number[] {
  const order = wishes.map((wish, index) => ({ wish, index })).sort((a, b) => a.wish - b.wish || a.index - b.index);
  const placed: number[] = [];
  let floor = column.top;
  order.forEach(({ wish }, row) => {
    placed[row] = Math.max(floor, wish);
    floor = (placed[row] ?? 0) + column.step;
  });
  let ceiling = column.bottom;
  for (let row = order.length - 1; row >= 0; row--) {
    placed[row] = Math.min(ceiling, placed[row] ?? ceiling);
    ceiling = (placed[row] ?? 0) - column.step;
  }
  const heights: number[] = [];
  order.forEach(({ index }, row) => {
    heights[index] = placed[row] ?? column.top;
  });
  return heights;
}

/** Circle, hollow diamond, triangle, hollow square, cross, hollow circle: told apart without colour. */
export function markerOf(
  index: number,
  { x, y }: { readonly x: number; readonly y: number },
  colour: string,
  ground: string,
): string {
  const filled = `fill="${colour}" stroke="${ground}" stroke-width="1.5"`;
  const hollow = `fill="${ground}" stroke="${colour}" stroke-width="2.2"`;
  switch (index % 6) {
    case 0:
      return `<circle cx="${x}" cy="${y}" r="6" ${filled}/>`;
    case 1:
      return `<path d="M${x} ${y - 5.4}l5.4 5.4l-5.4 5.4l-5.4 -5.4z" ${hollow}/>`;
    case 2:
      return `<path d="M${x} ${y - 6.5}l6.5 11.5h-13z" ${filled}/>`;
    case 3:
      return `<rect x="${x - 4.2}" y="${y - 4.2}" width="8.4" height="8.4" ${hollow}/>`;
    case 4:
      return `<path d="M${x - 4.5} ${y - 4.5}l9 9m0 -9l-9 9" fill="none" stroke="${colour}" stroke-width="3"/>`;
    default:
      return `<circle cx="${x}" cy="${y}" r="4.6" ${hollow}/>`;
  }
}

const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);
