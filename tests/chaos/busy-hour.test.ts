import { describe, it } from 'vitest';
import { expectHourKept } from './told-hour.ts';

const embedded = { databaseUrl: null, forgettingUrl: null };

describe('a small busy hour in the safe space in which the bot is killed a few times (at length: `npm run chaos`)', () => {
  it('loses nothing, says nothing twice and shares no alias on Discord', async () => {
    await expectHourKept('Discord', embedded, { authors: 10, replies: 10, kills: 3, others: 2 });
  }, 180_000);
});
