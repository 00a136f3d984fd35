import type { Message } from '../src/questions/rules.ts';
import { shortened } from './mentor-words.ts';

/** What every platform shows whole, beside the question itself. */
const PAGE_CHARACTERS = 2_200;
const PAGE_MESSAGES = 5;
export const SHOWN_WAITING = 3;
const WAITING_CHARACTERS = 300;

/** What is not delivered can be read whole where it is changed. */
export const shortenedWaiting = (text: string): string => shortened(text, WAITING_CHARACTERS);

/** The newest page first; within a page in the order in which they came. */
export function pagesOf(messages: readonly Message[]): readonly (readonly Message[])[] {
  const pages: Message[][] = [[]];
  let room = PAGE_CHARACTERS;
  for (const message of [...messages].reverse()) {
    const length = message.words?.length ?? 0;
    const page = pages.at(-1);
    if (page && (page.length === 0 || (page.length < PAGE_MESSAGES && length <= room))) page.unshift(message);
    else {
      pages.push([message]);
      room = PAGE_CHARACTERS;
    }
    room -= length;
  }
  return pages;
}
