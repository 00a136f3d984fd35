import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, choice, fields, fleeting, menu, note, to, view } from '../src/chat/build.ts';
import { text } from '../src/chat/form.ts';
import type { Platform } from '../src/chat/invocation.ts';
import type { View } from '../src/chat/view.ts';
import { plain, strong, verb, words } from '../src/chat/words.ts';
import type { Linker } from '../src/cohorts/linking.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Place } from '../src/cohorts/service.ts';
import { UserError } from '../src/errors.ts';
import { cohortPanel } from './cohort-panel.ts';
import { type Acting, actorOf, cohortHere, form, type Part, type Services } from './context.ts';
import { placeKinds, platformNames } from './who-sees-what.ts';

const say = {
  what: 'A cohort can live in several places, also on different platforms. People join where they are; posts and questions reach all of them, and nobody sees from which place somebody writes.',
  own: 'Each place keeps its own channels and moderators. Moderators of every place see the queue. The reveal roster is that of the place where the cohort was set up.',
  enter: 'Ask a moderator where the cohort lives for a code (“cohort link” there). It works once, for an hour.',
  begun: 'The set-up that was begun here is given up for it.',
  unlinking:
    'Nothing more is sent there, and its channels and moderators are forgotten. Its members are asked nothing more; what Bombus holds about them is erased after thirty days, or at once by their own “leave”. Linked again before, they are back. What they wrote without a name stays. What was posted there stays until its author withdraws it.',
} as const;

/** The place of the request itself, and who acts there. */
function linker(context: Acting): Linker {
  const { invocation, access } = context;
  if (!access.place || invocation.space === null) throw new UserError('not-in-direct-message');
  const place = { platform: invocation.platform, space: invocation.space };
  return { place, actor: access.cohort ? actorOf(context) : `${place.platform}:${invocation.person.id}` };
}

const attemptOf = ({ invocation: { platform, eventId } }: Acting): string => `${platform}/${eventId}`;

const placeInWords = ({ platform, space }: Place): string => `${placeKinds[platform]} ${space}`;

async function panel(context: Acting, services: Services): Promise<View> {
  const { cohort, isHome } = context.access;
  if (!cohort || cohort.state === 'draft') return invitation(cohort);
  const spaces = await services.linking.spacesOf(cohort.id);
  const { place } = cohortHere(context);
  const others = spaces.filter((space) => !space.isHome);
  return view(
    `Linked places · ${cohort.name}`,
    plain(say.what),
    fields(
      spaces.map((space) => [
        `${placeInWords(space)}${space.platform === place.platform && space.space === place.space ? ', here' : ''}`,
        [
          space.linkedAt === null ? 'Set up here' : `Linked on ${formatLocal(space.linkedAt, cohort.zone, 'date-with-year')}`,
          ...(space.goneAt === null ? [] : ['Bombus is not there any more']),
        ].join('. '),
      ]),
    ),
    note(say.own),
    isHome && others.length > 0
      ? menu(
          to('cohort', 'unlink'),
          'Unlink …',
          others.slice(0, 25).map((space) => choice(idOf(space), placeInWords(space))),
        )
      : null,
    buttons(
      isHome ? button('Make a code', to('cohort', 'link-code'), 'primary') : button('Unlink this place', to('cohort', 'unlink')),
      button('All settings', to('cohort', 'settings')),
    ),
  );
}

function invitation(begun: Cohort | null): View {
  return view(
    'Link this place to a cohort',
    plain(say.what),
    plain(say.enter),
    begun ? note(say.begun) : null,
    buttons(
      button('Enter a code', to('cohort', 'link-enter'), 'primary'),
      begun ? button('Go on with the set-up', to('cohort', 'settings')) : null,
    ),
  );
}

/** The settings of this place, which are empty yet. */
async function enter(context: Acting, code: string, services: Services): Promise<View> {
  if (!context.access.standing.has('admins')) throw new UserError('link-not-admin', {}, 'code');
  const cohort = await services.linking.enter(code, linker(context), attemptOf(context));
  return cohortPanel({ ...context, access: { ...context.access, cohort, isHome: false } }, services);
}

const entering = form({
  who: 'everyone',
  title: 'Link this place',
  submit: 'Link',
  intro: plain(say.enter),
  fields: { code: text({ label: 'Code', hint: 'Sixteen letters and digits.', max: 40 }) },
  onSubmit: (context, { values }, services) => enter(context, values.code, services),
});

/** A space as a menu's value or a button carries it. */
const idOf = ({ platform, space }: Place): string => `${platform}.${space}`;

/** What somebody pressed or chose; from a linked place it can only be that one. */
function meant(context: Acting, id: string): Place {
  const { place } = cohortHere(context);
  if (!context.access.isHome) return place;
  const at = id.indexOf('.');
  const platform = id.slice(0, at);
  if (!Object.hasOwn(platformNames, platform)) throw new UserError('link-none');
  return { platform: platform as Platform, space: id.slice(at + 1) };
}

function confirm(context: Acting, id: string): View {
  const place = meant(context, id);
  return view(
    `Unlink ${placeInWords(place)}?`,
    plain(say.unlinking),
    buttons(button('Unlink', to('cohort', 'unlink-now', idOf(place)), 'danger'), button('Keep it', to('cohort', 'link'))),
  );
}

export const cohortLink: Part = {
  verbs: [
    {
      verb: 'cohort link',
      summary: 'Let the cohort live in another server or workspace as well',
      who: 'moderators',
      options: [{ name: 'code', summary: 'The code that was made where the cohort lives' }],
      run: (context, { code }, services) => (code ? enter(context, code, services) : panel(context, services)),
    },
  ],
  presses: {
    link: { who: 'moderators', run: (context, _, services) => panel(context, services) },
    'link-code': {
      who: 'moderators',
      async run(context, _, services) {
        const { cohort } = cohortHere(context);
        const { code, until } = await services.linking.makeCode(cohort, linker(context));
        return fleeting(
          view(
            'A code for another place',
            words`${strong(code)}`,
            words`Whoever manages the other server or workspace invites Bombus there and enters it with ${verb('cohort link')}, before ${plain(formatLocal(until, cohort.zone, 'time'))}. It works once. Give it to nobody else.`,
            note('A newer code ends this one. You see it only now.'),
            buttons(button('Linked places', to('cohort', 'link'))),
          ),
        );
      },
    },
    unlink: { who: 'moderators', run: async (context, { id, values }) => confirm(context, values[0] ?? id) },
    'unlink-now': {
      who: 'moderators',
      async run(context, { id }, services) {
        const { cohort } = cohortHere(context);
        const place = meant(context, id);
        await services.linking.unlink(cohort.id, place, linker(context));
        return view(
          'Unlinked',
          plain(`${placeInWords(place)} is no longer part of ${cohort.name}.`),
          context.access.isHome ? buttons(button('Linked places', to('cohort', 'link'))) : null,
        );
      },
    },
  },
  forms: { 'link-enter': entering },
  messages: {
    async linked({ subject }, { cohorts }) {
      const cohort = await cohorts.find(cohortIn(subject));
      return (
        cohort &&
        view(
          `${cohort.name} lives in one more place`,
          plain(
            `A ${placeIn(subject)} belongs to this cohort from now on. What is written in the safe space appears there as well, and questions and answers go between the places. Nobody sees from which place somebody writes. What was written before stays where it is.`,
          ),
        )
      );
    },
    async unlinked({ subject }, { cohorts }) {
      const cohort = await cohorts.find(cohortIn(subject));
      return (
        cohort &&
        view(
          `${cohort.name} lives in one place less`,
          plain(`A ${placeIn(subject)} does not belong to this cohort any more. Nothing new appears there.`),
        )
      );
    },
    /** In the place that was taken out, to those who joined there. */
    async parted({ subject }, { cohorts }) {
      const cohort = await cohorts.find(cohortIn(subject));
      return (
        cohort &&
        view(
          `This place is no longer part of ${cohort.name}`,
          words`Bombus asks nobody here any more. What it holds about those who joined here is erased after thirty days; ${verb('leave')} erases it at once. ${verb('support')} still works for everybody.`,
        )
      );
    },
  },
};

const cohortIn = (subject: string): string => subject.split('/')[0] ?? '';
const placeIn = (subject: string): string => placeKinds[subject.split('/')[1] as Platform] ?? 'place';
