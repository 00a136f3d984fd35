import { describe, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { expectEveningKept } from './told-evening.ts';

const evening = [20, 20, 75, 15, 20, 60, 15, 30, 120, 20, 300];
const daysAfter = [780, 30, 60, 20, 480, 900, 60, 30, 1_440, 60, 30, 1_380];
const size = { askers: 40, mentors: 12, kills: 200, others: 10, steps: [...evening, ...daysAfter] };

describe('an evening on which 40 people ask and 12 answer, everything arrives three times and the bot is killed 200 times', () => {
  eachDatabase((_, open) => {
    for (const platform of ['Discord', 'Slack'] as const) {
      it(`loses no question, delivers nothing twice and asks nobody over their cap on ${platform}`, async () => {
        await expectEveningKept(platform, await open(), size);
      });
    }
  });
});
