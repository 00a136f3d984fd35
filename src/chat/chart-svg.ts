import type { Chart, ChartSeries } from './chart.ts';
import { labelColumn, markerOf, numeral, scaleTicks, shareOf, shownWeeks } from './chart-parts.ts';

/** Width in CSS pixels; the height grows with the number of scales and series. */
const CHART_WIDTH = 720;
const LEFT = 46;
const RIGHT = 560;
const LABELS = 578;
/** Room for a name, in ordinary letters; wide ones count for more. */
const NAME = 11;
const TOP = 26;
const FOOT = 42;
const ONE_PANEL = 252;
const PANEL = 150;
const BETWEEN_PANELS = 26;
const LABEL_STEP = 19;
const BESIDE = 9;

const GROUND = '#2a2521';
const GRID = '#453c34';
const AXIS = '#6b5e51';
const INK = '#f6ecdc';
const MUTED = '#c2b39e';
/** Honey, sky, cream, coral, mint, lilac: neighbours differ in lightness too, for eyes that tell few hues apart. */
const COLOURS = ['#f5b83d', '#7cc7ee', '#f6ecdc', '#f08a6b', '#8fd6b0', '#c9a9f0'] as const;

interface Panel {
  readonly top: number;
  readonly height: number;
  readonly from: number;
  readonly to: number;
  readonly series: readonly { readonly index: number; readonly series: ChartSeries }[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The chart as an SVG document. Each scale has a panel of its own that shows all of it, `from` to `to`; a week
 * without an answer is a gap; each line is named where it ends and has its own colour, shape and dash.
 */
export function chartSvg(chart: Chart): { readonly svg: string; readonly width: number; readonly height: number } {
  const weeks = shownWeeks(chart);
  const panels = panelsOf(weeks.series);
  const bottom = panels.reduce((lowest, { top, height }) => Math.max(lowest, top + height), TOP + ONE_PANEL);
  const height = bottom + FOOT;
  const body = [
    `<rect width="${CHART_WIDTH}" height="${height}" rx="14" fill="${GROUND}"/>`,
    ...panels.flatMap((panel) => [...gridOf(panel), ...linesOf(panel, weeks.labels.length)]),
    ...weekLabels(weeks.labels, bottom),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${CHART_WIDTH}" height="${height}" viewBox="0 0 ${CHART_WIDTH} ${height}" font-family="Atkinson Hyperlegible" font-size="14">${body.join('')}</svg>`;
  return { svg, width: CHART_WIDTH, height };
}

/** Series with the same scale share a panel, tall enough for the names of all of them. */
function panelsOf(all: readonly ChartSeries[]): readonly Panel[] {
  const scales = new Map<string, { index: number; series: ChartSeries }[]>();
  all.forEach((series, index) => {
    const key = `${series.from}..${series.to}`;
    scales.set(key, [...(scales.get(key) ?? []), { index, series }]);
  });
  const groups = scales.size === 0 ? [[]] : [...scales.values()];
  let top = TOP;
  return groups.map((series) => {
    const usual = groups.length === 1 ? ONE_PANEL : PANEL;
    const height = Math.max(usual, series.length * LABEL_STEP);
    const panel = { top, height, from: series[0]?.series.from ?? 0, to: series[0]?.series.to ?? 10, series };
    top += height + BETWEEN_PANELS;
    return panel;
  });
}

function gridOf(panel: Panel): readonly string[] {
  return scaleTicks(panel.from, panel.to).flatMap((tick, index) => {
    const y = yOf(panel, tick);
    return [
      `<line x1="${LEFT}" x2="${RIGHT}" y1="${y}" y2="${y}" stroke="${index === 0 ? AXIS : GRID}" stroke-width="1"/>`,
      text({ x: LEFT - 12, y: y + 5, anchor: 'end', fill: MUTED, size: 13 }, numeral(tick)),
    ];
  });
}

function linesOf(panel: Panel, weeks: number): readonly string[] {
  const drawn = panel.series.map(({ index, series }) => {
    const points = series.values.map((value, week) => (value === null ? null : { x: xOf(week, weeks), y: yOf(panel, value) }));
    const last = series.values.findLastIndex((value) => value !== null);
    return { index, series, points, end: points[last] ?? null, latest: series.values[last] ?? null };
  });
  const heights = labelColumn(
    drawn.map(({ end }) => end?.y ?? panel.top + panel.height),
    { top: panel.top, bottom: panel.top + panel.height, step: LABEL_STEP },
  );
  return [
    ...drawn.map(({ index, points }) => lineOf(index, points)),
    ...markersOf(drawn),
    ...drawn.flatMap(({ index, series, end, latest }, row) =>
      endLabel({ index, series, end, latest, y: heights[row] ?? panel.top }),
    ),
  ];
}

/** Answers that are equal stand side by side, so that none hides another. */
function markersOf(drawn: readonly { readonly index: number; readonly points: readonly (Point | null)[] }[]): readonly string[] {
  return drawn.flatMap(({ index, points }, row) =>
    points.flatMap((point, week) => {
      if (point === null) return [];
      const equal = drawn.flatMap((other, at) => (other.points[week]?.y === point.y ? [at] : []));
      const aside = (equal.indexOf(row) - (equal.length - 1) / 2) * BESIDE;
      return [markerOf(index, { x: round(point.x + aside), y: point.y }, colourOf(index), GROUND)];
    }),
  );
}

/** One stroke for each run of answers; a single answer between gaps is a marker alone. */
function lineOf(index: number, points: readonly (Point | null)[]): string {
  let pen = false;
  const path = points.map((point) => {
    const step = point ? `${pen ? 'L' : 'M'}${point.x} ${point.y}` : '';
    pen = point !== null;
    return step;
  });
  const dash = index % 2 === 0 ? '' : ' stroke-dasharray="7 5"';
  return `<path d="${path.join('')}" fill="none" stroke="${colourOf(index)}" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"${dash}/>`;
}

function endLabel(label: {
  index: number;
  series: ChartSeries;
  end: Point | null;
  latest: number | null;
  y: number;
}): readonly string[] {
  const { index, series, end, latest, y } = label;
  const colour = colourOf(index);
  const isFar = end !== null && (Math.abs(end.y - y) > 3 || end.x < RIGHT - 12);
  const leader = isFar
    ? `<path d="M${end.x + 12} ${end.y}L${Math.max(end.x + 12, RIGHT + 2)} ${end.y}L${LABELS - 5} ${y}" fill="none" stroke="${colour}" stroke-width="1" stroke-dasharray="1 4" stroke-linecap="round"/>`
    : '';
  const value = latest === null ? '–' : numeral(latest);
  return [
    leader,
    markerOf(index, { x: LABELS + 5, y }, colour, GROUND),
    `<text x="${LABELS + 18}" y="${y + 5}" fill="${INK}">${xml(shortened(series.name, NAME))} <tspan font-weight="700" fill="${colour}">${value}</tspan></text>`,
  ];
}

/** As many as fit, counted back from the newest week. */
function weekLabels(labels: readonly string[], bottom: number): readonly string[] {
  const step = Math.max(1, Math.ceil(labels.length / 9));
  return labels.flatMap((label, week) => {
    if ((labels.length - 1 - week) % step !== 0) return [];
    const x = xOf(week, labels.length);
    return [text({ x, y: bottom + 26, anchor: 'middle', fill: MUTED, size: 13 }, shortened(label, 8))];
  });
}

/** Inside the axis by a marker's width; a single week stands in the middle. */
function xOf(week: number, weeks: number): number {
  const [first, last] = [LEFT + 14, RIGHT - 10];
  return weeks < 2 ? (first + last) / 2 : round(first + ((last - first) * week) / (weeks - 1));
}

function yOf({ top, height, from, to }: Panel, value: number): number {
  return round(top + height * (1 - shareOf(value, from, to)));
}

const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? INK;
const round = (value: number): number => Math.round(value * 10) / 10;

const text = (at: { x: number; y: number; anchor: string; fill: string; size: number }, words: string): string =>
  `<text x="${at.x}" y="${at.y}" text-anchor="${at.anchor}" fill="${at.fill}" font-size="${at.size}">${xml(words)}</text>`;

/** As many letters as fit in `max` ordinary ones; wide ones take more room. */
function shortened(words: string, max: number): string {
  const letters = [...words.slice(0, 100)];
  let room = max;
  const cut = letters.findIndex((letter) => {
    room -= /[^ -~]|[MWmw@%]/.test(letter) ? 1.7 : 1;
    return room < 0;
  });
  return cut === -1
    ? letters.join('')
    : `${letters
        .slice(0, Math.max(1, cut - 1))
        .join('')
        .trimEnd()}…`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Escaped, and without what XML cannot hold: control characters, halves of surrogate pairs, non-characters. */
const xml = (words: string): string =>
  words.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
