import { button, buttons, view } from '../src/chat/build.ts';
import { oneOf, text } from '../src/chat/form.ts';
import { plain } from '../src/chat/words.ts';
import { WORDS_MAX } from '../src/questions/rules.ts';
import { REPORT_REASONS } from '../src/safe-space/rules.ts';
import { messagePreview, previewed } from './ask-preview.ts';
import { type Acting, form, memberHere, type Part, type Services, theirs } from './context.ts';
import { speaking, tidied } from './post-draft.ts';
import { reportWords } from './post-words.ts';

const wordsField = text({
  label: 'Your words',
  hint: 'No names, dates or places that could tell who somebody is.',
  max: WORDS_MAX,
  long: true,
});

/** A question of their own, by the seal or by the code with which it was opened: `question` or `.code`. */
export async function mineOf(context: Acting, id: string, { questions }: Services) {
  const { member, cohort } = memberHere(context);
  return id.startsWith('.') ? questions.mine.byCode(id.slice(1), cohort) : questions.mine.need(member, cohort, id);
}

const reply = form({
  who: 'members',
  title: 'Write back',
  submit: 'Preview',
  intro: plain('Whoever answers reads it under your alias, and never learns who you are.'),
  fields: { words: wordsField },
  async onSubmit(context, { id, values }, services) {
    const said = tidied(values.words);
    return previewed(context, services, said, {
      draft: async () => services.questions.relay.draftReply(speaking(context), await mineOf(context, id, services), said),
      show: (draft) => messagePreview(draft, context, services, 'ask'),
    });
  },
});

/** `key,message`: what was sent and waits, in the question that `key` opens; else a draft. */
const changeMessage = form({
  who: 'members',
  title: 'Other words',
  submit: 'Preview',
  fields: { words: wordsField },
  async initial(context, { id }, services) {
    const { relay } = services.questions;
    const { member } = memberHere(context);
    const [key, message] = id.split(',');
    if (key !== undefined && message !== undefined)
      return { words: [await relay.typed(member, message, await mineOf(context, key, services))] };
    const draft = await relay.find(member, id);
    return draft ? { words: [draft.words] } : {};
  },
  async onSubmit(context, { id, values }, services) {
    const { relay } = services.questions;
    const said = tidied(values.words);
    const [key, message] = id.split(',');
    return previewed(context, services, said, {
      draft: async () =>
        key === undefined || message === undefined
          ? relay.draftAgain(speaking(context), id, said)
          : relay.draftChange(speaking(context), message, said, await mineOf(context, key, services)),
      show: (draft) => messagePreview(draft, context, services, 'ask'),
    });
  },
});

const report = form({
  who: 'members',
  title: 'Report',
  submit: 'Report',
  intro: plain('Moderators hear that somebody reported this, not who.'),
  fields: {
    reason: oneOf({
      label: 'What is it?',
      choices: REPORT_REASONS.map((value) => ({ value, label: reportWords[value], detail: null })),
    }),
  },
  async onSubmit(context, { id, values }, services) {
    const reason = REPORT_REASONS.find((one) => one === values.reason) ?? 'other';
    await services.questions.mine.report(await mineOf(context, id, services), null, reason);
    return view(
      'Reported',
      plain('Thank you. Moderators look at what was said; they do not learn who reported it.'),
      buttons(button('Support', theirs(memberHere(context).member)('support', 'card'))),
    );
  },
});

export const askerReplies: Part = {
  presses: {
    'message-accept': {
      who: 'members',
      async run(context, { id }, services) {
        const { member } = memberHere(context);
        const { hold } = await services.questions.relay.accept(speaking(context), id);
        return view(
          hold ? 'A person reads it first' : 'On its way',
          plain(
            hold
              ? 'A moderator reads it, without learning who you are, before it is passed on.'
              : 'It is passed on within a quarter of an hour.',
          ),
          buttons(button('What I asked', theirs(member)('ask', 'mine'))),
        );
      },
    },
    'message-discard': {
      who: 'members',
      async run(context, { id }, { questions }) {
        const { member } = memberHere(context);
        await questions.relay.discard(member, id);
        return view('Discarded', plain('Nothing was sent.'), buttons(button('What I asked', theirs(member)('ask', 'mine'))));
      },
    },
    'message-back': {
      who: 'members',
      async run(context, { id }, services) {
        const { member } = memberHere(context);
        const [key = '', message = ''] = id.split(',');
        await services.questions.relay.takeBack(member, message, await mineOf(context, key, services));
        return view('Taken back', plain('It is not passed on.'), buttons(button('What I asked', theirs(member)('ask', 'mine'))));
      },
    },
  },
  forms: { reply, 'message-change': changeMessage, report },
};
