import type { Environment } from '../support/bot.ts';
import { isLate } from './errors.ts';
import type { PlayedEvening } from './evening.ts';
import type { Spoken } from './evening-book.ts';
import { deliveryFaults } from './evening-deliveries.ts';
import { askerOf, type Evidence, holds, memberOf, partings, questionOf } from './evening-evidence.ts';
import { blockFaults, holderFaults, panelFaults, thanksFaults } from './evening-people.ts';
import { readQuestions } from './stored-questions.ts';
import type { Verdict } from './verdict.ts';

const MENDED = 'questions that nothing would have moved on were set right';

/** Holds what people were told against what they see in the end and what the stopped bot has left. */
export async function judgeEvening(evening: PlayedEvening, environment: Environment): Promise<Verdict> {
  const { book, platform, watched, askers, mentors, assigners } = evening;
  const stored = await readQuestions(environment, evening.endedAt);
  const evidence = { evening, stored };
  const broken = [
    ...platform
      .violations()
      .filter((violation) => !isLate(violation))
      .map((violation) => `the platform: ${violation}`),
    ...watched.faults.map((fault) => `at some instant ${fault}`),
    ...(watched.looks === 0 ? ['nobody looked at the record'] : []),
    ...book.twice,
    ...mentors.flatMap(({ mentor }) => mentor.wrong),
    ...book.spoken.flatMap((one) => spokenFaults(one, evidence).map((fault) => `${one.by} (${one.kind}, ${one.told}) ${fault}`)),
    ...holderFaults(evidence),
    ...blockFaults(evidence),
    ...thanksFaults(evidence),
    ...assignFaults(evidence),
    ...panelFaults(evidence),
    ...stuckFaults(evidence),
    ...(await deliveryFaults(evidence)),
    ...(evening.exitCode === 0 ? [] : [`the last process ended with ${evening.exitCode}`]),
  ];
  const people = [...askers.map(({ asker }) => asker), ...mentors.map(({ mentor }) => mentor), ...assigners];
  const said = (kind: Spoken['kind']) => book.spoken.filter((one) => one.kind === kind && one.told !== 'refused').length;
  const done = (what: string) => book.deeds.filter((deed) => deed.what === what && deed.isTold).length;
  const inState = (state: string) => stored.questions.filter((question) => question.state === state).length;
  const acts = ['take', 'too-late', 'decline', 'hand-on', 'block', 'mentor-block', 'thanks', 'answered', 'reopen', 'assign'];
  return {
    broken,
    figures: {
      kills: evening.kills,
      looks: watched.looks,
      questions: said('question'),
      answers: said('answer') + said('asks-back'),
      replies: said('reply'),
      ...Object.fromEntries([...acts, 'someone-else', 'withdraw', 'keep', 'stop', 'leave'].map((what) => [what, done(what)])),
      ...Object.fromEntries(
        ['seeking', 'held', 'talking', 'answered', 'closed', 'withdrawn'].map((state) => [`are ${state}`, inState(state)]),
      ),
      offers: stored.offers.length,
      relayed: stored.messages.length,
      messages: platform.everySend().length,
      'maybe sent': stored.deliveries.filter(({ state }) => state === 'maybe-sent').length,
      'late answers': platform.violations().filter(isLate).length,
      'acts without an answer': people.reduce((sum, { lost }) => sum + lost(), 0),
    },
  };
}

/** Said once, and where it belongs; or whoever it was said to is not there any more. */
function spokenFaults(spoken: Spoken, evidence: Evidence): readonly string[] {
  const { stored, evening } = evidence;
  const isIt = holds(spoken);
  const { kind, told } = spoken;
  const rows =
    kind === 'question'
      ? stored.questions.filter(({ title }) => isIt(title)).length
      : stored.messages.filter(({ words }) => isIt(words)).length;
  const waiting = stored.waiting.filter(({ content }) => isIt(content.title) || isIt(content.words)).length;
  const sends = evening.platform.everySend().filter(({ text }) => isIt(text)).length;
  const faults: string[] = [];
  if (rows + waiting > 1) faults.push(`is recorded ${rows} times and waits ${waiting}`);
  if (sends > 0) faults.push(`was sent ${sends} times to places that others read`);
  if (told === 'nothing') faults.push('was never told anything');
  if (told !== 'accepted' && told !== 'held') return faults;
  if (rows + waiting === 0 && !mayBeGone(spoken, evidence)) faults.push('is lost');
  const isHeld = stored.waiting.some(({ content, pace }) => pace === 'held' && (isIt(content.title) || isIt(content.words)));
  if (waiting > 0 && !(isHeld && told === 'held')) faults.push('waits for nothing');
  return faults;
}

/** What was taken back, what went with its asker, and what was said to somebody who has it no more. */
function mayBeGone({ kind, question, by }: Spoken, evidence: Evidence): boolean {
  const { evening, stored } = evidence;
  const isBackOrLeft = evening.book.deeds.some(
    (deed) =>
      (deed.what === 'withdraw' && deed.question === question) ||
      (deed.what === 'leave' && deed.by === askerOf(question, evidence)),
  );
  if (kind === 'question' || isBackOrLeft) return isBackOrLeft;
  const row = questionOf(question, stored);
  const gone = stored.offers.filter((offer) => offer.question === row?.id && offer.state === 'gone');
  const hadIt = kind === 'reply' || gone.some(({ mentor }) => mentor === memberOf(by, evidence));
  return (gone.length > 0 && hadIt) || partings(question, evidence).length > 0;
}

/** What a moderator did stands in the audit log: once for each time they were told, and not more often than they tried. */
function assignFaults({ evening, stored }: Evidence): readonly string[] {
  const entries = stored.audit.filter(({ action }) => action === 'question:assign').length;
  const told = evening.book.deeds.filter(({ what, isTold }) => what === 'assign' && isTold).length;
  const lost = evening.assigners.reduce((sum, assigner) => sum + assigner.lost(), 0);
  return entries >= told && entries <= told + lost ? [] : [`${told} were assigned by hand, and ${entries} are in the audit log`];
}

/** Somebody or some timer moves each of them on, and nothing is overdue. */
function stuckFaults({ evening, stored }: Evidence): readonly string[] {
  const overdue = stored.due.filter(({ kind, due_at }) => kind === 'question:next' && due_at <= evening.endedAt);
  const late = stored.waiting.filter(({ kind, pace }) => kind.startsWith('question') && pace !== 'held' && pace !== 'at');
  return [
    ...stored.stuck.map((id) => `${id} is stuck`),
    ...overdue.map(({ subject }) => `something is overdue about ${subject}`),
    ...late.map(({ kind, pace }) => `${kind} waits (${pace}) and should be out`),
    ...(evening.output.includes(MENDED) ? ['questions were stuck, and were set right'] : []),
  ];
}
