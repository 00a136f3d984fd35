import type { PlayedEvening } from './evening.ts';
import type { Deed, Spoken } from './evening-book.ts';
import type { QuestionRow, StoredQuestions } from './stored-questions.ts';

/** Everything there is to look at when the evening is over. */
export interface Evidence {
  readonly evening: PlayedEvening;
  readonly stored: StoredQuestions;
}

/** After these a conversation may be over, or be with somebody else: what is marked as answered before an answer is nobody's. */
const PARTING = new Set(['answered', 'reopen', 'hand-on', 'mentor-block', 'block', 'someone-else', 'withdraw', 'stop', 'leave']);

export const holds =
  ({ token }: Pick<Spoken, 'token'>) =>
  (text: string | null | undefined): boolean =>
    text?.includes(token) ?? false;

export const questionOf = (token: string, { questions }: StoredQuestions): QuestionRow | undefined =>
  questions.find(({ title }) => title.includes(token));

const personOf = (handle: string, { evening }: Evidence): string => evening.platform.person(handle).id;
export const memberOf = (handle: string, evidence: Evidence): string | undefined =>
  evidence.stored.members.find(({ person }) => person === personOf(handle, evidence))?.id;

export const askerOf = (question: string, { evening }: Evidence): string | undefined =>
  evening.book.spoken.find(({ token }) => token === question)?.by;

/** What parted, or may have parted, a question from whoever had it. */
export function partings(question: string, evidence: Evidence): readonly Deed[] {
  const asker = askerOf(question, evidence);
  return evidence.evening.book.deeds.filter(
    (deed) =>
      PARTING.has(deed.what) &&
      (deed.question === question ||
        (deed.question === null && (deed.what === 'stop' || deed.by === asker || deed.by.startsWith('mentor')))),
  );
}
