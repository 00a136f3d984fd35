import { formatLocal } from '../src/calendar/zone.ts';
import { button, buttons, fields, heading, note, quote, to, view } from '../src/chat/build.ts';
import type { Block, Button, View } from '../src/chat/view.ts';
import { plain, type Words, words } from '../src/chat/words.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import {
  DECISIONS_FOR,
  type Decision,
  type Description,
  MUTES,
  mayUndo,
  type QueueItem,
  totalOf,
} from '../src/moderation/rules.ts';
import { type Acting, cohortHere, type Services } from './context.ts';
import { hoursInWords } from './duty-words.ts';
import { reportWords } from './post-words.ts';
import * as say from './queue-words.ts';
import { supportWords } from './support-kinds.ts';

const PAGE = 8;
const TIERS = ['T3', 'T2', 'T1'] as const;

const toQueue = button('Back to the queue', to('queue', 'page', '0'));

export const outOfDate = (): View =>
  view('That is out of date', plain('This is not in the queue of this cohort any more. Nothing was changed.'), buttons(toQueue));

/** Everything that waits, the gravest first and then the oldest. */
export async function queuePanel(context: Acting, services: Services, page = 0): Promise<View> {
  const { cohort } = cohortHere(context);
  const { queue, settings } = services.moderation;
  const waiting = await queue.waiting(cohort.id);
  const last = Math.max(0, Math.ceil(waiting.length / PAGE) - 1);
  const at = Math.min(Math.max(0, page), last);
  const shown = waiting.slice(at * PAGE, (at + 1) * PAGE);
  const numberOf = (index: number) => at * PAGE + index + 1;
  return view(
    waiting.length === 0 ? 'Nothing is waiting' : `Queue · ${waiting.length} waiting`,
    plain(waiting.length === 0 ? 'When something needs a moderator, it stands here and in your channel.' : summary(waiting)),
    shown.length === 0 ? null : fields(shown.map((item, index) => [lineName(item, numberOf(index)), lineOf(item, cohort)])),
    shown.length === 0
      ? null
      : buttons(...shown.map((item, index) => button(`Open ${numberOf(index)}`, to('queue', 'open', item.id), styleOf(item)))),
    note(`On duty: ${hoursInWords((await settings.of(cohort.id)).duty)}. The gravest stand first, then the oldest.`),
    buttons(
      at > 0 ? button('Earlier page', to('queue', 'page', String(at - 1))) : null,
      at < last ? button('Next page', to('queue', 'page', String(at + 1))) : null,
      button('Look again', to('queue', 'page', String(at))),
      button('Moderation settings', to('moderation', 'settings')),
    ),
  );
}

function summary(waiting: readonly QueueItem[]): string {
  const tiers = TIERS.map((tier) => [tier, waiting.filter((item) => item.tier === tier).length] as const);
  const reminded = waiting.filter(({ escalatedAt }) => escalatedAt !== null).length;
  return [
    ...tiers.filter(([, count]) => count > 0).map(([tier, count]) => `${tier}: ${count}.`),
    reminded === 0 ? 'None has waited too long.' : `${say.counted(reminded, 'has', 'have')} waited too long.`,
  ].join(' ');
}

const styleOf = ({ tier }: QueueItem): Button['style'] => (tier === 'T3' ? 'danger' : 'plain');

const lineName = ({ tier, cause }: QueueItem, number: number): string =>
  [`${number}`, ...(tier === null || tier === 'T0' ? [] : [tier]), say.causeInShort[cause]].join(' · ');

const lineOf = ({ openedAt, escalatedAt, details, cause }: QueueItem, { zone }: Cohort): string =>
  [
    `since ${formatLocal(openedAt, zone, 'date-time')}`,
    ...(cause === 'report' ? [say.counted(totalOf(details), 'report', 'reports')] : []),
    ...(escalatedAt === null ? [] : ['has waited too long']),
  ].join(', ');

/** One item with its words, for one moderator alone. */
export async function itemPanel(context: Acting, item: QueueItem, services: Services): Promise<View> {
  const { cohort } = cohortHere(context);
  const described = await services.moderation.queue.describe(item);
  if (item.state !== 'open') return decidedPanel(item, described, services);
  return view(
    item.tier === null || item.tier === 'T0' ? 'Waiting for a moderator' : `Waiting for a moderator · ${item.tier}`,
    plain(item.details.stays !== undefined ? say.stays : item.details.lost !== undefined ? say.lost : say.causeWords[item.cause]),
    item.tier === null || item.tier === 'T0' ? null : plain(say.tierWords[item.tier]),
    fields([
      ...aboutIt(described, item),
      ...(described ? [] : await whoseItWas(item, services)),
      ...countsOf(item),
      ['Waiting since', formatLocal(item.openedAt, cohort.zone, 'date-time')],
    ]),
    ...wordsOf(described),
    buttons(...decisionsFor(item, described)),
    buttons(...besides(item, described)),
    note('Only you see this panel. You do not learn who wrote it, and links in it lead nowhere.'),
  );
}

function aboutIt(described: Description | null, { cause }: QueueItem): readonly (readonly [string, Words | string])[] {
  if (!described) return [];
  const { speaker, support, warning, state } = described;
  return [
    ...(speaker === null ? [] : [['Speaks as', words`${speaker}`] as const]),
    ...(support === null ? [] : [['Would like', supportInWords(support)] as const]),
    ...(warning === null ? [] : [['Content warning', words`${warning}`] as const]),
    ...(cause === 'report' ? [['Now', state === 'shown' ? 'Others can see it' : 'Hidden until you decide'] as const] : []),
  ];
}

/** By which alias a message is found whose words are gone, but may stand there. */
async function whoseItWas({ subject, details }: QueueItem, { safeSpace }: Services) {
  const post = details.stays === undefined ? null : await safeSpace.find(subject);
  return post ? [['Speaks as', words`${post.speaker}`] as const] : [];
}

/** Why it was reported, and how often. */
const countsOf = ({ cause, details }: QueueItem): readonly (readonly [string, string])[] =>
  cause === 'report' ? Object.entries(details).map(([name, count]) => [labelOf(reportWords, name), String(count)]) : [];

const supportInWords = (kind: string): string => labelOf(supportWords, kind);

const labelOf = (labels: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(labels, name) ? (labels[name] ?? name) : name;

const wordsOf = (described: Description | null): readonly (Block | Words)[] =>
  described ? [heading('The words'), quote(described.words)] : [plain('The words are gone: withdrawn, or over their time.')];

function decisionsFor(item: QueueItem, described: Description | null): readonly Button[] {
  const possible: readonly Decision[] = described ? DECISIONS_FOR[item.cause] : ['settled'];
  return possible.map((decision, index) =>
    button(
      decision === 'settled' && item.details.stays !== undefined ? 'It is gone' : say.decisionLabel(decision, item.cause),
      to('queue', decision, item.id),
      decision === 'decline' || decision === 'hide' ? 'danger' : index === 0 ? 'primary' : 'plain',
    ),
  );
}

/** What can be done about an author without learning who it is. */
function besides({ id, cause, subject }: QueueItem, described: Description | null): readonly (Button | null)[] {
  const hasAuthor = described !== null && cause !== 'appeal' && cause !== 'maybe-sent';
  return [
    hasAuthor ? button('Mute the author …', to('queue', 'mute', id)) : null,
    hasAuthor ? button('A life is in danger …', to('reveal', 'ask', subject)) : null,
    toQueue,
  ];
}

/** What became of an item, and the way back while there is one. */
export function decidedPanel(
  item: QueueItem,
  described: Description | null,
  services: Services,
  title = 'Already decided',
): View {
  const { state, cause } = item;
  const isMine = title !== 'Already decided';
  const next = state === 'open' ? null : (say.nextWords[state][cause] ?? say.nextWords[state].other);
  return view(
    title,
    plain(isMine && next !== null ? next : `Already decided: ${say.outcomeWords(item)}.`),
    mayUndo(item, services.now(), described?.isOut ?? false)
      ? plain('It can be taken back within ten minutes, as long as nobody has seen what it lets out.')
      : null,
    buttons(
      mayUndo(item, services.now(), described?.isOut ?? false) ? button('Undo', to('queue', 'undo', item.id)) : null,
      toQueue,
    ),
  );
}

export const mutePanel = ({ id }: QueueItem): View =>
  view(
    'Mute the author',
    plain(
      'They cannot speak here without a name until it is over, also if they leave and join again. You do not learn who it is, nor whether Bombus still knows. They can appeal, and the support card stays open to them.',
    ),
    buttons(
      ...(Object.keys(MUTES) as (keyof typeof MUTES)[]).map((length) =>
        button(say.muteWords[length], to('queue', `mute-${length}`, id)),
      ),
    ),
    buttons(button('Not now', to('queue', 'open', id))),
  );

export const mutedPanel = ({ id }: QueueItem): View =>
  view(
    'Done',
    plain('If Bombus still knows who wrote this, they are muted. It looks the same if it does not.'),
    buttons(button('Undo the mute', to('queue', 'unmute', id)), button('Back to it', to('queue', 'open', id), 'primary')),
  );

export const unmutedPanel = ({ id }: QueueItem): View =>
  view(
    'Done',
    plain('What they were muted for here counts no more.'),
    buttons(button('Back to it', to('queue', 'open', id), 'primary')),
  );
