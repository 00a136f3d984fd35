import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionIn, readCommand, suggestValues } from '../../../adapters/sandbox/commands.ts';
import { fakeInbox } from './fake-inbox.ts';

const { catalogue } = fakeInbox();
const read = (line: string) => {
  const typed = readCommand(catalogue, line);
  return typed && [typed.description.verb, typed.options];
};

describe('a typed line', () => {
  it.each([
    ['/help', ['help', {}]],
    ['/HELP', ['help', {}]],
    ['/cohort setup', ['cohort setup', {}]],
    ['/library', ['library', {}]],
    ['/library exam nerves', ['library', { query: 'exam nerves' }]],
    ['/library q', ['library', { query: 'q' }]],
    ['/library query: exam: nerves', ['library', { query: 'exam: nerves' }]],
    ['/library query:a topic: b c', ['library', { query: 'a', topic: 'b c' }]],
    ['/library topic: b query: a', ['library', { query: 'a', topic: 'b' }]],
    ['/library a topic: b', ['library', { query: 'a', topic: 'b' }]],
    ['/library query:', ['library', {}]],
    ['/helpful', null],
    ['/cohort', null],
    ['/', null],
  ])('%j is read', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  it('never fails, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('/', '/library ', '/library query: ', '/cohort '), (text, start) => {
        readCommand(catalogue, start + text);
        positionIn(catalogue, start + text);
      }),
    );
  });
});

describe('suggestions', () => {
  const texts = (line: string) => positionIn(catalogue, line).suggestions.map(({ text }) => text);

  it('offers verbs by how they begin, then by what they hold', () => {
    expect(texts('/s')).toEqual(['/slow', '/cohort setup', '/cohort status']);
    expect(texts('/library')).toEqual(['/library ']);
  });

  it('offers the options that are not there yet', () => {
    expect(texts('/library ')).toEqual(['/library query: ', '/library topic: ']);
    expect(texts('/library t')).toEqual(['/library topic: ']);
    expect(texts('/library query: exam t')).toEqual(['/library query: exam topic: ']);
    expect(texts('/library query: exam topic: x q')).toEqual([]);
  });

  it('completes the value that is being typed, in its place', () => {
    const { value } = positionIn(catalogue, '/library query: res');
    expect(value).toMatchObject({ typed: 'res', before: '/library query:' });
    expect(value && suggestValues(value, [{ value: 'id-2', label: 'Exam resits' }])).toEqual([
      {
        label: 'Exam resits',
        detail: '',
        who: null,
        text: '/library query: Exam resits ',
        picked: { option: 'query', label: 'Exam resits', value: 'id-2' },
      },
    ]);
  });
});
