import type { LoopbackPlatform } from '../platforms/driver.ts';
import { openAuthor, type SafeSpaceAuthor, type Said, type Saying, type When } from './author.ts';
import { HOLDERS, join, ROUND, setUpCohort } from './cohort.ts';
import { all } from './crowd.ts';
import { openScene, type SceneOptions } from './scene.ts';
import { openTokens } from './tokens.ts';
import { openTwoModerators, type TwoModerators } from './two-moderators.ts';

export interface HourSize {
  /** Each opens a thread. */
  readonly authors: number;
  readonly replies: number;
  readonly kills: number;
  /** Of each kind. */
  readonly others: number;
}

export interface HourOptions extends HourSize, SceneOptions {}

export interface PlayedHour {
  readonly platform: LoopbackPlatform;
  readonly authors: readonly SafeSpaceAuthor[];
  readonly moderators: TwoModerators;
  /** Of the safe space. */
  readonly channel: string;
  /** What was sent while the calendar stood between two slots. */
  readonly sentAtRest: readonly string[];
  readonly kills: number;
  readonly output: string;
  readonly exitCode: number | null;
}

type Act = () => Promise<void>;

const MINUTE = 60_000;
const STEPS = 12;
const BEGINS = Date.parse(ROUND.setUpAt);
const WHEN: readonly [When, ...When[]] = ['Soon', 'Soon', 'Soon', 'Soon', 'Well mixed', 'Now'];
const GRAVE_EVERY = 14;
const IS_NAMED = 0.08;
/** Of what is held, so that something still is in the end. */
const LEFT_EVERY = 4;
const AT_ONCE = 14;
const AT_ONCE_JOINING = 6;
/** Enough that "same here" is told. */
const FEELING = 6;

const at = (minutes: number): string => new Date(BEGINS + minutes * MINUTE).toISOString();

/** Plays one busy hour of a safe space, each event arriving three times, and kills the bot all the while. */
export async function playHour(options: HourOptions): Promise<PlayedHour> {
  const { tell } = options;
  const { platform, bot, behaviourOf, underFire } = await openScene(options);
  const calendar = { from: BEGINS, to: BEGINS };
  const channel = platform.channel('safe-space');

  await bot.setTo(at(0));
  const second = behaviourOf('mia', platform.name === 'slack' ? [] : [platform.role('mods')]);
  await setUpCohort(platform, HOLDERS, [second.person]);
  const authors = Array.from({ length: options.authors }, (_, index) =>
    openAuthor({ ...behaviourOf(`author-${index}`), platform, channel, calendar }),
  );
  await all(authors, AT_ONCE_JOINING, async ({ person }) => void (await join(person, false)));
  tell(`${authors.length} have joined`);

  const plan = planFor(options, authors);
  const moderators = openTwoModerators({
    platform,
    channel: platform.channel('moderators'),
    moderators: [{ ...second, person: platform.person(HOLDERS.moderator) }, second],
    left: plan.left,
  });
  const sentAtRest: string[] = [];

  /** On to an instant between two slots; what happens there until the acts are done is remembered. */
  async function step(number: number, acts: readonly Act[]): Promise<void> {
    let resting: number | null = null;
    calendar.to = BEGINS + (number * 5 + 2) * MINUTE;
    const moving = bot.moveTo(at(number * 5 + 2)).then(() => {
      calendar.from = calendar.to;
      resting = platform.everySend().length;
    });
    await Promise.all([moving, all(acts, AT_ONCE, (act) => act()), moderators.look()]);
    sentAtRest.push(
      ...platform
        .everySend()
        .slice(resting ?? 0)
        .map(({ text }) => text),
    );
  }

  for (const [number, acts] of plan.steps.entries()) {
    const kills = Math.floor(((number + 1) * options.kills) / STEPS) - Math.floor((number * options.kills) / STEPS);
    await underFire(`step ${number + 1}`, kills, () => step(number, acts));
  }
  await bot.moveTo(at(60));
  for (const minutes of [75, 90, 26 * 60]) {
    await moderators.look();
    await bot.moveTo(at(minutes));
  }
  const exitCode = await bot.stop();
  return { platform, authors, moderators, channel, sentAtRest, kills: bot.kills(), output: bot.output(), exitCode };
}

/** Who does what in which step: first threads are opened, then everything else happens. */
function planFor({ chance, replies, others }: HourOptions, authors: readonly SafeSpaceAuthor[]) {
  const steps: Act[][] = Array.from({ length: STEPS }, () => []);
  const left = new Set<string>();
  const nextToken = openTokens();
  let graves = 0;
  let count = 0;

  const put = (from: number, act: Act): void => void steps[chance.int(from, STEPS - 1)]?.push(act);

  function saying(kind: Saying['kind'], when: When, mayBeGrave = true): Saying {
    const token = nextToken();
    count += 1;
    const isGrave = mayBeGrave && kind !== 'named reply' && count >= (graves + 1) * GRAVE_EVERY;
    if (isGrave) graves += 1;
    if (isGrave && graves % LEFT_EVERY === 0) left.add(token);
    return { token, kind, when, isGrave };
  }

  for (const [index, author] of authors.entries()) {
    // The first can be seen at once, so that there is something to answer, to report and to feel.
    const isFirst = index < Math.max(4, authors.length / 2);
    const first = saying('post', isFirst ? 'Now' : chance.pick(WHEN), !isFirst);
    steps[isFirst ? 0 : chance.int(0, 3)]?.push(() => author.say(first));
  }
  for (let reply = 0; reply < replies; reply += 1) {
    const author = authors[reply % authors.length];
    const own = saying(chance.next() < IS_NAMED ? 'named reply' : 'reply', chance.pick(WHEN));
    if (author) put(1, () => author.say(own));
  }
  const [one, two, ...many] = authors;
  const postOf = (author: SafeSpaceAuthor | undefined) => author?.said.find(({ kind }) => kind === 'post');
  const early = many.slice(0, Math.max(1, authors.length / 2 - 2));
  // Three hide it; two do not.
  const reported = [two, two, two, ...early.flatMap((author) => [author, author])].slice(0, Math.max(3, others));
  for (const [index, author] of chance.shuffled(authors).slice(0, reported.length).entries()) {
    put(2, async () => {
      const post = postOf(reported[index]);
      if (post) await author.report(post.token);
    });
  }
  for (const author of chance.shuffled(authors).slice(0, FEELING)) {
    put(2, async () => {
      const post = postOf(one);
      if (post) await author.sameHere(post.token);
    });
  }
  for (const author of chance.shuffled(authors).slice(0, others)) {
    put(3, async () => {
      const own = author.said.find(
        (said) => isWithdrawable(said) && !(said.kind === 'post' && (author === one || author === two)),
      );
      if (own) await author.withdraw(own);
    });
  }
  return { steps: steps.map((acts) => chance.shuffled(acts)), left };
}

const isWithdrawable = ({ told, kind }: Said): boolean => (told === 'accepted' || told === 'held') && kind !== 'named reply';
