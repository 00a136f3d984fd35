import { button, buttons, choice, menu, to, view } from '../src/chat/build.ts';
import type { Block } from '../src/chat/view.ts';
import type { QuestionDraft } from '../src/questions/service.ts';
import { memberHere, type Part, type Services } from './context.ts';
import * as say from './library-words.ts';

const SUGGESTED = 3;

/** What the library may say already about a question that is not asked yet. Nothing of the search is kept. */
export async function answeredBefore({ id, cohort, title }: QuestionDraft, services: Services): Promise<Block | null> {
  const { library } = services;
  const words = library.soughtIn(title);
  if (words.length === 0) return null;
  const found = (await library.page(cohort, { kind: 'found', words })).entries.slice(0, SUGGESTED);
  if (found.length === 0) return null;
  const topics = await Promise.all(found.map((entry) => say.topicInWords(services, entry)));
  return menu(
    to('ask', 'answered-before', id),
    'It may be answered already …',
    found.map((entry, index) =>
      choice(entry.id, say.cut(entry.title), `${topics[index]} · ${say.academicYear(entry.appliesTo)}`),
    ),
  );
}

/** An entry, with the way back to the question that may not be needed any more. */
export const askedBefore: Part = {
  presses: {
    'answered-before': {
      who: 'members',
      async run(context, { id, values }, services) {
        const { cohort } = memberHere(context);
        const entry = await services.library.open(cohort.id, values[0] ?? '');
        if (!entry) return say.gone();
        return view(
          entry.title,
          ...say.entryBlocks(entry, 0, 'read'),
          say.whereFrom(entry, await say.topicInWords(services, entry)),
          buttons(
            button('That answers it', to('ask', 'discard', id), 'primary'),
            button('Back to my question', to('ask', 'preview', id)),
          ),
        );
      },
    },
  },
};
