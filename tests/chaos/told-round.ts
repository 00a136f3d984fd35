import { expect, onTestFinished } from 'vitest';
import { openChance } from './chance.ts';
import { environmentOn, type Places } from './environment.ts';
import { errorsIn } from './errors.ts';
import { playRound, type RoundOptions } from './round.ts';
import type { PlatformName } from './scene.ts';
import { judge } from './verdict.ts';

type Size = Pick<RoundOptions, 'members' | 'kills' | 'isClosed'>;

/** One round from beginning to end, of which every promise was kept. The seed, the deaths and the figures are printed. */
export async function expectRoundKept(platform: PlatformName, databases: Places, size: Size): Promise<void> {
  const environment = await environmentOn(databases);
  const chance = openChance();
  const name = `${platform} on ${databases.databaseUrl ? 'PostgreSQL' : 'libSQL'}`;
  const tell = (line: string) => void process.stdout.write(`${name}: ${line}\n`);
  tell(`CHAOS_SEED=${chance.seed}`);
  const round = await playRound({ ...size, platform, environment, chance, tell, closing: onTestFinished });
  const { broken, figures } = await judge(round, environment);
  tell(
    Object.entries(figures)
      .map(([what, count]) => `${what} ${count}`)
      .join(', '),
  );
  expect(broken).toEqual([]);
  expect(errorsIn(round.output)).toEqual([]);
  expect(round.kills).toBeGreaterThanOrEqual(size.kills.prompts + size.kills.answers + size.kills.nudges);
}
