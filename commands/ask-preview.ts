import { button, buttons, divider, fields, fleeting, heading, menu, note, quote, to, view } from '../src/chat/build.ts';
import type { View } from '../src/chat/view.ts';
import { plain, strong, words } from '../src/chat/words.ts';
import { UserError } from '../src/errors.ts';
import type { AcceptedQuestion, MessageDraft, QuestionDraft } from '../src/questions/service.ts';
import { answeredBefore } from './ask-library.ts';
import { PROMISE, sharesChoices, stageWords } from './ask-words.ts';
import { type Acting, memberHere, type Services, theirs } from './context.ts';
import { toAppeal } from './muted.ts';
import { cardFor, lookedAtFirst } from './post-preview.ts';
import { codeNote, honest, markedWords, marksInWords } from './post-words.ts';
import { sentences } from './sentences.ts';
import { supportCard } from './support.ts';
import { supportWords } from './support-kinds.ts';

/** What was typed leads to its preview; whatever else is wrong, somebody who needs it gets the support card. */
export async function previewed<D>(
  context: Acting,
  services: Services,
  typed: string,
  { draft, show }: { readonly draft: () => Promise<D>; readonly show: (draft: D) => Promise<View> },
): Promise<View> {
  try {
    return await show(await draft());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const card = await cardFor({ words: typed, warning: null }, context, services);
    // A field that needs changing is shown in its form, with all that was typed.
    if (card.length === 0 && error.field !== null) throw error;
    const { title, blocks } = sentences.mistake(error);
    const lost = [heading('What you wrote'), quote(typed), note('It was not sent. You can copy it.')];
    return fleeting(view(title, ...card, ...blocks, ...lost, error.code === 'muted' ? buttons(toAppeal('ask')) : null));
  }
}

/** A question as it will go out, for its asker alone. */
export async function questionPreview(draft: QuestionDraft, context: Acting, services: Services): Promise<View> {
  const { member, cohort } = memberHere(context);
  const { inTitle, inWords } = marksOf(draft);
  const topics = await services.topics.of(cohort.id);
  const own = sharesChoices(await services.members.tags(member.id));
  return view(
    'Before it goes out',
    ...(await cardFor({ words: `${draft.title}\n${draft.words}`, warning: null }, context, services)),
    inTitle.length === 0 ? heading(draft.title) : markedWords(draft.title, inTitle),
    note(
      words`As ${draft.speaker} · ${topics.find(({ topic }) => topic === draft.topic)?.label ?? draft.topic}${plain(draft.isUrgent ? ' · this week' : '')}`,
    ),
    markedWords(draft.words, inWords),
    draft.support ? note(`Would like: ${supportWords[draft.support]}`) : null,
    divider,
    ...marked(draft),
    await answeredBefore(draft, services),
    fields([
      ['Who reads it', 'Two people from one to three years above you, under an alias of yours; more if nobody can answer.'],
      ['When', `Within about an hour, at a time that does not tell who asks. ${PROMISE}`],
      [
        'Before that',
        draft.hold ? await lookedAtFirst(draft.hold, cohort, services) : 'Nobody checks it; whoever answers can report it.',
      ],
    ]),
    own.length === 0
      ? null
      : menu(
          to('ask', 'shares', draft.id),
          draft.shares.length > 0 ? 'Somebody who shares … (chosen)' : 'Somebody who shares … with me',
          own,
          own.length,
        ),
    own.length === 0 ? null : note(sharedInWords(draft, own)),
    note(honest),
    buttons(
      mustEdit(draft) ? null : button(draft.marks.length > 0 ? 'Ask anyway' : 'Ask it', to('ask', 'accept', draft.id), 'primary'),
      button('Edit', to('ask', draft.isChange ? 'change' : 'write', draft.id)),
      draft.shares.length > 0 ? button('Anybody may answer', to('ask', 'shares', draft.id)) : null,
      button('Discard', to('ask', 'discard', draft.id)),
    ),
  );
}

/** For the asker alone. */
function sharedInWords({ shares }: QuestionDraft, own: ReturnType<typeof sharesChoices>): string {
  const chosen = own.filter(({ value }) => shares.some((tag) => tag === value)).map(({ label }) => label);
  return chosen.length === 0
    ? 'Used to find whom to ask, and never shown to anyone.'
    : `Used to find whom to ask, and never shown to anyone: ${chosen.join('; ')}.`;
}

/** They were found in both together. */
function marksOf({ title, marks }: QuestionDraft) {
  const from = title.length + 1;
  return {
    inTitle: marks
      .filter(({ start }) => start < title.length)
      .map((mark) => ({ ...mark, end: Math.min(mark.end, title.length) })),
    inWords: marks
      .filter(({ end }) => end > from)
      .map((mark) => ({ ...mark, start: Math.max(0, mark.start - from), end: mark.end - from })),
  };
}

/** Something said in a conversation, before it is delivered. `back` leads to where it is edited. */
export async function messagePreview(
  draft: MessageDraft,
  context: Acting,
  services: Services,
  of: 'ask' | 'mentor',
): Promise<View> {
  const { cohort } = memberHere(context);
  return view(
    'Before it is passed on',
    ...(await cardFor({ words: draft.words, warning: null }, context, services)),
    heading(draft.speaker),
    markedWords(draft.words, draft.marks),
    divider,
    ...marked(draft),
    draft.hold
      ? words`${await lookedAtFirst(draft.hold, cohort, services)}`
      : plain('It is passed on within a quarter of an hour, and nobody else reads it.'),
    buttons(
      mustEdit(draft)
        ? null
        : button(draft.marks.length > 0 ? 'Send anyway' : 'Send it', to(of, 'message-accept', draft.id), 'primary'),
      button('Edit', to(of, 'message-change', draft.id)),
      button('Discard', to(of, 'message-discard', draft.id)),
    ),
  );
}

const mustEdit = ({ marks }: Pick<QuestionDraft, 'marks'>): boolean => marks.some(({ level }) => level === 'edit');

function marked({ marks }: Pick<QuestionDraft, 'marks'>) {
  const musts = marks.filter(({ level }) => level === 'edit');
  const warnings = marks.filter(({ level }) => level === 'warn');
  return [
    musts.length > 0
      ? words`${strong('Take this out first:')} ${plain(marksInWords(musts))}, in [brackets] above. It could tell who a patient is.`
      : null,
    warnings.length > 0
      ? words`${strong('Please look again:')} ${plain(marksInWords(warnings))}, in [brackets] above. Should it stand there? Bombus cannot be sure either way.`
      : null,
  ];
}

export async function questionAccepted({ draft, code }: AcceptedQuestion, context: Acting, services: Services): Promise<View> {
  const { member, cohort } = memberHere(context);
  const isGrave = draft.hold?.tier === 'T2' || draft.hold?.tier === 'T3';
  return view(
    draft.hold ? 'A person reads it first' : 'Your question is on its way',
    ...(isGrave ? [...supportCard(cohort, services, theirs(member)('support', 'all')), divider] : []),
    draft.hold ? words`${await lookedAtFirst(draft.hold, cohort, services)}` : plain(`${stageWords.waiting} ${PROMISE}`),
    code === null ? null : codeNote(code),
    buttons(button('What I asked', theirs(member)('ask', 'mine')), button('Home', theirs(member)('home', 'open'))),
  );
}
