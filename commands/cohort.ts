import { suggestZones } from '../src/calendar/zone.ts';
import { asking, button, buttons, to, view } from '../src/chat/build.ts';
import { openForm, pick } from '../src/chat/form.ts';
import type { Reply } from '../src/chat/view.ts';
import { plain, verb, words } from '../src/chat/words.ts';
import { UserError } from '../src/errors.ts';
import { cohortForms } from './cohort-forms.ts';
import { cohortLink } from './cohort-link.ts';
import { cohortMessages } from './cohort-messages.ts';
import { cohortPanel, drawPanel, statusView } from './cohort-panel.ts';
import { type Acting, cohortHere, command, form, needHome, type Part, type Services } from './context.ts';
import { nextInWords } from './profile-words.ts';

const zones = async (typed: string) => suggestZones(typed, 20).map((zone) => ({ value: zone, label: zone }));

async function setUp(context: Acting, options: Readonly<Record<string, string>>, services: Services): Promise<Reply> {
  if (context.access.cohort) return cohortPanel(context, services);
  const { basics } = cohortForms.forms ?? {};
  if (!basics) throw new Error('the set-up has no first step');
  return openForm(basics, to('cohort', 'basics'), {
    weekday: ['7'],
    time: ['18:00'],
    ...(options.zone ? { zone: [options.zone] } : {}),
  });
}

async function status(context: Acting, services: Services): Promise<Reply> {
  const { channels } = await services.cohorts.arrangement(cohortHere(context).place);
  const shown = await statusView(context, services, null);
  if (channels.length === 0) return shown;
  return asking(shown, { kind: 'inspect', channels: channels.map((entry) => entry.channel) }, to('cohort', 'status-inspected'));
}

async function pause(context: Acting, services: Services): Promise<Reply> {
  await services.cohorts.pause(cohortHere(context).cohort.id);
  return view(
    'Paused',
    plain(
      'Bombus sends nothing to this cohort any more: no prompt, no nudge, no post. What is due while it is paused is not sent later in a flood.',
    ),
    words`Members can still use ${verb('support')} and ${verb('home')}.`,
    buttons(button('Resume', to('cohort', 'open'), 'primary')),
  );
}

async function open(context: Acting, services: Services): Promise<Reply> {
  const { cohort, place } = cohortHere(context);
  const opened = await services.cohorts.open(cohort.id, place);
  if (opened.missing) return cohortPanel(context, services);
  const next = nextInWords(opened.cohort, services.now());
  return view(
    `${opened.cohort.name} is open`,
    plain(
      cohort.state === 'draft'
        ? `The welcome message is on its way to the check-in channel. The first check-in comes on ${next}.`
        : `The next check-in comes on ${next}. What would have been sent during a pause is not sent later.`,
    ),
    words`${verb('cohort status')} shows what comes next and what is failing; ${verb('cohort pause')} stops everything at once.`,
  );
}

const roster = form({
  who: 'moderators',
  title: 'Reveal roster',
  submit: 'Save',
  intro: plain(
    'A reveal shows who wrote something, in grave danger alone, and always takes two of these people, one of them a safeguarding lead. After the set-up a change needs a lead’s consent and seven days.',
  ),
  fields: { roster: pick({ label: 'People', hint: 'At least two, named one by one.', of: 'person', max: 10 }) },
  async initial(context, _, { cohorts }) {
    return { roster: (await cohorts.arrangement(cohortHere(context).place)).holders.roster };
  },
  async onSubmit(context, { values }, services) {
    const { cohort, place } = cohortHere(context);
    await services.roster.propose(cohort, place, acting(context), values.roster);
    return cohortPanel(context, services);
  },
});

/** A lead sees the people and agrees to them, not to a number. */
const rosterAgreement = form({
  who: 'moderators',
  title: 'Agree to a new roster',
  submit: 'I agree',
  intro: plain('These people could take part in a reveal, from seven days after the public notice.'),
  fields: { people: pick({ label: 'The new roster', hint: 'As it was proposed: leave it as it is.', of: 'person', max: 10 }) },
  async initial(context, _, { roster: changes }) {
    return { people: (await changes.waiting(cohortHere(context).cohort.id))?.roster ?? [] };
  },
  async onSubmit(context, { id: shown, values }, services) {
    const { cohort, place } = cohortHere(context);
    const proposed = (await services.roster.waiting(cohort.id))?.roster ?? [];
    if (proposed.length !== values.people.length || !values.people.every((person) => proposed.includes(person))) {
      throw new UserError('roster-as-proposed', {}, 'people');
    }
    await services.roster.agree(cohort, place, acting(context), shown);
    return cohortPanel(context, services);
  },
});

const acting = ({ invocation, access }: Acting) => ({ id: invocation.person.id, isLead: access.isLead });

const running: Part = {
  verbs: [
    {
      verb: 'cohort setup',
      summary: 'Set Bombus up for the cohort here',
      who: 'admins',
      options: [{ name: 'zone', summary: 'Time zone, for example Europe/London', completion: to('cohort', 'zones') }],
      run: setUp,
    },
    {
      verb: 'cohort settings',
      summary: 'Change what was set up',
      who: 'moderators',
      run: (context, _, services) => cohortPanel(context, services),
    },
    {
      verb: 'cohort status',
      summary: 'What comes next, and what is failing',
      who: 'moderators',
      run: (context, _, services) => status(context, services),
    },
    {
      verb: 'cohort pause',
      summary: 'Stop everything that Bombus sends, at once',
      who: 'moderators',
      run: (context, _, services) => pause(context, services),
    },
    {
      verb: 'cohort resume',
      summary: 'Start sending again',
      who: 'moderators',
      run: (context, _, services) => open(context, services),
    },
  ],
  presses: {
    settings: { who: 'moderators', run: (context, _, services) => cohortPanel(context, services) },
    pause: { who: 'moderators', run: (context, _, services) => pause(context, services) },
    open: { who: 'moderators', run: (context, _, services) => open(context, services) },
    'season-remove': {
      who: 'moderators',
      async run(context, { values }, services) {
        needHome(context);
        await services.cohorts.removeExamSeason(cohortHere(context).cohort.id, values[0] ?? '');
        return cohortPanel(context, services);
      },
    },
    'roster-withdraw': {
      who: 'moderators',
      async run(context, _, services) {
        await services.roster.withdraw(cohortHere(context).cohort.id, cohortHere(context).place, context.access.isLead);
        return cohortPanel(context, services);
      },
    },
  },
  forms: { roster, 'roster-agree': rosterAgreement },
  answers: {
    inspected: async (context, { answer }, services) =>
      drawPanel(context, services, answer.kind === 'inspected' ? answer.channels : []),
    'status-inspected': async (context, { answer }, services) =>
      statusView(context, services, answer.kind === 'inspected' ? answer.channels : []),
  },
  completions: { zones },
};

export const cohort = command('cohort', running, cohortForms, cohortLink, cohortMessages);
