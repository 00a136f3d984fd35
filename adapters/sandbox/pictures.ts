import { createHash } from 'node:crypto';
import type { Chart } from '../../src/chat/chart.ts';
import { drawChart } from '../../src/chat/draw.ts';

/** Charts that were shown lately, drawn when somebody's page asks for them. */
export interface Pictures {
  /** Keeps the chart and gives the address of its picture: the same for the same chart. */
  readonly keep: (chart: Chart) => string;
  /** PNG; null for a chart that was not shown lately. */
  readonly draw: (id: string) => Promise<Uint8Array<ArrayBuffer> | null>;
}

const MAX_CHARTS = 500;

export function openPictures(): Pictures {
  const charts = new Map<string, Chart>();
  return {
    keep(chart) {
      const id = createHash('sha256').update(JSON.stringify(chart)).digest('hex').slice(0, 32);
      charts.delete(id);
      charts.set(id, chart);
      const [oldest] = charts.keys();
      if (charts.size > MAX_CHARTS && oldest !== undefined) charts.delete(oldest);
      return `/api/pictures/${id}`;
    },
    async draw(id) {
      const chart = charts.get(id);
      return chart ? new Uint8Array(await drawChart(chart)) : null;
    },
  };
}
