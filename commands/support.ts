import { button, buttons, fields, linkButton, note, to, view } from '../src/chat/build.ts';
import type { Block, View } from '../src/chat/view.ts';
import { plain, strong, type Words, words } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Route } from '../src/safety/signposting.ts';
import { type Acting, command, type Services, theirs } from './context.ts';

const reach = (route: Route): Words => words`${strong(route.reach)}${plain(route.hours ? ` · ${route.hours}` : '')}`;

/**
 * The support card (domain §4): short, nearest help first, no diagnosis and no promise. It is put into the answer to
 * the very form that was sent.
 */
export function supportCard(
  cohort: Cohort | null,
  { signposts }: Pick<Services, 'signposts'>,
  all = to('support', 'all'),
): readonly Block[] {
  const { card } = signposts.nearestHelp({ country: cohort?.country ?? 'unknown', own: cohort?.ownHelp ?? null });
  return [
    {
      kind: 'words',
      words: words`If things are hard right now, people are there to talk. Bombus is a program: ${strong('nobody may be reading this')}.`,
    },
    fields(card.map((route) => [route.name, reach(route)])),
    note('Asking for help is not in itself a fitness-to-practise matter.'),
    buttons(button('More ways to get help', all), linkButton('findahelpline.com', 'https://findahelpline.com')),
  ];
}

const card = async ({ access: { cohort, member } }: Acting, services: Services): Promise<View> =>
  view('Where help is', ...supportCard(cohort, services, member ? theirs(member)('support', 'all') : undefined));

async function all({ access }: Acting, { signposts }: Services): Promise<View> {
  const routes = signposts.nearestHelp({ country: access.cohort?.country ?? 'unknown', own: access.cohort?.ownHelp ?? null }).all;
  const unchecked = routes.some((route) => route.verifiedBy === 'secondary');
  return view(
    'All ways to get help',
    plain('In danger now, or somebody else is? Call the emergency number first.'),
    fields(
      routes.slice(0, 10).map((route) => [route.name, words`${reach(route)}${plain(route.detail ? `. ${route.detail}` : '')}`]),
    ),
    unchecked
      ? note('Numbers were taken from public lists and are checked once a year. If one does not work, use the emergency number.')
      : null,
    buttons(linkButton('findahelpline.com', 'https://findahelpline.com')),
  );
}

export const support = command('support', {
  verbs: [
    {
      verb: 'support',
      summary: 'Where help is, nearest first. For everybody',
      who: 'everyone',
      run: (context, _, services) => card(context, services),
    },
  ],
  presses: {
    card: { who: 'everyone', run: (context, _, services) => card(context, services) },
    all: { who: 'everyone', run: (context, _, services) => all(context, services) },
  },
});
