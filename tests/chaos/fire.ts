import { setTimeout as pass } from 'node:timers/promises';
import type { LoopbackPlatform } from '../platforms/driver.ts';
import type { Chance } from './chance.ts';
import type { MortalBot } from './mortal.ts';

interface Haunting {
  readonly bot: MortalBot;
  readonly chance: Chance;
  /** The longest life after being ready, in milliseconds. */
  readonly longestMs: number;
  /** Resolves when somebody next does something; some deaths come just after that. */
  readonly nextAct: () => Promise<void>;
  readonly tell: (line: string) => void;
}

const STILLBORN = 0.1;
const IN_THE_ACT = 0.5;
const LONGEST_ACT_MS = 30;

/** Kills the bot at instants of chance until `isOver`. Each death is told. */
async function haunt({ bot, chance, longestMs, nextAct, tell }: Haunting, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const kind = chance.next();
    const part = chance.next();
    const isStillborn = kind < STILLBORN;
    if (isStillborn) await pass(part * 700);
    else {
      await bot.alive();
      const isInTheAct = kind < STILLBORN + IN_THE_ACT;
      if (isInTheAct) await Promise.race([nextAct(), pass(longestMs)]);
      await pass(part * (isInTheAct ? LONGEST_ACT_MS : longestMs));
    }
    if (isOver()) return;
    const age = Math.round(bot.age());
    await bot.kill();
    tell(`kill ${bot.kills()}: ${age} ms old${isStillborn ? ', while it was starting' : ''}`);
  }
}

export interface FireOptions extends Haunting {
  readonly platform: Pick<LoopbackPlatform, 'everySend'>;
}

/** Kills so often while some work is done, and then lets it end. */
export type Fire = (what: string, kills: number, work: () => Promise<unknown>) => Promise<void>;

export function openFire({ platform, ...haunting }: FireOptions): Fire {
  const { bot, chance, tell } = haunting;
  return async (what, kills, work) => {
    const before = { kills: bot.kills(), sent: platform.everySend().length };
    const telling = (line: string) => tell(`${line}, ${what}, ${platform.everySend().length - before.sent} messages`);
    const fire = haunt({ ...haunting, chance: chance.fork(), tell: telling }, () => bot.kills() >= before.kills + kills);
    await Promise.all([work(), fire]);
  };
}
