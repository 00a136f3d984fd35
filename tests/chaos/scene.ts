import { openDiscord } from '../platforms/discord/discord.ts';
import type { LoopbackPlatform } from '../platforms/driver.ts';
import { openSlack } from '../platforms/slack/open.ts';
import type { Environment } from '../support/bot.ts';
import type { Chance } from './chance.ts';
import { doorbell } from './crowd.ts';
import { type Fire, openFire } from './fire.ts';
import { type MortalBot, openMortal } from './mortal.ts';
import type { PatienceOptions } from './patience.ts';

export type PlatformName = 'Discord' | 'Slack';

export interface SceneOptions {
  readonly platform: PlatformName;
  /** Without the addresses of the platform. */
  readonly environment: Environment;
  readonly chance: Chance;
  readonly tell: (line: string) => void;
  /** Takes what is to be closed in the end. */
  readonly closing: (close: () => Promise<void>) => void;
}

/** A platform on which each event arrives three times, and a bot on it that can be killed. */
export interface Scene {
  readonly platform: LoopbackPlatform;
  readonly bot: MortalBot;
  readonly underFire: Fire;
  /** Wakes whoever waits for the next act of anybody. */
  readonly ring: () => void;
  /** Somebody who thinks for a while between two acts. */
  behaviourOf(handle: string, roles?: readonly string[]): PatienceOptions;
}

const THINKS_MS = 150;
/** A life after being ready: long enough for something to happen, short enough to cut it off. */
const LONGEST_LIFE_MS = { Discord: 1_500, Slack: 3_000 } as const;

export async function openScene({ platform: name, environment, chance, tell, closing }: SceneOptions): Promise<Scene> {
  const platform = name === 'Discord' ? await openDiscord() : await openSlack({ mode: 'socket', isHasty: true });
  platform.faults.repeatEvents = 3;
  const bot = openMortal({ ...environment, ...platform.environment() });
  closing(async () => {
    await bot.end();
    await platform.close();
  });
  const acted = doorbell();
  const longestMs = LONGEST_LIFE_MS[name];
  return {
    platform,
    bot,
    underFire: openFire({ bot, platform, chance, longestMs, nextAct: acted.next, tell }),
    ring: acted.ring,
    behaviourOf: (handle, roles = []) => ({
      person: platform.person(handle, { roles }),
      chance: chance.fork(),
      acting: acted.ring,
      thinksMs: THINKS_MS,
    }),
  };
}
