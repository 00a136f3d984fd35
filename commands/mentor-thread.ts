import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, divider, heading, note, view } from '../src/chat/build.ts';
import type { Block, Button, View } from '../src/chat/view.ts';
import { plain, said, strong, words } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Member } from '../src/members/rules.ts';
import type { Message } from '../src/questions/rules.ts';
import type { Holding, WaitingMessage } from '../src/questions/service.ts';
import { type Acting, memberHere, type Services } from './context.ts';
import { pagesOf, SHOWN_WAITING, shortenedWaiting } from './conversation-pages.ts';
import * as say from './mentor-words.ts';

/** A question that is with a mentor, and all that was said about it. Page 0 is the newest. */
export async function conversation(
  context: Acting,
  question: string,
  services: Services,
  title: string | null = null,
  page = 0,
): Promise<View> {
  const { member, cohort } = memberHere(context);
  const { holding, messages, waiting } = await services.questions.mentoring.read(member, question);
  const topic = (await services.topics.labelOf(cohort.id, holding.topic)) ?? 'Something else';
  const pages = pagesOf(messages);
  const last = pages.length - 1;
  const at = Math.min(Math.max(0, page), last);
  return view(
    title ?? 'A question that is with you',
    note(say.aboutInWords(holding, topic)),
    at === 0 || at === last ? heading(`${holding.speaker}: ${say.shortened(holding.title, 70)}`) : null,
    at === last ? [said(holding.words)] : null,
    holding.support === 'be-heard' && messages.length === 0 ? note(say.listenFirst) : null,
    ...(pages[at] ?? []).flatMap(spoken),
    ...(at === 0 ? waiting.slice(0, SHOWN_WAITING).flatMap((message) => notDelivered(message, member)) : []),
    at === 0 ? note(standing(holding, cohort)) : null,
    buttons(
      at < last ? button('Earlier', say.own(member, 'read', `${question}.${at + 1}`)) : null,
      at > 0 ? button('Later', say.own(member, 'read', `${question}.${at - 1}`)) : null,
    ),
    buttons(...actsFor(holding, member)),
  );
}

function standing({ state, heldUntil, isWaiting, calledAs }: Holding, { zone }: Cohort): string {
  if (state === 'over') return 'It is over, or with somebody else. You can read it for a while.';
  const as = `To them you are ${calledAs}.`;
  if (heldUntil !== null)
    return `${as} It waits for your first answer until ${formatLocal(heldUntil, zone, 'date-time')}; then somebody else is asked.`;
  return isWaiting ? `${as} It is your turn.` : `${as} They have what you wrote.`;
}

function spoken({ side, kind, speaker, words: text, state }: Message): readonly Block[] {
  const name = side === 'mentor' ? `${speaker} · you` : speaker;
  if (kind === 'thanks') return [divider, { kind: 'words', words: words`${strong(name)} says that it helped.` }];
  const body: Block =
    state === 'hidden'
      ? note('Hidden while a moderator has a look.')
      : state === 'withdrawn' || text === null
        ? note('Withdrawn.')
        : { kind: 'words', words: [said(text)] };
  return [divider, heading(kind === 'asks-back' ? `${name} asks back` : name), body];
}

function notDelivered({ id, words: text, hold }: WaitingMessage, member: Member): readonly Block[] {
  const told =
    hold?.state === 'asked'
      ? words`${strong('A moderator asks for a change:')} ${hold.text ?? ''}`
      : hold?.state === 'declined'
        ? words`${strong('A moderator did not pass it on:')} ${hold.text ?? ''}`
        : hold && hold.state !== 'approved'
          ? plain('Not delivered yet: a moderator reads it first.')
          : plain('Not delivered yet: it leaves within a quarter of an hour.');
  return [
    divider,
    { kind: 'words', words: told },
    { kind: 'words', words: [said(shortenedWaiting(text))] },
    buttons(button('Change it', say.own(member, 'change', id)), button('Take it back', say.own(member, 'take-back', id))),
  ];
}

function actsFor({ id, state, mayKeep }: Holding, member: Member): readonly (Button | null)[] {
  const back = button('Back', say.own(member, 'open'));
  const ways = [button('Report', say.own(member, 'report', id)), button('Block', say.own(member, 'block', id))];
  if (state === 'over') return [...ways, back];
  const isEmpty = state === 'held';
  return [
    button('Answer', say.own(member, 'answer', id), 'primary'),
    button('Ask back', say.own(member, 'ask-back', id)),
    button('Hand it on', say.own(member, 'hand-on', id)),
    isEmpty
      ? null
      : button(
          mayKeep ? 'Keep it out of the library' : 'It may go into the library',
          say.own(member, mayKeep ? 'keep-not' : 'keep', id),
        ),
    ...ways,
    back,
  ];
}
