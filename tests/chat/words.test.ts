import { describe, expect, it } from 'vitest';
import { asking, button, buttons, fields, note, to, view } from '../../src/chat/build.ts';
import { channel, link, plain, said, strong, textOf, verb, words } from '../../src/chat/words.ts';

describe('words', () => {
  it('take what is put into them as something a person wrote, unless it is a span', () => {
    const name = '**Ada** @everyone';
    expect(words`Dear ${name}, press ${strong('Send')} or type ${verb('home')}.`).toEqual([
      { kind: 'text', text: 'Dear ' },
      { kind: 'said', text: name },
      { kind: 'text', text: ', press ' },
      { kind: 'strong', text: 'Send' },
      { kind: 'text', text: ' or type ' },
      { kind: 'verb', verb: 'home' },
      { kind: 'text', text: '.' },
    ]);
  });

  it('hold numbers as our own, and words within words', () => {
    expect(words`${7} of ${words`about ${said('ten')}`}`).toEqual([
      { kind: 'text', text: '7' },
      { kind: 'text', text: ' of ' },
      { kind: 'text', text: 'about ' },
      { kind: 'said', text: 'ten' },
    ]);
    expect(words``).toEqual([]);
  });

  it('read without markup where none can be shown', () => {
    const all = words`${strong('Here')}: ${link('a page', 'https://a.example')}, ${verb('cohort setup')} in ${channel('C1')}`;
    expect(textOf(all)).toBe('Here: a page (https://a.example), /cohort setup in #channel');
    expect(textOf(all, '/bombus ')).toContain('/bombus cohort setup');
  });
});

describe('a view', () => {
  it('makes paragraphs of words and leaves out what is not there', () => {
    const shown = view('Title', plain('One.'), null, note('Small.'), buttons(button('Go', to('home', 'go')), null));
    expect(shown.blocks.map(({ kind }) => kind)).toEqual(['words', 'note', 'buttons']);
    expect(shown.asks).toBeNull();
  });

  it('names its fields in words', () => {
    expect(fields([['Year', 'Third']])).toEqual({ kind: 'fields', fields: [{ name: 'Year', value: plain('Third') }] });
  });

  it('may ask the platform once it is shown', () => {
    const asks = { request: { kind: 'open-inbox' }, next: to('join', 'opened') } as const;
    expect(asking(view(null), asks.request, asks.next)).toEqual({ ...view(null), asks });
  });
});
