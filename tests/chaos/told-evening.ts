import { expect, onTestFinished } from 'vitest';
import { openChance } from './chance.ts';
import { environmentOn, type Places } from './environment.ts';
import { errorsIn, isLate } from './errors.ts';
import { type EveningSize, playEvening } from './evening.ts';
import { judgeEvening } from './evening-verdict.ts';
import type { PlatformName } from './scene.ts';

/** One busy evening of questions, of which every promise was kept. The seed, the deaths and the figures are printed. */
export async function expectEveningKept(platform: PlatformName, databases: Places, size: EveningSize): Promise<void> {
  // In clear, so that the record can be looked at while it is in use.
  const environment = { ...(await environmentOn(databases)), DATA_ENCRYPTION: 'off' };
  const chance = openChance();
  const name = `${platform} on ${databases.databaseUrl ? 'PostgreSQL' : 'libSQL'}`;
  const tell = (line: string) => void process.stdout.write(`${name}: ${line}\n`);
  tell(`CHAOS_SEED=${chance.seed}`);
  const evening = await playEvening({ ...size, platform, environment, chance, tell, closing: onTestFinished });
  const { broken, figures } = await judgeEvening(evening, environment);
  tell(
    Object.entries(figures)
      .map(([what, count]) => `${what} ${count}`)
      .join(', '),
  );
  expect(broken).toEqual([]);
  expect(errorsIn(evening.output).filter((line) => !isLate(line))).toEqual([]);
  expect(evening.kills).toBeGreaterThanOrEqual(size.kills);
}
