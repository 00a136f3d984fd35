import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSafeUrl, mrkdwn, notification, rich, saidText } from '../../../adapters/slack/escape.ts';
import { emphasis, link, person, said, strong, verb } from '../../../src/chat/words.ts';
import { unescaped } from '../../platforms/slack/reading.ts';
import { anyText } from './arbitrary.ts';

describe('what a person wrote', () => {
  it('stands literally in rich text, isolated, without live links or mentions', () => {
    expect(rich([said('*hi* <!channel> @here https://evil.example \u202Eabc')])).toEqual([
      { type: 'text', text: '\u2068*hi* <!channel> @\u2060here https:\u2060//evil.example abc\u2069' },
    ]);
  });

  it('closes what it isolates, whatever is in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const made = saidText(text);
        expect(made.replace(/^\u2068([^\u2066-\u2069\u202A-\u202E]*)\u2069$/u, '')).toBe('');
      }),
    );
  });

  it('makes no markup, mention, quotation or link in mrkdwn', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const made = mrkdwn([said(text)]);
        expect(made).not.toMatch(/[<>]/);
        expect(made).not.toMatch(/(?<!\u2060)[*_~`]/);
        expect(made.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
      }),
    );
  });

  it('reads in mrkdwn as it was written', () => {
    expect(unescaped(mrkdwn([said('a *b* <c> & > d')]), String)).toBe('a *b* <c> & > d');
  });
});

describe('our own words', () => {
  it('name a person by their id, and never ring anybody in small print', () => {
    expect(rich([person('U0123ABCD')])).toEqual([{ type: 'user', user_id: 'U0123ABCD' }]);
    expect(rich([person('not an id')])).toEqual([{ type: 'text', text: '@not an id' }]);
    expect(mrkdwn([person('U0123ABCD')])).toBe('@\u2060U0123ABCD');
  });

  it('carry the markup of their kind alone', () => {
    expect(mrkdwn([strong('a*b'), emphasis('c'), verb('cohort setup'), link('x|y', 'https://a.example/?a=1&b=2')])).toBe(
      '*a\u2060*\u2060b*_c_`/bombus cohort setup`<https://a.example/?a=1&amp;b=2|x|y>',
    );
  });

  it('link only to addresses that are safe to follow', () => {
    expect(
      ['https://a.example', 'mailto:a@b.example', 'javascript:alert(1)', 'slack://open', 'data:text/html,x', ''].map(isSafeUrl),
    ).toEqual([true, true, false, false, false, false]);
  });
});

describe('the line for notifications', () => {
  it('rings nobody and stays short', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 50, max: 3_000 }), (text, max) => {
        const made = notification(text, max);
        expect(made.length).toBeLessThanOrEqual(max);
        expect(made).not.toMatch(/<|@(?!\u2060)/);
      }),
    );
  });
});
