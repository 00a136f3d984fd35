import { asking, button, buttons, fields, heading, note, to, view } from '../src/chat/build.ts';
import { oneOf, optional, someOf } from '../src/chat/form.ts';
import type { View } from '../src/chat/view.ts';
import { plain, strong, verb, words } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import { UserError } from '../src/errors.ts';
import { type Member, TAGS, type Tag } from '../src/members/rules.ts';
import { type Acting, cohortHere, command, form, memberHere, platformOf, type Services, theirs } from './context.ts';
import { localSlot, tagChoices, yearChoices } from './profile-words.ts';
import { sentences } from './sentences.ts';
import { KEPT, livesIn, whoSeesWhat } from './who-sees-what.ts';

const what = words`Once a week Bombus asks how you are: three taps, under thirty seconds. You see your own weeks; nobody else does. It also points to help, and it is ${strong('not an emergency service')}: nobody watches what you write here.`;

const agreement = plain(
  'If you agree, Bombus stores your year of study, your answers and your preferences. How you are is sensitive information about your health: agreeing is your free choice, and you can take it back at any time. You must be 18 or over.',
);

async function notice(context: Acting, { cohorts }: Services): Promise<View> {
  const { cohort } = cohortHere(context);
  const spaces = await cohorts.spacesOf(cohort.id);
  return view(
    `Join ${cohort.name}`,
    what,
    heading('Who can see what'),
    whoSeesWhat(platformOf(context)),
    spaces.length > 1 ? plain(livesIn(spaces)) : null,
    heading('How long it is kept'),
    fields(KEPT.map((row) => [row.who, row.what])),
    agreement,
    words`You can leave with ${verb('leave')}, which erases all of it at once.`,
    buttons(button('I agree and am 18 or over', to('join', 'profile'), 'primary'), button('Not now', to('join', 'decline'))),
  );
}

async function start(context: Acting, _: unknown, services: Services): Promise<View> {
  const { cohort } = cohortHere(context);
  if (cohort.state === 'draft') throw new UserError('cohort-not-open');
  if (!context.access.member) return notice(context, services);
  return view(
    'You are in already',
    words`You are a member of ${cohort.name}. ${verb('home')} shows your week, your reminders and your data.`,
    buttons(button('Home', to('home', 'open'), 'primary')),
  );
}

const profile = form({
  who: 'everyone',
  title: 'Join the cohort',
  submit: 'Join',
  fields: {
    year: oneOf({ label: 'Your year of study', choices: yearChoices }),
    reminders: oneOf({
      label: 'May Bombus remind you?',
      hint: 'At most two direct messages a week. You can change this at any time.',
      choices: [
        { value: 'yes', label: 'Yes, by direct message', detail: null },
        { value: 'no', label: 'No, I will look myself', detail: null },
      ],
    }),
    tags: optional(
      someOf({
        label: 'Does any of this describe you?',
        hint: 'Optional, sensitive, never shown to anyone. It will help to find people who have been where you are.',
        choices: tagChoices,
        max: TAGS.length,
      }),
    ),
  },
  async onSubmit(context, { values }, { members }) {
    const { cohort, place } = cohortHere(context);
    if (cohort.state === 'draft') throw new UserError('cohort-not-open');
    const member = await members.join({ ...place, person: context.invocation.person.id }, cohort, {
      year: Number(values.year),
      reminders: values.reminders === 'yes',
      tags: (values.tags ?? []).filter((tag): tag is Tag => TAGS.some((known) => known === tag)),
    });
    const joined = view(
      'You are in',
      words`Welcome to ${cohort.name}. The check-in comes ${localSlot(cohort)}.`,
      member.reminders
        ? plain('Opening a direct message with you, for the reminders …')
        : words`Bombus will not write to you. ${verb('checkin')} is there when you want it.`,
      next(member),
    );
    return member.reminders ? asking(joined, { kind: 'open-inbox' }, to('join', 'inbox', member.id)) : joined;
  },
});

const next = (member: Member) =>
  buttons(button('Home', theirs(member)('home', 'open'), 'primary'), button('Support', theirs(member)('support', 'card')));

const closedInbox = words`You are in, without reminders: your direct messages are closed for this place. That is fine, ${verb('checkin')} works at any time. If you would like reminders, allow direct messages in your privacy settings here and press the button.`;

export const join = command('join', {
  verbs: [{ verb: 'join', summary: 'Read the notice and join the cohort here', who: 'everyone', run: start }],
  presses: {
    start: { who: 'everyone', run: start },
    decline: {
      who: 'everyone',
      run: async () =>
        view(
          'That is fine',
          words`Nothing was stored. ${verb('join')} is there if you change your mind, and ${verb('support')} works for everybody.`,
        ),
    },
    'try-inbox': {
      who: 'members',
      async run(context) {
        const { member } = memberHere(context);
        return asking(
          view('One moment', plain('Opening a direct message with you …')),
          { kind: 'open-inbox' },
          to('join', 'inbox', member.id),
        );
      },
    },
  },
  forms: { profile },
  answers: {
    async inbox(context, { answer }, { members }) {
      const { member, cohort } = memberHere(context);
      if (answer.kind === 'inbox') {
        await members.inboxOpened(member.id, answer.inbox);
        return view(
          'Reminders are on',
          words`Welcome to ${cohort.name}. You get one direct message ${localSlot(member.ownTime ?? cohort)}, and at most one nudge after it. Every one of them has a button to skip, pause or stop.`,
          next(member),
        );
      }
      if (answer.kind === 'inbox-closed') await members.inboxClosed(member.id, false);
      return view(
        'No reminders for now',
        answer.kind === 'inbox-closed'
          ? closedInbox
          : plain(
              'You are in, without reminders: the direct message could not be opened just now. You can try again whenever you like.',
            ),
        buttons(
          button('Try again', theirs(member)('join', 'try-inbox')),
          button('Home', theirs(member)('home', 'open'), 'primary'),
        ),
      );
    },
  },
});

export const leave = command('leave', {
  verbs: [{ verb: 'leave', summary: 'Leave the cohort and erase what it holds about you', who: 'everyone', run: confirm }],
  presses: {
    confirm: { who: 'everyone', run: confirm },
    erase: {
      who: 'everyone',
      async run(context, { id }, services) {
        const { members, questions, safeSpace } = services;
        const found = await leaver(context, services);
        if (!found) return sentences.refused('members', context);
        const { member, cohort } = found;
        const what = id.split('.')[1];
        const wish = what === 'keep' ? 'keep' : what === 'at-once' ? 'withdraw-at-once' : 'withdraw';
        // Questions first: the safe space breaks every link to what they said.
        await questions.mine.leaving(member, wish);
        await safeSpace.own.leaving(member, wish);
        await members.leave(member);
        return view(
          'You have left',
          words`You are no longer a member of ${cohort.name}, and what Bombus held about you is erased. You are welcome back at any time. ${verb('support')} still works for you.`,
        );
      },
    },
    stay: { who: 'everyone', run: async () => view('Nothing has changed', plain('You are still a member.')) },
  },
});

/**
 * Whoever has something here to leave, also where the place was taken out of the cohort since.
 * Null: they are no member, here or where the cohort was.
 */
async function leaver(context: Acting, { members, cohorts }: Services): Promise<{ member: Member; cohort: Cohort } | null> {
  const { invocation, access } = context;
  const member = access.member ?? (access.place && (await members.findAt({ ...access.place, person: invocation.person.id })));
  const cohort = member && (await cohorts.find(member.cohort));
  return member && cohort ? { member, cohort } : null;
}

async function confirm(context: Acting, _: unknown, services: Services): Promise<View> {
  const { safeSpace, questions, mentors } = services;
  const found = await leaver(context, services);
  if (!found) return sentences.refused('members', context);
  const { cohort, member } = found;
  const wrote = (await safeSpace.own.list(member)).length + (await questions.mine.list(member)).length > 0;
  const isMentor = (await mentors.find(member.id)) !== null;
  return view(
    `Leave ${cohort.name}?`,
    plain(
      'This erases at once: your membership, year and tags, your preferences, all your check-ins and notes, and every message still on its way to you. It cannot be undone.',
    ),
    plain(
      'Messages that you already received stay in your direct messages; they hold no answers of yours. Short-lived traces, such as a half-filled form, go within a day.',
    ),
    wrote
      ? plain(
          'What you wrote or asked without your name disappears over the next days, so that nobody can tell from it who left. It can also go at once, which may tell; or stay, with nothing that leads to you.',
        )
      : null,
    isMentor
      ? plain(
          'As a mentor: questions that are with you go to others, and what you set up is erased. Answers under your name lose their words; answers under an alias stay, with nothing that leads to you.',
        )
      : null,
    note('You may want to take a copy first.'),
    buttons(
      button('Leave and erase', to('leave', 'erase', `${member.id}.spread`), 'danger'),
      wrote ? button('Leave, posts go at once', to('leave', 'erase', `${member.id}.at-once`), 'danger') : null,
      wrote ? button('Leave, posts stay', to('leave', 'erase', `${member.id}.keep`), 'danger') : null,
      button('Take a copy', theirs(member)('home', 'export')),
      button('Stay', to('leave', 'stay')),
    ),
  );
}
