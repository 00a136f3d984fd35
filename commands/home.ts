import { QUIET } from '../src/calendar/quiet-hours.ts';
import { formatLocal, instantOf } from '../src/calendar/zone.ts';
import { asking, button, buttons, heading, note, to, view } from '../src/chat/build.ts';
import { date, oneOf, optional, someOf, text, timeOfDay } from '../src/chat/form.ts';
import type { View } from '../src/chat/view.ts';
import { plain, verb, words } from '../src/chat/words.ts';
import { paceAfter } from '../src/check-ins/rules.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import { UserError } from '../src/errors.ts';
import { type Member, TAGS, type Tag } from '../src/members/rules.ts';
import { type Acting, command, form, memberHere, type Part, type Services, theirs } from './context.ts';
import { accountLines, ownAccounts } from './home-accounts.ts';
import { exportPages } from './home-export.ts';
import { askedLines, safeSpaceLines, thisWeek } from './home-lines.ts';
import { mentorLines } from './mentor-news.ts';
import { clockTime, localSlot, tagChoices, weekdayChoices, yearChoices, yearInWords } from './profile-words.ts';
import { toldBlocks } from './reveal.ts';
import { supportCard } from './support.ts';
import { ownWeeks } from './trend.ts';

const DAY = 24 * 3_600_000;

async function panel(context: Acting, services: Services): Promise<View> {
  const { cohort } = memberHere(context);
  const member = (await services.members.find(memberHere(context).member.id)) ?? memberHere(context).member;
  const weeks = await services.checkIns.trend(member);
  const { measure } = services.checkIns;
  const mine = theirs(member);
  const isCardKept = await services.safeSpace.cards.isKept(member);
  return view(
    `Home · ${cohort.name}`,
    ...(await toldBlocks(context.access, services)),
    ...(isCardKept ? supportCard(cohort, services, theirs(member)('support', 'all')) : []),
    ...(await thisWeek(member, cohort, services)),
    ...(weeks.length > 0 ? [heading('My weeks'), ...ownWeeks(weeks, cohort.zone, measure)] : []),
    ...(await safeSpaceLines(member, services)),
    ...(await askedLines(member, services)),
    ...(await mentorLines(member, services)),
    heading('Reminders'),
    reminders(member, cohort, services.now()),
    buttons(
      member.reminders && member.inbox !== null
        ? button('Stop reminders', mine('home', 'stop'))
        : button('Remind me', mine('home', 'remind')),
      button('My own time', mine('home', 'own-time')),
      member.pausedUntil !== null && member.pausedUntil > services.now()
        ? button('End my pause', mine('home', 'resume'))
        : button('Pause until …', mine('home', 'pause')),
    ),
    heading('About me'),
    plain(`${yearInWords(member.year)}. Member since ${formatLocal(member.joinedAt, cohort.zone, 'date-with-year')}.`),
    buttons(
      button('My year and tags', mine('home', 'profile')),
      button('A copy of my data', mine('home', 'export')),
      button('Leave and erase', mine('leave', 'confirm'), 'danger'),
    ),
    ...(await accountLines(member, cohort, services)),
    buttons(button('Support', mine('support', 'card')), button('Who can see what', mine('help', 'show'))),
  );
}

function reminders(member: Member, cohort: Cohort, now: number) {
  if (!member.reminders || member.inbox === null) return plain('Bombus does not write to you.');
  if (member.pausedUntil !== null && member.pausedUntil > now) {
    return plain(
      `Paused until ${formatLocal(member.pausedUntil, member.ownTime?.zone ?? cohort.zone, 'date')}. Nothing is sent before.`,
    );
  }
  const pace = paceAfter(member.missed);
  const slot = words`One direct message ${localSlot(member.ownTime ?? cohort)}, and at most one nudge.`;
  if (pace === 'weekly') return slot;
  return pace === 'resting'
    ? plain('Resting: nothing is sent until you check in again.')
    : words`${slot} At the moment ${pace === 'fortnightly' ? plain('every two weeks') : plain('every four weeks')}, since the last ones went unanswered; any answer brings back every week.`;
}

/** @throws UserError about `field` for a time at which nothing is sent. */
export function refuseQuiet(minute: number, field: string): void {
  if (minute >= QUIET.from || minute < QUIET.to) throw new UserError('quiet-time', {}, field);
}

const ownTime = form({
  who: 'members',
  title: 'My own time',
  submit: 'Save',
  intro: plain('When should your check-in reach you? It lies within five days of the cohort’s own.'),
  fields: {
    weekday: oneOf({
      label: 'Day',
      choices: [{ value: 'cohort', label: 'The cohort’s own time', detail: null }, ...weekdayChoices],
    }),
    time: optional(timeOfDay({ label: 'Time of day', hint: 'For example 18:00.' })),
    zone: optional(
      text({
        label: 'Time zone',
        hint: 'Continent/City, for example Europe/London.',
        max: 64,
        completion: to('cohort', 'zones'),
      }),
    ),
  },
  async initial(context) {
    const { member, cohort } = memberHere(context);
    const own = member.ownTime;
    return {
      weekday: [own ? String(own.weekday) : 'cohort'],
      time: [clockTime((own ?? cohort).minute)],
      zone: [(own ?? cohort).zone],
    };
  },
  async onSubmit(context, { values }, services) {
    const { member, cohort } = memberHere(context);
    if (values.weekday === 'cohort') await services.members.setOwnTime(member, null);
    else {
      const minute = values.time ?? cohort.minute;
      refuseQuiet(minute, 'time');
      await services.members.setOwnTime(member, { weekday: Number(values.weekday), minute, zone: values.zone ?? cohort.zone });
    }
    return changed(context, services);
  },
});

const pause = form({
  who: 'members',
  title: 'Pause',
  submit: 'Pause',
  intro: plain('Bombus sends you nothing until the morning of this day. The pause ends by itself.'),
  fields: { until: date({ label: 'Until', hint: 'For example 2027-04-12.' }) },
  async onSubmit(context, { values }, services) {
    const { member, cohort } = memberHere(context);
    const until = instantOf(values.until, QUIET.to, member.ownTime?.zone ?? cohort.zone);
    if (until <= services.now()) throw new UserError('pause-not-ahead', {}, 'until');
    if (until > services.now() + 366 * DAY) throw new UserError('pause-too-long', {}, 'until');
    await services.members.pauseUntil(member, until);
    return view(
      'Paused',
      plain(`Nothing is sent to you until ${formatLocal(until, member.ownTime?.zone ?? cohort.zone, 'date')}.`),
      words`${verb('checkin')} still works whenever you like.`,
      buttons(button('End my pause', theirs(member)('home', 'resume')), button('Home', theirs(member)('home', 'open'))),
    );
  },
});

const profile = form({
  who: 'members',
  title: 'My year and tags',
  submit: 'Save',
  fields: {
    year: oneOf({ label: 'Your year of study', choices: yearChoices }),
    tags: optional(
      someOf({
        label: 'Does any of this describe you?',
        hint: 'Optional, sensitive, never shown to anyone.',
        choices: tagChoices,
        max: TAGS.length,
      }),
    ),
  },
  async initial(context, _, { members }) {
    const { member } = memberHere(context);
    return { year: [String(member.year)], tags: await members.tags(member.id) };
  },
  async onSubmit(context, { values }, services) {
    const { member } = memberHere(context);
    await services.members.setYear(member, Number(values.year));
    await services.members.setTags(
      member,
      (values.tags ?? []).filter((tag): tag is Tag => TAGS.some((known) => known === tag)),
    );
    await services.mentors.profileChanged(member.id);
    return changed(context, services);
  },
});

/** The panel as it is after a change: what `context` knows of the member is older. */
async function changed(context: Acting, services: Services): Promise<View> {
  const member = await services.members.find(memberHere(context).member.id);
  return panel({ ...context, access: { ...context.access, member } }, services);
}

const main: Part = {
  verbs: [
    {
      verb: 'home',
      summary: 'Your own panel: this week, my weeks, reminders, my data',
      who: 'members',
      run: (context, _, services) => panel(context, services),
    },
  ],
  presses: {
    open: { who: 'members', run: (context, _, services) => panel(context, services) },
    resume: {
      who: 'members',
      async run(context, _, services) {
        await services.members.pauseUntil(memberHere(context).member, null);
        return changed(context, services);
      },
    },
    remind: {
      who: 'members',
      async run(context, _, { members }) {
        const { member } = memberHere(context);
        await members.wantReminders(member, true);
        return asking(
          view('One moment', plain('Opening a direct message with you …')),
          { kind: 'open-inbox' },
          to('join', 'inbox', member.id),
        );
      },
    },
    stop: {
      who: 'members',
      async run(context, _, { members }) {
        const { member } = memberHere(context);
        await members.wantReminders(member, false);
        return view(
          'Reminders are off',
          words`Bombus does not write to you any more. ${verb('checkin')} works whenever you like.`,
          buttons(
            button('Home', theirs(member)('home', 'open')),
            button('Remind me after all', theirs(member)('home', 'remind')),
          ),
        );
      },
    },
    export: {
      who: 'members',
      async run(context, { id }, services) {
        const { member, cohort } = memberHere(context);
        const pages = await exportPages(member, cohort, services);
        const page = Math.min(Math.max(Number(id.split('.')[1]) || 1, 1), pages.length);
        return view(
          pages.length === 1 ? 'A copy of your data' : `Your data · ${page} of ${pages.length}`,
          note('JSON. Only you see this.'),
          { kind: 'quote', text: pages[page - 1] ?? '' },
          buttons(
            page > 1 ? button('Previous', to('home', 'export', `${member.id}.${page - 1}`)) : null,
            page < pages.length ? button('Next', to('home', 'export', `${member.id}.${page + 1}`), 'primary') : null,
            button('Home', theirs(member)('home', 'open')),
          ),
        );
      },
    },
  },
  forms: { 'own-time': ownTime, pause, profile },
};

export const home = command('home', main, ownAccounts);
