import { button, buttons, divider, heading, note, view } from '../src/chat/build.ts';
import { text } from '../src/chat/form.ts';
import type { View } from '../src/chat/view.ts';
import { plain, strong, words } from '../src/chat/words.ts';
import { UserError } from '../src/errors.ts';
import { WORDS_MAX } from '../src/questions/rules.ts';
import type { MessageDraft } from '../src/questions/service.ts';
import { previewed } from './ask-preview.ts';
import { type Acting, form, memberHere, type Part, type Services, theirs } from './context.ts';
import { conversation } from './mentor-thread.ts';
import * as say from './mentor-words.ts';
import { speaking, tidied } from './post-draft.ts';
import { cardFor } from './post-preview.ts';
import { markedWords, marksInWords } from './post-words.ts';

const drafted = (context: Acting, services: Services, typed: string, draft: () => Promise<MessageDraft>): Promise<View> =>
  previewed(context, services, typed, {
    draft,
    show: async (made) => preview(made, context, await cardFor({ words: typed, warning: null }, context, services)),
  });

function preview(draft: MessageDraft, context: Acting, card: Awaited<ReturnType<typeof cardFor>>): View {
  const { member } = memberHere(context);
  const musts = draft.marks.filter(({ level }) => level === 'edit');
  const warnings = draft.marks.filter(({ level }) => level === 'warn');
  return view(
    'Before it is sent',
    ...card,
    heading(draft.speaker),
    markedWords(draft.words, draft.marks),
    divider,
    musts.length > 0
      ? words`${strong('Take this out first:')} ${plain(marksInWords(musts))}, in [brackets] above. It could tell who a patient is.`
      : null,
    warnings.length > 0
      ? words`${strong('Please look again:')} ${plain(marksInWords(warnings))}, in [brackets] above. Bombus cannot be sure either way.`
      : null,
    note(
      draft.hold
        ? 'A moderator reads it before it is passed on.'
        : 'Only they read it, within a quarter of an hour. Until then you can change it or take it back.',
    ),
    buttons(
      musts.length > 0
        ? null
        : button(warnings.length > 0 ? 'Send anyway' : 'Send it', say.own(member, 'send', draft.id), 'primary'),
      button('Edit', say.own(member, 'edit', draft.id)),
      button('Discard', say.own(member, 'discard', draft.id)),
    ),
  );
}

const wordsField = { words: text({ label: 'Your words', max: WORDS_MAX, long: true }) };

const writing = (title: string, kind: MessageDraft['kind'] & ('answer' | 'asks-back')) =>
  form({
    who: 'members',
    title,
    submit: 'Preview',
    intro: plain('Only the person who asked reads it. Say what you lived through; no exam content, no patients.'),
    fields: wordsField,
    onSubmit(context, { id, values }, services) {
      const said = tidied(values.words);
      return drafted(context, services, said, () =>
        services.questions.relay.draftAnswer(speaking(context), say.subjectOf(id), kind, said),
      );
    },
  });

/** A draft that was not sent, written again. */
const edit = form({
  who: 'members',
  title: 'Your words',
  submit: 'Preview',
  fields: wordsField,
  async initial(context, { id }, { questions }) {
    const draft = await questions.relay.find(memberHere(context).member, say.subjectOf(id));
    return draft ? { words: [draft.words] } : {};
  },
  async onSubmit(context, { id, values }, services) {
    const { relay } = services.questions;
    const { member } = memberHere(context);
    const draft = await relay.find(member, say.subjectOf(id));
    if (!draft) throw new UserError('draft-gone');
    const said = tidied(values.words);
    return drafted(context, services, said, async () => {
      if (draft.isChange) return relay.draftChange(speaking(context), draft.id, said);
      const kind = draft.kind === 'asks-back' ? 'asks-back' : 'answer';
      const fresh = await relay.draftAnswer(speaking(context), draft.question, kind, said);
      if (fresh.id !== draft.id) await relay.discard(member, draft.id);
      return fresh;
    });
  },
});

/** Other words for what was sent and is not delivered. */
const change = form({
  who: 'members',
  title: 'Other words',
  submit: 'Preview',
  fields: wordsField,
  async initial(context, { id }, { questions }) {
    const { member } = memberHere(context);
    const message = say.subjectOf(id);
    for (const holding of await questions.mentoring.holdings(member)) {
      const { waiting } = await questions.mentoring.read(member, holding.id);
      const found = waiting.find((one) => one.id === message);
      if (found) return { words: [found.words] };
    }
    return {};
  },
  onSubmit(context, { id, values }, services) {
    const said = tidied(values.words);
    return drafted(context, services, said, () =>
      services.questions.relay.draftChange(speaking(context), say.subjectOf(id), said),
    );
  },
});

export const answering: Part = {
  presses: {
    send: {
      who: 'members',
      async run(context, { id }, services) {
        const sent = await services.questions.relay.accept(speaking(context), say.subjectOf(id));
        return conversation(context, sent.question, services, sent.hold ? 'A person reads it first' : 'On its way. Thank you');
      },
    },
    discard: {
      who: 'members',
      async run(context, { id }, { questions }) {
        const { member } = memberHere(context);
        const isDiscarded = await questions.relay.discard(member, say.subjectOf(id));
        return view(
          isDiscarded ? 'Discarded' : 'It is sent already',
          plain(
            isDiscarded ? 'Nothing was sent.' : 'Open the question: until it is delivered you can change it or take it back.',
          ),
          buttons(button('Back', say.own(member, 'open')), button('Home', theirs(member)('home', 'open'))),
        );
      },
    },
    'take-back': {
      who: 'members',
      async run(context, { id }, { questions }) {
        const { member } = memberHere(context);
        await questions.relay.takeBack(member, say.subjectOf(id));
        return view('Taken back', plain('It is not delivered.'), buttons(button('Back', say.own(member, 'open'))));
      },
    },
  },
  forms: { answer: writing('Answer', 'answer'), 'ask-back': writing('Ask back', 'asks-back'), edit, change },
};
