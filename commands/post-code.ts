import { button, buttons, note, to, view } from '../src/chat/build.ts';
import { text } from '../src/chat/form.ts';
import { plain } from '../src/chat/words.ts';
import { isOpener } from '../src/safe-space/rules.ts';
import { form, type Part } from './context.ts';
import { stateOf, thread, waitingBlocks } from './post-standing.ts';

export const withdrawn = view(
  'Withdrawn',
  plain(
    'It does not appear, or disappears within five minutes. Its words are removed from what Bombus keeps; somebody may have read them before.',
  ),
);

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
      ...(waiting ? waitingBlocks(standing, context.access.cohort?.zone ?? 'UTC') : []),
      ...thread(await safeSpace.threadOf(standing)),
      buttons(
        isSpeaking ? button('Reply as its author', to('post', 'reply', `${post.id}..${plainCode}`)) : null,
        post?.state === 'withdrawn' ? null : button('Withdraw it', to('post', 'withdraw-coded', plainCode), 'danger'),
      ),
    );
  },
});

export const withdrawalCodes: Part = {
  presses: {
    'withdraw-coded': {
      who: 'everyone',
      async run({ access }, { id }, { safeSpace }) {
        if (access.cohort) await safeSpace.own.withdrawByCode(id, access.cohort);
        return withdrawn;
      },
    },
  },
  forms: { code },
};
