import type { Route } from '../chat/adapter.ts';
import type { Chart } from '../chat/chart.ts';
import { drawChart } from '../chat/draw.ts';
import { seal, unseal } from '../privacy/sealing.ts';
import { answer, pathOf } from './server.ts';

const PREFIX = '/pictures/';
const LIFE_MS = 15 * 60_000;

export interface Pictures {
  /** An address that shows the chart for fifteen minutes to whoever has it; null without a public address. */
  publish(chart: Chart): string | null;
  readonly route: Route;
}

/**
 * Pictures for platforms that fetch them. The address itself holds the chart, sealed, so nothing is stored, and
 * no address can be guessed.
 */
export function openPictures(options: { readonly publicUrl: string | null; readonly key: Buffer; realNow(): number }): Pictures {
  const { publicUrl, key, realNow } = options;
  return {
    publish(chart) {
      if (publicUrl === null) return null;
      const address = `${publicUrl}${PREFIX}${seal(key, JSON.stringify({ chart, until: realNow() + LIFE_MS }), PREFIX)}.png`;
      return address.length <= 3_000 ? address : null;
    },
    route: {
      prefix: PREFIX,
      handle(request, response) {
        const sealed = pathOf(request)
          .slice(PREFIX.length)
          .replace(/\.png$/, '');
        const opened = sealed.length > 4_000 ? null : unseal(key, sealed, PREFIX);
        const found = opened === null ? null : (JSON.parse(opened) as { chart: Chart; until: number });
        if (!found || found.until < realNow())
          return answer(response, 404, 'text/plain; charset=utf-8', 'This picture is gone.\n');
        drawChart(found.chart).then(
          (png) => answer(response, 200, 'image/png', png),
          () => answer(response, 500, 'text/plain; charset=utf-8', 'This picture could not be drawn.\n'),
        );
      },
    },
  };
}
