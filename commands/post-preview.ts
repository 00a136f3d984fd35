import { isOnDuty, nextDuty } from '../src/calendar/duty-hours.ts';
import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, divider, fields, heading, note, to, view } from '../src/chat/build.ts';
import type { Block, View } from '../src/chat/view.ts';
import { plain, said, strong, type Words, words } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Hold, ModerationSettings } from '../src/moderation/rules.ts';
import type { Accepted } from '../src/safe-space/accepting.ts';
import type { Draft } from '../src/safe-space/drafts.ts';
import { type Acting, memberHere, type Services, theirs } from './context.ts';
import { hoursInWords } from './duty-words.ts';
import { codeNote, honest, markedWords, marksInWords, whenItAppears } from './post-words.ts';
import { supportCard } from './support.ts';
import { supportWords } from './support-kinds.ts';

const isPost = ({ id, thread }: Draft): boolean => id === thread;

/** The form that opens what is drafted again. */
const editing = ({ id, thread, isNamed, isChange }: Draft) =>
  isChange
    ? to('post', 'change', id)
    : id === thread
      ? to('post', 'write', id)
      : to('post', isNamed ? 'reply-named' : 'reply', `${thread}.${id}`);

/** What others will see, shown to its author alone before it is accepted. */
export async function preview(draft: Draft, context: Acting, services: Services): Promise<View> {
  const { member, cohort } = memberHere(context);
  const musts = draft.marks.filter(({ level }) => level === 'edit');
  const warnings = draft.marks.filter(({ level }) => level === 'warn');
  return view(
    'Before it is posted',
    ...(await cardFor(draft, context, services)),
    heading(draft.isAuthor && !isPost(draft) ? `${draft.speaker} · author of this thread` : draft.speaker),
    draft.warning ? words`${strong('Content warning:')} ${draft.warning}` : null,
    markedWords(draft.words, draft.marks),
    draft.support ? note(`Would like: ${supportWords[draft.support]}`) : null,
    divider,
    musts.length > 0
      ? words`${strong('Take this out first:')} ${plain(marksInWords(musts))}, in [brackets] above. It could tell who a patient is.`
      : null,
    warnings.length > 0
      ? words`${strong('Please look again:')} ${plain(marksInWords(warnings))}, in [brackets] above. Could it tell who somebody is? Bombus cannot be sure either way.`
      : null,
    fields([
      ['Who reads it', await audience(cohort, services)],
      ['When', draft.isNamed ? 'At once, under your own name.' : whenItAppears(draft.timing)],
      ['Before it appears', await beforehand(draft, cohort, services)],
    ]),
    draft.isNamed ? null : note(honest),
    buttons(
      musts.length > 0
        ? null
        : button(warnings.length > 0 ? 'Post anyway' : 'Post it', to('post', 'accept', draft.id), 'primary'),
      button('Edit', editing(draft)),
      button('Discard', to('post', 'discard', draft.id)),
      draft.hold?.tier === 'T2' || draft.hold?.tier === 'T3' ? button('Support', theirs(member)('support', 'card')) : null,
    ),
  );
}

async function audience(cohort: Cohort, { safeSpace }: Services): Promise<string> {
  const members = await safeSpace.countMembers(cohort.id);
  const places = await safeSpace.countPlaces(cohort.id);
  const where = places > 1 ? `, in all ${places} places of this cohort; nobody sees in which of them you are` : '';
  return `Everybody who can see the safe space${where}. You are hidden among the ${members} people who have joined.`;
}

const beforehand = async ({ hold }: Draft, cohort: Cohort, services: Services): Promise<Words | string> =>
  hold ? lookedAtFirst(hold, cohort, services) : 'Nobody checks it; anybody can report it.';

/** Who reads it before it goes out, and when somebody may be there to. */
export async function lookedAtFirst(
  hold: Pick<Hold, 'cause'>,
  cohort: Cohort,
  { moderation, now }: Pick<Services, 'moderation' | 'now'>,
): Promise<Words> {
  const settings = await moderation.settings.of(cohort.id);
  const duty = onDuty(settings, cohort, now());
  if (hold.cause === 'muted')
    return plain('You are muted here, so it does not appear. A moderator reads it, without learning who you are.');
  return words`A moderator reads it first, without learning who you are. ${plain(duty)}`;
}

function onDuty(settings: ModerationSettings, { zone }: Cohort, now: number): string {
  const hours = `Moderators look ${hoursInWords(settings.duty)}.`;
  if (isOnDuty(settings, now, zone)) return hours;
  const next = nextDuty(settings, now, zone);
  return next === null ? hours : `${hours} Nobody may be reading before ${formatLocal(next, zone, 'date-time-zone')}.`;
}

/** The card stands in the answer to the very form that was sent (domain §4). */
export async function cardFor(
  { words: text, warning }: Pick<Draft, 'words' | 'warning'>,
  context: Acting,
  services: Services,
): Promise<readonly Block[]> {
  const { member, cohort } = memberHere(context);
  const tier = await services.safeSpace.cards.wantedFor(member, warning, text);
  return tier === 'T0' ? [] : [...supportCard(cohort, services, theirs(member)('support', 'all')), divider];
}

/** What has been accepted, and what happens now. */
export async function accepted({ draft, code }: Accepted, context: Acting, services: Services): Promise<View> {
  const { member, cohort } = memberHere(context);
  const isGrave = draft.hold?.tier === 'T2' || draft.hold?.tier === 'T3';
  return view(
    draft.hold ? 'A person reads it first' : isPost(draft) ? 'Accepted' : 'Your reply is accepted',
    ...(isGrave ? [...supportCard(cohort, services, theirs(member)('support', 'all')), divider] : []),
    draft.hold
      ? words`${await beforehand(draft, cohort, services)} You can read here what they decide.`
      : plain(
          draft.isNamed
            ? 'It appears at once.'
            : `It appears ${draft.timing === 'now' ? 'at once' : draft.timing === 'soon' ? 'within the hour' : 'within a day'}, as ${draft.speaker}.`,
        ),
    code === null ? null : codeNote(code),
    [said('')].slice(1),
    buttons(
      (await services.safeSpace.sealDays(cohort.id)) === 0 || draft.isNamed
        ? null
        : button('What I wrote', theirs(member)('post', 'mine')),
      button('Home', theirs(member)('home', 'open')),
    ),
  );
}
