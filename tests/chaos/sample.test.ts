import { describe, it } from 'vitest';
import { startPostgres } from '../support/postgres-server.ts';
import { expectRoundKept } from './told-round.ts';

const size = { members: 14, kills: { prompts: 2, answers: 2, nudges: 1 }, isClosed: true };
/** What a dead process held on PostgreSQL is found after a minute: so nobody dies while messages go out. */
const smallSize = { members: 8, kills: { prompts: 0, answers: 3, nudges: 0 }, isClosed: false };
const embedded = { databaseUrl: null, forgettingUrl: null };

describe('a small round in which the bot is killed a few times (at length: `npm run chaos`)', () => {
  it('keeps every answer and sends each message once on Discord', async () => {
    await expectRoundKept('Discord', embedded, size);
  }, 180_000);

  it('keeps every answer and sends each message once, or says that it may have, on Slack', async () => {
    await expectRoundKept('Slack', embedded, size);
  }, 180_000);

  it('keeps every answer on PostgreSQL', async ({ onTestFinished }) => {
    const server = await startPostgres();
    onTestFinished(server.stop);
    const [databaseUrl, forgettingUrl] = [await server.createDatabase(), await server.createDatabase()];
    await expectRoundKept('Discord', { databaseUrl, forgettingUrl }, smallSize);
  }, 180_000);
});
