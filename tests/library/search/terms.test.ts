import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, nearness, slipsFor, slipsOf } from '../../../src/library/search/slips.ts';
import { stemsIn, unfinishedIn } from '../../../src/library/search/terms.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcdefghij'), minLength: 3, maxLength: 12 });

/** A letter too many, too few, another, or two that changed places. */
function slipped(from: string, kind: number, at: number, letter: string): string {
  const place = at % from.length;
  if (kind === 0) return from.slice(0, place) + letter + from.slice(place);
  if (kind === 1) return from.slice(0, place) + from.slice(place + 1);
  if (kind === 2) return from.slice(0, place) + letter + from.slice(place + 1);
  const first = Math.min(place, from.length - 2);
  return from.slice(0, first) + from.charAt(first + 1) + from.charAt(first) + from.slice(first + 2);
}

describe('terms', () => {
  it('leaves out what tells nothing, and endings, accents and capitals', () => {
    expect(stemsIn('How do I plan for the Placements, and what’s the café’s price?')).toEqual([
      'plan',
      'placement',
      'cafe',
      'price'.slice(0, -1),
    ]);
    expect(stemsIn('revising revised revise')).toEqual(['revis', 'revis', 'revis']);
    expect(stemsIn('studies study studying')).toEqual(['studi', 'studi', 'studi']);
    expect(stemsIn('OSCEs OSCE')).toEqual(['osce', 'osce']);
  });

  it('reads other scripts, and those without spaces sign by sign', () => {
    expect(stemsIn('Учёба в больнице')).toEqual(['учеба', 'в', 'больнице']);
    expect(stemsIn('医学 exams')).toEqual(['医', '学', 'exam']);
  });

  it('holds letters and digits alone, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const term of stemsIn(text)) expect(term).toMatch(/^[\p{L}\p{N}]{1,32}$/u);
      }),
    );
  });

  it('tells the word that is still being typed', () => {
    expect(unfinishedIn('exam anxi')).toEqual({ before: 'exam ', last: 'anxi' });
    expect(unfinishedIn('exam ')).toEqual({ before: 'exam ', last: null });
    expect(unfinishedIn('')).toEqual({ before: '', last: null });
  });
});

describe('a slip', () => {
  it('in a word leaves something in common with it', () => {
    fc.assert(
      fc.property(word, fc.nat(3), fc.nat(), fc.constantFrom(...'abcdefghij'), (right, kind, at, letter) => {
        const typed = slipped(right, kind, at, letter);
        fc.pre(typed.length >= 3);
        expect(distance(typed, right)).toBeLessThanOrEqual(1);
        const common = new Set(slipsOf(right));
        expect(slipsFor(typed).some((slip) => common.has(slip))).toBe(true);
      }),
    );
  });

  it('is counted the same from both sides', () => {
    fc.assert(fc.property(word, word, (a, b) => distance(a, b) === distance(b, a) && (distance(a, b) === 0) === (a === b)));
  });

  it('may come twice in a long word', () => {
    expect(nearness('anaesthetics')).toBe(2);
    expect(distance('reccomend', 'recommend')).toBe(2);
    expect(slipsFor('reccomend').some((slip) => slipsOf('recommend').includes(slip))).toBe(true);
    expect(nearness('gmc')).toBe(1);
  });
});
