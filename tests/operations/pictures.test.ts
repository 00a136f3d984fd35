import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/chat/chart.ts';
import { openPictures } from '../../src/operations/pictures.ts';
import { seal } from '../../src/privacy/sealing.ts';
import { serve } from './serving.ts';

const key = Buffer.alloc(32, 'pictures');
const chart: Chart = { labels: ['3 May', '10 May'], series: [{ name: 'Happy', from: 0, to: 10, values: [4, 7] }] };
const PUBLIC = 'https://bombus.example.ac.uk';
const QUARTER = 15 * 60_000;

async function start(publicUrl: string | null = PUBLIC) {
  let time = 1_000_000;
  const pictures = openPictures({ publicUrl, key, realNow: () => time });
  const { ask } = await serve(pictures.route);
  return {
    pictures,
    see: (address: string) => ask(address.replace(PUBLIC, '')),
    pass(ms: number) {
      time += ms;
    },
  };
}

describe('a published picture', () => {
  it('is seen for fifteen minutes and not stored on the way', async () => {
    const { pictures, see, pass } = await start();
    const address = pictures.publish(chart) ?? '';
    expect(address).toMatch(/^https:\/\/bombus\.example\.ac\.uk\/pictures\/[\w-]+\.png$/);
    const seen = await see(address);
    expect([seen.status, seen.headers['content-type'], seen.headers['cache-control']]).toEqual([200, 'image/png', 'no-store']);
    expect(seen.body.subarray(1, 4).toString()).toBe('PNG');

    pass(QUARTER);
    expect((await see(address)).status).toBe(200);
    pass(1);
    expect((await see(address)).status).toBe(404);
  });

  it('has another address each time, which says nothing of the answers', async () => {
    const { pictures } = await start();
    const [one, other] = [pictures.publish(chart), pictures.publish(chart)];
    expect(one).not.toBe(other);
    expect(Buffer.from((one ?? '').split('/').at(-1) ?? '', 'base64url').toString('latin1')).not.toContain('Happy');
  });

  it('is not there without a public address, nor when its address would be too long', async () => {
    expect((await start(null)).pictures.publish(chart)).toBeNull();
    const long = { ...chart, series: [{ name: 'x'.repeat(3_000), from: 0, to: 10, values: [1, 2] }] };
    expect((await start()).pictures.publish(long)).toBeNull();
  });

  it('cannot be forged: whatever the address, nothing is shown', async () => {
    const { pictures, see } = await start();
    const forever = JSON.stringify({ chart, until: Number.MAX_SAFE_INTEGER });
    const real = pictures.publish(chart) ?? '';
    const at = real.length - 20;
    const forged = [
      `/pictures/${seal(Buffer.alloc(32), forever, '/pictures/')}.png`,
      `/pictures/${seal(key, forever, '/elsewhere/')}.png`,
      `${real.slice(0, at)}${real[at] === 'A' ? 'B' : 'A'}${real.slice(at + 1)}`,
      real.replace('.png', 'AAAA.png'),
      '/pictures/',
      '/pictures/.png',
      `/pictures/${'A'.repeat(8_000)}.png`,
      `/pictures/${encodeURIComponent('../../bombus.secret')}`,
    ];
    expect(await Promise.all(forged.map(async (address) => (await see(address)).status))).toEqual(forged.map(() => 404));
    await fc.assert(
      fc.asyncProperty(fc.base64String({ maxLength: 200 }), async (token) => {
        expect((await see(`/pictures/${encodeURIComponent(token)}.png`)).status).toBe(404);
      }),
      { numRuns: 50 },
    );
  });
});
