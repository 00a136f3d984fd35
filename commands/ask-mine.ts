import { button, buttons, choice, menu, note, to, view } from '../src/chat/build.ts';
import { text } from '../src/chat/form.ts';
import type { Block, View } from '../src/chat/view.ts';
import { plain, strong, words } from '../src/chat/words.ts';
import type { MyQuestion } from '../src/questions/service.ts';
import { VERDICTS } from '../src/safe-space/rules.ts';
import { mineOf } from './ask-reply.ts';
import { threadOf } from './ask-thread.ts';
import { PROMISE, stageInShort, standingWords } from './ask-words.ts';
import { type Acting, form, memberHere, type Part, type Services, theirs } from './context.ts';
import { mutedIn, mutedInQuestions } from './muted.ts';
import { verdictWords } from './post-words.ts';

const LISTED = 25;
const NEWS = 3;

async function mine(context: Acting, services: Services): Promise<View> {
  const { questions } = services;
  const { member } = memberHere(context);
  const list = await questions.mine.list(member);
  return view(
    'What I asked',
    ...(await mutedIn(mutedInQuestions)(context, services)),
    plain(
      list.length === 0
        ? 'Nothing here leads to you. What is older than its seal can be opened with the code that you were given.'
        : `Only you see this list. ${PROMISE}`,
    ),
    ...list
      .filter(({ isNews }) => isNews)
      .slice(0, NEWS)
      .flatMap(newsLines),
    list.length === 0
      ? null
      : menu(
          to('ask', 'chosen', member.id),
          'Open …',
          list
            .slice(0, LISTED)
            .map(({ id, title, stage, isNews }) =>
              choice(id, cut(title), `${stageInShort[stage]}${isNews ? ' · something came' : ''}`),
            ),
        ),
    buttons(
      button('Ask something', to('ask', 'begin'), list.some(({ isNews }) => isNews) ? 'plain' : 'primary'),
      button('Use a code', to('ask', 'code')),
      button('Home', theirs(member)('home', 'open')),
    ),
  );
}

const newsLines = ({ id, title }: MyQuestion): readonly Block[] => [
  { kind: 'words', words: words`${strong('Something came:')} ${title}` },
  buttons(button('Open it', to('ask', 'open', id), 'primary')),
];

const cut = (title: string): string => (title.length > 70 ? `${title.slice(0, 69).replace(/[\uD800-\uDBFF]$/, '')}…` : title);

/** `key` is what its buttons carry: its id, or the code with which it was opened. Page 0 is the newest. */
async function show(context: Acting, question: MyQuestion, key: string, services: Services, page = 0): Promise<View> {
  const { member } = memberHere(context);
  const conversation = await services.questions.mine.read(question, key.startsWith('.') ? null : member);
  const may = new Set(question.may);
  const press = (label: string, action: string, style?: 'primary' | 'danger') => button(label, to('ask', action, key), style);
  return view(
    question.title,
    note(standingWords(question)),
    question.hold?.text ? words`${strong('A moderator wrote:')} ${question.hold.text}` : null,
    ...threadOf(question, conversation, { key, page }),
    buttons(
      may.has('change') ? button('Edit', to('ask', 'change', question.id), 'primary') : null,
      may.has('reply') ? press('Write back', 'reply', 'primary') : null,
      may.has('thanks') ? press('That helped', 'thanks') : null,
      may.has('answered') ? press('It is answered', 'answered') : null,
      may.has('reopen') ? press('Open it again', 'reopen') : null,
    ),
    may.has('verdict') ? plain('Was it the kind of help you wanted? Your answer is kept without your question.') : null,
    may.has('verdict')
      ? buttons(...VERDICTS.map((verdict) => button(verdictWords[verdict], to('ask', 'verdict', `${key},${verdict}`))))
      : null,
    buttons(
      may.has('someone-else') ? press('Ask somebody else', 'someone-else') : null,
      may.has('keep') ? press(question.question?.mayKeep ? 'Keep it out of the library' : 'It may help others …', 'keep') : null,
      may.has('report') ? press('Report', 'report') : null,
      may.has('block') ? press('Never this person again', 'block', 'danger') : null,
      may.has('withdraw') ? press('Withdraw', 'withdraw', 'danger') : null,
      button('What I asked', theirs(member)('ask', 'mine')),
    ),
  );
}

const code = form({
  who: 'members',
  title: 'Use a code',
  submit: 'Look it up',
  intro: plain('Whoever has the code may read the answers as the asker, and withdraw the question.'),
  fields: { code: text({ label: 'Code', hint: 'Four groups of four, such as 7K2M-….', max: 40 }) },
  async onSubmit(context, { values }, services) {
    const plainCode = values.code.toUpperCase().replace(/[^0-9A-Z]/g, '');
    return show(context, await mineOf(context, `.${plainCode}`, services), `.${plainCode}`, services);
  },
});

type Done = (question: MyQuestion, services: Services) => Promise<void>;

/** Does it, and shows the question as it then stands. */
const does = (title: string, told: string, act: Done) => ({
  who: 'members' as const,
  async run(context: Acting, { id }: { readonly id: string }, services: Services): Promise<View> {
    const { member } = memberHere(context);
    await act(await mineOf(context, id, services), services);
    return view(
      title,
      plain(told),
      buttons(button('What I asked', theirs(member)('ask', 'mine')), button('Home', theirs(member)('home', 'open'))),
    );
  },
});

/** Asks once more before what cannot be undone. */
const sure = (title: string, told: string, label: string, action: string) => ({
  who: 'members' as const,
  async run(context: Acting, { id }: { readonly id: string }, services: Services): Promise<View> {
    await mineOf(context, id, services);
    return view(
      title,
      plain(told),
      buttons(button(label, to('ask', action, id), 'danger'), button('Back', to('ask', 'open', id))),
    );
  },
});

export const askedQuestions: Part = {
  presses: {
    mine: { who: 'members', run: (context, _, services) => mine(context, services) },
    chosen: {
      who: 'members',
      async run(context, { values }, services) {
        const id = values[0] ?? '';
        return show(context, await mineOf(context, id, services), id, services);
      },
    },
    open: {
      who: 'members',
      async run(context, { id }, services) {
        const [key = '', page = ''] = id.split(',');
        return show(context, await mineOf(context, key, services), key, services, /^\d{1,3}$/.test(page) ? Number(page) : 0);
      },
    },
    thanks: does('Passed on', 'They hear within a quarter of an hour that it helped.', (question, { questions }) =>
      questions.mine.thank(question),
    ),
    answered: does(
      'Answered',
      'It can be opened again within a week. Maybe one day somebody in the year below asks what you know now.',
      (question, { questions }) => questions.mine.markAnswered(question),
    ),
    reopen: does('Open again', 'Whoever answered hears of it, or somebody else is asked.', (question, { questions }) =>
      questions.mine.reopen(question),
    ),
    'someone-else': does('Somebody else is asked', 'No reason is given to anybody.', (question, { questions }) =>
      questions.mine.someoneElse(question),
    ),
    block: sure(
      'Never this person again?',
      'You are not brought together again, in either direction, and they are not told. Somebody else is looked for. Where the cohort keeps no seals it holds for this question alone.',
      'Never again',
      'block-now',
    ),
    'block-now': does(
      'Done',
      'You are not brought together again. Somebody else is looked for. You can undo it under “Blocked” in your home panel.',
      (question, { questions }) => questions.mine.block(question),
    ),
    withdraw: sure('Withdraw it?', 'Your words are removed for good, and nobody is asked any more.', 'Withdraw', 'withdraw-now'),
    'withdraw-now': does('Withdrawn', 'It disappears within five minutes.', (question, { questions }) =>
      questions.mine.withdraw(question),
    ),
    keep: {
      who: 'members',
      async run(context, { id }, services) {
        await mineOf(context, id, services);
        return view(
          'May it help others?',
          plain(
            'If whoever answered agrees as well, a moderator looks at it, takes out what could tell who somebody is, and it may become an entry of the library, without any name.',
          ),
          buttons(button('Yes', to('ask', 'keep-yes', id), 'primary'), button('No', to('ask', 'keep-no', id))),
        );
      },
    },
    'keep-yes': does('Thank you', 'A moderator looks at it before anybody reads it.', (question, { questions }) =>
      questions.mine.mayKeep(question, true),
    ),
    'keep-no': does('It stays between you', 'Nothing of it goes into the library.', (question, { questions }) =>
      questions.mine.mayKeep(question, false),
    ),
    verdict: {
      who: 'members',
      async run(context, { id: pressed }, services) {
        const { member } = memberHere(context);
        const [id = '', given = ''] = pressed.split(',');
        const verdict = VERDICTS.find((one) => one === given);
        const question = await mineOf(context, id, services);
        if (verdict) await services.questions.mine.answer(question, verdict);
        return view(
          'Thank you',
          plain('Your answer is kept without your question.'),
          buttons(button('What I asked', theirs(member)('ask', 'mine'))),
        );
      },
    },
  },
  forms: { code },
};
