import type { Screen } from '../platforms/driver.ts';
import { textOf } from './patience.ts';
import { TOKENS } from './tokens.ts';

/** Words that somebody said or tried to say, and what they were told of it. */
export interface Spoken {
  /** Stands in its words, and nowhere else. */
  readonly token: string;
  readonly kind: 'question' | 'reply' | 'answer' | 'asks-back';
  readonly by: string;
  /** The word of the question that it is about. */
  readonly question: string;
  /** `unsure`: see `sayOnce`. */
  told: 'nothing' | 'accepted' | 'held' | 'refused' | 'unsure';
}

/** Something that somebody did about a question, or tried to. */
export interface Deed {
  what: string;
  readonly by: string;
  /** Null: about none alone. */
  question: string | null;
  isTold: boolean;
  /** By the calendar: not before, and done not after. */
  readonly from: number;
  to: number;
}

/** Between which instants the calendar stands or moves at this moment. */
export interface Calendar {
  from: number;
  to: number;
}

/** Everything that the people of an evening said, did and read. */
export function openBook(calendar: Calendar) {
  const spoken: Spoken[] = [];
  const deeds: Deed[] = [];
  const twice: string[] = [];

  return {
    spoken: spoken as readonly Spoken[],
    deeds: deeds as readonly Deed[],
    /** What somebody read twice on one screen. */
    twice: twice as readonly string[],

    speaks(words: Omit<Spoken, 'told'>): Spoken {
      const own: Spoken = { ...words, told: 'nothing' };
      spoken.push(own);
      return own;
    },

    /** Tries it until it is over. `act` gives whether they were told that it is done; it may say better what it was. */
    async does(deed: Pick<Deed, 'what' | 'by' | 'question'>, act: (own: Deed) => Promise<boolean>): Promise<void> {
      const own: Deed = { ...deed, isTold: false, from: calendar.from, to: Number.MAX_SAFE_INTEGER };
      deeds.push(own);
      own.isTold = await act(own);
      own.to = calendar.to;
    },

    reads(reader: string, screen: Screen): void {
      const words = [...textOf(screen).matchAll(TOKENS)].map(([word]) => word);
      const repeated = words.find((word, index) => words.indexOf(word) !== index);
      if (repeated !== undefined) twice.push(`${reader} reads ${repeated} twice: ${JSON.stringify(textOf(screen))}`);
    },
  };
}

export type Book = ReturnType<typeof openBook>;
