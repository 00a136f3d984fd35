import { button, buttons, choice, heading, menu, note, quote, to, view } from '../src/chat/build.ts';
import type { Block, View } from '../src/chat/view.ts';
import { plain, type Words, words } from '../src/chat/words.ts';
import { type Entry, partsOf, votesAtLeast } from '../src/library/rules.ts';
import { type Acting, cohortHere, type Services } from './context.ts';

const PART = 1_800;
const LABEL = 70;

export const academicYear = (first: number): string => `${first}/${String((first + 1) % 100).padStart(2, '0')}`;

export const cut = (text: string): string =>
  text.length > LABEL ? `${text.slice(0, LABEL - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;

export const topicInWords = async ({ library }: Services, { cohort, topic }: Pick<Entry, 'cohort' | 'topic'>): Promise<string> =>
  (await library.labelOf(cohort, topic)) ?? 'Other';

/** What members said about whether it is true still; null where too few have. */
export function votesInWords({ stillTrue, notAnyMore }: Entry): Words | null {
  const lines = [
    ...(stillTrue > 0 ? [`${votesAtLeast(stillTrue)} or more say it is still true.`] : []),
    ...(notAnyMore > 0 ? [`${votesAtLeast(notAnyMore)} or more say it is not true any more.`] : []),
  ];
  return lines.length === 0 ? null : plain(lines.join(' '));
}

/** The question and as much of the answers as fits; `reading`: the press that shows another part. */
export function entryBlocks(entry: Entry, part: number, reading: string): readonly (Block | null)[] {
  const parts = partsOf(entry.answers, PART);
  const at = Math.min(Math.max(0, part), parts.length - 1);
  const turn = (label: string, next: number) => button(label, to('library', reading, `${entry.id}.${next}`));
  return [
    ...(at === 0 ? [heading('The question'), quote(entry.question)] : []),
    heading(parts.length === 1 ? 'What the years above say' : `What the years above say · ${at + 1} of ${parts.length}`),
    quote(parts[at] ?? ''),
    parts.length === 1
      ? null
      : buttons(at > 0 ? turn('Read back', at - 1) : null, at < parts.length - 1 ? turn('Read on', at + 1) : null),
  ];
}

/** `id.number`, from a button that may be forged. */
export function idAndNumber(pressed: string): { readonly id: string; readonly number: number } {
  const [id = '', text = ''] = pressed.split('.');
  return { id, number: /^[0-9a-z]{1,9}$/.test(text) ? Number.parseInt(text, 36) : 0 };
}

export const entryChoices = (press: string, entries: readonly Entry[], details: readonly string[]): Block =>
  menu(
    to('library', press),
    'Read …',
    entries.map(({ id, title }, index) => choice(id, cut(title), details[index] ?? null)),
  );

export const gone = (): View =>
  view(
    'Not in the library',
    plain('It was taken out, or never stood here. Something else may say the same.'),
    buttons(button('Search', to('library', 'search'), 'primary'), button('The library', to('library', 'newest'))),
  );

export const whereFrom = (entry: Entry, topic: string): Block =>
  note(words`${plain(topic)} · true in ${plain(academicYear(entry.appliesTo))}`);

export const cohortId = (context: Acting): string => cohortHere(context).cohort.id;
