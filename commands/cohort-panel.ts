import { formatLocal } from '../src/calendar/zone.ts';
import { asking, button, buttons, choice, fields, heading, menu, note, to, view } from '../src/chat/build.ts';
import type { Block, ChannelReport, View } from '../src/chat/view.ts';
import { plain, verb, words } from '../src/chat/words.ts';
import { type Arrangement, type Cohort, missingStep, ROSTER_WAIT_MS } from '../src/cohorts/rules.ts';
import { checklist, countryInWords, scheduleInWords, stateInWords } from './cohort-words.ts';
import { type Acting, cohortHere, type Services } from './context.ts';
import { nextInWords } from './profile-words.ts';

const missingWords = {
  channels: 'Next: choose the channels.',
  people: 'Next: say who moderates and who are the safeguarding leads.',
  roster: 'Next: name the reveal roster, at least two people.',
} as const;

/** The set-up and settings of a cohort, followed by a look at its channels on the platform. */
export async function cohortPanel(context: Acting, services: Services): Promise<View> {
  const { place } = cohortHere(context);
  const shown = await drawPanel(context, services, null);
  const { channels } = await services.cohorts.arrangement(place);
  if (channels.length === 0) return shown;
  return asking(
    shown,
    { kind: 'inspect', channels: [...new Set(channels.map((entry) => entry.channel))] },
    to('cohort', 'inspected'),
  );
}

export async function drawPanel(context: Acting, services: Services, reports: readonly ChannelReport[] | null): Promise<View> {
  const { place } = cohortHere(context);
  const cohort = (await services.cohorts.find(cohortHere(context).cohort.id)) ?? cohortHere(context).cohort;
  const arrangement = await services.cohorts.arrangement(place);
  const { isHome } = context.access;
  const missing = missingStep(arrangement, isHome);
  return view(
    `${cohort.state === 'draft' ? 'Set up' : 'Settings'} · ${cohort.name}`,
    fields([
      ['State', stateInWords(cohort.state)],
      ['Check-in', scheduleInWords(cohort)],
      ['Country', countryInWords(cohort.country)],
      ['Own support service', cohort.ownHelp ? words`${cohort.ownHelp.name}: ${cohort.ownHelp.contact}` : 'none named yet'],
    ]),
    ...channelLines(arrangement, reports),
    heading('People'),
    plain(peopleInWords(arrangement, isHome)),
    ...(isHome ? await rosterLine(cohort, services) : []),
    ...(isHome ? await seasons(cohort, services) : []),
    isHome
      ? null
      : note('What concerns the whole cohort, such as its times and its reveal roster, is changed where it was set up.'),
    missing ? plain(missingWords[missing]) : null,
    buttons(
      isHome ? button('Cohort', to('cohort', 'basics')) : null,
      button('Channels', to('cohort', 'channels'), missing === 'channels' ? 'primary' : 'plain'),
      button('Moderators and leads', to('cohort', 'people'), missing === 'people' ? 'primary' : 'plain'),
      isHome ? button('Reveal roster', to('cohort', 'roster'), missing === 'roster' ? 'primary' : 'plain') : null,
      isHome ? button('Own support service', to('cohort', 'own-help')) : null,
      isHome ? button('Add exam season', to('cohort', 'season')) : null,
      button('Moderation', to('moderation', 'settings')),
      button('Questions', to('question', 'settings')),
      button('Library', to('library', 'waiting')),
      cohort.state === 'draft' ? null : button('Linked places', to('cohort', 'link')),
      lifeButton(cohort, missing),
    ),
  );
}

function lifeButton(cohort: Cohort, missing: ReturnType<typeof missingStep>) {
  if (cohort.state === 'open') return button('Pause everything', to('cohort', 'pause'), 'danger');
  if (missing) return null;
  return button(cohort.state === 'draft' ? 'Open the cohort' : 'Resume', to('cohort', 'open'), 'primary');
}

function channelLines({ channels }: Arrangement, reports: readonly ChannelReport[] | null): readonly Block[] {
  if (channels.length === 0) return [];
  return [heading('Channels'), ...checklist(channels, reports).map((line): Block => ({ kind: 'words', words: line }))];
}

function peopleInWords({ holders }: Arrangement, isHome: boolean): string {
  const count = (list: readonly string[], one: string, many: string) => `${list.length} ${list.length === 1 ? one : many}`;
  return `Moderators: ${count(holders.moderator, 'role or person', 'roles or people')}. Safeguarding leads: ${count(holders.lead, 'role or person', 'roles or people')}.${isHome ? ` Reveal roster: ${count(holders.roster, 'person', 'people')}.` : ''}`;
}

async function rosterLine(cohort: Cohort, { roster }: Services): Promise<readonly Block[]> {
  const change = await roster.waiting(cohort.id);
  if (!change) return [];
  const text =
    change.agreedAt === null
      ? 'A change of the reveal roster waits for a safeguarding lead to agree.'
      : `A change of the reveal roster takes effect on ${formatLocal(change.agreedAt + ROSTER_WAIT_MS, cohort.zone, 'date')}.`;
  return [
    note(text),
    buttons(
      change.agreedAt === null ? button('I am a lead and agree', to('cohort', 'roster-agree', change.fingerprint)) : null,
      button('Withdraw the change', to('cohort', 'roster-withdraw')),
    ),
  ];
}

async function seasons(cohort: Cohort, { cohorts }: Services): Promise<readonly Block[]> {
  const list = await cohorts.examSeasons(cohort.id);
  if (list.length === 0) return [];
  return [
    heading('Exam seasons: one tap only'),
    menu(
      to('cohort', 'season-remove'),
      'Remove an exam season …',
      list.slice(0, 25).map(({ startsOn, endsOn }) => choice(startsOn, `${startsOn} to ${endsOn}`)),
    ),
  ];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** How the cohort stands: what comes next and what is failing. */
export async function statusView(context: Acting, services: Services, reports: readonly ChannelReport[] | null): Promise<View> {
  const { cohort, place } = cohortHere(context);
  const arrangement = await services.cohorts.arrangement(place);
  const troubles = await services.deliveryTroubles(cohort.id);
  const round = await services.checkIns.openRoundOf(cohort.id);
  const failing = [
    ...arrangement.channels
      .filter((entry) => entry.broken !== null)
      .map((entry) => `Bombus could not post to the channel for ${entry.purpose} last time.`),
    ...(troubles.undeliverable > 0
      ? [`${counted(troubles.undeliverable, 'post')} could not be delivered in the last thirty days.`]
      : []),
    ...(troubles.late > 0
      ? [
          `${counted(troubles.late, 'message')} would have come too late to be of use and ${troubles.late === 1 ? 'was' : 'were'} dropped.`,
        ]
      : []),
    ...(troubles.maybeSent > 0
      ? [`${counted(troubles.maybeSent, 'message')} may or may not have arrived; nothing is sent twice.`]
      : []),
  ];
  return view(
    `Status · ${cohort.name}`,
    fields([
      ['State', stateInWords(cohort.state)],
      [
        'Round',
        round ? `Number ${round.number}, open since ${formatLocal(round.openedAt, cohort.zone, 'date-time')}` : 'None is open',
      ],
      ['Next check-in', cohort.state === 'open' ? nextInWords(cohort, services.now()) : 'None while the cohort is not open'],
    ]),
    ...channelLines(arrangement, reports),
    heading('What is failing'),
    ...(failing.length === 0 ? [plain('Nothing that Bombus knows of.')] : failing.map(plain)),
    note('No figure here says anything about a person.'),
    words`${verb('cohort settings')} changes any of it.`,
  );
}
