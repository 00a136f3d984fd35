import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, cutText, escapeText, fitWords, markdownOf } from '../../../adapters/discord/escape.ts';
import { channel, emphasis, link, person, type Span, said, strong, verb, type Words, words } from '../../../src/chat/words.ts';
import { readMarkdown } from '../../platforms/discord/markdown.ts';

const names = { channel: () => 'commons' };
const read = (markdown: string) => readMarkdown(markdown, names);
const none = new Map<string, string>();

const TRICKS = [
  '@everyone and @here',
  '<@123456789012345678> <@!123456789012345678> <@&123456789012345678> <#123456789012345678>',
  '[click](https://evil.example) [a](<https://evil.example>)',
  'https://evil.example/x?y=z#q and http://evil.example',
  'discord.gg/abc and discord.com/invite/abc',
  '<https://evil.example>',
  '**bold** __under__ *it* _it_ ~~gone~~ ||secret|| `code` ```block```',
  '# header\n## header\n### header\n-# small',
  '> quote\n>>> quote\n- list\n* list\n+ list\n1. list\n23) list',
  '<t:1700000000:R> <:bee:123456789012345678> <a:bee:123456789012345678> :smile: </hello:123456789012345678> <id:customize>',
  '\u200b# header after nothing\n\u2060> quote after nothing',
  'back\\slash \\*escaped\\* \\\\**bold**',
  'a|b||c||d ~a~~b~~',
  '1. one\r\n2. two\u20283. three',
];
const fragment = fc.oneof(
  fc.constantFrom(...TRICKS, ...'\\*_~`|<>[]()#-+@:/.\n 1a\u200b\u2068\u2069\u202e'.split('')),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const anyText = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(''));
const span: fc.Arbitrary<Span> = fc.oneof(
  anyText.map(said),
  anyText.map((text): Span => ({ kind: 'text', text })),
  anyText.map(strong),
  anyText.map(emphasis),
  fc.tuple(anyText, fc.webUrl()).map(([label, url]) => link(label, url)),
  fc.constantFrom(verb('hello'), verb('nest build'), channel('123456789012345678'), channel('not an id')),
);
const anyWords: fc.Arbitrary<Words> = fc.array(span, { maxLength: 6 });

/** The text as a person would read it: without what is never shown. */
const visible = (text: string) =>
  text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(/[\u200b\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');

describe('words on Discord', () => {
  it.each(TRICKS)('shows what a person wrote and does nothing else: %j', (text) => {
    const { text: shown, active } = read(markdownOf(words`${text}`, none));
    expect({ shown, active }).toEqual({ shown: visible(text), active: [] });
  });

  it('leads to the profile of a person, and mentions nobody', () => {
    expect(markdownOf([person('123456789012345678')], none)).toBe(
      '[@123456789012345678](<https://discord.com/users/123456789012345678>)',
    );
    expect(markdownOf([person('*not an id*')], none)).toBe('@\\*not an id\\*');
  });

  it('shows any text as it was written, without effect', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: shown, active } = read(markdownOf([said(text)], none));
        expect({ shown: shown.replaceAll('\u202e', ''), active }).toEqual({ shown: visible(text), active: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps our own plain text literal too', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(read(escapeText(text)).active).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lets nothing but the kind of a span make markup, wherever spans meet', () => {
    const harmless = /^(strong|emphasis|link|channel|verb|code):/;
    fc.assert(
      fc.property(anyWords, (spans) => {
        expect(read(markdownOf(spans, none)).active.filter((active) => !harmless.test(active))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps right-to-left tricks inside what was said', () => {
    const markdown = markdownOf(words`A ${'\u202eevil\u2069 end'} B`, none);
    expect(markdown).toBe('A \u2068evil end\u2069 B');
  });

  it('shows verbs as something to press once they are registered', () => {
    const ids = new Map([['nest build', '123456789012345678']]);
    expect(markdownOf([verb('nest build')], ids)).toBe('</nest build:123456789012345678>');
    expect(markdownOf([verb('nest build')], none)).toBe('`/nest build`');
  });

  it('links only to the web, without a preview', () => {
    expect(markdownOf([link('Help [now]', 'https://help.example/a_b')], none)).toBe(
      '[Help \\[now\\]](<https://help.example/a_b>)',
    );
    expect(markdownOf([link('Call', 'javascript:alert(1)')], none)).toBe('Call (javascript:alert(1))');
  });

  it('never exceeds a limit, and never cuts a character or an escape in two', () => {
    fc.assert(
      fc.property(anyWords, fc.integer({ min: 1, max: 60 }), (spans, max) => {
        const fitted = fitWords(spans, none, max);
        expect(fitted.length).toBeLessThanOrEqual(max);
        expect(fitted).not.toMatch(/\p{Surrogate}/u);
        expect(read(fitted).active.filter((active) => !/^(strong|emphasis|link|channel|verb|code):/.test(active))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('cuts between characters as people see them', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(cutText(`ab${family}`, 5)).toBe('ab');
    expect(clip(`ab${family}cd`, 6)).toBe('ab…');
    expect(fitWords(words`${`**${family}`.repeat(3)}`, none, 22)).toBe(`\u2068\\*\\*${family}\\*\\*…\u2069`);
    expect(clip(' \n ', 10)).toBe('…');
  });

  it('is quick with very long texts', () => {
    const long = 'ab😀 **'.repeat(50_000);
    expect(fitWords(words`${long}`, none, 2_000).length).toBeLessThanOrEqual(2_000);
  });
});
