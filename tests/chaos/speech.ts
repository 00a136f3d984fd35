import type { Person, Screen } from '../platforms/driver.ts';
import { offers, type PatientPerson } from './patience.ts';

type Act = () => Promise<Screen>;

/** Words on their way from a form through a preview. */
export interface Speech {
  /** Up to the form. */
  readonly begin: Act;
  /** On the way to the form; null where it is begun again. */
  readonly next?: (screen: Screen) => Act | null;
  readonly values: Readonly<Record<string, string>>;
  /** The buttons of a preview that accept it. */
  readonly accept: readonly string[];
  readonly isTold: (screen: Screen) => boolean;
  /** It cannot be said any more. */
  readonly isRefused: (screen: Screen) => boolean;
}

/**
 * Says it until told that it is said, or refused. What was pressed once is only pressed again: whoever writes a second
 * time says it twice. `unsure`: an empty form came back after that, late from an earlier press, and nothing tells more.
 */
export async function sayOnce(person: Person, { insist }: PatientPerson, speech: Speech): Promise<'told' | 'refused' | 'unsure'> {
  let label: string | null = null;
  const isUnsure = (screen: Screen) => label !== null && screen.kind === 'form';
  await insist(
    () => (label === null ? speech.begin() : person.press(label)),
    (screen) => {
      if (screen.kind === 'form') return () => person.fill(speech.values);
      label = speech.accept.find((one) => offers(one)(screen)) ?? label;
      const again = label;
      return again === null ? (speech.next?.(screen) ?? null) : () => person.press(again);
    },
    (screen) => (label !== null && speech.isTold(screen)) || speech.isRefused(screen) || isUnsure(screen),
  );
  const screen = person.screen();
  return speech.isRefused(screen) ? 'refused' : isUnsure(screen) ? 'unsure' : 'told';
}
