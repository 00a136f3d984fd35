import { openDiscord } from '../tests/platforms/discord/discord.ts';
import type { LoopbackPlatform, Person } from '../tests/platforms/driver.ts';
import { openSlack } from '../tests/platforms/slack/open.ts';
import type { Program } from './child.ts';
import { openStopwatch, type Stopwatch } from './stopwatch.ts';

export type PlatformName = 'discord' | 'slack';

/** A loopback platform with the people who act on it, and a watch on its wire. */
export interface Place {
  readonly platform: LoopbackPlatform;
  readonly watch: Stopwatch;
  readonly people: readonly Person[];
}

export async function openPlace(name: PlatformName, howMany: number): Promise<Place> {
  const watch = openStopwatch();
  const platform =
    name === 'discord'
      ? await openDiscord({ perSecond: 1e6, perChannel: 1e6, wire: watch })
      : await openSlack({ mode: 'socket', isHasty: true, wire: watch });
  const people = Array.from({ length: howMany }, (_, index) => platform.person(`person-${index}`));
  return { platform, watch, people };
}

const built = (path: string): string => new URL(`../dist/${path}`, import.meta.url).pathname;

/** The bare bot; with `keepIn` it keeps each press in that file before it answers. */
export function floorOn(name: PlatformName, { platform }: Place, keepIn?: string): Program {
  const given = platform.environment();
  const of = (key: string): string => given[key] ?? '';
  return {
    script: built(`bench/floor-${name}.js`),
    arguments: [
      ...(name === 'discord'
        ? [of('DISCORD_API_BASE'), of('DISCORD_TOKEN')]
        : [of('SLACK_API_URL'), of('SLACK_BOT_TOKEN'), of('SLACK_APP_TOKEN')]),
      ...(keepIn === undefined ? [] : [keepIn]),
    ],
    environment: {},
    ready: /^ready$/m,
  };
}

export const botOn = ({ platform }: Place, dataDir: string, secret: string): Program => ({
  script: built('src/main.js'),
  arguments: [],
  environment: { ...platform.environment(), DATA_DIR: dataDir, BOMBUS_SECRET: secret, PORT: '0', SANDBOX: 'off' },
  ready: /Bombus is ready[^"]*?(http:\/\/[^/\s"]+)/,
});
