import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, choice, fields, heading, menu, note, view } from '../src/chat/build.ts';
import type { Block, View } from '../src/chat/view.ts';
import { plain, said, strong, type Words, words } from '../src/chat/words.ts';
import type { Member } from '../src/members/rules.ts';
import { isOriented, type Mentor, restOf } from '../src/mentors/rules.ts';
import type { Holding, OpenOffer } from '../src/questions/service.ts';
import { type Acting, memberHere, type Services, theirs } from './context.ts';
import { invitation } from './mentor-invitation.ts';
import * as say from './mentor-words.ts';
import { mutedIn, mutedInQuestions } from './muted.ts';

const HELD = 25;
const OFFERS = 10;
const TURNS = 5;

/** Where a mentor stands; for everybody else, the invitation to become one. `title` and `told` say what was just done. */
export async function panel(
  context: Acting,
  services: Services,
  title = 'Questions from the years below',
  ...told: readonly Words[]
): Promise<View> {
  const { member, cohort } = memberHere(context);
  const mentor = await services.mentors.find(member.id);
  if (!mentor) return invitation(context, services);
  const topics = await services.topics.of(cohort.id);
  const [offers, holdings] = [
    await services.questions.mentoring.offers(member),
    await services.questions.mentoring.holdings(member),
  ];
  const blocked = await services.mentors.blocks.ofPerson(cohort.id, member);
  return view(
    title,
    ...told,
    ...(await mutedIn(mutedInQuestions)(context, services)),
    ...restLines(context, mentor, services),
    ...offerLines(member, offers, cohort.zone),
    ...holdingLines(member, holdings),
    offers.length === 0 && holdings.length === 0
      ? plain('Nothing is waiting for you. When somebody below asks about your topics, it stands here.')
      : null,
    mentor.helped === 0
      ? null
      : plain(
          `${mentor.helped === 1 ? 'One person has' : `${mentor.helped} people have`} said that you helped. Only you see this.`,
        ),
    fields([
      ['Topics', say.topicsInWords(mentor.topics, topics)],
      ['Years', say.yearsInWords(mentor.years)],
      ['At most', `${say.aWeek(mentor.newAWeek)}, ${say.atOnce(mentor.openAtOnce).toLowerCase()}`],
      ['When', say.hoursOf(mentor.hours, cohort)],
      ['Askers see', mentor.shownName === null ? 'an alias, another one each time' : words`${mentor.shownName}`],
      ['Background tags', mentor.usesTags ? 'used to find whom to ask, never shown' : 'not used'],
    ]),
    mentor.coming === null
      ? null
      : note(
          `From ${formatLocal(mentor.coming.from, cohort.zone, 'date')}: ${say.topicsInWords(mentor.coming.topics, topics)}; ${say.yearsInWords(mentor.coming.years)}; background tags ${mentor.coming.usesTags ? 'used' : 'not used'}.`,
        ),
    buttons(
      button('Topics and years', say.own(member, 'topics')),
      button('How much, and as whom', say.own(member, 'limits')),
      button('Hours', say.own(member, 'hours')),
      button('Time off', say.own(member, 'time-off')),
      button('The ten points', say.own(member, 'points')),
      blocked.length > 0 ? button('Blocked', say.own(member, 'blocked')) : null,
      button('Stop', say.own(member, 'stop')),
      button('Home', theirs(member)('home', 'open')),
    ),
  );
}

function restLines(context: Acting, mentor: Mentor, { now }: Services): readonly Block[] {
  const { member, cohort } = memberHere(context);
  const rest = say.restInWords(mentor, cohort, now());
  if (rest === null) return [];
  const isPausedAtHome = restOf(mentor, now()) === 'silent';
  return [
    { kind: 'words', words: plain(rest) },
    buttons(
      isPausedAtHome
        ? button('End my pause', theirs(member)('home', 'resume'), 'primary')
        : isOriented(mentor, now())
          ? button('I am back', say.own(member, 'back'), 'primary')
          : button('Read the ten points', say.own(member, 'points'), 'primary'),
    ),
  ];
}

function offerLines(member: Member, offers: readonly OpenOffer[], zone: string): readonly Block[] {
  if (offers.length === 0) return [];
  const shown = offers.slice(0, OFFERS);
  const isOne = shown.length === 1;
  return [
    heading(isOne ? 'Somebody would like to ask you' : 'Some would like to ask you'),
    fields(
      shown.map(({ title, expiresAt }, index) => [
        `${isOne ? 'Until' : `${index + 1} · until`} ${formatLocal(expiresAt, zone, 'date-time')}`,
        [said(title)],
      ]),
    ),
    buttons(
      ...shown.map(({ offer }, index) =>
        button(isOne ? 'Read it' : `Read ${index + 1}`, say.own(member, 'offer', offer), 'primary'),
      ),
    ),
  ];
}

function holdingLines(member: Member, holdings: readonly Holding[]): readonly Block[] {
  if (holdings.length === 0) return [];
  const waiting = holdings.filter(({ isWaiting, state }) => isWaiting && state !== 'over');
  return [
    heading('With you'),
    ...waiting
      .slice(0, TURNS)
      .flatMap(({ id, title }): readonly Block[] => [
        { kind: 'words', words: words`${strong('Waits for you:')} ${title}` },
        buttons(button('Open it', say.own(member, 'read', id), 'primary')),
      ]),
    menu(
      say.own(member, 'chosen'),
      'Open …',
      holdings
        .slice(0, HELD)
        .map((holding) => choice(holding.id, say.shortened(holding.title) || 'Without words', stateInWords(holding))),
    ),
  ];
}

const stateInWords = ({ state, isWaiting }: Pick<Holding, 'state' | 'isWaiting'>): string => {
  if (state === 'over') return 'over';
  if (state === 'answered') return 'answered';
  return isWaiting ? 'waits for you' : 'they have your answer';
};
