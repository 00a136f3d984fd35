import type { Person, Screen } from '../platforms/driver.ts';

/** So often it is looked for in a list before it counts as gone from there. */
const LOOKS = 3;

/** One entry of the list behind "Open …" on a panel, which may not be there any more. */
export function listed(person: Person, title: string) {
  let misses = 0;
  return {
    isGone: () => misses >= LOOKS,
    /** Null on a panel without such a list. */
    open: (screen: Screen) =>
      screen.kind === 'panel' && screen.menus.includes('Open …')
        ? () =>
            Promise.resolve()
              .then(() => person.choose('Open …', [title]))
              .catch((error: unknown) => {
                misses += 1;
                throw error;
              })
        : null,
  };
}
