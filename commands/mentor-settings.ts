import { QUIET } from '../src/calendar/quiet-hours.ts';
import { instantOf, localParts, readZone, suggestZones } from '../src/calendar/zone.ts';
import { button, buttons, choice, menu, note, to, view } from '../src/chat/build.ts';
import { date, oneOf, optional, someOf, text, timeOfDay } from '../src/chat/form.ts';
import { plain } from '../src/chat/words.ts';
import { UserError } from '../src/errors.ts';
import { type Mentor, yearsBelow } from '../src/mentors/rules.ts';
import { type Acting, form, memberHere, type Part, type Services } from './context.ts';
import { nameField, tagUse, topicsField, weekField, yearsField } from './mentor-invitation.ts';
import { panel } from './mentor-panel.ts';

import * as say from './mentor-words.ts';
import { clockTime, weekdayChoices } from './profile-words.ts';

const DAY = 24 * 3_600_000;

async function mentorHere(context: Acting, { mentors }: Services): Promise<Mentor> {
  const mentor = await mentors.find(memberHere(context).member.id);
  if (!mentor) throw new UserError('not-a-mentor');
  return mentor;
}

const saved = (context: Acting, services: Services) => panel(context, services, 'Saved');

const topicFields = (topics: ReturnType<typeof say.topicChoices>, years: readonly number[]) => ({
  topics: someOf({ ...topicsField, choices: topics, max: Math.max(topics.length, 1) }),
  years: someOf({ ...yearsField, choices: say.yearChoicesOf(years), max: Math.max(years.length, 1) }),
  tags: oneOf(tagUse),
});

const topics = form({
  who: 'members',
  title: 'Topics and years',
  submit: 'Save',
  intro: plain('A change counts from next Monday: so nobody can find out who asks by changing it.'),
  fields: topicFields([], []),
  fieldsFor: async (context, _, services) =>
    topicFields(
      say.topicChoices(await services.topics.of(memberHere(context).cohort.id)),
      yearsBelow(memberHere(context).member.year),
    ),
  async initial(context, _, { mentors }) {
    const mentor = await mentors.find(memberHere(context).member.id);
    const chosen = mentor?.coming ?? mentor;
    if (!chosen) return {};
    return { topics: chosen.topics, years: chosen.years.map(String), tags: [chosen.usesTags ? 'yes' : 'no'] };
  },
  async onSubmit(context, { values }, services) {
    const { member } = memberHere(context);
    const years = values.years.map(Number);
    await services.mentors.change(member, { topics: values.topics, years, usesTags: values.tags === 'yes' });
    return saved(context, services);
  },
});

const limitFields = (week: number, open: number) => ({
  week: oneOf({ ...weekField, choices: say.countChoices(week, say.aWeek) }),
  open: oneOf({ label: 'How many at the same time?', choices: say.countChoices(open, say.atOnce) }),
  name: optional(text(nameField)),
});

const limits = form({
  who: 'members',
  title: 'How much, and as whom',
  submit: 'Save',
  fields: limitFields(1, 1),
  async fieldsFor(context, _, { mentors }) {
    const caps = await mentors.caps.of(memberHere(context).cohort.id);
    return limitFields(caps.newAWeek, caps.openAtOnce);
  },
  async initial(context, _, { mentors }) {
    const mentor = await mentors.find(memberHere(context).member.id);
    if (!mentor) return {};
    return {
      week: [String(mentor.newAWeek)],
      open: [String(mentor.openAtOnce)],
      name: mentor.shownName === null ? [] : [mentor.shownName],
    };
  },
  async onSubmit(context, { values }, services) {
    await services.mentors.change(memberHere(context).member, {
      newAWeek: Number(values.week),
      openAtOnce: Number(values.open),
      shownName: values.name,
    });
    return saved(context, services);
  },
});

const hours = form({
  who: 'members',
  title: 'Hours',
  submit: 'Save',
  intro: plain('Questions are offered to you within these hours. Hours that end before they begin go on into the next day.'),
  fields: {
    days: someOf({ label: 'Days', choices: weekdayChoices, max: 7 }),
    from: timeOfDay({ label: 'From', hint: 'For example 09:00.' }),
    to: timeOfDay({ label: 'To', hint: 'For example 21:00.' }),
    zone: optional(
      text({ label: 'Time zone', hint: 'Continent/City. Empty: the cohort’s.', max: 64, completion: to('cohort', 'zones') }),
    ),
  },
  async initial(context, _, { mentors }) {
    const { member, cohort } = memberHere(context);
    const own = (await mentors.find(member.id))?.hours;
    if (!own) return {};
    return {
      days: own.days.map(String),
      from: [clockTime(own.from)],
      to: [clockTime(own.to)],
      zone: [own.zone ?? member.ownTime?.zone ?? cohort.zone],
    };
  },
  async onSubmit(context, { values }, services) {
    const { member, cohort } = memberHere(context);
    const zone = values.zone === null ? null : readZone(values.zone);
    if (values.zone !== null && zone === null)
      throw new UserError('unknown-zone', { nearest: suggestZones(values.zone, 3).join(', ') }, 'zone');
    const days = values.days.map(Number).sort((a, b) => a - b);
    await services.mentors.change(member, {
      hours: { days, from: values.from, to: values.to, zone: zone === cohort.zone ? null : zone },
    });
    return saved(context, services);
  },
});

const timeOff = form({
  who: 'members',
  title: 'Time off',
  submit: 'Save',
  intro: plain(
    'Nothing is offered to you meanwhile, and it ends by itself in the morning of that day. Leave a field empty to end it.',
  ),
  fields: {
    away: optional(date({ label: 'Away until', hint: 'For example 2027-04-12.' })),
    from: optional(date({ label: 'Exams begin on', hint: 'Empty: they have begun.' })),
    exams: optional(date({ label: 'Exams are over on' })),
  },
  async initial(context, _, services) {
    const mentor = await services.mentors.find(memberHere(context).member.id);
    if (!mentor) return {};
    const zone = mentor.hours.zone ?? memberHere(context).cohort.zone;
    const typed = (at: number | null) => (at === null || at <= services.now() ? [] : [localParts(at, zone).date]);
    return { away: typed(mentor.awayUntil), from: typed(mentor.examFrom), exams: typed(mentor.examUntil) };
  },
  async onSubmit(context, { values }, services) {
    const mentor = await mentorHere(context, services);
    const zone = mentor.hours.zone ?? memberHere(context).cohort.zone;
    const until = (day: string | null, field: string): number | null => {
      if (day === null) return null;
      const at = instantOf(day, QUIET.to, zone);
      if (at <= services.now()) throw new UserError('pause-not-ahead', {}, field);
      if (at > services.now() + 366 * DAY) throw new UserError('pause-too-long', {}, field);
      return at;
    };
    const [awayUntil, examUntil] = [until(values.away, 'away'), until(values.exams, 'exams')];
    if (values.from !== null && (values.exams === null || values.exams < values.from))
      throw new UserError('season-backwards', {}, 'exams');
    const examFrom = values.from === null ? null : instantOf(values.from, 0, zone);
    await services.mentors.change(memberHere(context).member, { awayUntil, examFrom, examUntil });
    const held = (await services.questions.mentoring.holdings(memberHere(context).member)).some(
      ({ state }) => state === 'held' || state === 'talking',
    );
    return held
      ? panel(context, services, 'Saved', plain('What is with you stays with you. You can hand it on before you go.'))
      : saved(context, services);
  },
});

export const settings: Part = {
  presses: {
    back: {
      who: 'members',
      async run(context, _, services) {
        await services.mentors.comeBack(memberHere(context).member.id);
        return panel(context, services, 'Welcome back');
      },
    },
    stop: {
      who: 'members',
      async run(context) {
        const { member } = memberHere(context);
        return view(
          'Stop answering?',
          plain(
            'What is with you goes to others, and nobody is told why. What you set up here is erased; what you answered stays.',
          ),
          note('To have a rest only, use “Time off”.'),
          buttons(
            button('Stop', say.own(member, 'stop-now'), 'danger'),
            button('Time off', say.own(member, 'time-off')),
            button('Back', say.own(member, 'open')),
          ),
        );
      },
    },
    'stop-now': {
      who: 'members',
      async run(context, _, services) {
        const { member } = memberHere(context);
        await services.mentors.stop(member);
        return view(
          'You have stopped',
          plain('Thank you for being there. You are welcome back at any time.'),
          buttons(button('Home', to('home', 'open', member.id))),
        );
      },
    },
    blocked: { who: 'members', run: (context, _, services) => blockedView(context, services) },
    unblock: {
      who: 'members',
      async run(context, { values }, services) {
        const { member, cohort } = memberHere(context);
        await services.mentors.blocks.lift(cohort.id, member, values[0] ?? '');
        return blockedView(context, services);
      },
    },
  },
  forms: { topics, limits, hours, 'time-off': timeOff },
};

/** Whom somebody has blocked, by what they were called; for themselves alone. */
async function blockedView(context: Acting, { mentors }: Services) {
  const { member, cohort } = memberHere(context);
  const blocked = await mentors.blocks.ofPerson(cohort.id, member);
  return view(
    'Blocked',
    plain(
      blocked.length === 0
        ? 'You have blocked nobody.'
        : 'You are not brought together with them again. It ends by itself after a year. They are not told.',
    ),
    blocked.length === 0
      ? null
      : menu(
          say.own(member, 'unblock'),
          'Unblock …',
          blocked.slice(0, 25).map(({ key, speaker }) => choice(key, speaker)),
        ),
    buttons(button('Back', say.own(member, 'open')), button('Home', to('home', 'open', member.id))),
  );
}
