import { button, buttons, to, view } from '../src/chat/build.ts';
import { oneOf, openForm, optional, text } from '../src/chat/form.ts';
import type { Reply } from '../src/chat/view.ts';
import { plain, words } from '../src/chat/words.ts';
import { TAGS } from '../src/members/rules.ts';
import { type Asked, TITLE_MAX, WORDS_MAX } from '../src/questions/rules.ts';
import { SMALLEST_AUDIENCE, SUPPORTS } from '../src/safe-space/rules.ts';
import { askedBefore } from './ask-library.ts';
import { askedQuestions } from './ask-mine.ts';
import { previewed, questionAccepted, questionPreview } from './ask-preview.ts';
import { askerReplies } from './ask-reply.ts';
import { PROMISE, urgencyChoices } from './ask-words.ts';
import { type Acting, command, form, memberHere, type Services, theirs } from './context.ts';
import { topicChoices } from './mentor-words.ts';
import { appealFrom, mutedInQuestions } from './muted.ts';
import { speaking, tidied } from './post-draft.ts';
import { supportChoices } from './support-kinds.ts';

const fields = (topics: ReturnType<typeof topicChoices>) => ({
  title: text({
    label: 'Your question in a line',
    hint: 'As you type, questions appear that were answered before.',
    max: TITLE_MAX,
    completion: to('library', 'titles'),
  }),
  topic: oneOf({ label: 'Topic', choices: topics }),
  words: text({
    label: 'The question',
    hint: 'No names, dates or places that could tell who somebody is.',
    max: WORDS_MAX,
    long: true,
  }),
  support: optional(oneOf({ label: 'I would like to …', choices: supportChoices })),
  urgency: oneOf({ label: 'How soon?', choices: urgencyChoices }),
});

async function fieldsFor(context: Acting, services: Services) {
  return fields(topicChoices(await services.topics.of(memberHere(context).cohort.id)));
}

const asked = (
  values: {
    readonly title: string;
    readonly topic: string;
    readonly words: string;
    readonly support: string | null;
    readonly urgency: string;
  },
  shares: Asked['shares'] = [],
): Asked => ({
  title: values.title.replace(/\s+/g, ' '),
  topic: values.topic,
  words: tidied(values.words),
  support: SUPPORTS.find((kind) => kind === values.support) ?? null,
  shares,
  isUrgent: values.urgency === 'week',
});

const typedIn = ({ title, topic, words: said, support, isUrgent }: Asked): Readonly<Record<string, readonly string[]>> => ({
  title: [title],
  topic: [topic],
  words: [said],
  support: support ? [support] : [],
  urgency: [isUrgent ? 'week' : 'no-hurry'],
});

const INTRO = plain(
  `People one to three years above you are asked, and never learn who you are. ${PROMISE} Nothing goes out yet.`,
);

const write = form({
  who: 'members',
  title: 'Ask the years above',
  submit: 'Preview',
  intro: INTRO,
  fields: fields([]),
  fieldsFor: (context, _, services) => fieldsFor(context, services),
  async initial(context, { id }, { questions }) {
    const draft = id === '' ? null : await questions.asking.find(memberHere(context).member, id);
    return draft ? typedIn(draft) : { urgency: ['week'] };
  },
  async onSubmit(context, { id, values }, services) {
    const { member } = memberHere(context);
    const before = id === '' ? null : await services.questions.asking.find(member, id);
    if (before) await services.questions.asking.discard(member, id);
    const given = asked(values, before?.shares);
    return previewed(context, services, `${given.title}\n${given.words}`, {
      draft: () => services.questions.asking.draft(speaking(context), given),
      show: (draft) => questionPreview(draft, context, services),
    });
  },
});

const change = form({
  who: 'members',
  title: 'Other words',
  submit: 'Preview',
  fields: fields([]),
  fieldsFor: (context, _, services) => fieldsFor(context, services),
  async initial(context, { id }, { questions }) {
    const { member, cohort } = memberHere(context);
    const given = (await questions.asking.find(member, id)) ?? (await questions.asking.typed(member, cohort, id));
    return given ? typedIn(given) : {};
  },
  async onSubmit(context, { id, values }, services) {
    const { member, cohort } = memberHere(context);
    const before = await services.questions.asking.typed(member, cohort, id);
    const given = asked(values, before?.shares);
    return previewed(context, services, `${given.title}\n${given.words}`, {
      draft: () => services.questions.asking.draftChange(speaking(context), id, given),
      show: (draft) => questionPreview(draft, context, services),
    });
  },
});

async function begin(context: Acting, services: Services, title = ''): Promise<Reply> {
  const { member, cohort } = memberHere(context);
  if ((await services.safeSpace.countMembers(cohort.id)) < SMALLEST_AUDIENCE) {
    return view(
      'Not yet',
      words`With fewer than ${SMALLEST_AUDIENCE} members nobody is hidden among them, so asking without a name opens once ${SMALLEST_AUDIENCE} have joined.`,
      buttons(
        button('Support', theirs(member)('support', 'card')),
        button('Search the library', to('library', 'search')),
        button('Home', theirs(member)('home', 'open')),
      ),
    );
  }
  return openForm({ ...write, fields: await fieldsFor(context, services) }, to('ask', 'write'), {
    urgency: ['week'],
    ...(title === '' ? {} : { title: [title.slice(0, TITLE_MAX)] }),
  });
}

const outOfDate = (): Reply =>
  view('That preview is out of date', plain('Ask again; nothing was sent.'), buttons(button('Ask', to('ask', 'write'))));

export const ask = command(
  'ask',
  {
    leavesTrace: false,
    verbs: [
      {
        verb: 'ask',
        summary: 'Ask the years above, without your name',
        who: 'members',
        options: [{ name: 'title', summary: 'Your question in a line', completion: to('library', 'titles') }],
        run: (context, { title }, services) => begin(context, services, title),
      },
    ],
    presses: {
      begin: { who: 'members', run: (context, _, services) => begin(context, services) },
      accept: {
        who: 'members',
        run: async (context, { id }, services) =>
          questionAccepted(await services.questions.asking.accept(speaking(context), id), context, services),
      },
      preview: {
        who: 'members',
        async run(context, { id }, services) {
          const draft = await services.questions.asking.find(memberHere(context).member, id);
          return draft ? questionPreview(draft, context, services) : outOfDate();
        },
      },
      discard: {
        who: 'members',
        async run(context, { id }, { questions }) {
          const { member } = memberHere(context);
          const isGone = await questions.asking.discard(member, id);
          return isGone
            ? view('Discarded', plain('Nothing was asked, and nothing of it is kept.'))
            : view(
                'It is accepted already',
                plain('You can take it back under “What I asked”.'),
                buttons(button('What I asked', theirs(member)('ask', 'mine'))),
              );
        },
      },
      shares: {
        who: 'members',
        async run(context, { id, values }, services) {
          const { member } = memberHere(context);
          const draft = await services.questions.asking.find(member, id);
          const shares = TAGS.filter((tag) => values.includes(tag));
          if (!draft) return outOfDate();
          const given: Asked = { ...draft, shares };
          if (!draft.isChange) await services.questions.asking.discard(member, id);
          const again = draft.isChange
            ? await services.questions.asking.draftChange(speaking(context), id, given)
            : await services.questions.asking.draft(speaking(context), given);
          return questionPreview(again, context, services);
        },
      },
    },
    forms: { write, change, appeal: appealFrom(mutedInQuestions) },
  },
  askedBefore,
  askedQuestions,
  askerReplies,
);
