import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, SCREENED_LENGTH } from '../../src/safety/normalise.ts';

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom(...'aé1 .\u200b\u0301ﬁ﷽ｋк𝓴😀🅺\ud800\n"\''), fc.string({ unit: 'binary', maxLength: 1 })),
  maxLength: 300,
});

describe('folding', () => {
  it.each([
    ['ＫＩＬＬ', 'kill'],
    ['кіll', 'kill'],
    ['𝕜𝕚𝕝𝕝', 'kill'],
    ['🅚🅘🅛🅛', 'kill'],
    ['k\u200bi\u0301l\u2060l', 'kill'],
    ['ﬁne', 'fine'],
    ['żyć', 'zyc'],
    ['don’t', "don't"],
    ['“a” — b', '"a" - b'],
  ])('reads %s as %s', (written, read) => {
    expect(fold(written).text).toBe(read);
  });

  it('gives every unit the place that it came from, in order', () => {
    fc.assert(
      fc.property(anyText, (original) => {
        const { text, from, to } = fold(original);
        expect([from.length, to.length]).toEqual([text.length, text.length]);
        for (let at = 0; at < text.length; at += 1) {
          const [start = -1, end = -1] = [from[at], to[at]];
          expect(start).toBeGreaterThanOrEqual(from[at - 1] ?? 0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(original.length);
          expect(fold(original.slice(start, end)).text).toContain(text[at]);
        }
      }),
    );
  });

  it('maps plain words back to themselves, whatever stands before them', () => {
    fc.assert(
      fc.property(anyText, (before) => {
        const original = `${before} needle`;
        const { text, from, to } = fold(original);
        const at = text.lastIndexOf('needle');
        expect(original.slice(from[at], to[at + 5])).toBe('needle');
      }),
    );
  });

  it('looks no further than its limit', () => {
    const { to } = fold('﷽x'.repeat(SCREENED_LENGTH));
    expect(Math.max(...to)).toBeLessThanOrEqual(SCREENED_LENGTH);
  });
});
