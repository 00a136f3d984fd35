import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, choice, fields, fleeting, heading, note, quote, to, view } from '../src/chat/build.ts';
import { oneOf, optional, text } from '../src/chat/form.ts';
import type { Block, Reply, View } from '../src/chat/view.ts';
import { person, plain, strong, type Words, words } from '../src/chat/words.ts';
import type { Revealer, RevealOutcome } from '../src/moderation/reveal.ts';
import type { Grounds, Reveal } from '../src/moderation/reveal-rules.ts';
import { type Acting, command, form, type Knows, type Part, type Services } from './context.ts';

const HOUR = 3_600_000;
const REASON_MAX = 500;
/** Below so many the yearly count says no more than that. */
const SMALL = 5;

const groundsWords: Readonly<Record<Grounds, string>> = {
  'risk-to-life': 'serious and immediate risk to life',
  safeguarding: 'safeguarding of a child or an adult at risk',
  'legal-order': 'a legal order',
};

const say = {
  intro:
    'Two people of the reveal roster can find out together who wrote something, for these reasons alone. Whoever it is will be told. If a life is in danger now, call the emergency number first.',
  refused:
    'Bombus cannot do this. A reveal takes two different people of the reveal roster, at least one of them a safeguarding lead, neither of them involved, in the place where the cohort was set up; one hour from the first request; and a seal that still lasts. This attempt stands in the audit log.',
  asked:
    'Your request waits for another person of the reveal roster. The moderators’ channel says that there is one, and nothing more.',
  twoNeeded: 'At least one of the two must be a safeguarding lead, and only a lead is shown who it is.',
  shownOnce:
    'You see this once, and nobody else sees it. Bombus keeps it nowhere. Write down where your safeguarding records stand what you need, and go to the person rather than to the group.',
  toldNow: 'Whoever it is can read from now on that they were revealed, on which grounds and when.',
  toldLater: 'Whoever it is can read of it in 72 hours, for the reason that was given.',
} as const;

/** The place is that of the request itself: never one that somebody belongs to elsewhere. */
const revealer = ({ invocation: { platform, space, person: who } }: Acting): Revealer => ({
  place: space === null ? null : { platform, space },
  person: who.id,
  roles: who.roles,
});

const cohortOf = ({ access }: Acting): string | null => access.cohort?.id ?? null;

const refused = (): View => view('Not possible', plain(say.refused));

async function draw(context: Acting, outcome: RevealOutcome, services: Services): Promise<Reply> {
  switch (outcome.kind) {
    case 'refused':
      return refused();
    case 'shown':
      return shownView(context, outcome);
    case 'waiting':
      return waitingView(await zoneOf(outcome.reveal, services), outcome);
    default:
      return outcome satisfies never;
  }
}

const zoneOf = async ({ cohort }: Reveal, { cohorts }: Services): Promise<string> => (await cohorts.find(cohort))?.zone ?? 'UTC';

/** For the roster alone: who asked, why, and what the person who looks can do about it. */
function waitingView(zone: string, { reveal, until, isOwn, isLead }: Extract<RevealOutcome, { kind: 'waiting' }>): View {
  const end = formatLocal(until, zone, 'time');
  return view(
    'A reveal is asked for',
    fields([
      ['Asked by', [person(reveal.askedBy)]],
      ['Grounds', groundsWords[reveal.grounds]],
      ['Ends', `${end}, an hour after it was asked for`],
      ['The author is told', reveal.deferred === null ? 'at once' : 'after 72 hours'],
    ]),
    heading('Why'),
    quote(reveal.reason),
    ...(reveal.deferred === null ? [] : [heading('Why the author is told later'), quote(reveal.deferred)]),
    ...nextStep(reveal, isOwn, isLead),
  );
}

function nextStep(reveal: Reveal, isOwn: boolean, isLead: boolean): readonly (Block | Words)[] {
  const again = button('Look again', to('reveal', 'look', reveal.id));
  if (isOwn && reveal.state === 'agreed')
    return [
      plain('Another person of the roster agrees. You can see once who it is, and nobody else will.'),
      buttons(button('Show me once', to('reveal', 'agree', reveal.id), 'danger')),
    ];
  if (isOwn) return [plain(say.asked), plain(say.twoNeeded), buttons(again)];
  if (isLead)
    return [
      plain(
        'If you agree, you are shown who it is, once and alone. If you would be part of the matter yourself, leave it to others.',
      ),
      buttons(button('I agree: show me once', to('reveal', 'agree', reveal.id), 'danger')),
    ];
  if (reveal.state === 'agreed')
    return [plain('This is agreed. The safeguarding lead who asked can see once who it is.'), plain('Nobody else is shown it.')];
  return [
    plain(
      reveal.state === 'asked-by-lead'
        ? 'If you agree, the safeguarding lead who asked is shown who it is. You are not.'
        : 'Neither of you is a safeguarding lead, so a lead has to agree.',
    ),
    reveal.state === 'asked-by-lead' ? buttons(button('I agree', to('reveal', 'agree', reveal.id), 'danger')) : buttons(again),
  ];
}

/** Who it is: by name where the platform knows them here, and by their id in any case. */
function shownView({ invocation }: Acting, { author, reveal }: Extract<RevealOutcome, { kind: 'shown' }>): View {
  const isHere = author.platform === invocation.platform && author.space === invocation.space;
  return fleeting(
    view(
      'Shown once',
      isHere ? words`This was written by ${person(author.person)}.` : words`This was written in a linked space of this cohort.`,
      words`Their id there: ${strong(author.person)}`,
      plain(say.shownOnce),
      plain(reveal.deferred === null ? say.toldNow : say.toldLater),
    ),
  );
}

const ask = form({
  who: 'everyone',
  title: 'Ask for a reveal',
  submit: 'Ask',
  intro: plain(say.intro),
  fields: {
    grounds: oneOf({
      label: 'Grounds',
      choices: Object.entries(groundsWords).map(([value, label]) =>
        choice(value, `${label.charAt(0).toUpperCase()}${label.slice(1)}`),
      ),
    }),
    reason: text({
      label: 'Why it is needed',
      hint: 'The second person reads this. It is kept for 24 months.',
      max: REASON_MAX,
      long: true,
    }),
    later: optional(
      text({
        label: 'Why the author must be told later',
        hint: 'Only where telling them now would put somebody in danger. They are then told after 72 hours.',
        max: REASON_MAX,
        long: true,
      }),
    ),
  },
  async onSubmit(context, { id: subject, values }, services) {
    const request = { grounds: values.grounds as Grounds, reason: values.reason, deferred: values.later };
    return draw(context, await services.reveals.ask(revealer(context), cohortOf(context), subject, request), services);
  },
});

const acting: Part = {
  forms: { ask },
  presses: {
    look: {
      who: 'everyone',
      run: async (context, { id }, services) =>
        draw(context, await services.reveals.look(revealer(context), cohortOf(context), id), services),
    },
    agree: {
      who: 'everyone',
      run: async (context, { id }, services) =>
        draw(context, await services.reveals.agree(revealer(context), cohortOf(context), id), services),
    },
  },
};

const messages: Part = {
  messages: {
    async asked({ subject }, services) {
      const reveal = await services.reveals.find(subject);
      return reveal ? askedView(reveal, await zoneOf(reveal, services)) : null;
    },
    async yearly({ subject, cohort: id }, services) {
      const year = Number(subject.slice(subject.lastIndexOf(':') + 1));
      const cohort = await services.cohorts.find(id);
      if (!cohort || !Number.isInteger(year)) return null;
      const count = await services.reveals.countIn(id, year);
      return view(
        `Reveals in ${year}`,
        plain(
          count < SMALL
            ? `In ${year} there were fewer than five reveals in this cohort, which may mean none. A smaller number is never given, since it could point at somebody.`
            : `In ${year} it was found out ${count} times who had written something without a name.`,
        ),
        plain(
          'A reveal always takes two people of the reveal roster, one of them a safeguarding lead, and one of three reasons: a life in danger, somebody at risk, or a legal order. Whoever is revealed is told.',
        ),
      );
    },
  },
};

function askedView({ id, askedAt, state }: Reveal, zone: string): View | null {
  const until = formatLocal(askedAt + HOUR, zone, 'time');
  switch (state) {
    case 'asked':
    case 'asked-by-lead':
      return view(
        'A reveal is asked for',
        plain(`Another person of the reveal roster has to look at it by ${until}. What it is about opens for the roster alone.`),
        buttons(button('Look at it', to('reveal', 'look', id), 'primary')),
      );
    case 'agreed':
      return view(
        'A reveal is agreed to',
        plain(`The safeguarding lead who asked can see the author once, until ${until}.`),
        buttons(button('Go on', to('reveal', 'look', id), 'primary')),
      );
    case 'shown':
      return view('A reveal was completed', plain('A safeguarding lead was shown an author, once. It stands in the audit log.'));
    case 'lapsed':
      return view('A reveal has lapsed', plain('Its hour is over. Nobody was shown anything.'));
    default:
      return state satisfies never;
  }
}

export const reveal = command('reveal', acting, messages);

/** For the member who was revealed, under what they see by themselves: nothing for anybody else. */
export async function toldBlocks({ member, cohort }: Knows, services: Services): Promise<readonly Block[]> {
  if (!member || !cohort) return [];
  const told = await services.reveals.toldTo(member);
  return told.flatMap(({ shownAt, grounds }): Block[] => [
    heading('You were revealed'),
    {
      kind: 'words',
      words: plain(
        `On ${formatLocal(shownAt, cohort.zone, 'date-time')} two people of the reveal roster found out that you had written something without your name. The grounds: ${groundsWords[grounds]}. A safeguarding lead was shown who you are, once, and nobody else was. You can ask the leads about it, and this note stays here for four days.`,
      ),
    },
    note('It is meant as help and not as a punishment. Support is open to you as before.'),
    buttons(button('Support', to('support', 'card'))),
  ]);
}
