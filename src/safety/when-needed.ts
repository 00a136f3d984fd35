import type { Helplines } from './helplines.ts';
import { type IdentifierGuard, openIdentifierGuard } from './identifiers.ts';
import { type LanguageScreen, openLanguageScreen } from './language.ts';

/** Both read their data when somebody first speaks: a process that only waits need not hold it. */
export function openWhenNeeded(helplines: Helplines): { readonly screen: LanguageScreen; readonly guard: IdentifierGuard } {
  let screen: LanguageScreen | null = null;
  let guard: IdentifierGuard | null = null;
  return {
    screen: {
      screen(text) {
        screen ??= openLanguageScreen();
        return screen.screen(text);
      },
    },
    guard: {
      find(text, author) {
        guard ??= openIdentifierGuard(helplines);
        return guard.find(text, author);
      },
    },
  };
}
