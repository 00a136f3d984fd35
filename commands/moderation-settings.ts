import { button, buttons, choice, fields, note, to, view } from '../src/chat/build.ts';
import { oneOf, scale, someOf, text, timeOfDay } from '../src/chat/form.ts';
import type { View } from '../src/chat/view.ts';
import { plain } from '../src/chat/words.ts';
import { UserError } from '../src/errors.ts';
import { type ModerationSettings, REPORT_THRESHOLD, SEAL_DAYS } from '../src/moderation/rules.ts';
import { type Acting, cohortHere, command, form, needHome, type Services } from './context.ts';
import { hoursInWords } from './duty-words.ts';
import { clockTime, weekdayChoices } from './profile-words.ts';

const words = {
  after: 'After: posts appear by themselves, and moderators look at reports',
  before: 'Before: every post waits until a moderator has looked',
  strict:
    'With 0 days there is no seal: nobody can ever find out who wrote something, not in grave danger either, nobody can be muted for it, and authors fetch replies with a code.',
};

const daysInWords = (days: number): string => (days === 0 ? '0: none at all' : days === 1 ? '1 day' : `${days} days`);

async function panel(context: Acting, services: Services): Promise<View> {
  const { cohort } = cohortHere(context);
  const settings = await services.moderation.settings.of(cohort.id);
  return view(
    `Moderation · ${cohort.name}`,
    fields([
      ['Moderators look', settings.beforePublishing ? words.before : words.after],
      ['Reports that hide something until somebody has looked', String(settings.reportThreshold)],
      ['Seals of new posts live', daysInWords(settings.sealDays)],
      ['On duty', hoursInWords(settings.duty)],
    ]),
    plain('Language that may be asking for help always waits for a moderator, whatever is chosen here.'),
    note('A change of the seals holds for what is posted from then on. Every change stands in the audit log.'),
    context.access.isHome ? null : note('These are changed where the cohort was set up.'),
    buttons(
      context.access.isHome ? button('Posts and seals', to('moderation', 'posts')) : null,
      context.access.isHome ? button('Hours on duty', to('moderation', 'duty')) : null,
      button('Queue', to('queue', 'page', '0')),
      button('All settings', to('cohort', 'settings')),
    ),
  );
}

async function save(context: Acting, services: Services, change: Partial<ModerationSettings>): Promise<View> {
  needHome(context);
  const { cohort } = cohortHere(context);
  const { settings } = services.moderation;
  await settings.save(cohort.id, { ...(await settings.of(cohort.id)), ...change }, context.invocation.person.id);
  return panel(context, services);
}

const posts = form({
  who: 'moderators',
  title: 'Posts and seals',
  submit: 'Save',
  intro: plain(words.strict),
  fields: {
    look: oneOf({ label: 'When do moderators look?', choices: [choice('after', words.after), choice('before', words.before)] }),
    reports: scale({
      label: 'Reports that hide something',
      hint: 'It stays hidden until a moderator has looked.',
      ...REPORT_THRESHOLD,
      fromLabel: 'the first report',
      toLabel: 'ten reports',
    }),
    seal: text({ label: 'Days that a seal lives', hint: 'From 0, which means none at all, to 30.', max: 3 }),
  },
  async initial(context, _, services) {
    const known = await services.moderation.settings.of(cohortHere(context).cohort.id);
    return {
      look: [known.beforePublishing ? 'before' : 'after'],
      reports: [String(known.reportThreshold)],
      seal: [String(known.sealDays)],
    };
  },
  async onSubmit(context, { values }, services) {
    const sealDays = /^\d{1,2}$/.test(values.seal) ? Number(values.seal) : Number.NaN;
    if (!(sealDays >= SEAL_DAYS.from && sealDays <= SEAL_DAYS.to)) throw new UserError('not-on-scale', SEAL_DAYS, 'seal');
    return save(context, services, {
      beforePublishing: values.look === 'before',
      reportThreshold: values.reports,
      sealDays,
    });
  },
});

const duty = form({
  who: 'moderators',
  title: 'Hours on duty',
  submit: 'Save',
  intro: plain(
    'Reminders keep to these hours, in the cohort’s time zone, and authors whose words are held outside them are told when somebody looks. Hours that end before they begin go on into the next day.',
  ),
  fields: {
    days: someOf({ label: 'Days', choices: weekdayChoices, max: 7 }),
    from: timeOfDay({ label: 'From', hint: 'For example 09:00.' }),
    to: timeOfDay({ label: 'To', hint: 'For example 17:00.' }),
  },
  async initial(context, _, services) {
    const known = (await services.moderation.settings.of(cohortHere(context).cohort.id)).duty;
    return { days: known.days.map(String), from: [clockTime(known.from)], to: [clockTime(known.to)] };
  },
  async onSubmit(context, { values }, services) {
    const days = values.days.map(Number).sort((a, b) => a - b);
    return save(context, services, { duty: { days, from: values.from, to: values.to } });
  },
});

export const moderationSettings = command('moderation', {
  presses: { settings: { who: 'moderators', run: (context, _, services) => panel(context, services) } },
  forms: { posts, duty },
});
