import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beeSvg } from '../../src/chat/bee.ts';
import { drawBee } from '../../src/chat/draw.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('a bee', () => {
  it('is a square picture in its own colours', async () => {
    const avatar = { body: '#e5886b', stripes: '#4a2340', wings: '#cfe6f7', emoji: ':bee:' };
    const png = Buffer.from(await drawBee(avatar));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
    expect(beeSvg(avatar)).toContain('#e5886b');
    expect(beeSvg(avatar)).not.toBe(beeSvg({ ...avatar, wings: '#f7e1f0' }));
  });

  it('takes colours for colours, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(colour, fc.string()),
        fc.oneof(colour, fc.string()),
        fc.oneof(colour, fc.string()),
        (body, stripes, wings) => {
          const svg = beeSvg({ body, stripes, wings });
          const painted = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, value]) => value);
          expect(painted.filter((value) => value !== 'none' && !/^#[0-9a-f]{6}$/i.test(value ?? ''))).toEqual([]);
        },
      ),
    );
  });
});
