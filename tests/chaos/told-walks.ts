import { expect, onTestFinished } from 'vitest';
import { environmentOn, type Places } from './environment.ts';
import { errorsIn } from './errors.ts';
import type { PlatformName } from './scene.ts';
import { openWalks } from './walk.ts';
import { judgeWalks } from './walk-verdict.ts';

/** Walks of which each dies before another write, until one writes less often. Every promise was kept in each of them. */
export async function expectWalksKept(platform: PlatformName, places: Places, ns: Iterable<number>): Promise<void> {
  const environment = await environmentOn(places);
  const walks = await openWalks(platform, environment);
  onTestFinished(walks.close);
  const died: number[] = [];
  for (const n of ns) {
    if (!(await walks.walk(n))) break;
    died.push(n);
    process.stdout.write(`${platform}: killed before write ${n}\n`);
  }
  const exitCode = await walks.stop();
  expect(await judgeWalks(walks, environment)).toEqual([]);
  expect(errorsIn(walks.output())).toEqual([]);
  expect({ exitCode, deaths: died.length > 0 }).toEqual({ exitCode: 0, deaths: true });
}
