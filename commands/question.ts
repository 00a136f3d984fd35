import { button, buttons, choice, fields, heading, menu, note, to, view } from '../src/chat/build.ts';
import { oneOf, pick, text } from '../src/chat/form.ts';
import type { View } from '../src/chat/view.ts';
import { plain, said } from '../src/chat/words.ts';
import { NEW_A_WEEK, OPEN_AT_ONCE } from '../src/mentors/rules.ts';
import type { WaitingQuestion } from '../src/questions/service.ts';
import { MOST_TOPICS, TOPIC_LENGTH } from '../src/topics/rules.ts';
import { type Acting, actorOf, cohortHere, command, form, needHome, type Part, type Services } from './context.ts';
import { atOnce, aWeek, countChoices, shortened } from './mentor-words.ts';
import { questionMessages } from './question-messages.ts';
import { figureLines, waitedInWords, waitingInWords } from './question-words.ts';

const PAGE = 8;

/** How questions are run here: topics, caps, what waits. */
async function panel(context: Acting, services: Services): Promise<View> {
  const { cohort } = cohortHere(context);
  const [topics, caps, waiting] = [
    await services.topics.of(cohort.id),
    await services.mentors.caps.of(cohort.id),
    await services.questions.moderators.waiting(cohort.id),
  ];
  return view(
    `Questions · ${cohort.name}`,
    fields([
      ['Topics', [said(topics.map(({ label }) => label).join(', '))]],
      ['Each mentor is asked at most', `${aWeek(caps.newAWeek)}, ${atOnce(caps.openAtOnce).toLowerCase()}`],
      ['Waiting for somebody', waiting.length === 0 ? 'No question' : waitingInWords(waiting)],
    ]),
    menu(
      to('question', 'topic'),
      'Rename a topic …',
      topics.map(({ topic, label }) => choice(topic, label)),
    ),
    note('Nobody here learns who asks, nor who was asked and said no. Changes stand in the audit log.'),
    buttons(
      button('Waiting questions', to('question', 'waiting', '0'), waiting.length > 0 ? 'primary' : 'plain'),
      button('Topics', to('question', 'topics')),
      button('How much a mentor is asked', to('question', 'caps')),
      button('Figures', to('question', 'figures')),
      button('All settings', to('cohort', 'settings')),
    ),
  );
}

/** What nobody has taken yet, the oldest first. */
async function waitingPanel(context: Acting, services: Services, page: number): Promise<View> {
  const { cohort } = cohortHere(context);
  const waiting = await services.questions.moderators.waiting(cohort.id);
  const last = Math.max(0, Math.ceil(waiting.length / PAGE) - 1);
  const at = Math.min(Math.max(0, page), last);
  const shown = waiting.slice(at * PAGE, (at + 1) * PAGE);
  const topics = new Map((await services.topics.of(cohort.id)).map(({ topic, label }) => [topic, label]));
  const number = (index: number) => at * PAGE + index + 1;
  return view(
    waiting.length === 0 ? 'No question waits' : `Waiting questions · ${waiting.length}`,
    plain(
      waiting.length === 0
        ? 'Every question is with somebody, or is over.'
        : 'Bombus goes on looking for each of them. After three days you can read it, and ask somebody yourself.',
    ),
    shown.length === 0
      ? null
      : fields(
          shown.map((question, index) => [
            `${number(index)} · ${waitedInWords(question)}`,
            [said([topics.get(question.topic) ?? 'An earlier topic', ...titleOf(question)].join(' · '))],
          ]),
        ),
    shown.length === 0
      ? null
      : buttons(
          ...shown.map(({ id, stage }, index) =>
            button(`Open ${number(index)}`, to('question', 'open', id), stage === 'moderators-help' ? 'primary' : 'plain'),
          ),
        ),
    buttons(
      at > 0 ? button('Earlier page', to('question', 'waiting', String(at - 1))) : null,
      at < last ? button('Next page', to('question', 'waiting', String(at + 1))) : null,
      button('Look again', to('question', 'waiting', String(at))),
      button('Questions', to('question', 'settings')),
    ),
  );
}

const titleOf = ({ title }: WaitingQuestion): readonly string[] => (title === null ? [] : [shortened(title, 100)]);

async function open(context: Acting, id: string, services: Services): Promise<View> {
  const { cohort } = cohortHere(context);
  const found = (await services.questions.moderators.waiting(cohort.id)).find((question) => question.id === id);
  if (!found)
    return view(
      'It does not wait any more',
      plain('Somebody has it, or it is over.'),
      buttons(button('Waiting questions', to('question', 'waiting', '0'))),
    );
  const topic = (await services.topics.labelOf(cohort.id, found.topic)) ?? 'An earlier topic';
  return view(
    'A question that waits',
    note(`${topic} · ${waitedInWords(found)} · ${found.isUrgent ? 'this week' : 'no hurry'}`),
    found.title === null ? null : heading(found.title),
    found.words === null
      ? plain('You can read it once it has waited for three days and has come to you. You can ask somebody already.')
      : [said(found.words)],
    buttons(
      button('Ask somebody', to('question', 'assign', id), 'primary'),
      button('Waiting questions', to('question', 'waiting', '0')),
    ),
  );
}

const assign = form({
  who: 'moderators',
  title: 'Ask somebody',
  submit: 'Ask',
  intro: plain(
    'If this person may take it, it is offered to them, also outside the hours that they named. You read the same answer whoever you name, so that it tells nothing about anybody.',
  ),
  fields: { person: pick({ label: 'Whom?', of: 'person', max: 1 }) },
  async onSubmit(context, { id, values }, services) {
    const { cohort, place } = cohortHere(context);
    const person = values.person[0] ?? '';
    const member = await services.members.findAt({ ...place, person });
    await services.questions.moderators.assign({
      cohort: cohort.id,
      question: id,
      mentor: member?.id ?? '',
      moderator: actorOf(context),
    });
    return view(
      'Done',
      plain('If it may be theirs, it stands in their panel within a quarter of an hour. Bombus goes on looking meanwhile.'),
      buttons(button('Waiting questions', to('question', 'waiting', '0'), 'primary')),
    );
  },
});

const topics = form({
  who: 'moderators',
  title: 'Topics',
  submit: 'Save',
  intro: plain('In the order in which people choose. What you take out stays with the questions that have it.'),
  fields: {
    topics: text({
      label: 'One topic a line',
      hint: `At most ${MOST_TOPICS} lines, each of at most ${TOPIC_LENGTH} characters.`,
      max: 1_800,
      long: true,
    }),
  },
  async initial(context, _, services) {
    const known = await services.topics.of(cohortHere(context).cohort.id);
    return { topics: [known.map(({ label }) => label).join('\n')] };
  },
  async onSubmit(context, { values }, services) {
    needHome(context);
    await services.topics.save(cohortHere(context).cohort.id, values.topics, actorOf(context));
    return panel(context, services);
  },
});

const rename = form({
  who: 'moderators',
  title: 'Rename a topic',
  submit: 'Save',
  intro: plain('Mentors who chose it keep it, and so do its questions.'),
  fields: { label: text({ label: 'Its name', max: TOPIC_LENGTH }) },
  async initial(context, { id }, services) {
    const label = await services.topics.labelOf(cohortHere(context).cohort.id, id);
    return label === null ? {} : { label: [label] };
  },
  async onSubmit(context, { id, values }, services) {
    needHome(context);
    await services.topics.rename(cohortHere(context).cohort.id, id, values.label, actorOf(context));
    return panel(context, services);
  },
});

const caps = form({
  who: 'moderators',
  title: 'Limits for mentors',
  submit: 'Save',
  intro: plain('Each mentor may choose less. Less is kinder: people who are asked too often stop.'),
  fields: {
    week: oneOf({ label: 'New questions a week, at most', choices: countChoices(NEW_A_WEEK.to, aWeek) }),
    open: oneOf({ label: 'At the same time, at most', choices: countChoices(OPEN_AT_ONCE.to, atOnce) }),
  },
  async initial(context, _, { mentors }) {
    const known = await mentors.caps.of(cohortHere(context).cohort.id);
    return { week: [String(known.newAWeek)], open: [String(known.openAtOnce)] };
  },
  async onSubmit(context, { values }, services) {
    needHome(context);
    const chosen = { newAWeek: Number(values.week), openAtOnce: Number(values.open) };
    await services.mentors.caps.save(cohortHere(context).cohort.id, chosen, actorOf(context));
    return panel(context, services);
  },
});

const running: Part = {
  presses: {
    settings: { who: 'moderators', run: (context, _, services) => panel(context, services) },
    waiting: {
      who: 'moderators',
      run: (context, { id }, services) => waitingPanel(context, services, /^\d{1,4}$/.test(id) ? Number(id) : 0),
    },
    open: { who: 'moderators', run: (context, { id }, services) => open(context, id, services) },
    topic: {
      who: 'moderators',
      async run(context, { values }, services) {
        const topic = values[0] ?? '';
        const label = await services.topics.labelOf(cohortHere(context).cohort.id, topic);
        if (label === null) return panel(context, services);
        return view(
          'Rename a topic',
          [said(label)],
          buttons(button('Rename', to('question', 'rename', topic), 'primary'), button('Questions', to('question', 'settings'))),
        );
      },
    },
    figures: {
      who: 'moderators',
      async run(context, _, services) {
        const { cohort } = cohortHere(context);
        const { months } = await services.questions.moderators.figures(cohort.id);
        return view(
          `Figures · ${cohort.name}`,
          ...figureLines(months),
          note('Months that are over, and nothing that tells of a few: what is about too few people is left out.'),
          buttons(button('Questions', to('question', 'settings'))),
        );
      },
    },
  },
  forms: { topics, rename, caps, assign },
};

export const question = command('question', running, questionMessages);
