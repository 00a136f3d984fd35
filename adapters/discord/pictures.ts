import { Buffer } from 'node:buffer';
import type { RawFile } from 'discord.js';
import type { View } from '../../src/chat/view.ts';
import { BEE_FILE, fileName, picturesOf } from './render.ts';

/** Draws what a view shows, and last the bee of its speaker. The drawing library is loaded by the first picture, not by every start. */
export async function drawPictures(view: View): Promise<RawFile[]> {
  const pictures = picturesOf(view);
  const avatar = view.speaker?.avatar;
  if (pictures.length === 0 && !avatar) return [];
  const { drawBee, drawChart } = await import('../../src/chat/draw.ts');
  return Promise.all([
    ...pictures.map(async ({ name, chart }, index) => fileOf(fileName(name, index), await drawChart(chart))),
    ...(avatar ? [drawBee(avatar).then((data) => fileOf(BEE_FILE, data))] : []),
  ]);
}

const fileOf = (name: string, data: Uint8Array): RawFile => ({ name, data: Buffer.from(data), contentType: 'image/png' });
