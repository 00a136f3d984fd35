import { wordsIn } from '../../src/library/search/terms.ts';
import { type MadeEntry, misspelt, seeded } from './entries.ts';

export interface Query {
  readonly what: string;
  /** Whether it says enough to expect its entry on the first page. */
  readonly isSure: boolean;
  /** What somebody types, and the title of the entry that they mean. */
  next(): { readonly typed: string; readonly title: string };
}

const QUESTION_LETTERS = 200;

/** What people look for, each from an entry that is there. */
export function queries(entries: readonly MadeEntry[]): readonly Query[] {
  const random = seeded(2_027);
  const any = (): MadeEntry =>
    entries[Math.floor(random() * entries.length)] ?? entries[0] ?? { title: '', question: '', answers: '' };

  const kind = (what: string, isSure: boolean, typedFor: (entry: MadeEntry) => string): Query => ({
    what,
    isSure,
    next() {
      const entry = any();
      return { typed: typedFor(entry), title: entry.title };
    },
  });

  function withSlip(title: string): string {
    const words = title.replace('?', '').split(' ');
    const long = words.flatMap((word, index) => (index > 2 && word.length > 3 ? [index] : []));
    const at = long[Math.floor(random() * long.length)] ?? words.length - 1;
    return words.map((word, index) => (index === at ? misspelt(word, random) : word)).join(' ');
  }

  return [
    kind('a title', true, ({ title }) => title),
    kind('a title with a word misspelt', true, ({ title }) => withSlip(title)),
    kind('two words', false, ({ title }) => wordsIn(title).slice(-2).join(' ')),
    kind('one word', false, ({ title }) => {
      const words = wordsIn(title);
      return words[Math.floor(random() * words.length)] ?? '';
    }),
    kind('a question pasted in', false, ({ question }) => question.slice(0, QUESTION_LETTERS)),
    kind('while a title is typed', false, ({ title }) =>
      title.slice(0, 8 + Math.floor(random() * Math.max(1, title.length - 8))),
    ),
  ];
}
