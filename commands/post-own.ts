import { button, buttons, choice, divider, heading, menu, note, to, view } from '../src/chat/build.ts';
import { oneOf, optional, text } from '../src/chat/form.ts';
import type { Block, View } from '../src/chat/view.ts';
import { plain, said, strong, words } from '../src/chat/words.ts';
import type { Standing } from '../src/safe-space/own.ts';
import { isOpener, type Post, SUPPORTS, TIMINGS, VERDICTS, WARNING_MAX, WORDS_MAX } from '../src/safe-space/rules.ts';
import type { Typed } from '../src/safe-space/writing.ts';
import { type Acting, form, memberHere, type Part, type Services, theirs } from './context.ts';
import { drafted, speaking, typedIn } from './post-draft.ts';
import { dayInWords, timingChoices, verdictWords, whenItAppears } from './post-words.ts';
import { supportChoices, supportWords } from './support-kinds.ts';

const LISTED = 25;
const READ = 8;

/** How something stands, in a few words. */
function stateOf({ post, waiting }: Standing): string {
  const hold = waiting?.content.hold;
  if (hold?.state === 'asked') return 'a change is asked for';
  if (hold?.state === 'declined') return 'not published';
  if (hold && hold.state !== 'approved') return 'a person reads it first';
  if (waiting) return 'not out yet';
  if (post?.state === 'hidden') return 'hidden while a moderator has a look';
  return post?.closedAt ? 'closed' : 'out';
}

const textOf = ({ post, waiting }: Standing): string => post?.words ?? waiting?.content.words ?? '';
const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 59).replace(/[\uD800-\uDBFF]$/, '')}…` : text);

async function mine(context: Acting, { safeSpace }: Services): Promise<View> {
  const { member } = memberHere(context);
  const list = await safeSpace.own.list(member);
  if (list.length === 0) {
    return view(
      'What I wrote',
      plain('Nothing here leads to you. What is older than its seal can be withdrawn with the code that you were given.'),
      buttons(button('Use a code', to('post', 'code')), button('Home', theirs(member)('home', 'open'))),
    );
  }
  return view(
    'What I wrote',
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
    ...(waiting ? waitingBlocks(standing) : []),
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
      button('Withdraw', to('post', 'withdraw', id), 'danger'),
      post && isOpener(post) && post.closedAt === null && post.state === 'shown'
        ? button('Close the thread', to('post', 'close', id))
        : null,
      button('What I wrote', theirs(member)('post', 'mine')),
    ),
  );
}

function waitingBlocks({ waiting }: Standing): readonly Block[] {
  if (!waiting) return [];
  const { words: text, hold, timing, speaker, support } = waiting.content;
  const told =
    hold?.state === 'asked'
      ? words`${strong('A moderator asks for a change:')} ${hold.text ?? ''}`
      : hold?.state === 'declined'
        ? words`${strong('A moderator did not publish it:')} ${hold.text ?? ''}`
        : hold && hold.state !== 'approved'
          ? plain('A moderator reads it first, without learning who you are.')
          : plain(hold ? 'A moderator has approved it. It appears at the next quarter of an hour.' : whenItAppears(timing));
  return [
    { kind: 'words', words: told },
    heading(speaker),
    { kind: 'words', words: [said(text)] },
    ...(support ? [note(`Would like: ${supportWords[support]}`)] : []),
  ];
}

/** The newest replies, the opener before them. */
function thread(posts: readonly Post[]): readonly Block[] {
  const [opener, ...replies] = posts;
  if (!opener) return [];
  const left = replies.length > READ ? [note(`${replies.length - READ} earlier replies stand in the thread.`)] : [];
  return [...spoken(opener), ...left, ...replies.slice(-READ).flatMap(spoken)];
}

function spoken(post: Post): readonly Block[] {
  const body =
    post.state === 'withdrawn'
      ? note('Withdrawn.')
      : post.state === 'hidden' && !post.isAuthor
        ? note('Hidden while a moderator has a look.')
        : ({ kind: 'words', words: [said(post.words ?? '')] } as const);
  const name = post.speaker === '' ? 'Somebody who left' : post.speaker;
  return [divider, heading(post.isAuthor ? `${name} · you` : name), body];
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
      words: values.words,
      support: SUPPORTS.find((one) => one === values.support) ?? null,
      warning: values.warning,
      timing: TIMINGS.find((one) => one === values.timing) ?? 'soon',
    };
    return drafted(context, services, typed, () => services.safeSpace.writing.draftChange(speaking(context), id, typed));
  },
});

const code = form({
  who: 'everyone',
  title: 'Use a withdrawal code',
  submit: 'Look it up',
  intro: plain('Whoever has the code may read the thread as its author and withdraw it. Nobody learns who uses it.'),
  fields: { code: text({ label: 'Code', hint: 'Four groups of four, such as 7K2M-….', max: 40 }) },
  async onSubmit(context, { values }, { safeSpace }) {
    const standing = await safeSpace.own.byCode(values.code);
    const { post, waiting } = standing;
    const plainCode = values.code.toUpperCase().replace(/[^0-9A-Z]/g, '');
    const isSpeaking =
      context.access.member !== null && post !== null && isOpener(post) && post.state === 'shown' && post.closedAt === null;
    return view(
      'What the code is for',
      note(stateOf(standing)),
      ...(waiting ? waitingBlocks(standing) : []),
      ...thread(await safeSpace.threadOf(standing)),
      buttons(
        isSpeaking ? button('Reply as its author', to('post', 'reply', `${post.id}..${plainCode}`)) : null,
        post?.state === 'withdrawn' ? null : button('Withdraw it', to('post', 'withdraw-coded', plainCode), 'danger'),
      ),
    );
  },
});

const withdrawn = view(
  'Withdrawn',
  plain(
    'It does not appear, or disappears within five minutes. Its words are removed from what Bombus keeps; somebody may have read them before.',
  ),
);

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
    'withdraw-coded': {
      who: 'everyone',
      async run({ access }, { id }, { safeSpace }) {
        if (access.cohort) await safeSpace.own.withdrawByCode(id, access.cohort);
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
  forms: { change, code },
};
