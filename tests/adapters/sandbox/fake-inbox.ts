import type { Inbox } from '../../../src/chat/adapter.ts';
import {
  button,
  buttons,
  choice,
  divider,
  fields,
  heading,
  linkButton,
  menu,
  note,
  picture,
  quote,
  to,
  view,
} from '../../../src/chat/build.ts';
import type { CommandDescription } from '../../../src/chat/command.ts';
import { date, oneOf, openForm, optional, pick, scale, someOf, text } from '../../../src/chat/form.ts';
import type { Act, Invocation, Notice } from '../../../src/chat/invocation.ts';
import type { Reply, View } from '../../../src/chat/view.ts';
import { channel, link, strong, verb, words } from '../../../src/chat/words.ts';

/** A bot of sample views, which notes what it was told. */
export interface FakeInbox extends Inbox {
  readonly heard: Invocation[];
  readonly notices: Notice[];
  /** Lets the second reply of `slow` come. */
  release(): void;
}

const described = (
  name: string,
  summary: string,
  who: CommandDescription['who'] = 'everyone',
  options: CommandDescription['options'] = [],
) => ({
  verb: name,
  summary: { en: summary, others: {} },
  who,
  options,
});

const catalogue: readonly CommandDescription[] = [
  described('help', 'What this is, and who can see what.'),
  described('join', 'Read the notice and take part.'),
  described('week', 'Say how your week went. Nobody else sees it.', 'members'),
  described('library', 'Search what was answered before.', 'members', [
    { name: 'query', summary: { en: 'What you look for', others: {} }, completion: 'library:suggest:' },
    { name: 'topic', summary: { en: 'One topic alone', others: {} }, completion: null },
  ]),
  described('slow', 'Answers twice.'),
  described('cohort setup', 'Choose channels, roles and times.', 'admins'),
  described('cohort status', 'What is on, and what is missing.', 'moderators'),
];

const details = {
  title: 'A few things about you',
  submit: 'Save',
  intro: words`All of it can be changed later with ${verb('help')}.`,
  fields: {
    nickname: text({ label: 'What should we call you?', hint: 'At most 12 characters.', max: 12 }),
    happy: scale({ label: 'How happy did you feel yesterday?', from: 0, to: 10, fromLabel: 'not at all', toLabel: 'completely' }),
    year: oneOf({ label: 'Your year', choices: [choice('1', 'First'), choice('4', 'Fourth', 'clinical')] }),
    until: optional(date({ label: 'Pause until' })),
    moderators: optional(pick({ label: 'Who moderates?', of: 'person', max: 3 })),
  },
};

const chart = {
  labels: ['3 May', '10 May', '17 May', '24 May', '31 May'],
  series: [{ name: 'Happy', from: 0, to: 10, values: [6, 5, null, 7, 8] }],
};

export const welcome = (): View =>
  view(
    'This week',
    words`Hello ${'<b>First-year</b>'}, it is ${strong('Sunday')}. Begin with ${verb('week')} or look into ${channel('channel-welcome')}.`,
    fields([
      ['Your next check-in', 'Sunday at 18:00'],
      ['Questions open', '2'],
    ]),
    picture('trend', 'A line from 6 to 8 over five weeks.', chart),
    quote('It helped to hear that the first anatomy exam was hard for everybody.\nThank you.'),
    heading('What you can do'),
    buttons(
      button('Tell me more', to('home', 'more'), 'primary'),
      button('Details', to('home', 'details')),
      button('Stop', to('home', 'stop'), 'danger'),
      linkButton('Handbook', 'https://example.org/handbook'),
    ),
    menu(to('home', 'topic'), 'Choose a topic', [choice('exams', 'Exams', 'written and oral'), choice('sleep', 'Sleep')]),
    divider,
    note(words`Only you can read this. ${link('Privacy', 'https://example.org/privacy')}, ${link('odd', 'javascript:alert(1)')}`),
  );

export function fakeInbox(): FakeInbox {
  const heard: Invocation[] = [];
  const notices: Notice[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });

  return {
    catalogue,
    phrases: {
      working: 'Working on it.',
      close: 'Close',
      appName: 'Bombus',
      openAgain: 'Open again',
      unknownVerb: 'There is no such command. Type a slash to see all.',
    },
    heard,
    notices,
    release: () => release(),
    async *handle(invocation) {
      heard.push(invocation);
      yield first(invocation.act);
      if (invocation.act.kind !== 'command' || invocation.act.verb !== 'slow') return;
      await released;
      yield view(null, words`The second answer.`);
    },
    async complete(source, typed) {
      const known = [
        { value: 'id-1', label: 'Exam nerves' },
        { value: 'id-2', label: 'Exam resits' },
      ];
      return source === 'library:suggest:' ? known.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase())) : [];
    },
    async notice(_platform, notice) {
      notices.push(notice);
    },
    publish: () => null,
  };
}

function first(act: Act): Reply {
  if (act.kind === 'command') return answerTo(act.verb, act.options);
  if (act.kind === 'press' && act.callback === 'home:details:') return openForm(details, to('home', 'details'));
  if (act.kind === 'press') return view('Pressed', words`${act.callback} ${act.values.join(',')}`);
  if (act.kind === 'submit') return submitted(act.fields);
  return view(null, words`Answered.`);
}

function answerTo(name: string, options: Readonly<Record<string, string>>): Reply {
  if (name === 'join') return openForm(details, to('home', 'details'));
  if (name === 'slow') return view(null, words`Working on it.`);
  if (name === 'library') return view('Found', words`${JSON.stringify(options)}`);
  return welcome();
}

function submitted(given: Readonly<Record<string, readonly string[]>>): Reply {
  const form = openForm(
    { ...details, fields: { ...details.fields, tags: someOf({ label: 'Tags', choices: [choice('a', 'A')], max: 1 }) } },
    to('home', 'details'),
    given,
  );
  const kept = { ...form, fields: form.fields.filter(({ name }) => name !== 'tags') };
  if ((given.nickname?.[0] ?? '') !== '') return view('Saved', words`${JSON.stringify(given)}`);
  const faults = [{ field: 'nickname', label: 'What should we call you?', sentence: 'Please write a name.' }];
  return { kind: 'form-faults', form: kept, faults, view: view('Please look again', words`Please write a name.`) };
}
