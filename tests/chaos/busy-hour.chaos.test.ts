import { describe, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { expectHourKept } from './told-hour.ts';

const size = { authors: 50, replies: 300, kills: 200, others: 20 };

describe('an hour in which 50 people say 350 things, everything arrives three times and the bot is killed 200 times', () => {
  eachDatabase((_, open) => {
    for (const platform of ['Discord', 'Slack'] as const) {
      it(`loses nothing, says nothing twice and shares no alias on ${platform}`, async () => {
        await expectHourKept(platform, await open(), size);
      });
    }
  });
});
