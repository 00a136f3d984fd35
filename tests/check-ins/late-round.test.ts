import { describe, expect, it } from 'vitest';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

const HOUR = 3_600_000;

const start = async () => {
  const core = await openTestCore(await openEmbedded());
  const { cohort, place } = await core.openCohort();
  return { ...core, cohort, place };
};

describe('a round that opens late', () => {
  it('asks at once those whose own time lies after its end', async () => {
    const { cohort, place, join, services, agenda, outbox, stores, now, pass, days } = await start();
    const ada = await join(cohort, place, 'ada');
    await services.members.setOwnTime(ada, { zone: 'Europe/London', weekday: 1, minute: 18 * 60 });
    // Bombus was down from before Sunday, 18:00, until Thursday, 17:00.
    const opening = (await agenda.nextDue()) ?? 0;
    pass(opening - now() + days(4) - HOUR);
    await agenda.settle(5_000);
    const owed = await stores.record
      .db<{ deliveries: { kind: string; not_before: number; expires_at: number } }>()
      .selectFrom('deliveries')
      .select(['not_before', 'expires_at'])
      .where('kind', '=', 'checkin:prompt')
      .executeTakeFirstOrThrow();
    expect(owed.not_before).toBe(now());
    expect(owed.expires_at).toBeGreaterThan(owed.not_before);
    await outbox.stop();
  });
});
