import { Buffer } from 'node:buffer';
import type { RawFile } from 'discord.js';
import type { View } from '../../src/chat/view.ts';
import { fileName, picturesOf } from './render.ts';

/** Draws what a view shows. The drawing library is loaded by the first picture, not by every start. */
export async function drawPictures(view: View): Promise<RawFile[]> {
  const pictures = picturesOf(view);
  if (pictures.length === 0) return [];
  const { drawChart } = await import('../../src/chat/draw.ts');
  return Promise.all(
    pictures.map(async ({ name, chart }, index) => ({
      name: fileName(name, index),
      data: Buffer.from(await drawChart(chart)),
      contentType: 'image/png',
    })),
  );
}
