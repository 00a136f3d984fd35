import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chart, ChartSeries } from '../../src/chat/chart.ts';
import { labelColumn, scaleTicks } from '../../src/chat/chart-parts.ts';
import { chartSvg } from '../../src/chat/chart-svg.ts';
import { barsOf, drawChart } from '../../src/chat/draw.ts';

const weeks = (count: number): readonly string[] => Array.from({ length: count }, (_, week) => `${(week % 28) + 1} May`);
const series = (name: string, values: readonly (number | null)[], from = 0, to = 10): ChartSeries => ({ name, from, to, values });
const svgOf = (...all: readonly ChartSeries[]): string => {
  const count = Math.max(0, ...all.map(({ values }) => values.length));
  return chartSvg({ labels: weeks(count), series: all }).svg;
};
const linesIn = (svg: string): readonly string[] =>
  [...svg.matchAll(/<path d="([^"]*)" fill="none" stroke="[^"]+" stroke-width="2.5"/g)].map(([, path = '']) => path);
const textsIn = (svg: string): readonly string[] => [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text = '']) => text);
const labelHeights = (svg: string): readonly number[] =>
  [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)" fill=/g)].map(([, y]) => Number(y));

const anyWord = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('Happy', '<b>&"\'', '\u202e```\n', ']]>'));
const anyNumber = fc.oneof(fc.integer({ min: -20, max: 120 }), fc.double());
const anyChart: fc.Arbitrary<Chart> = fc.record({
  labels: fc.array(anyWord, { maxLength: 40 }),
  series: fc.array(
    fc.record({ name: anyWord, from: anyNumber, to: anyNumber, values: fc.array(fc.option(anyNumber), { maxLength: 40 }) }),
    { maxLength: 9 },
  ),
});

describe('a chart', () => {
  it('has a gap where there is no answer', () => {
    const [line = ''] = linesIn(svgOf(series('Happy', [5, 6, null, 7, null, 8, 9])));
    expect(line.match(/[ML]/g)?.join('')).toBe('MLMML');
  });

  it('shows the entire scale, however close the answers are', () => {
    const numbers = textsIn(svgOf(series('Happy', [5, 5, 6]))).filter((text) => /^\d+$/.test(text));
    expect(numbers).toEqual(['0', '2', '4', '6', '8', '10']);
  });

  it('draws the lowest answer on the lowest line and the highest on the highest', () => {
    const { svg } = chartSvg({ labels: weeks(2), series: [series('Happy', [0, 10])] });
    const heights = [...svg.matchAll(/<line [^>]*y1="([\d.]+)"/g)].map(([, y]) => y);
    const [line = ''] = linesIn(svg);
    expect([...line.matchAll(/ ([\d.]+)/g)].map(([, y]) => y)).toEqual([heights[0], heights.at(-1)]);
  });

  it('gives each scale a panel of its own', () => {
    const one = chartSvg({ labels: weeks(2), series: [series('Happy', [3, 4]), series('Anxious', [4, 3])] });
    const two = chartSvg({ labels: weeks(2), series: [series('Happy', [3, 4]), series('Belonging', [4, 3], 1, 5)] });
    expect([one.width, one.height]).toEqual([720, 320]);
    expect(two.height).toBeGreaterThan(one.height);
    expect(textsIn(two.svg).filter((text) => text === '5' || text === '10')).toEqual(['10', '5']);
  });

  it('tells lines apart by colour, shape and dash', () => {
    const svg = svgOf(series('Happy', [7, 8]), series('Anxious', [2, 3]));
    const strokes = [...svg.matchAll(/stroke="(#\w+)" stroke-width="2.5"[^>]*?(dasharray="7 5")?\/>/g)];
    expect(new Set(strokes.map(([, colour]) => colour)).size).toBe(2);
    expect(strokes.map(([, , dash]) => dash !== undefined)).toEqual([false, true]);
    expect(svg).toContain('<circle');
    expect(svg).toMatch(/l5.4 5.4l-5.4 5.4/);
  });

  it('stands equal answers side by side', () => {
    const svg = svgOf(series('Happy', [5, 5]), series('Anxious', [5, 5]));
    const circles = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
    const diamonds = [...svg.matchAll(/<path d="M([\d.]+) [\d.]+l5.4/g)].map(([, x]) => Number(x));
    expect(diamonds[0]).toBe((circles[0] ?? 0) + 9);
  });

  it('names each line where it ends, with its latest answer, and no two names in one place', () => {
    const svg = svgOf(series('Happy', [5, 5]), series('Anxious', [5, 5]), series('Sleep', [5, 5]), series('Work', [5, null]));
    expect(textsIn(svg).filter((text) => text.includes('tspan'))).toHaveLength(4);
    expect(textsIn(svg).join()).toMatch(/Happy <tspan[^>]*>5</);
    const heights = [...labelHeights(svg)].sort((a, b) => a - b);
    heights.slice(1).forEach((height, row) => {
      expect(height - (heights[row] ?? 0)).toBeGreaterThanOrEqual(18.9);
    });
  });

  it('shows at most nine weeks by name, the newest always', () => {
    const { svg } = chartSvg({ labels: weeks(26), series: [series('Happy', Array(26).fill(5))] });
    const named = textsIn(svg).filter((text) => text.endsWith(' May'));
    expect(named.length).toBeLessThanOrEqual(9);
    expect(named.at(-1)).toBe('26 May');
  });

  it('survives scales that are no scales', () => {
    const huge = Number.MAX_VALUE;
    const all = [series('a', [huge], -huge, huge), series('b', [1], 5, 5), series('c', [1], 9, 0), series('d', [NaN], NaN, 1)];
    expect(svgOf(...all)).not.toMatch(/NaN|Infinity/);
    expect(barsOf({ labels: ['x'], series: all })).not.toMatch(/NaN|Infinity/);
  });

  it('holds names as text, never as markup', () => {
    const svg = svgOf(series('<a>&"\u0000\ud800\uffff', [5]));
    expect(svg).toContain('&lt;a&gt;&amp;&quot; <tspan');
  });
});

describe('the picture of a chart', () => {
  const header = (png: Uint8Array) => {
    const view = new DataView(png.buffer, png.byteOffset);
    return { signature: [...png.slice(0, 8)], width: view.getUint32(16), height: view.getUint32(20) };
  };
  const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

  it.each([0, 1, 2, 8, 26])('is a PNG with two pixels for each one, with %i weeks', async (count) => {
    const values = Array.from({ length: count }, (_, week) => week % 11);
    const png = await drawChart({ labels: weeks(count), series: [series('Happy', values)] });
    expect(header(png)).toEqual({ signature: PNG, width: 1440, height: 640 });
  });

  it('has words in it, in the typeface that comes along', async () => {
    const chart = (name: string): Chart => ({ labels: ['', ''], series: [series(name, [5, 5])] });
    const [named, nameless] = await Promise.all([drawChart(chart('Happy')), drawChart(chart(''))]);
    expect(named.length).toBeGreaterThan(nameless.length + 200);
  });

  it('says no number that is none at the far end of all numbers', () => {
    const far = { name: 'Happy', from: -1.7976931336998002e308, to: -1.7976931347e308, values: [] };
    expect(chartSvg({ labels: [], series: [far] }).svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('can be drawn of any chart', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyChart, async (chart) => {
        const png = await drawChart(chart);
        const { svg, height } = chartSvg(chart);
        expect(header(png)).toEqual({ signature: PNG, width: 1440, height: 2 * height });
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a chart as bars of text', () => {
  it('has a line a week, with the numbers beside', () => {
    const chart = { labels: ['3 May', '10 May'], series: [series('Happy', [7, null]), series('Anxious', [2, 10])] };
    expect(barsOf(chart)).toBe(
      [
        '       Happy           Anxious',
        '       0–10            0–10',
        '3 May  ███████░░░ 7    ██░░░░░░░░ 2',
        '10 May            –    ██████████ 10',
      ].join('\n'),
    );
  });

  it('fits three series and half a year on a phone', () => {
    const values = Array.from({ length: 26 }, (_, week) => (week % 5) + 1);
    const text = barsOf({
      labels: weeks(26),
      series: ['Happy', 'Anxious', 'Belonging'].map((name) => series(name, values, 1, 5)),
    });
    expect(text.split('\n')).toHaveLength(28);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  it('stays within 1,500 characters and its own code block, whatever the chart', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        const text = barsOf(chart);
        expect(text.length).toBeLessThanOrEqual(1500);
        expect(text).not.toMatch(/`|[^\P{C}\n]|NaN|Infinity|undefined/u);
        expect(text.split('\n').length).toBeLessThanOrEqual(28);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a scale', () => {
  it('is marked by round numbers from end to end', () => {
    expect(scaleTicks(0, 10)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(scaleTicks(1, 5)).toEqual([1, 2, 3, 4, 5]);
    expect(scaleTicks(0, 25)).toEqual([0, 5, 10, 15, 20, 25]);
    expect(scaleTicks(0, 100)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(scaleTicks(0, 3)).toEqual([0, 1, 2, 3]);
    expect(scaleTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(scaleTicks(3, 3)).toEqual([3]);
  });
});

describe('labels at the ends of lines', () => {
  it('keep their distance, their order and inside the column', () => {
    const wishes = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(wishes, (heights) => {
        const placed = labelColumn(heights, { top: 0, bottom: 200, step: 20 });
        const sorted = [...placed].sort((a, b) => a - b);
        expect(sorted.every((height, row) => row === 0 || height - (sorted[row - 1] ?? 0) >= 20)).toBe(true);
        expect(placed.every((height) => height >= 0 && height <= 200)).toBe(true);
        heights.forEach((wish, one) => {
          heights.forEach((other, two) => {
            if (wish < other) expect(placed[one]).toBeLessThan(placed[two] ?? 0);
          });
        });
      }),
    );
  });
});
