import { formatLocal } from '../src/calendar/zone.ts';
import { divider, heading, note } from '../src/chat/build.ts';
import type { Block } from '../src/chat/view.ts';
import { plain, said, strong, words } from '../src/chat/words.ts';
import type { Standing } from '../src/safe-space/own.ts';
import type { Post } from '../src/safe-space/rules.ts';
import { whenItAppears } from './post-words.ts';
import { supportWords } from './support-kinds.ts';

const READ = 8;
/** What ties it to its author ends before it does. */
const EARLIER_MS = 3 * 86_400_000;

/** How something stands, in a few words. */
export function stateOf({ post, waiting }: Standing): string {
  const hold = waiting?.content.hold;
  if (hold?.state === 'asked') return 'a change is asked for';
  if (hold?.state === 'declined') return 'not published';
  if (hold && hold.state !== 'approved') return 'a person reads it first';
  if (waiting) return 'not out yet';
  if (!post) return 'its thread was withdrawn before it appeared';
  if (post?.state === 'hidden') return 'hidden while a moderator has a look';
  return post?.closedAt ? 'closed' : 'out';
}

export const textOf = ({ post, waiting }: Standing): string => post?.words ?? waiting?.content.words ?? '';

/** `zone`: where its author reads it. */
export function waitingBlocks({ waiting }: Standing, zone: string): readonly Block[] {
  if (!waiting) return [];
  const { words: text, hold, timing, speaker, support } = waiting.content;
  const told =
    hold?.state === 'asked'
      ? words`${strong('A moderator asks for a change:')} ${hold.text ?? ''}`
      : hold?.state === 'declined'
        ? words`${strong('A moderator did not publish it:')} ${hold.text ?? ''}`
        : hold && hold.state !== 'approved'
          ? plain(
              `A moderator reads it first, without learning who you are. If none has decided by ${formatLocal(waiting.until - EARLIER_MS, zone, 'date')}, it ends there, unpublished: then write it again, or look under Support.`,
            )
          : plain(hold ? 'A moderator has approved it. It appears at the next quarter of an hour.' : whenItAppears(timing));
  return [
    { kind: 'words', words: told },
    heading(speaker),
    { kind: 'words', words: [said(text)] },
    ...(support ? [note(`Would like: ${supportWords[support]}`)] : []),
  ];
}

/** The newest replies, the opener before them. */
export function thread(posts: readonly Post[]): readonly Block[] {
  const [opener, ...replies] = posts;
  if (!opener) return [];
  const left = replies.length > READ ? [note(`${replies.length - READ} earlier replies stand in the thread.`)] : [];
  return [...spoken(opener), ...left, ...replies.slice(-READ).flatMap(spoken)];
}

function spoken(post: Post): readonly Block[] {
  const body =
    post.state === 'withdrawn'
      ? note('Withdrawn.')
      : post.state === 'hidden' && !post.isAuthor
        ? note('Hidden while a moderator has a look.')
        : ({ kind: 'words', words: [said(post.words ?? '')] } as const);
  const name = post.speaker === '' ? 'Somebody who left' : post.speaker;
  return [divider, heading(post.isAuthor ? `${name} · you` : name), body];
}
