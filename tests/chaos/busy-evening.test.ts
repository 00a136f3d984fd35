import { describe, it } from 'vitest';
import { expectEveningKept } from './told-evening.ts';

const embedded = { databaseUrl: null, forgettingUrl: null };
const size = { askers: 8, mentors: 4, kills: 3, others: 2, steps: [20, 75, 30, 60, 30, 780, 60, 1_440, 60] };

describe('a small busy evening of questions in which the bot is killed a few times (at length: `npm run chaos`)', () => {
  it('loses no question, delivers nothing twice and asks nobody over their cap on Discord', async () => {
    await expectEveningKept('Discord', embedded, size);
  }, 180_000);
});
