import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { formatCallback, parseCallback } from '../../src/chat/callback.ts';
import { openRouter } from '../../src/chat/router.ts';

const name = fc.stringMatching(/^[a-z][a-z-]{0,23}$/);
const callback = fc.record({ capability: name, action: name, id: fc.stringMatching(/^[A-Za-z0-9_.,-]{0,48}$/) });
/** Names that every object has without anybody giving them. */
const inherited = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', 'isPrototypeOf', 'prototype'];

describe('a callback', () => {
  it('comes back from its text as it was, short enough for every platform', () => {
    fc.assert(
      fc.property(callback, (given) => {
        const text = formatCallback(given);
        expect(text.length).toBeLessThanOrEqual(100);
        expect(parseCallback(text)).toEqual(given);
      }),
    );
  });

  it('formats back to the same text, whatever text was parsed', () => {
    const near = fc.tuple(name, name, fc.string({ maxLength: 50 })).map((parts) => parts.join(':'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (text) => {
        const parsed = parseCallback(text);
        if (parsed) expect(formatCallback(parsed)).toBe(text);
      }),
    );
  });

  it.each([
    '',
    'home',
    'home:panel',
    'home:panel:id:more',
    'Home:panel:',
    'home:panel:a b',
    'home:panel:é',
    'home:panel:\n',
    'home:panel:id\n',
    ' home:panel:',
    `home:panel:${'x'.repeat(49)}`,
    `${'h'.repeat(25)}:panel:`,
    'home::id',
  ])('is not made of %j', (text) => {
    expect(parseCallback(text)).toBeNull();
  });

  it('is refused before it is sent when it does not fit, without telling the id', () => {
    const secret = 'somebody’s words';
    expect(() => formatCallback({ capability: 'home', action: 'go', id: secret })).toThrow(RangeError);
    expect(() => formatCallback({ capability: 'home', action: 'go', id: secret })).not.toThrow(secret);
  });
});

describe('a forged press', () => {
  const find = openRouter(commands);

  it('finds nothing that an object merely inherits', () => {
    const known = [...commands.map((command) => command.name), ...inherited];
    fc.assert(
      fc.property(fc.constantFrom(...known), fc.constantFrom(...inherited), (capability, action) => {
        const text = `${capability}:${action}:`;
        expect(find({ kind: 'press', callback: text, values: [] })).toBeNull();
        expect(find({ kind: 'submit', callback: text, fields: {} })).toBeNull();
        const answer = { kind: 'unanswered' } as const;
        expect(find({ kind: 'answer', callback: { capability, action, id: '' }, answer })).toBeNull();
      }),
    );
    expect(inherited.map((verb) => find({ kind: 'command', verb, options: {} }))).toEqual(inherited.map(() => null));
  });

  it('finds only what a capability lists, whatever it says', () => {
    fc.assert(
      fc.property(callback, (given) => {
        const found = find({ kind: 'press', callback: formatCallback(given), values: [] });
        const of = commands.find((command) => command.name === given.capability);
        const isListed = Object.hasOwn({ ...of?.presses, ...of?.forms }, given.action);
        expect(found !== null).toBe(isListed);
      }),
    );
  });
});
