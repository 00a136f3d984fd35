import { button, buttons, to, view } from '../src/chat/build.ts';
import { oneOf, openForm, optional, text } from '../src/chat/form.ts';
import type { Reply } from '../src/chat/view.ts';
import { plain, words } from '../src/chat/words.ts';
import { UserError } from '../src/errors.ts';
import type { Typed } from '../src/safe-space/drafts.ts';
import { REPORT_REASONS, SMALLEST_AUDIENCE, SUPPORTS, TIMINGS, WARNING_MAX, WORDS_MAX } from '../src/safe-space/rules.ts';
import { type Acting, command, form, memberHere, type Services, theirs } from './context.ts';
import { appealFrom, mutedInPosts } from './muted.ts';
import { withdrawalCodes } from './post-code.ts';
import { drafted, speaking, tidied, typedIn } from './post-draft.ts';
import { postMessages } from './post-message.ts';
import { ownPosts } from './post-own.ts';
import { accepted } from './post-preview.ts';
import { reportWords, timingChoices } from './post-words.ts';
import { supportChoices } from './support-kinds.ts';

const wordsField = text({
  label: 'Your words',
  hint: 'No names, dates or places that could tell who somebody is.',
  max: WORDS_MAX,
  long: true,
});
const timingField = oneOf({ label: 'When it appears', choices: timingChoices });

const known = <T extends string>(list: readonly T[], value: string | null): T | null => list.find((one) => one === value) ?? null;

const write = form({
  who: 'members',
  title: 'Speak in the safe space',
  submit: 'Preview',
  intro: plain('Nothing is posted yet: you see first how it will look.'),
  fields: {
    words: wordsField,
    support: optional(oneOf({ label: 'I would like to …', choices: supportChoices })),
    warning: optional(
      text({ label: 'Content warning', hint: 'Optional: what should people know before they read?', max: WARNING_MAX }),
    ),
    timing: timingField,
  },
  async initial(context, { id }, { safeSpace }) {
    const draft = id === '' ? null : await safeSpace.writing.draft(memberHere(context).member, id);
    return draft ? typedIn(draft) : { timing: ['soon'] };
  },
  async onSubmit(context, { id, values }, services) {
    const typed: Typed = {
      words: tidied(values.words),
      support: known(SUPPORTS, values.support),
      warning: values.warning,
      timing: known(TIMINGS, values.timing) ?? 'soon',
    };
    if (id !== '') await services.safeSpace.writing.discard(memberHere(context).member, id);
    return drafted(context, services, typed, () => services.safeSpace.writing.draftPost(speaking(context), typed));
  },
});

/** `thread`, `thread.draft` for what is edited, or `thread.draft.code` of an author who has no seal. */
function replyForm(isNamed: boolean, title: string, intro: string) {
  const parts = (id: string) => {
    const [thread = '', draft = '', code = ''] = id.split('.');
    return { thread, draft, code: code === '' ? null : code };
  };
  return form({
    who: 'members',
    title,
    submit: 'Preview',
    intro: plain(intro),
    fields: isNamed ? { words: wordsField } : { words: wordsField, timing: timingField },
    async initial(context, { id }, { safeSpace }) {
      const { draft: edited } = parts(id);
      const draft = edited === '' ? null : await safeSpace.writing.draft(memberHere(context).member, edited);
      return draft ? { words: [draft.words], timing: [draft.timing] } : { timing: ['soon'] };
    },
    async onSubmit(context, { id, values }, services) {
      const { thread, draft, code } = parts(id);
      const timing = known(TIMINGS, (values as { timing?: string }).timing ?? null);
      const typed = { words: tidied(values.words), warning: null, timing: isNamed ? ('now' as const) : (timing ?? 'soon') };
      if (draft !== '') await services.safeSpace.writing.discard(memberHere(context).member, draft);
      return drafted(context, services, typed, () =>
        services.safeSpace.writing.draftReply(speaking(context), { thread, isNamed, code }, typed),
      );
    },
  });
}

const HIDDEN_REPLY = 'You speak under an alias that is yours in this thread alone.';
const LISTENING =
  'They would like to be heard. What helps most: say what you heard, say that it makes sense to feel so, and leave advice for later.';

const report = form({
  who: 'members',
  title: 'Report',
  submit: 'Report',
  intro: plain('Moderators hear that somebody reported this, not who. If somebody is in danger now, call the emergency number.'),
  fields: {
    reason: oneOf({
      label: 'What is it?',
      choices: REPORT_REASONS.map((value) => ({ value, label: reportWords[value], detail: null })),
    }),
  },
  async onSubmit(context, { id, values }, { safeSpace }) {
    const { member, cohort } = memberHere(context);
    await safeSpace.around.report(member, cohort, id, known(REPORT_REASONS, values.reason) ?? 'other');
    return view(
      'Reported',
      plain('Thank you. Moderators look at it; they do not learn who reported it.'),
      buttons(toSupport(context)),
    );
  },
});

const toSupport = (context: Acting) => button('Support', theirs(memberHere(context).member)('support', 'card'));

async function begin(context: Acting, services: Services): Promise<Reply> {
  const { member, cohort } = memberHere(context);
  if ((await services.safeSpace.countMembers(cohort.id)) < SMALLEST_AUDIENCE) {
    return view(
      'Not yet',
      words`With fewer than ${SMALLEST_AUDIENCE} members nobody is hidden among them, so posting without a name opens once ${SMALLEST_AUDIENCE} have joined.`,
      buttons(toSupport(context), button('Home', theirs(member)('home', 'open'))),
    );
  }
  return openForm(write, to('post', 'write'), { timing: ['soon'] });
}

export const post = command(
  'post',
  {
    leavesTrace: false,
    verbs: [
      {
        verb: 'post',
        summary: 'Speak in the safe space, without your name',
        who: 'members',
        run: (context, _, services) => begin(context, services),
      },
    ],
    presses: {
      accept: {
        who: 'members',
        run: async (context, { id }, services) =>
          accepted(await services.safeSpace.writing.accept(speaking(context), id), context, services),
      },
      discard: {
        who: 'members',
        async run(context, { id }, { safeSpace }) {
          if (!(await safeSpace.writing.discard(memberHere(context).member, id))) throw new UserError('draft-gone');
          return view('Discarded', plain('Nothing was posted, and nothing of it is kept.'), buttons(toSupport(context)));
        },
      },
      same: {
        who: 'members',
        async run(context, { id }, { safeSpace }) {
          const { member, cohort } = memberHere(context);
          await safeSpace.around.sameHere(member, cohort, id);
          return view(
            'Noted',
            plain('You feel the same. It is counted later and only in steps, so nobody can tell that it was you.'),
          );
        },
      },
    },
    forms: {
      write,
      reply: replyForm(false, 'Reply without my name', HIDDEN_REPLY),
      'reply-listening': replyForm(false, 'Reply without my name', `${LISTENING} ${HIDDEN_REPLY}`),
      'reply-named': replyForm(true, 'Reply as me', 'Your name stands beside it.'),
      report,
      appeal: appealFrom(mutedInPosts),
    },
  },
  ownPosts,
  withdrawalCodes,
  postMessages,
);
