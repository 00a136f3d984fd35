import type { Inbox } from '../../src/chat/adapter.ts';
import { asking, button, buttons, choice, fields, heading, menu, note, picture, quote, to, view } from '../../src/chat/build.ts';
import { catalogueOf, openCompletions } from '../../src/chat/catalogue.ts';
import { type Access, type Capability, defineForm, type Who } from '../../src/chat/command.ts';
import { openDispatcher, type Sentences } from '../../src/chat/dispatcher.ts';
import { date, oneOf, optional, pick, scale, someOf, text, timeOfDay } from '../../src/chat/form.ts';
import type { Notice } from '../../src/chat/invocation.ts';
import type { Reply } from '../../src/chat/view.ts';
import { link, plain, strong, verb, words } from '../../src/chat/words.ts';
import { UserError } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';

/** What somebody hostile types: mentions of everybody, disguised links, markup, invisible and right-to-left text. */
export const HOSTILE =
  '@everyone <@123456789012345678> <!channel> <#C1> **bold** *b* _i_ ~s~ `c` ||spoiler|| [label](https://evil.example) <https://evil.example|label> # big\n> quote\n- list \u202Ereversed \u200Bzero <t:0:R> :bee:';

const CHART = {
  labels: ['7 Mar', '14 Mar', '21 Mar'],
  series: [{ name: 'Happy', from: 0, to: 10, values: [4, null, 7] }],
};

/** A small bot that uses the whole language of chat, behind the real dispatcher. */
export function openSample(options: {
  readonly log: Log;
  readonly tryInbox: (
    platform: string,
    request: unknown,
    space: string | null,
    person: string,
  ) => Promise<never> | Promise<import('../../src/chat/view.ts').PlatformAnswer>;
}) {
  const seen = {
    submitted: [] as Readonly<Record<string, unknown>>[],
    runs: 0,
    notices: [] as Notice[],
    options: [] as Readonly<Record<string, string>>[],
  };
  const outcomes = new Map<string, Promise<Reply>>();

  const panel = view(
    'Everything at once',
    words`Plain, ${strong('strong')}, ${verb('sample show')}, ${link('a link', 'https://example.org/')}.`,
    words`Somebody wrote: ${HOSTILE}`,
    heading('A heading'),
    quote(HOSTILE),
    fields([
      ['One', 'first'],
      ['Two', words`second ${strong('part')}`],
    ]),
    picture('weeks.png', 'Happy: 7 Mar 4, 14 Mar none, 21 Mar 7.', CHART),
    buttons(
      button('Primary', to('sample', 'pressed', 'a'), 'primary'),
      button('Danger', to('sample', 'pressed', 'b'), 'danger'),
      button('Open the form', to('sample', 'all')),
    ),
    menu(to('sample', 'chosen'), 'Choose …', [choice('x', 'First'), choice('y', 'Second', 'with detail')]),
    note('Small print.'),
  );

  const all = defineForm<object, Access, ReturnType<typeof sampleFields>>({
    who: 'everyone',
    title: 'A form',
    submit: 'Send',
    intro: plain('Before the fields.'),
    fields: sampleFields(),
    async initial() {
      return { words: ['kept from before'] };
    },
    async onSubmit(_, { values }) {
      seen.submitted.push(values);
      return view('Received', words`You wrote: ${String(values.words)}`);
    },
  });

  const capability: Capability<object, Access> = {
    name: 'sample',
    leavesTrace: true,
    verbs: [
      {
        verb: 'sample show',
        summary: 'Shows everything',
        who: 'everyone',
        options: [{ name: 'what', summary: 'Anything', completion: to('sample', 'letters') }],
        async run(_, given) {
          seen.runs += 1;
          seen.options.push(given);
          return panel;
        },
      },
      {
        verb: 'sample slow',
        summary: 'Takes its time',
        who: 'everyone',
        run: () => new Promise((resolve) => setTimeout(() => resolve(view('Slow but sure', plain('Here it is.'))), 2_600)),
      },
      {
        verb: 'sample inbox',
        summary: 'Opens a direct message',
        who: 'everyone',
        run: async () => asking(view('Asking', plain('One moment.')), { kind: 'open-inbox' }, to('sample', 'answered')),
      },
      { verb: 'sample break', summary: 'Fails', who: 'everyone', run: async () => Promise.reject(new Error(HOSTILE)) },
      {
        verb: 'sample long',
        summary: 'Says much',
        who: 'everyone',
        run: async () =>
          view('L'.repeat(100), ...Array.from({ length: 6 }, () => plain('word '.repeat(400))), quote('ي'.repeat(4_000))),
      },
      { verb: 'ping', summary: 'One word', who: 'everyone', run: async () => view('Pong', plain('pong')) },
      {
        verb: 'form',
        summary: 'Opens the short form',
        who: 'everyone',
        run: async () => {
          const { openForm } = await import('../../src/chat/form.ts');
          return openForm(short, to('sample', 'short'));
        },
      },
    ],
    presses: {
      pressed: {
        who: 'everyone',
        run: async (_, { id }) => {
          seen.runs += 1;
          return view(`Pressed ${id}`, plain('Done.'), buttons(button('Back', to('sample', 'back'))));
        },
      },
      back: { who: 'everyone', run: async () => panel },
      chosen: { who: 'everyone', run: async (_, { values }) => view('Chosen', plain(values.join(' and '))) },
      moderated: { who: 'moderators', run: async () => view('Never', plain('never')) },
    },
    forms: {
      all,
      get short() {
        return short;
      },
      pickers: defineForm<object, Access, ReturnType<typeof pickerFields>>({
        who: 'everyone',
        title: 'Pickers',
        submit: 'Send',
        fields: pickerFields(),
        async onSubmit(_, { values }) {
          seen.submitted.push(values);
          return view('Picked', plain('Thank you.'));
        },
      }),
    },
    answers: { answered: async (_, { answer }) => view('Answered', plain(answer.kind)) },
    completions: {
      letters: async (typed) =>
        ['alpha', 'beta', 'gamma'].filter((letter) => letter.startsWith(typed)).map((value) => ({ value, label: value })),
    },
    messages: {},
  };

  const handle = openDispatcher<object, Access>({
    capabilities: [capability],
    services: {},
    sentences,
    drafts: memoryDrafts(),
    accessOf: async () => ({ standing: new Set<Who>(['everyone']) }),
    recall: async (event) => (await outcomes.get(event)) ?? null,
    async once(event, work) {
      const known = outcomes.get(event);
      if (known) return { outcome: await known, isRepeat: true };
      const running = work();
      outcomes.set(event, running);
      return { outcome: await running, isRepeat: false };
    },
    ask: (invocation, request) => options.tryInbox(invocation.platform, request, invocation.space, invocation.person.id),
    addenda: async () => [],
    changed: () => undefined,
    storeFailure: () => null,
    newId: () => 'incident-1',
    log: options.log,
  });

  const inbox: Inbox = {
    catalogue: catalogueOf([capability]),
    phrases: {
      working: 'One moment …',
      close: 'Close',
      appName: 'Bombus',
      openAgain: 'Open the form',
      unknownVerb: 'No such command.',
    },
    handle,
    complete: openCompletions([capability], {}),
    async notice(_, notice) {
      seen.notices.push(notice);
    },
    publish: () => null,
  };
  return { inbox, seen, panel };
}

const short = defineForm<object, Access, ReturnType<typeof shortFields>>({
  who: 'everyone',
  title: 'Short',
  submit: 'Send',
  fields: shortFields(),
  async onSubmit(_, { values }) {
    if (values.words === 'refuse me') throw new UserError('refused', {}, 'words');
    return view('Received', words`You wrote: ${values.words}`);
  },
});

function shortFields() {
  return { words: text({ label: 'Words', max: 40 }) };
}

function sampleFields() {
  return {
    words: text({ label: 'Words', hint: 'At most 500.', max: 500, long: true }),
    one: oneOf({ label: 'One of', choices: [choice('a', 'Ay'), choice('b', 'Bee')] }),
    some: optional(someOf({ label: 'Some of', choices: [choice('p', 'Pea'), choice('q', 'Queue'), choice('r', 'Are')], max: 3 })),
    number: scale({ label: 'How much', from: 0, to: 10, fromLabel: 'none', toLabel: 'all' }),
    day: optional(date({ label: 'Day' })),
  };
}

function pickerFields() {
  return {
    who: pick({ label: 'Who', of: 'person', max: 3 }),
    where: pick({ label: 'Where', of: 'channel', max: 1 }),
    role: pick({ label: 'Role', of: 'role', max: 3 }),
    time: timeOfDay({ label: 'Time' }),
  };
}

function memoryDrafts() {
  const kept = new Map<string, Readonly<Record<string, readonly string[]>>>();
  return {
    keep: async (person: string, form: string, raw: Readonly<Record<string, readonly string[]>>) =>
      void kept.set(`${person} ${form}`, raw),
    find: async (person: string, form: string) => kept.get(`${person} ${form}`) ?? null,
    drop: async (person: string, form: string) => void kept.delete(`${person} ${form}`),
  };
}

const sentences: Sentences<Access> = {
  refused: () => view('Not for you', plain('No.')),
  unknown: () => view('That does not work any more', plain('Nothing was changed.')),
  mistake: ({ code }) => view('Not done yet', plain(code)),
  fault: (code) => `Fault: ${code}.`,
  faults: (list, again) =>
    view(
      'Nearly there',
      fields(list.slice(0, 5).map(({ label, sentence }) => [label, sentence])),
      buttons(button('Open it again', again, 'primary')),
    ),
  notKept: () => view('Not saved', plain('Try again.')),
  failed: (incident) => view('Something went wrong', plain(`Code ${incident}.`)),
  doneAlready: () => view('Done already', plain('Done.')),
};
