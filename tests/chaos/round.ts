import type { LoopbackPlatform, Person } from '../platforms/driver.ts';
import { join, ROUND, setUpCohort } from './cohort.ts';
import { all } from './crowd.ts';
import { type Member, openMember, type Plan } from './member.ts';
import { openScene, type Scene, type SceneOptions } from './scene.ts';

export interface RoundOptions extends SceneOptions {
  readonly members: number;
  /** Deaths at least: so many while prompts go out, while people answer, and from the nudges on. */
  readonly kills: { readonly prompts: number; readonly answers: number; readonly nudges: number };
  /** Whether the round is closed in the end, and the next one opened. */
  readonly isClosed: boolean;
}

export interface PlayedRound {
  readonly platform: LoopbackPlatform;
  readonly members: readonly Member[];
  /** Read the notice and did not agree, or never came. */
  readonly bystanders: readonly Person[];
  readonly channel: string;
  readonly isClosed: boolean;
  readonly kills: number;
  readonly output: string;
  readonly exitCode: number | null;
}

const PLANS: readonly (readonly [Plan, number])[] = [
  ['answer', 34],
  ['change', 14],
  ['note', 10],
  ['skip', 8],
  ['pause', 6],
  ['stop', 6],
  ['leave', 6],
  ['late', 8],
  ['silent', 8],
];
const WITHOUT_REMINDERS = 0.12;
const CLOSED_INBOX = 0.05;
const BYSTANDERS = 12;
const AT_ONCE = 14;
const AT_ONCE_JOINING = 6;
const THINKS_MS = 250;

/** Plays one round with real interactions, each event arriving three times, and kills the bot all the while. */
export async function playRound(options: RoundOptions): Promise<PlayedRound> {
  const { chance, tell } = options;
  const { platform, bot, underFire, ring } = await openScene(options);
  await bot.setTo(ROUND.setUpAt);
  const channel = await setUpCohort(platform);
  const { members, bystanders } = await gather(options, { platform, ring }, channel);
  tell(`${members.length} members have joined, ${members.filter(({ isReminded }) => isReminded).length} with reminders`);

  const late = members.filter(({ plan }) => plan === 'late');
  const first = chance.shuffled(members.filter(({ plan }) => plan !== 'late' && plan !== 'silent'));
  const early = first.slice(0, Math.floor(first.length / 3));
  await underFire('while prompts go out', options.kills.prompts, () =>
    Promise.all([bot.moveTo(ROUND.opensAt), all(early, AT_ONCE / 2, (member) => member.act())]),
  );
  await underFire('while people answer', options.kills.answers, () =>
    all(first.slice(early.length), AT_ONCE, (member) => member.act()),
  );
  await underFire('while nudges go out', options.kills.nudges, async () => {
    await bot.moveTo(ROUND.nudgedBy);
    await all(late, AT_ONCE, (member) => member.act());
    if (options.isClosed) await bot.moveTo(ROUND.closesAt);
  });
  const exitCode = await bot.stop();
  const { isClosed } = options;
  return { platform, members, bystanders, channel, isClosed, kills: bot.kills(), output: bot.output(), exitCode };
}

/** Everybody who joins, and those who do not. */
async function gather(options: RoundOptions, { platform, ring }: Pick<Scene, 'platform' | 'ring'>, channel: string) {
  const { chance } = options;
  const plans = chance.shuffled(plansFor(options.members));
  const members = new Array<Member>(plans.length);
  await all([...plans.entries()], AT_ONCE_JOINING, async ([index, plan]) => {
    const own = chance.fork();
    const person = platform.person(`member-${index}`);
    const wants = own.next() >= WITHOUT_REMINDERS;
    if (own.next() < CLOSED_INBOX) platform.faults.closedInboxes.add(person.id);
    const isOn = await join(person, wants);
    const isReminded = isOn && !platform.faults.closedInboxes.has(person.id);
    members[index] = openMember({ person, plan, isReminded, channel, chance: own, acting: ring, thinksMs: THINKS_MS });
  });
  const bystanders = Array.from({ length: BYSTANDERS }, (_, index) => platform.person(`bystander-${index}`));
  for (const person of bystanders.slice(0, BYSTANDERS / 2)) {
    await person.run('join');
    await person.press('Not now');
  }
  return { members, bystanders };
}

function plansFor(count: number): readonly Plan[] {
  const whole = PLANS.reduce((sum, [, share]) => sum + share, 0);
  const plans = PLANS.flatMap(([plan, share]) => Array.from({ length: Math.round((count * share) / whole) }, () => plan));
  return Array.from({ length: count }, (_, index) => plans[index] ?? 'answer');
}
