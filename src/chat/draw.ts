import { createRequire } from 'node:module';
import { beeSvg } from './bee.ts';
import type { Chart } from './chart.ts';
import { chartSvg } from './chart-svg.ts';
import type { Avatar } from './view.ts';

export { barsOf } from './chart-bars.ts';

/** Twice the pixels, for screens that show two where one was asked for. */
const ZOOM = 2;
const BEE_PIXELS = 128;

/**
 * The chart as a PNG, 1,440 pixels wide. Drawn off the main thread with a typeface that comes along (Atkinson
 * Hyperlegible), so that it is the same on every machine.
 */
export async function drawChart(chart: Chart): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(chartSvg(chart).svg, {
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: 'Atkinson Hyperlegible' },
    fitTo: { mode: 'zoom', value: ZOOM },
  });
  return image.asPng();
}

/** The bee of an alias as a PNG, 128 pixels square. */
export async function drawBee(avatar: Avatar): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(beeSvg(avatar), {
    font: { loadSystemFonts: false },
    fitTo: { mode: 'width', value: BEE_PIXELS },
  });
  return image.asPng();
}

function fontFiles(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return ['400Regular', '700Bold'].map((weight) =>
    resolve(`@expo-google-fonts/atkinson-hyperlegible/${weight}/AtkinsonHyperlegible_${weight}.ttf`),
  );
}
