import { button, buttons, choice, fields, heading, note, to, view } from '../src/chat/build.ts';
import { oneOf, text } from '../src/chat/form.ts';
import type { Block, Reply, View } from '../src/chat/view.ts';
import { plain, strong, type Words, words } from '../src/chat/words.ts';
import { ANSWERS_MAX, type Entry, QUESTION_MAX, shortened, TITLE_MAX } from '../src/library/rules.ts';
import { type Acting, cohortHere, form, type Part, type Services } from './context.ts';
import * as say from './library-words.ts';
import { markedWords, marksInWords } from './post-words.ts';

type Outcome = Awaited<ReturnType<Services['library']['publish']>>;

const LISTED = 25;
const toWaiting = button('All that waits', to('library', 'waiting'));

/** An entry of the cohort where the moderator acts, and the version that the button is about. */
async function need(context: Acting, pressed: string, { library }: Services): Promise<Entry | null> {
  const entry = await library.find(say.idAndNumber(pressed).id);
  return entry?.cohort === cohortHere(context).cohort.id && (entry.state === 'proposed' || entry.state === 'published')
    ? entry
    : null;
}

const on = (press: string, { id, version }: Entry) => to('library', press, `${id}.${version.toString(36)}`);

async function waiting(context: Acting, services: Services): Promise<View> {
  const { library } = services;
  const id = say.cohortId(context);
  const [proposed, doubted] = [await library.proposed(id), await library.doubted(id)];
  return view(
    'Looking after the library',
    plain(
      proposed.length === 0
        ? 'Nothing waits for a look.'
        : `${proposed.length} ${proposed.length === 1 ? 'waits' : 'wait'} for a look before members find ${proposed.length === 1 ? 'it' : 'them'}.`,
    ),
    proposed.length === 0 ? null : listed('look-at', 'Look at …', proposed),
    doubted.length === 0
      ? null
      : plain(`Of ${doubted.length} several members say that ${doubted.length === 1 ? 'it is' : 'they are'} not true any more.`),
    doubted.length === 0 ? null : listed('look-doubted', 'Look again at …', doubted),
    buttons(button('Find an entry', to('library', 'find'), proposed.length === 0 ? 'primary' : 'plain')),
    note('Any entry can be changed, merged or taken out.'),
  );
}

/** For moderators who are no members as well. */
const find = form({
  who: 'moderators',
  title: 'Find an entry',
  submit: 'Find',
  fields: { query: text({ label: 'What is it about?', max: TITLE_MAX }) },
  async onSubmit(context, { values }, { library }) {
    const sought = { kind: 'found', words: library.soughtIn(values.query) } as const;
    const { entries } = await library.page(say.cohortId(context), sought);
    return view(
      entries.length === 0 ? 'Nothing found' : 'Entries found, the likest first',
      entries.length === 0 ? plain('No entry says that. Other words may find it.') : listed('look-at', 'Look at …', entries),
      buttons(button('Find another one', to('library', 'find')), toWaiting),
    );
  },
});

const listed = (press: string, placeholder: string, entries: readonly Entry[]): Block => ({
  kind: 'menu',
  callback: to('library', press),
  placeholder,
  choices: entries.slice(0, LISTED).map(({ id, title }) => choice(id, say.cut(title))),
  max: 1,
});

/** What it says, what in it may identify somebody, and what says the same already. */
async function look(context: Acting, pressed: string, services: Services, title: string | null = null): Promise<View> {
  const entry = await need(context, pressed, services);
  if (!entry)
    return view('Not there any more', plain('Somebody has decided about it, or its consent was taken back.'), buttons(toWaiting));
  const marks = services.library.marksOf(entry);
  const all = Object.values(marks).flat();
  const musts = all.filter(({ level }) => level === 'edit');
  const alike = await services.library.alike(entry);
  const votes = say.votesInWords(entry);
  return view(
    title ?? (entry.state === 'proposed' ? 'Waiting for a look' : 'In the library'),
    markedWords(entry.title, marks.title),
    heading('The question'),
    markedWords(entry.question, marks.question),
    heading('What the years above say'),
    markedWords(
      shortened(entry.answers, 1_500),
      marks.answers.filter(({ end }) => end <= 1_400),
    ),
    say.whereFrom(entry, await say.topicInWords(services, entry)),
    all.length === 0 ? null : markLine(musts.length > 0, marksInWords(musts.length > 0 ? musts : all)),
    votes && note(votes),
    ...alikeBlocks(entry, alike),
    buttons(...(entry.state === 'proposed' ? proposedButtons(entry, musts.length > 0) : publishedButtons(entry))),
    note('You do not learn who asked and who answered.'),
  );
}

const markLine = (isMust: boolean, found: string): Words =>
  isMust
    ? words`${strong('Take this out first:')} ${plain(found)}, in [brackets] above.`
    : words`${strong('Please look again:')} ${plain(found)}, in [brackets] above. Could it tell who somebody is?`;

function alikeBlocks(entry: Entry, alike: readonly Entry[]): readonly Block[] {
  if (alike.length === 0) return [];
  return [
    heading('May say the same'),
    fields(alike.map(({ title }, index) => [`${index + 1}`, words`${title}`])),
    {
      kind: 'menu',
      callback: on('merge-with', entry),
      placeholder: 'Merge it into …',
      choices: alike.map(({ id, title }) => choice(id, say.cut(title))),
      max: 1,
    },
  ];
}

const proposedButtons = (entry: Entry, mustEdit: boolean) => [
  mustEdit ? null : button('Publish', on('publish', entry), 'primary'),
  button('Edit', on('edit', entry)),
  button('Decline', on('decline', entry), 'danger'),
  toWaiting,
];

const publishedButtons = (entry: Entry) => [
  button('Edit', on('edit', entry)),
  button('It is true', on('confirm', entry)),
  button('Post it in the channel', on('post', entry)),
  button('Take it out', on('retire', entry), 'danger'),
  toWaiting,
];

/** What was decided, or the entry as it is now where somebody else was quicker. */
async function settled(context: Acting, pressed: string, services: Services, outcome: Outcome, done: string): Promise<View> {
  if (outcome === 'changed') return look(context, pressed, services, 'Somebody has changed it meanwhile');
  if (outcome === 'already') return look(context, pressed, services);
  return view('Done', plain(done), buttons(toWaiting, button('Find an entry', to('library', 'find'))));
}

const press = (run: (context: Acting, id: string, services: Services, chosen: string | undefined) => Promise<Reply>) => ({
  who: 'moderators' as const,
  run: (context: Acting, { id, values }: { readonly id: string; readonly values: readonly string[] }, services: Services) =>
    run(context, id, services, values[0]),
});

const deciding = (act: 'publish' | 'decline' | 'retire' | 'confirm' | 'post', done: string) =>
  press(async (context, pressed, services) => {
    const entry = await need(context, pressed, services);
    if (!entry) return look(context, pressed, services);
    const { id, number: version } = say.idAndNumber(pressed);
    const outcome = await services.library[act]({ id, version, moderator: context.invocation.person.id });
    return settled(context, pressed, services, outcome, done);
  });

const asking = (title: string, sentence: string, label: string, act: string) =>
  press(async (context, pressed, services) => {
    const entry = await need(context, pressed, services);
    if (!entry) return look(context, pressed, services);
    const sure = to('library', act, pressed);
    return view(
      title,
      plain(sentence),
      buttons(button(label, sure, 'danger'), button('Keep it', to('library', 'look', entry.id))),
    );
  });

const topicField = (choices: readonly { readonly topic: string; readonly label: string }[]) =>
  oneOf({ label: 'Topic', choices: choices.map(({ topic, label }) => choice(topic, label)) });
const answersField = text({ label: 'The answers', max: ANSWERS_MAX, long: true });
const wordsFields = {
  title: text({ label: 'Title', max: TITLE_MAX }),
  question: text({ label: 'The question', max: QUESTION_MAX, long: true }),
  answers: answersField,
  year: text({ label: 'True in the academic year that began in', hint: 'For example 2026.', max: 4 }),
};
const OTHER = [{ topic: 'other', label: 'Other' }] as const;

const edit = form({
  who: 'moderators',
  title: 'Edit the entry',
  submit: 'Save',
  intro: plain('Take out whatever could tell who somebody is: names, places, dates, rare details.'),
  fields: { ...wordsFields, topic: topicField(OTHER) },
  async fieldsFor(context, { id }, services) {
    const choices = await services.library.choices(say.cohortId(context));
    const entry = await need(context, id, services);
    const isListed = entry === null || choices.some(({ topic }) => topic === entry.topic);
    const own = isListed ? [] : [{ topic: entry.topic, label: await say.topicInWords(services, entry) }];
    return { ...wordsFields, topic: topicField([...own, ...choices].slice(0, LISTED)) };
  },
  async initial(context, { id }, services) {
    const entry = await need(context, id, services);
    if (!entry) return {};
    const { title, question, answers, appliesTo, topic } = entry;
    return { title: [title], question: [question], answers: [answers], year: [String(appliesTo)], topic: [topic] };
  },
  async onSubmit(context, { id: pressed, values }, services) {
    const entry = await need(context, pressed, services);
    if (!entry) return look(context, pressed, services);
    const { id, number: version } = say.idAndNumber(pressed);
    const { year, ...same } = values;
    const appliesTo = /^20\d\d$/.test(year) ? Number(year) : entry.appliesTo;
    const outcome = await services.library.edit({ id, version, moderator: context.invocation.person.id }, { ...same, appliesTo });
    return look(context, pressed, services, outcome === 'changed' ? 'Somebody has changed it meanwhile' : null);
  },
});

/** `id.number.versions`: into the published entry of this number, both as they were read. */
async function mergeOf(context: Acting, pressed: string, services: Services) {
  const [id = '', number = '', versions = ''] = pressed.split('.');
  const entry = await need(context, id, services);
  const other = entry && (await services.library.withNumber(entry.cohort, Number.parseInt(number, 36) || 0));
  return entry && other ? { entry, other, versions: Number.parseInt(versions, 36) || 0 } : null;
}

const merge = form({
  who: 'moderators',
  title: 'Merge two entries',
  submit: 'Merge',
  intro: plain('The other entry keeps its title and question. Make one answer of both; this entry goes, and leads there.'),
  fields: { answers: answersField },
  async initial(context, { id }, services) {
    const found = await mergeOf(context, id, services);
    return found ? { answers: [shortened(`${found.other.answers}\n\n${found.entry.answers}`, ANSWERS_MAX)] } : {};
  },
  async onSubmit(context, { id: pressed, values }, services) {
    const found = await mergeOf(context, pressed, services);
    if (!found) return look(context, pressed, services);
    const { entry, other, versions } = found;
    const moderator = context.invocation.person.id;
    const outcome = await services.library.merge({ id: entry.id, versions, moderator }, other.id, values.answers);
    return settled(context, pressed, services, outcome, 'They are one entry now. Buttons that led to the one lead to the other.');
  },
});

export const libraryModerating: Part = {
  verbs: [
    {
      verb: 'cohort library',
      summary: 'What waits for the library, and what may be out of date',
      who: 'moderators',
      run: (context, _, services) => waiting(context, services),
    },
  ],
  presses: {
    waiting: press((context, _, services) => waiting(context, services)),
    look: press((context, id, services) => look(context, id, services)),
    'look-at': press((context, _, services, chosen) => look(context, chosen ?? '', services)),
    'look-doubted': press((context, _, services, chosen) => look(context, chosen ?? '', services)),
    publish: deciding('publish', 'Members find it from now on.'),
    decline: asking('Decline it?', 'Its words are removed for good.', 'Decline', 'decline-now'),
    'decline-now': deciding('decline', 'It does not come into the library, and its words are gone.'),
    retire: asking('Take it out?', 'Nobody finds it any more, and its words are removed for good.', 'Take it out', 'retire-now'),
    'retire-now': deciding('retire', 'Nobody finds it any more, and its words are gone.'),
    confirm: deciding('confirm', 'Members are asked again in a year.'),
    post: deciding('post', 'It is posted in the channel for questions. There it changes with the entry, and goes with it.'),
    'merge-with': press(async (context, pressed, services, chosen) => {
      const entry = await need(context, pressed, services);
      const other = await need(context, chosen ?? '', services);
      const number = other && (await services.library.numberOf(other.id));
      if (!entry || !other || number === null) return look(context, pressed, services);
      const versions = (say.idAndNumber(pressed).number + other.version).toString(36);
      return view(
        'Merge them?',
        words`It goes into “${other.title}”, with the answers of both.`,
        buttons(
          button('Write one answer', to('library', 'merge', `${entry.id}.${number.toString(36)}.${versions}`), 'primary'),
          button('Back to it', to('library', 'look', entry.id)),
        ),
      );
    }),
  },
  forms: { find, edit, merge },
};
