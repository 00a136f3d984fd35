import { button, buttons, choice, menu, note, to, view } from '../src/chat/build.ts';
import { optional, text } from '../src/chat/form.ts';
import type { View } from '../src/chat/view.ts';
import { channel, plain, strong, verb, words } from '../src/chat/words.ts';
import { type Round, WISHES, type Wish } from '../src/check-ins/rules.ts';
import type { Step } from '../src/check-ins/service.ts';
import type { Member } from '../src/members/rules.ts';
import { checkInMessages } from './checkin-messages.ts';
import { type Acting, command, form, memberHere, type Services, theirs } from './context.ts';
import { nextInWords, nextOpening } from './profile-words.ts';
import { supportCard } from './support.ts';
import { supportWords } from './support-kinds.ts';
import { answersInWords, ownWeeks } from './trend.ts';

const NOTE_MAX = 500;

/** What a member sees at this point of a round. */
async function show(step: Step, context: Acting, services: Services): Promise<View> {
  const { member, cohort } = memberHere(context);
  switch (step.kind) {
    case 'no-round':
      return view(
        'No check-in is open',
        plain(nextOpening(cohort, services.now())),
        buttons(button('Home', theirs(member)('home', 'open'))),
      );
    case 'closed':
      return view(
        'That check-in has closed',
        step.current ? plain('A newer one is open.') : plain(nextOpening(cohort, services.now())),
        buttons(
          step.current
            ? button('Open the newer one', to('checkin', 'start', step.current.id), 'primary')
            : button('Home', theirs(member)('home', 'open')),
        ),
      );
    case 'item':
      return askItem(step);
    case 'answered':
      return thanks(step, member, context, services);
    default:
      return step satisfies never;
  }
}

function askItem({ round, item, at, of }: Extract<Step, { kind: 'item' }>): View {
  const values = Array.from({ length: item.to - item.from + 1 }, (_, index) => item.from + index);
  return view(
    of === 1 ? 'Check-in' : `Check-in · ${at} of ${of}`,
    words`${strong(item.question)}`,
    item.labels ? null : note(`${item.from}: ${item.fromLabel} · ${item.to}: ${item.toLabel}`),
    buttons(
      ...values.map((value, index) =>
        button(item.labels?.[index] ?? String(value), to('checkin', 'set', `${round.id}.${item.id}.${value}`)),
      ),
    ),
    at === 1 ? buttons(button('Skip this week', to('checkin', 'skip', round.id))) : null,
    note('Nobody else sees your answer.'),
  );
}

async function thanks(
  step: Extract<Step, { kind: 'answered' }>,
  member: Member,
  context: Acting,
  services: Services,
): Promise<View> {
  const { measure } = services.checkIns;
  const { cohort } = memberHere(context);
  const weeks = await services.checkIns.trend(member);
  return view(
    'Saved. Thank you',
    ...(step.isLow ? supportCard(cohort, services, theirs(member)('support', 'all')) : []),
    plain(answersInWords(step.checkIn, measure)),
    ...(weeks.length > 1 ? ownWeeks(weeks, cohort.zone, measure) : []),
    step.checkIn.wish ? doorFor(step.checkIn.wish, await doors(context, services)) : null,
    buttons(
      button(step.checkIn.note === null ? 'Add a note' : 'Change my note', to('checkin', 'note', step.round.id)),
      button('Change my answers', to('checkin', 'restart', step.round.id)),
      button('Home', theirs(member)('home', 'open')),
    ),
    menu(
      to('checkin', 'wish', step.round.id),
      'I would like …',
      WISHES.map((wish) => choice(wish, supportWords[wish])),
    ),
    note(measure.attribution),
  );
}

interface Doors {
  readonly safeSpace: string | null;
  readonly questions: string | null;
}

async function doors(context: Acting, { cohorts }: Services): Promise<Doors> {
  const { place } = memberHere(context);
  return { safeSpace: await cohorts.channelFor(place, 'safe-space'), questions: await cohorts.channelFor(place, 'questions') };
}

/** Where a wish leads: the kind of support has its own door (domain §2). */
function doorFor(wish: Wish, { safeSpace, questions }: Doors) {
  const help = words`${verb('support')} shows the people whose work this is.`;
  switch (wish) {
    case 'be-heard':
      return safeSpace
        ? words`To be heard: ${channel(safeSpace)} is the cohort's safe space, and ${verb('post')} lets you speak there without your name. ${help}`
        : help;
    case 'know-how':
    case 'sense-check':
      return questions ? words`People in the years above read ${channel(questions)}. ${help}` : help;
    case 'practical-help':
    case 'not-sure':
      return help;
    default:
      return wish satisfies never;
  }
}

const noteForm = form({
  who: 'members',
  title: 'A note to yourself',
  submit: 'Save',
  intro: plain('Only you can read it, in your home panel. Nobody else does, so it is no way to ask for help.'),
  fields: { note: optional(text({ label: 'Your note', hint: 'Empty it to remove it.', max: NOTE_MAX, long: true })) },
  async initial(context, { id }, { checkIns }) {
    const step = await checkIns.stand(memberHere(context).member, id);
    return step.kind === 'answered' && step.checkIn.note !== null ? { note: [step.checkIn.note] } : {};
  },
  async onSubmit(context, { id, values }, services) {
    const { member } = memberHere(context);
    const step = await services.checkIns.note(member, id, values.note);
    // Words that ask for help never meet silence; nobody else reads them (domain §4).
    const tier = await services.safeSpace.cards.wantedFor(member, values.note);
    return show(step.kind === 'answered' && tier !== 'T0' ? { ...step, isLow: true } : step, context, services);
  },
});

const start = async (context: Acting, round: string | null, services: Services): Promise<View> =>
  show(await services.checkIns.stand(memberHere(context).member, round), context, services);

export const checkin = command(
  'checkin',
  {
    verbs: [
      {
        verb: 'checkin',
        summary: "This week's check-in: three taps, nobody else sees them",
        who: 'members',
        run: (context, _, services) => start(context, null, services),
      },
    ],
    presses: {
      start: { who: 'members', run: (context, { id }, services) => start(context, id === '' ? null : id, services) },
      set: {
        who: 'members',
        async run(context, { id }, services) {
          const [round = '', item = '', value = ''] = id.split('.');
          const number = /^\d{1,2}$/.test(value) ? Number(value) : Number.NaN;
          return show(await services.checkIns.answer(memberHere(context).member, round, item, number), context, services);
        },
      },
      restart: {
        who: 'members',
        run: async (context, { id }, services) =>
          show(await services.checkIns.restart(memberHere(context).member, id), context, services),
      },
      wish: {
        who: 'members',
        async run(context, { id, values }, services) {
          const wish = WISHES.find((known) => known === values[0]);
          const { member } = memberHere(context);
          return show(
            wish ? await services.checkIns.wish(member, id, wish) : await services.checkIns.stand(member, id),
            context,
            services,
          );
        },
      },
      skip: { who: 'members', run: skip },
    },
    forms: { note: noteForm },
  },
  checkInMessages,
);

async function skip(context: Acting, { id }: { readonly id: string }, services: Services): Promise<View> {
  const { member, cohort } = memberHere(context);
  const round: Round | null = await services.checkIns.skip(member, id);
  if (!round) return show({ kind: 'closed', current: await services.checkIns.openRoundOf(cohort.id) }, context, services);
  return view(
    'Skipped',
    plain(`That is fine. The next check-in comes on ${nextInWords(member.ownTime ?? cohort, round.closesAt - 1)}.`),
    buttons(
      button('Check in after all', to('checkin', 'start', round.id)),
      button('Pause for longer', theirs(member)('home', 'pause')),
    ),
  );
}
