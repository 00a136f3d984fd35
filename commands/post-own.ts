import { button, buttons, choice, menu, note, to, view } from '../src/chat/build.ts';
import { oneOf, optional, text } from '../src/chat/form.ts';
import type { View } from '../src/chat/view.ts';
import { plain, strong, words } from '../src/chat/words.ts';
import type { Typed } from '../src/safe-space/drafts.ts';
import { isOpener, SUPPORTS, TIMINGS, VERDICTS, WARNING_MAX, WORDS_MAX } from '../src/safe-space/rules.ts';
import { type Acting, form, memberHere, type Part, type Services, theirs } from './context.ts';
import { mutedIn, mutedInPosts } from './muted.ts';
import { withdrawn } from './post-code.ts';
import { drafted, speaking, tidied, typedIn } from './post-draft.ts';
import { stateOf, textOf, thread, waitingBlocks } from './post-standing.ts';
import { dayInWords, timingChoices, verdictWords } from './post-words.ts';
import { supportChoices, supportWords } from './support-kinds.ts';

const LISTED = 25;

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 59).replace(/[\uD800-\uDBFF]$/, '')}…` : text);

async function mine(context: Acting, services: Services): Promise<View> {
  const { safeSpace } = services;
  const { member } = memberHere(context);
  const list = await safeSpace.own.list(member);
  const mute = await mutedIn(mutedInPosts)(context, services);
  if (list.length === 0) {
    return view(
      'What I wrote',
      ...mute,
      plain('Nothing here leads to you. What is older than its seal can be withdrawn with the code that you were given.'),
      buttons(button('Use a code', to('post', 'code')), button('Home', theirs(member)('home', 'open'))),
    );
  }
  return view(
    'What I wrote',
    ...mute,
    plain('Only you see this list. It ends by itself when the seals end.'),
    menu(
      to('post', 'chosen', member.id),
      'Open …',
      list
        .slice(0, LISTED)
        .map((one) =>
          choice(
            one.id,
            cut(textOf(one)) || 'Without words',
            `${one.purpose === 'post' ? 'Post' : 'Reply'} · ${stateOf(one)}${one.isNews ? ' · something came' : ''}`,
          ),
        ),
    ),
    buttons(button('Use a code', to('post', 'code')), button('Home', theirs(member)('home', 'open'))),
  );
}

async function open(context: Acting, id: string, services: Services): Promise<View> {
  const { member, cohort } = memberHere(context);
  const { standing, posts } = await services.safeSpace.own.read(member, cohort, id);
  const { post, waiting, purpose } = standing;
  return view(
    purpose === 'post' ? 'My post' : 'My reply',
    note(`${stateOf(standing)}${post ? ` · ${dayInWords(post.slotAt, cohort)}` : ''}`),
    ...(waiting ? waitingBlocks(standing, cohort.zone) : []),
    ...thread(posts),
    buttons(
      waiting
        ? button(
            waiting.content.hold?.state === 'declined' ? 'Write it differently' : 'Edit',
            to('post', 'change', id),
            'primary',
          )
        : null,
      post && post.state === 'shown' && post.closedAt === null
        ? button('Reply', to('post', 'reply', post.thread), 'primary')
        : null,
      post || waiting ? button('Withdraw', to('post', 'withdraw', id), 'danger') : null,
      post && isOpener(post) && post.closedAt === null && post.state === 'shown'
        ? button('Close the thread', to('post', 'close', id))
        : null,
      button('What I wrote', theirs(member)('post', 'mine')),
    ),
  );
}

const change = form({
  who: 'members',
  title: 'Other words',
  submit: 'Preview',
  fields: {
    words: text({ label: 'Your words', max: WORDS_MAX, long: true }),
    support: optional(oneOf({ label: 'I would like to …', choices: supportChoices })),
    warning: optional(text({ label: 'Content warning', max: WARNING_MAX })),
    timing: oneOf({ label: 'When it appears', choices: timingChoices }),
  },
  async initial(context, { id }, { safeSpace }) {
    const { member, cohort } = memberHere(context);
    const draft = await safeSpace.writing.draft(member, id);
    const { waiting } = draft ? { waiting: null } : await safeSpace.own.need(member, cohort, id);
    return draft ? typedIn(draft) : waiting ? typedIn(waiting.content) : {};
  },
  async onSubmit(context, { id, values }, services) {
    const typed: Typed = {
      words: tidied(values.words),
      support: SUPPORTS.find((one) => one === values.support) ?? null,
      warning: values.warning,
      timing: TIMINGS.find((one) => one === values.timing) ?? 'soon',
    };
    return drafted(context, services, typed, () => services.safeSpace.writing.draftChange(speaking(context), id, typed));
  },
});

export const ownPosts: Part = {
  presses: {
    begin: {
      who: 'members',
      run: async () => view('Speak in the safe space', buttons(button('Write', to('post', 'write'), 'primary'))),
    },
    mine: { who: 'members', run: (context, _, services) => mine(context, services) },
    chosen: { who: 'members', run: (context, { values }, services) => open(context, values[0] ?? '', services) },
    open: { who: 'members', run: (context, { id }, services) => open(context, id, services) },
    withdraw: {
      who: 'members',
      async run(context, { id }, { safeSpace }) {
        const { member, cohort } = memberHere(context);
        await safeSpace.own.need(member, cohort, id);
        return view(
          'Withdraw it?',
          plain('Its words are removed for good. Replies of others stay.'),
          buttons(button('Withdraw', to('post', 'withdraw-now', id), 'danger'), button('Keep it', to('post', 'open', id))),
        );
      },
    },
    'withdraw-now': {
      who: 'members',
      async run(context, { id }, { safeSpace }) {
        const { member, cohort } = memberHere(context);
        await safeSpace.own.withdraw(member, cohort, id);
        return withdrawn;
      },
    },
    close: {
      who: 'members',
      async run(context, { id }, { safeSpace }) {
        const { member, cohort } = memberHere(context);
        const standing = await safeSpace.own.need(member, cohort, id);
        await safeSpace.own.close(cohort, standing);
        if (!standing.post?.support) return view('Closed', plain('Nobody can reply from the next quarter of an hour on.'));
        return view(
          'Closed',
          plain('Nobody can reply from the next quarter of an hour on.'),
          words`You wanted to ${supportWords[standing.post.support].toLowerCase()}. ${strong('Was it the kind of support you wanted?')} The answer is kept without your post.`,
          buttons(...VERDICTS.map((verdict) => button(verdictWords[verdict], to('post', 'verdict', `${id}.${verdict}`)))),
        );
      },
    },
    verdict: {
      who: 'members',
      async run(context, { id: pressed }, { safeSpace }) {
        const { member, cohort } = memberHere(context);
        const [id = '', verdict = ''] = pressed.split('.');
        const answer = VERDICTS.find((one) => one === verdict);
        const standing = await safeSpace.own.need(member, cohort, id);
        if (answer) await safeSpace.own.answer(cohort, standing, answer);
        return view(
          'Thank you',
          plain('If something here helped you, somebody else may be glad of a word from you one day.'),
          buttons(button('Home', theirs(member)('home', 'open'))),
        );
      },
    },
    'daily-line': {
      who: 'members',
      async run(context, _, { members }) {
        const { member } = memberHere(context);
        await members.wantDailyLine(member, true);
        return view(
          'Daily line on',
          plain(
            'Once a day the same line comes to everybody who chose it, whether or not there is something. So it tells nobody anything.',
          ),
          buttons(button('Home', theirs(member)('home', 'open'))),
        );
      },
    },
    'no-daily-line': {
      who: 'members',
      async run(context, _, { members }) {
        const { member } = memberHere(context);
        await members.wantDailyLine(member, false);
        return view(
          'Daily line off',
          plain('It does not come any more.'),
          buttons(button('Home', theirs(member)('home', 'open'))),
        );
      },
    },
  },
  forms: { change },
};
