import { bandOf } from '../../src/safe-space/rules.ts';
import type { ShownMessage } from '../platforms/driver.ts';
import type { Environment } from '../support/bot.ts';
import { aliasFaults } from './alias-verdict.ts';
import type { Said } from './author.ts';
import { ROUND } from './cohort.ts';
import type { PlayedHour } from './hour.ts';
import { type PostRow, readWords, type StoredWords } from './stored-words.ts';
import type { Verdict } from './verdict.ts';

const MINUTE = 60_000;
const DAYS_LATER = Date.parse(ROUND.setUpAt) + 27 * 60 * MINUTE;
/** `soon` waits for three quarters at most after the one in which it came. */
const SOON_MS = 60 * MINUTE;

/** Everything there is to look at when the hour is over. */
interface Evidence {
  readonly hour: PlayedHour;
  readonly stored: StoredWords;
  readonly said: readonly Said[];
  /** All that stands in the channel and its threads, by id. */
  readonly standing: ReadonlyMap<string, ShownMessage>;
}

/** Holds what people were told against what others can see and what the stopped bot has left. */
export async function judgeHour(hour: PlayedHour, environment: Environment): Promise<Verdict> {
  const { platform, authors, moderators, channel } = hour;
  const stored = await readWords(environment, DAYS_LATER);
  const openers = await platform.messages(channel);
  const replies = await Promise.all(openers.map(({ id }) => platform.thread(channel, id)));
  const standing = new Map([...openers, ...replies.flat()].map((message) => [message.id, message]));
  const said = authors.flatMap((author) => author.said);
  const evidence = { hour, stored, said, standing };
  const broken = [
    ...platform.violations().map((violation) => `the platform: ${violation}`),
    ...said.flatMap((one) => faultsOf(one, evidence).map((fault) => `${one.by} (${one.kind}, ${one.told}) ${fault}`)),
    ...stored.posts.flatMap((post) => deliveryFaults(post, evidence)),
    ...aliasFaults(stored, said),
    ...withdrawnFaults(evidence),
    ...queueFaults(evidence),
    ...aroundFaults(evidence),
    ...restFaults(evidence),
    ...(hour.exitCode === 0 ? [] : [`the last process ended with ${hour.exitCode}`]),
  ];
  const told = (kind: Said['told']) => said.filter((one) => one.told === kind).length;
  return {
    broken,
    figures: {
      kills: hour.kills,
      accepted: told('accepted'),
      held: told('held'),
      withdrawn: said.filter(({ isWithdrawn }) => isWithdrawn).length,
      'in the record': stored.posts.length,
      standing: standing.size,
      'maybe sent': stored.deliveries.filter(({ state }) => state === 'maybe-sent').length,
      'queue items': stored.queue.length,
      rulings: moderators.rulings.length,
      'acts without an answer': moderators.lost() + authors.reduce((sum, author) => sum + author.lost(), 0),
    },
  };
}

const holds =
  ({ token }: Pick<Said, 'token'>) =>
  ({ words }: { readonly words?: string | null }): boolean =>
    words?.includes(token) ?? false;

function faultsOf(said: Said, { hour, stored, said: all }: Evidence): readonly string[] {
  const { told, isWithdrawn, isGrave, when, kind } = said;
  const rows = stored.posts.filter(holds(said));
  const waiting = stored.waiting.filter(({ content }) => holds(said)(content));
  const sends = hour.platform.everySend().filter(({ text }) => text.includes(said.token)).length;
  const faults: string[] = [];
  if (rows.length > 1) faults.push(`is recorded ${rows.length} times`);
  if (sends > 1) faults.push(`was sent ${sends} times`);
  if (isWithdrawn) {
    if (rows.length + waiting.length > 0)
      faults.push(`was withdrawn, is recorded ${rows.length} times and waits ${waiting.length}`);
    return faults;
  }
  if (told === 'gone') return [...faults, `was told that nothing was posted; recorded ${rows.length}, waits ${waiting.length}`];
  if (told === 'nothing') return [...faults, 'was never told anything'];
  if (told === 'unsure') return faults;
  const isLeft = waiting.some(({ pace }) => pace === 'held');
  if (isLeft && sends > 0) faults.push('waits for a moderator and was seen');
  if (waiting.length > 0 && !isLeft) faults.push('waits for nothing');
  if (told === 'accepted' && isLeft) faults.push('was told that it is accepted, and is held');
  const isOrphan =
    kind !== 'post' && all.some((one) => one.isWithdrawn && [...said.under].some((text) => text.includes(one.token)));
  if (rows.length + waiting.length === 0 && !isOrphan) faults.push('is lost');
  const [row] = rows;
  if (!row) return faults;
  const size = kind === 'named reply' || (when === 'Now' && !isGrave) ? 5 : 15;
  if (row.slot_at % (size * MINUTE) !== 0) faults.push('is recorded outside a slot');
  const isSoon = when === 'Soon' && !isGrave && kind !== 'named reply';
  if (isSoon && (row.slot_at < said.begun + 15 * MINUTE || row.slot_at > said.ended + SOON_MS))
    faults.push(`left ${(row.slot_at - said.ended) / MINUTE} minutes after it was told`);
  return faults;
}

/** Nobody knows whether its message is there, and a moderator has been asked to look. */
const isInDoubt = ({ id }: PostRow, { queue }: StoredWords): boolean =>
  queue.some(({ subject, cause, state }) => subject === id && cause === 'maybe-sent' && state === 'open');

/** What was withdrawn is gone, or a moderator has been asked to take it away. */
function withdrawnFaults({ said, stored, standing }: Evidence): readonly string[] {
  const inDoubt = stored.posts.filter((post) => post.state === 'withdrawn' && isInDoubt(post, stored)).length;
  const shown = said.filter(
    ({ isWithdrawn, token }) => isWithdrawn && [...standing.values()].some(({ text }) => text.includes(token)),
  ).length;
  return shown > inDoubt ? [`${shown} that were withdrawn can be read, and moderators know of ${inDoubt}`] : [];
}

/** What is recorded stands where it belongs, or a moderator has been told that it may not. */
function deliveryFaults(post: PostRow, { stored, standing, hour }: Evidence): readonly string[] {
  const owed = stored.deliveries.find(
    ({ kind, subject, edits, key }) => kind === 'post:shown' && subject === post.id && edits === null && !key.includes(':again:'),
  );
  const isAsked = isInDoubt(post, stored);
  const what = `${post.id === post.thread ? 'a post' : 'a reply'} (${post.state}, ${owed?.state} ${owed?.reason ?? ''})`;
  if (owed?.state === 'maybe-sent' && hour.platform.name === 'discord') return [`${what} is in doubt where nothing need be`];
  if (owed?.state !== 'sent') return isAsked ? [] : [`${what} was not sent, and no moderator knows`];
  const message = standing.get(owed.sent_message ?? '');
  if (!message) return [`${what} does not stand where it was sent`];
  const isShown = post.state === 'shown' && message.text.includes(post.words ?? '');
  const isHidden = post.state === 'hidden' && message.text.startsWith('Hidden');
  const isGone = post.state === 'withdrawn' && message.text.startsWith('Withdrawn');
  return isShown || isHidden || isGone ? [] : [`${what} reads ${JSON.stringify(message.text)}`];
}

/** One decision for each item, whoever pressed how often. */
function queueFaults({ hour, stored }: Evidence): readonly string[] {
  const { rulings, early } = hour.moderators;
  const faults = early.map((word) => `${word} was seen before a moderator had looked`);
  for (const item of new Set(rulings.map((ruling) => ruling.item))) {
    const done = rulings.filter((ruling) => ruling.item === item && ruling.isDone).length;
    if (done > 1) faults.push(`${done} moderators were told that they had decided the same`);
  }
  for (const { subject, cause, state } of stored.queue) {
    if (cause !== 'language') continue;
    const decisions = stored.audit.filter((entry) => entry.subject === subject && entry.action.startsWith('queue:')).length;
    const isDecided = state === 'approve';
    if (decisions !== Number(isDecided)) faults.push(`an item that is ${state} was decided ${decisions} times`);
  }
  return faults;
}

/** Reports have reached the queue, and who feels the same is counted. */
function aroundFaults({ hour, stored, said }: Evidence): readonly string[] {
  const faults: string[] = [];
  const tokens = new Set(hour.authors.flatMap(({ reported, felt }) => [...reported, ...felt]));
  for (const token of tokens) {
    const reporters = hour.authors.filter(({ reported }) => reported.has(token)).length;
    const feeling = hour.authors.filter(({ felt }) => felt.has(token)).length;
    const post = stored.posts.find(holds({ token }));
    if (!post) {
      if (!said.some((one) => one.token === token && one.isWithdrawn)) faults.push('what was reported is not there');
      continue;
    }
    const counted = stored.queue
      .filter(({ subject, cause, state }) => subject === post.id && cause === 'report' && state !== 'merged')
      .flatMap(({ details }) => Object.values(JSON.parse(details) as Record<string, number>))
      .reduce((sum, count) => sum + count, 0);
    if (counted !== reporters) faults.push(`${reporters} reported something, and ${counted} reports are in the queue`);
    if ((post.state === 'hidden') !== reporters >= 3) faults.push(`${reporters} reported something that is ${post.state}`);
    if (post.same_band !== bandOf(feeling) && post.state === 'shown')
      faults.push(`${feeling} feel the same, and the band is ${post.same_band}`);
  }
  return faults;
}

/** While the calendar stands between two slots, only what may leave at once leaves. */
function restFaults({ hour, said }: Evidence): readonly string[] {
  const hidden = said.filter(({ when, kind, isGrave }) => kind !== 'named reply' && (when !== 'Now' || isGrave));
  return hidden
    .filter(({ token }) => hour.sentAtRest.some((text) => text.includes(token)))
    .map(({ kind, when, isGrave }) => `a ${kind} (${isGrave ? 'held' : when}) left between two slots`);
}
