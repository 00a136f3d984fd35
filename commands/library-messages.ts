import { button, buttons, note, to, view } from '../src/chat/build.ts';
import { plain } from '../src/chat/words.ts';
import { shortened } from '../src/library/rules.ts';
import type { Part } from './context.ts';
import * as say from './library-words.ts';

const SHOWN_QUESTION = 1_000;

/** What the library says in channels. In the moderators' channel no words of an entry stand. */
export const libraryMessages: Part = {
  messages: {
    async waiting({ subject }, { library }) {
      const entry = await library.find(subject);
      if (entry?.state !== 'proposed') return null;
      return view(
        'Something for the library',
        plain(
          'Whoever asked and whoever answered agree that others may read it. It waits for a look: could it tell who somebody is?',
        ),
        buttons(
          button('Look at it', to('library', 'look', entry.id), 'primary'),
          button('All that waits', to('library', 'waiting')),
        ),
      );
    },

    async 'waiting-state'({ subject }, { library }) {
      const entry = await library.find(subject);
      if (!entry || entry.state === 'proposed') return null;
      if (entry.state === 'published')
        return view(
          'In the library',
          plain('It waited here for a look, and members find it now.'),
          buttons(button('Open it', to('library', 'look', entry.id)), button('All that waits', to('library', 'waiting'))),
        );
      return view(
        'Not in the library',
        plain('Something waited here for a look. It does not wait any more, and its words are gone.'),
        buttons(button('All that waits', to('library', 'waiting'))),
      );
    },

    async unagreed({ subject }, { library }) {
      const entry = await library.find(subject);
      if (entry?.state !== 'published') return null;
      return view(
        'Words in the library that somebody takes back',
        plain(
          'Another entry was merged into this one. Whoever asked or answered there does not agree any more: please take out what came from it, or the entry if you cannot tell.',
        ),
        buttons(button('Look at it', to('library', 'look', entry.id), 'primary')),
      );
    },

    async doubted({ subject }, { library }) {
      const entry = await library.find(subject);
      if (entry?.state !== 'published') return null;
      return view(
        'An entry of the library may be out of date',
        plain('Several members say that it is not true any more.'),
        buttons(button('Look at it', to('library', 'look', entry.id), 'primary')),
      );
    },

    async entry({ subject }, services) {
      const entry = await services.library.find(subject);
      if (!entry || entry.state === 'proposed') return null;
      if (entry.state !== 'published') return view(null, note('This was taken out of the library.'));
      const brief = { ...entry, question: shortened(entry.question, SHOWN_QUESTION) };
      return view(
        entry.title,
        ...say.entryBlocks(brief, 0, 'read').filter((block) => block?.kind !== 'buttons'),
        say.whereFrom(entry, await say.topicInWords(services, entry)),
        buttons(button('Read it in the library', to('library', 'open', entry.id)), button('Search', to('library', 'search'))),
      );
    },
  },
};
