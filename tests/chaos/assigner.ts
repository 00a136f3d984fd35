import type { Screen } from '../platforms/driver.ts';
import type { Book } from './evening-book.ts';
import { offers, type PatienceOptions, patient, shows } from './patience.ts';

const TOLD = 'If it may be theirs';

/** A moderator who asks somebody by hand to take a question that waits. */
export function openAssigner({ book, ...options }: PatienceOptions & { readonly book: Book }) {
  const { person, chance } = options;
  const { insist, offered, lost } = patient(options);

  function opened(screen: Screen) {
    const numbers = screen.kind === 'panel' ? screen.buttons.filter((label) => /^Open \d+$/.test(label)) : [];
    const [first, ...others] = numbers;
    return first === undefined ? null : () => person.press(chance.pick([first, ...others]));
  }

  return {
    person,
    lost,
    /** `mentor`: a person's id. */
    assign: (mentor: string): Promise<void> =>
      book.does({ what: 'assign', by: person.handle, question: null }, async () => {
        await insist(
          () => person.forge('question:waiting:0'),
          (screen) => {
            if (screen.kind === 'form') return () => person.fill({ 'Whom?': [mentor] });
            return offered(screen, 'Ask somebody') ?? opened(screen) ?? offered(screen, 'Waiting questions');
          },
          (screen) => shows(TOLD)(screen) || (shows('No question waits')(screen) && offers('Look again')(screen)),
        );
        return shows(TOLD)(person.screen());
      }),
  };
}

export type Assigner = ReturnType<typeof openAssigner>;
