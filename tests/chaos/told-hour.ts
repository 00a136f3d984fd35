import { expect, onTestFinished } from 'vitest';
import { openChance } from './chance.ts';
import { environmentOn, type Places } from './environment.ts';
import { errorsIn } from './errors.ts';
import { type HourSize, playHour } from './hour.ts';
import { judgeHour } from './hour-verdict.ts';
import type { PlatformName } from './scene.ts';

/** One busy hour of a safe space, of which every promise was kept. The seed, the deaths and the figures are printed. */
export async function expectHourKept(platform: PlatformName, databases: Places, size: HourSize): Promise<void> {
  const environment = await environmentOn(databases);
  const chance = openChance();
  const name = `${platform} on ${databases.databaseUrl ? 'PostgreSQL' : 'libSQL'}`;
  const tell = (line: string) => void process.stdout.write(`${name}: ${line}\n`);
  tell(`CHAOS_SEED=${chance.seed}`);
  const hour = await playHour({ ...size, platform, environment, chance, tell, closing: onTestFinished });
  const { broken, figures } = await judgeHour(hour, environment);
  tell(
    Object.entries(figures)
      .map(([what, count]) => `${what} ${count}`)
      .join(', '),
  );
  expect(broken).toEqual([]);
  expect(errorsIn(hour.output)).toEqual([]);
  expect(hour.kills).toBeGreaterThanOrEqual(size.kills);
}
