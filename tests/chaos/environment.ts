import { onTestFinished } from 'vitest';
import { type Environment, temporaryFolder } from '../support/bot.ts';
import { type TestDatabases, testSecret } from '../support/databases.ts';

export type Places = Pick<TestDatabases, 'databaseUrl' | 'forgettingUrl'>;

/** Of a bot with a data folder of its own, which is removed when the test ends. */
export async function environmentOn({ databaseUrl, forgettingUrl }: Places): Promise<Environment> {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  return {
    DATA_DIR: folder.path,
    BOMBUS_SECRET: testSecret.toString('hex'),
    ...(databaseUrl && forgettingUrl ? { DATABASE_URL: databaseUrl, FORGETTING_URL: forgettingUrl } : {}),
  };
}
