import { describe, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { expectRoundKept } from './told-round.ts';

const size = { members: 200, kills: { prompts: 20, answers: 24, nudges: 12 }, isClosed: true };

describe('a round of 200 members in which everything arrives three times and the bot is killed 56 times', () => {
  eachDatabase((_, open) => {
    for (const platform of ['Discord', 'Slack'] as const) {
      it(`keeps every answer and sends each message once on ${platform}`, async () => {
        await expectRoundKept(platform, await open(), size);
      });
    }
  });
});
