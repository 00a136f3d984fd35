import { button, buttons, choice, fields, fleeting, menu, note, to, view } from '../src/chat/build.ts';
import type { Completion, Typist } from '../src/chat/command.ts';
import { text } from '../src/chat/form.ts';
import type { Reply, View } from '../src/chat/view.ts';
import { plain, said, words } from '../src/chat/words.ts';
import type { Entry } from '../src/library/rules.ts';
import type { Looking, Page, PagePlace } from '../src/library/service.ts';
import { type Acting, command, form, memberHere, type Part, type Services } from './context.ts';
import { libraryMessages } from './library-messages.ts';
import { libraryModerating } from './library-moderating.ts';
import * as say from './library-words.ts';

const TITLES = 10;
const QUERY_MAX = 150;
const TOPICS = 25;

/** `position.after` in base 36, then what was looked at. */
function writePlace({ position, after }: PagePlace, looking: string): string {
  return `${position.toString(36)}.${after.toString(36)}.${looking}`;
}

function readPlace(id: string): { readonly place: PagePlace; readonly looking: string } {
  const [position = '', after = '', looking = ''] = id.split('.');
  const number = (written: string) => (/^[0-9a-z]{1,9}$/.test(written) ? Number.parseInt(written, 36) : 0);
  return { place: { position: number(position), after: number(after) }, looking };
}

/** The press that turns pages, and what the button holds of what is looked at. */
function turning(looking: Looking, library: Services['library']): { readonly press: string; readonly written: string } {
  switch (looking.kind) {
    case 'found':
      return { press: 'found', written: library.writeWords(looking.words) };
    case 'topic':
      return { press: 'topic', written: looking.topic };
    case 'newest':
      return { press: 'newest', written: '' };
    default:
      return looking satisfies never;
  }
}

/** A page of entries; kept nowhere, since what was searched for stands in it. */
async function shown(context: Acting, services: Services, looking: Looking, place?: PagePlace): Promise<View> {
  const { library } = services;
  const { cohort } = memberHere(context);
  const page = await library.page(cohort.id, looking, place);
  const { press, written } = turning(looking, library);
  const turn = (label: string, next: PagePlace | null) => next && button(label, to('library', press, writePlace(next, written)));
  const topics = await Promise.all(page.entries.map((entry) => say.topicInWords(services, entry)));
  const details = page.entries.map(({ appliesTo }, index) => `${topics[index]} · ${say.academicYear(appliesTo)}`);
  const only = page.entries.length === 1 ? (page.entries[0] ?? null) : null;
  return fleeting(
    view(
      await titleOf(looking, services, cohort.id),
      page.total === 0 ? plain(nothing[looking.kind]) : plain(counted(page)),
      only === null ? null : words`${said(only.title)}`,
      only === null ? null : note(plain(details[0] ?? '')),
      page.entries.length < 2
        ? null
        : fields(page.entries.map(({ title }, index) => [`${page.position + index + 1}`, words`${said(title)}`])),
      page.entries.length < 2 ? null : say.entryChoices('chosen', page.entries, details),
      buttons(turn('Earlier page', page.earlier), turn('Next page', page.later)),
      looking.kind === 'newest' ? await topicMenu(services, cohort.id) : null,
      buttons(
        only === null ? null : button('Read it', to('library', 'open', only.id), 'primary'),
        button('Search', to('library', 'search'), only === null ? 'primary' : 'plain'),
        looking.kind === 'newest' ? null : button('All entries', to('library', 'newest')),
      ),
      note('Only you see this. What you search for is kept nowhere.'),
    ),
  );
}

const nothing: Readonly<Record<Looking['kind'], string>> = {
  found: 'Nothing here says that yet. Other words may find it; if not, you can ask the years above.',
  topic: 'Nothing stands under this topic yet.',
  newest: 'Nothing stands here yet. What members ask and the years above answer comes here when both agree.',
};

const counted = ({ total, position, entries }: Page): string =>
  total === 1 ? 'One entry.' : `${position + 1} to ${position + entries.length} of ${total < 100 ? total : 'the first 100'}.`;

async function titleOf(looking: Looking, services: Services, cohort: string): Promise<string> {
  if (looking.kind === 'found') return 'What was answered before';
  return looking.kind === 'topic' ? await say.topicInWords(services, { cohort, topic: looking.topic }) : 'Library';
}

async function topicMenu({ library }: Services, cohort: string) {
  const topics = (await library.topics(cohort)).slice(0, TOPICS);
  if (topics.length < 2) return null;
  const choices = topics.map(async ({ topic, entries }) =>
    choice(topic, (await library.labelOf(cohort, topic)) ?? 'Other', `${entries}`),
  );
  return menu(to('library', 'topic'), 'A topic …', await Promise.all(choices));
}

const found = (context: Acting, services: Services, query: string) => {
  const words = services.library.soughtIn(query);
  return shown(context, services, words.length === 0 ? { kind: 'newest' } : { kind: 'found', words });
};

async function open(context: Acting, services: Services, id: string, part = 0): Promise<View> {
  const { library } = services;
  const entry = await library.open(say.cohortId(context), id);
  if (!entry) return say.gone();
  const votes = say.votesInWords(entry);
  return view(
    entry.title,
    ...say.entryBlocks(entry, part, 'read'),
    say.whereFrom(entry, await say.topicInWords(services, entry)),
    votes && note(votes),
    ...asked(entry, services),
    buttons(button('Search', to('library', 'search')), button('All entries', to('library', 'newest'))),
    context.access.standing.has('moderators') ? buttons(button('Look after it', to('library', 'look', entry.id))) : null,
  );
}

function asked(entry: Entry, { library }: Services) {
  if (!library.isAskedAgain(entry)) return [];
  return [
    plain('This is more than a year old. Is it still true? Nobody sees what you say; it is counted in steps of several people.'),
    buttons(
      button('Still true', to('library', 'still-true', entry.id)),
      button('Not any more', to('library', 'not-any-more', entry.id)),
    ),
  ];
}

async function voted(context: Acting, services: Services, id: string, isTrue: boolean): Promise<View> {
  const { member, cohort } = memberHere(context);
  const entry = await services.library.open(cohort.id, id);
  if (!entry) return say.gone();
  await services.library.vote(member, entry, isTrue);
  return view(
    'Thank you',
    plain('It is counted later, together with what others say. You can change your mind: the last counts.'),
    buttons(button('Back to it', to('library', 'open', id)), button('All entries', to('library', 'newest'))),
  );
}

const press = (run: (context: Acting, id: string, services: Services, chosen: string | undefined) => Promise<Reply>) => ({
  who: 'members' as const,
  run: (
    context: Acting,
    { id, values }: { readonly id: string; readonly values: readonly string[] },
    services: Services,
  ): Promise<Reply> => run(context, id, services, values[0]),
});

/** Titles that what is being typed may mean, for members of a cohort alone. Nothing of it is kept. */
async function titles(typed: string, { library, members }: Services, typist: Typist | null): Promise<readonly Completion[]> {
  if (typist === null || typed.trim() === '') return [];
  const { platform, space, person } = typist;
  const own = space === null ? await members.ofPerson(platform, person) : [await members.findAt({ platform, space, person })];
  const [member] = own;
  if (!member || own.length > 1) return [];
  const entries = await library.whileTyping(member.cohort, typed, TITLES);
  return entries.map(({ title }) => ({ value: title, label: title }));
}

const looking: Part = {
  leavesTrace: false,
  verbs: [
    {
      verb: 'library',
      summary: 'Search what the years above have answered',
      who: 'members',
      options: [{ name: 'query', summary: 'What you would like to know', completion: to('library', 'titles') }],
      run: (context, { query = '' }, services) => found(context, services, query.slice(0, QUERY_MAX)),
    },
  ],
  presses: {
    newest: press((context, id, services) => shown(context, services, { kind: 'newest' }, readPlace(id).place)),
    found: press((context, id, services) => {
      const { place, looking: written } = readPlace(id);
      return shown(context, services, { kind: 'found', words: services.library.readWords(written) }, place);
    }),
    topic: press((context, id, services, chosen) => {
      const { place, looking: written } = readPlace(id);
      return shown(context, services, { kind: 'topic', topic: chosen ?? written }, place);
    }),
    chosen: press((context, _, services, chosen) => open(context, services, chosen ?? '')),
    open: press((context, id, services) => open(context, services, id)),
    read: press((context, pressed, services) => {
      const { id, number } = say.idAndNumber(pressed);
      return open(context, services, id, number);
    }),
    'still-true': press((context, id, services) => voted(context, services, id, true)),
    'not-any-more': press((context, id, services) => voted(context, services, id, false)),
  },
  forms: {
    search: form({
      who: 'members',
      title: 'Search the library',
      submit: 'Search',
      intro: plain('Small slips in spelling do not matter. What you search for is kept nowhere.'),
      fields: { query: text({ label: 'What would you like to know?', max: QUERY_MAX }) },
      onSubmit: (context, { values }, services) => found(context, services, values.query),
    }),
  },
  completions: { titles },
};

export const library = command('library', looking, libraryModerating, libraryMessages);
