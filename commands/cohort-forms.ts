import { to } from '../src/chat/build.ts';
import { date, oneOf, optional, pick, text, timeOfDay } from '../src/chat/form.ts';
import { PURPOSES } from '../src/cohorts/rules.ts';
import { UserError } from '../src/errors.ts';
import { cohortPanel } from './cohort-panel.ts';
import { countryChoices, purposeWords } from './cohort-words.ts';
import { cohortHere, form, needHome, type Part } from './context.ts';
import { refuseQuiet } from './home.ts';
import { clockTime, weekdayChoices } from './profile-words.ts';

const one = (label: string) => pick({ label, of: 'channel', max: 1 });

const basics = form({
  who: 'moderators',
  title: 'The cohort',
  submit: 'Save',
  fields: {
    name: text({ label: 'Name of the cohort', hint: 'As members will read it, for example Medicine 2026.', max: 60 }),
    zone: text({
      label: 'Time zone',
      hint: 'Continent/City, for example Europe/London.',
      max: 64,
      completion: to('cohort', 'zones'),
    }),
    country: oneOf({ label: 'Country', hint: 'Decides which helplines are shown.', choices: countryChoices }),
    weekday: oneOf({ label: 'Day of the check-in', choices: weekdayChoices }),
    time: timeOfDay({ label: 'Time of the check-in', hint: 'Where the cohort lives, for example 18:00.' }),
  },
  async initial({ access }) {
    const { cohort } = access;
    if (!cohort) return { weekday: ['7'], time: ['18:00'] };
    return {
      name: [cohort.name],
      zone: [cohort.zone],
      country: [cohort.country],
      weekday: [String(cohort.weekday)],
      time: [clockTime(cohort.minute)],
    };
  },
  async onSubmit(context, { values }, services) {
    const { place } = context.access;
    if (!place) throw new UserError('no-cohort');
    if (context.access.cohort) needHome(context);
    refuseQuiet(values.time, 'time');
    const { time, ...same } = values;
    const cohort = await services.cohorts.saveBasics(place, { ...same, weekday: Number(values.weekday), minute: time });
    return cohortPanel({ ...context, access: { ...context.access, cohort, isHome: true } }, services);
  },
});

const channels = form({
  who: 'moderators',
  title: 'Channels',
  submit: 'Save',
  fields: {
    'check-ins': one(purposeWords['check-ins']),
    'safe-space': one(purposeWords['safe-space']),
    questions: one(purposeWords.questions),
    moderators: one(purposeWords.moderators),
  },
  async initial(context, _, { cohorts }) {
    const { channels: known } = await cohorts.arrangement(cohortHere(context).place);
    return Object.fromEntries(known.map(({ purpose, channel }) => [purpose, [channel]]));
  },
  async onSubmit(context, { values }, services) {
    const { cohort, place } = cohortHere(context);
    const chosen = Object.fromEntries(PURPOSES.map((purpose) => [purpose, values[purpose][0] ?? '']));
    await services.cohorts.saveChannels(cohort.id, place, chosen as Record<(typeof PURPOSES)[number], string>);
    return cohortPanel(context, services);
  },
});

const people = form({
  who: 'admins',
  title: 'Moderators and leads',
  submit: 'Save',
  fields: {
    moderator: pick({ label: 'Who moderates', of: 'role', max: 10 }),
    lead: pick({ label: 'Safeguarding leads', hint: 'They moderate too, and may take part in a reveal.', of: 'role', max: 10 }),
  },
  async initial(context, _, { cohorts }) {
    const { holders } = await cohorts.arrangement(cohortHere(context).place);
    return { moderator: holders.moderator, lead: holders.lead };
  },
  async onSubmit(context, { values }, services) {
    const { cohort, place } = cohortHere(context);
    await services.cohorts.saveHolders(cohort.id, place, values);
    return cohortPanel(context, services);
  },
});

const ownHelp = form({
  who: 'moderators',
  title: 'Your own support service',
  submit: 'Save',
  fields: {
    name: optional(text({ label: 'Name', hint: 'For example: Student Wellbeing Service.', max: 60 })),
    contact: optional(text({ label: 'How to reach it', hint: 'A phone number or an address, with its hours.', max: 120 })),
  },
  async initial(context) {
    const help = cohortHere(context).cohort.ownHelp;
    return help ? { name: [help.name], contact: [help.contact] } : {};
  },
  async onSubmit(context, { values: { name, contact } }, services) {
    needHome(context);
    const { cohort } = cohortHere(context);
    if ((name === null) !== (contact === null)) throw new UserError('half-help', {}, name === null ? 'name' : 'contact');
    const ownHelp = name !== null && contact !== null ? { name, contact } : null;
    await services.cohorts.saveOwnHelp(cohort.id, ownHelp);
    return cohortPanel({ ...context, access: { ...context.access, cohort: { ...cohort, ownHelp } } }, services);
  },
});

const season = form({
  who: 'moderators',
  title: 'Exam season',
  submit: 'Add',
  fields: {
    starts: date({ label: 'First day', hint: 'In these days the check-in is one tap only.' }),
    ends: date({ label: 'Last day' }),
  },
  async onSubmit(context, { values }, services) {
    needHome(context);
    const { cohort } = cohortHere(context);
    await services.cohorts.addExamSeason(cohort.id, { startsOn: values.starts, endsOn: values.ends });
    return cohortPanel(context, services);
  },
});

/** The forms of the set-up; all but `people` stand open to moderators later as well. */
export const cohortForms: Part = { forms: { basics, channels, people, 'own-help': ownHelp, season } };
