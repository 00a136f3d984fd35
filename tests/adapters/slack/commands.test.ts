import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand, shortcutOf, verbOfShortcut } from '../../../adapters/slack/commands.ts';
import { anyText } from './arbitrary.ts';
import { CATALOGUE } from './inbox.ts';

const parsed = (text: string) => {
  const typed = parseCommand(text, CATALOGUE);
  return typed.kind === 'unknown' ? null : [typed.command.verb, typed.options];
};

describe('what is typed after /bombus', () => {
  it.each<[string, unknown]>([
    ['', ['home', {}]],
    ['help', ['help', {}]],
    ['  CHECKIN ', ['checkin', {}]],
    ['/checkin', ['checkin', {}]],
    ['cohort  setup', ['cohort setup', {}]],
    ['cohort', null],
    ['helpless', null],
    ['library exam stress', ['library', { words: 'exam stress' }]],
    ['library words:"exam stress" year:3', ['library', { words: 'exam stress', year: '3' }]],
    ['library words:“exam stress”', ['library', { words: 'exam stress' }]],
    ['library year=3 exam stress', ['library', { year: '3', words: 'exam stress' }]],
    ['library a &lt; b &amp;amp; c', ['library', { words: 'a < b &amp; c' }]],
    ['help me please', ['help', {}]],
  ])('%j', (text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  it('is never more than the options that a verb has', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [, options] = parsed(`library ${text}`) ?? [];
        expect(Object.keys(options ?? {}).every((name) => ['words', 'year'].includes(name))).toBe(true);
      }),
    );
  });

  it('may come from a shortcut, if the verb exists', () => {
    expect(verbOfShortcut(shortcutOf('cohort setup'), CATALOGUE)?.verb).toBe('cohort setup');
    expect(verbOfShortcut(shortcutOf('nonsense'), CATALOGUE)).toBeNull();
    expect(verbOfShortcut('help', CATALOGUE)).toBeNull();
  });
});
