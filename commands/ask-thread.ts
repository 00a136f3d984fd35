import { button, buttons, divider, heading, note, to } from '../src/chat/build.ts';
import type { Block } from '../src/chat/view.ts';
import { plain, said, strong, type Words, words } from '../src/chat/words.ts';
import type { Message } from '../src/questions/rules.ts';
import type { Conversation, MyQuestion, WaitingMessage } from '../src/questions/service.ts';
import { pagesOf, SHOWN_WAITING, shortenedWaiting } from './conversation-pages.ts';
import { supportWords } from './support-kinds.ts';

/** What an asker reads of their question and all that was said about it. Page 0 is the newest, the question on the oldest. */
export function threadOf(
  question: MyQuestion,
  { messages, waiting }: Conversation,
  { key, page }: { readonly key: string; readonly page: number },
): readonly Block[] {
  const pages = pagesOf(messages);
  const last = pages.length - 1;
  const at = Math.min(Math.max(0, page), last);
  const asked: readonly Block[] = [
    { kind: 'words', words: [said(question.words)] },
    ...(question.support ? [note(`Would like: ${supportWords[question.support]}`)] : []),
  ];
  return [
    ...(at === last ? asked : []),
    ...(pages[at] ?? []).flatMap(message),
    ...(at === 0 ? waiting.slice(0, SHOWN_WAITING).flatMap((one) => notDelivered(one, key)) : []),
    ...(last === 0
      ? []
      : [
          buttons(
            at < last ? button('Earlier', to('ask', 'open', `${key},${at + 1}`)) : null,
            at > 0 ? button('Later', to('ask', 'open', `${key},${at - 1}`)) : null,
          ),
        ]),
  ];
}

const notDelivered = ({ id, words: text, hold }: WaitingMessage, key: string): readonly Block[] => [
  divider,
  note(waitingInWords(hold)),
  { kind: 'words', words: [said(shortenedWaiting(text))] },
  buttons(
    button('Change it', to('ask', 'message-change', `${key},${id}`)),
    button('Take it back', to('ask', 'message-back', `${key},${id}`)),
  ),
];

function waitingInWords(hold: WaitingMessage['hold']): Words {
  if (!hold || hold.state === 'approved') return plain('On its way. It is passed on within a quarter of an hour.');
  if (hold.state === 'asked') return words`${strong('A moderator asks for a change:')} ${hold.text ?? ''}`;
  if (hold.state === 'declined') return words`${strong('A moderator did not pass it on:')} ${hold.text ?? ''}`;
  return plain('A person reads this first, without learning who you are.');
}

function message({ side, kind, speaker, words: text, state }: Message): readonly Block[] {
  const name = side === 'asker' ? `${speaker} · you` : speaker;
  const body =
    kind === 'thanks'
      ? note('That helped.')
      : state === 'shown' && text !== null
        ? ({ kind: 'words', words: [said(text)] } as const)
        : note('Not shown any more.');
  return [divider, heading(name), body];
}
