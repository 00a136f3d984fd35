import type { Agenda } from '../calendar/agenda.ts';
import { instantOf, localParts } from '../calendar/zone.ts';
import type { Cohort } from '../cohorts/rules.ts';
import type { Cohorts } from '../cohorts/service.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Members } from '../members/service.ts';

export interface DailyLineOptions {
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly agenda: Pick<Agenda, 'plan' | 'cancel'>;
  readonly cohorts: Pick<Cohorts, 'find'>;
  readonly members: Pick<Members, 'wantingDailyLine'>;
  now(): number;
}

/** A piece of due work of this kind goes to `send`. */
export const DAILY_LINE = 'post:daily';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** On the clock on the wall where the cohort lives. */
const AT_MINUTE = 19 * 60;
const BATCH = 500;

/**
 * The line that comes every day to everybody who chose it, whether or not there is something for them: on a platform
 * where others may see who got a message and when, it tells nothing (design, "What the platforms force").
 */
export function openDailyLine({ outbox, agenda, cohorts, members, now }: DailyLineOptions) {
  const workOf = (cohort: string) => `${DAILY_LINE}:${cohort}`;

  function nextAfter(at: number, zone: string): number {
    const today = instantOf(localParts(at, zone).date, AT_MINUTE, zone);
    return today > at ? today : instantOf(localParts(today + DAY, zone).date, AT_MINUTE, zone);
  }

  const plan = ({ id, zone }: Cohort): Promise<void> =>
    agenda.plan({ key: workOf(id), kind: DAILY_LINE, subject: id, dueAt: nextAfter(now(), zone) });

  return {
    async scheduleChanged(cohort: Cohort): Promise<void> {
      const isWanted = (await members.wantingDailyLine(cohort.id, '', 1)).length > 0;
      if (cohort.state === 'open' && isWanted) await plan(cohort);
      else await agenda.cancel(workOf(cohort.id));
    },

    /** Somebody chose it. */
    async wanted(id: string): Promise<void> {
      const cohort = await cohorts.find(id);
      if (cohort?.state === 'open') await plan(cohort);
    },

    async send(id: string, dueAt: number): Promise<void> {
      const cohort = await cohorts.find(id);
      if (cohort?.state !== 'open' || (await members.wantingDailyLine(id, '', 1)).length === 0) return;
      await plan(cohort);
      // One that was missed helps nobody.
      if (now() - dueAt > 3 * HOUR) return;
      for (let cursor = ''; ; ) {
        const batch = await members.wantingDailyLine(id, cursor, BATCH);
        await outbox.owe(batch.map((member) => lineTo(member, id, dueAt)));
        const last = batch.at(-1);
        if (batch.length < BATCH || last === undefined) return;
        cursor = last;
      }
    },
  };
}

const lineTo = (member: string, cohort: string, dueAt: number) =>
  ({
    key: `${DAILY_LINE}:${member}:${dueAt}`,
    kind: DAILY_LINE,
    subject: cohort,
    cohort,
    to: { kind: 'member', member },
    notBefore: dueAt,
    expiresAt: dueAt + 3 * HOUR,
    quietHours: 'respect',
    pin: false,
    edits: null,
    thread: null,
  }) as const;
