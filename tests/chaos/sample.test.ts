import { describe, it } from 'vitest';
import { startPostgres } from '../support/postgres-server.ts';
import { openChance } from './chance.ts';
import { expectRoundKept } from './told-round.ts';
import { expectWalksKept } from './told-walks.ts';

const size = { members: 12, kills: { prompts: 2, answers: 2, nudges: 1 }, isClosed: true };
/** What a dead process held on PostgreSQL is found after a minute: so nobody dies while messages go out. */
const smallSize = { members: 8, kills: { prompts: 0, answers: 3, nudges: 0 }, isClosed: false };
const embedded = { databaseUrl: null, forgettingUrl: null };

describe('a small round in which the bot is killed a few times (at length: `npm run chaos`)', () => {
  it('keeps every answer and sends each message once on Discord', async () => {
    await expectRoundKept('Discord', embedded, size);
  }, 180_000);

  it('keeps every answer and sends each message once, or says that it may have, on Slack', async () => {
    await expectRoundKept('Slack', embedded, { ...size, members: 10, isClosed: false });
  }, 180_000);

  it('keeps every answer on PostgreSQL', async ({ onTestFinished }) => {
    const server = await startPostgres();
    onTestFinished(server.stop);
    const [databaseUrl, forgettingUrl] = [await server.createDatabase(), await server.createDatabase()];
    await expectRoundKept('Discord', { databaseUrl, forgettingUrl }, smallSize);
  }, 180_000);
});

describe('a walk from joining to an answer, with a death before one write (before each: `npm run chaos`)', () => {
  it('does everything once', async () => {
    const chance = openChance();
    process.stdout.write(`CHAOS_SEED=${chance.seed}\n`);
    await expectWalksKept('Discord', embedded, [chance.int(1, 120)]);
  }, 120_000);
});
