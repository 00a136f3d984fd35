import { openDiscord } from '../platforms/discord/discord.ts';
import type { LoopbackPlatform } from '../platforms/driver.ts';
import { openSlack } from '../platforms/slack/open.ts';
import type { Environment } from '../support/bot.ts';
import { chanceOf } from './chance.ts';
import { joinInsisting, ROUND, setUpCohort } from './cohort.ts';
import { type Member, openMember } from './member.ts';
import { openMortal } from './mortal.ts';
import { patient } from './patience.ts';
import type { PlatformName } from './scene.ts';

export interface Walks {
  readonly platform: LoopbackPlatform;
  readonly channel: string;
  /**
   * One person joins, is asked, answers and is nudged no more, while the process dies just before its n-th write; then
   * they want no more reminders. False when that process never came to write so often.
   */
  walk(n: number): Promise<boolean>;
  readonly members: readonly Member[];
  stop(): Promise<number | null>;
  output(): string;
  close(): Promise<void>;
}

const WEEK = 7 * 24 * 3_600_000;
/** What is swept in a quiet week belongs to no walk. In summer the round opens an hour earlier. */
const BEFORE_OPENING = 3 * 3_600_000;
const TO_THE_NUDGE = 30 * 3_600_000;
const PRELOAD = new URL('./kill-at-write.ts', import.meta.url).href;

/** A cohort that is set up, for walks one after the other, each in a week of its own. */
export async function openWalks(name: PlatformName, environment: Environment): Promise<Walks> {
  const platform = name === 'Discord' ? await openDiscord() : await openSlack({ mode: 'socket', isHasty: true });
  platform.faults.repeatEvents = 3;
  let imports: readonly string[] = [];
  const bot = openMortal({ ...environment, ...platform.environment() }, () => {
    const next = imports;
    imports = [];
    return next;
  });
  const members: Member[] = [];
  await bot.setTo(ROUND.setUpAt);
  const channel = await setUpCohort(platform);
  let opensAt = Date.parse(ROUND.opensAt);
  await bot.moveTo(new Date(opensAt - BEFORE_OPENING).toISOString());

  return {
    platform,
    channel,
    members,
    async walk(n) {
      const chance = chanceOf(n);
      const person = platform.person(`walker-${n}`);
      const behaviour = { person, chance, acting: () => undefined, thinksMs: 5 };
      const deaths = bot.deaths();
      imports = ['tsx', `${PRELOAD}?at=${n}`];
      await bot.restart();
      await joinInsisting(person, patient(behaviour));
      await bot.moveTo(new Date(opensAt).toISOString());
      const member = openMember({ ...behaviour, plan: 'answer', isReminded: true, channel });
      members.push(member);
      await member.act();
      await bot.moveTo(new Date(opensAt + TO_THE_NUDGE).toISOString());
      await member.do('stop');
      if (bot.deaths() === deaths) return false;
      opensAt += WEEK;
      await bot.moveTo(new Date(opensAt - BEFORE_OPENING).toISOString());
      return true;
    },
    stop: () => bot.stop(),
    output: () => bot.output(),
    async close() {
      await bot.end();
      await platform.close();
    },
  };
}
