import { academicYearOf } from '../src/calendar/zone.ts';
import { button, buttons } from '../src/chat/build.ts';
import type { Callback } from '../src/chat/callback.ts';
import type { Block, View } from '../src/chat/view.ts';
import { plain } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Member } from '../src/members/rules.ts';
import { type Knows, type Services, theirs } from './context.ts';
import { hasMentorNews } from './mentor-news.ts';
import { own } from './mentor-words.ts';
import { yearInWords } from './profile-words.ts';

/** What is owed to a member and stands under the next view that they see, once; nothing that `shown` leads to already. */
export async function addenda(knows: Knows, services: Services, shown: Pick<View, 'blocks'>): Promise<readonly Block[]> {
  const { member: known, cohort } = knows;
  if (!known || !cohort) return [];
  return [...(await told(knows, services)), ...(await owed(known, cohort, services)), ...(await news(known, services, shown))];
}

/** What it was stands in their own panel. */
async function told({ member }: Knows, { reveals }: Services): Promise<readonly Block[]> {
  if (!member || (await reveals.toldTo(member)).length === 0) return [];
  const line = plain('You were revealed, with care, by two people together. Your panel says when, and on which grounds.');
  return [{ kind: 'words', words: line }, buttons(button('Open', theirs(member)('home', 'open')))];
}

/** In words that say nothing; where it leads is for its author alone. */
async function news(member: Member, services: Services, shown: Pick<View, 'blocks'>): Promise<readonly Block[]> {
  const led = callbacksOf(shown);
  const leadsTo = (capability: string) => led.some((one) => one.capability === capability && one.action === 'mine');
  const [wrote, asked, mentors] = [
    !leadsTo('post') && (await services.safeSpace.own.hasNews(member)),
    !leadsTo('ask') && (await services.questions.mine.hasNews(member)),
    !led.some(({ capability }) => capability === 'mentor') && (await hasMentorNews(member, services)),
  ];
  if (!wrote && !asked && !mentors) return [];
  const mine = theirs(member);
  return [
    { kind: 'words', words: plain('Something came for you.') },
    buttons(
      wrote ? button('What I wrote', mine('post', 'mine')) : null,
      asked ? button('What I asked', mine('ask', 'mine')) : null,
      mentors ? button('Questions for me', own(member, 'open')) : null,
    ),
  ];
}

const callbacksOf = ({ blocks }: Pick<View, 'blocks'>): readonly Callback[] =>
  blocks
    .flatMap((block) => (block.kind === 'buttons' ? block.buttons : []))
    .flatMap(({ press }) => (press.kind === 'callback' ? [press.callback] : []));

async function owed(
  known: Member,
  cohort: Cohort,
  { members, now }: Pick<Services, 'members' | 'now'>,
): Promise<readonly Block[]> {
  const academicYear = academicYearOf(now(), cohort.zone);
  if (known.owedLine === null && known.yearAsked >= academicYear) return [];
  // Read again: the act itself may have changed the member, or erased them.
  const member = await members.find(known.id);
  if (!member) return [];
  if (member.owedLine === 'inbox-closed') {
    await members.lineGiven(member);
    return [
      {
        kind: 'words',
        words: plain('Bombus could not send you your last reminder: your direct messages are closed for this place.'),
      },
      buttons(button('Try again', theirs(member)('join', 'try-inbox')), button('Stop reminders', theirs(member)('home', 'stop'))),
    ];
  }
  if (member.yearAsked < academicYear) {
    await members.yearAsked(member, academicYear);
    return [
      {
        kind: 'words',
        words: plain(`A new academic year has begun. Bombus has you in: ${yearInWords(member.year).toLowerCase()}.`),
      },
      buttons(button('Change my year', theirs(member)('home', 'profile'))),
    ];
  }
  return [];
}
