import type { Agenda } from '../calendar/agenda.ts';
import { afterQuiet } from '../calendar/quiet-hours.ts';
import { instantOf, localParts } from '../calendar/zone.ts';
import type { Cohort } from '../cohorts/rules.ts';
import type { Cohorts } from '../cohorts/service.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Audit } from './audit.ts';

export interface PublicationOptions {
  readonly record: TheRecord;
  readonly agenda: Pick<Agenda, 'plan' | 'cancel' | 'dueAt'>;
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly cohorts: Pick<Cohorts, 'find' | 'all' | 'spacesOf' | 'channelFor'>;
  readonly audit: Pick<Audit, 'publish'>;
  now(): number;
}

/** Pieces of due work; the messages are called the same, their words stand in `commands/`. */
export const HEAD = 'audit:head';
export const YEARLY = 'reveal:yearly';
const KINDS = [HEAD, YEARLY] as const;
type Kind = (typeof KINDS)[number];

const AT_TEN = 10 * 60;
const USEFUL_MS = 7 * 24 * 3_600_000;

/** What every member may check: the end of the audit log on the first of each month, the count of reveals each January. */
export function openPublication({ record, agenda, outbox, cohorts, audit, now }: PublicationOptions) {
  const workOf = (kind: Kind, cohort: string) => `${kind}:${cohort}`;

  /** Inside the caller's transaction: when a cohort opens, stops or moves. */
  async function plan(cohort: Pick<Cohort, 'id' | 'state' | 'zone'>): Promise<void> {
    for (const kind of KINDS) {
      const key = workOf(kind, cohort.id);
      const planned = await agenda.dueAt(key);
      if (cohort.state !== 'open') await agenda.cancel(key);
      else if (planned === null || planned > now())
        await agenda.plan({ key, kind, subject: cohort.id, dueAt: nextOf(kind, now(), cohort.zone) });
    }
  }

  /** Posts to the check-in channel of each space, and plans the next. `period`: what is posted once. */
  async function post(kind: Kind, cohort: Cohort, { period, subject }: { period: string; subject: string }): Promise<void> {
    for (const place of await cohorts.spacesOf(cohort.id)) {
      const channel = await cohorts.channelFor(place, 'check-ins');
      if (!channel) continue;
      await outbox.owe([
        {
          key: `${kind}:${cohort.id}:${period}:${place.platform}:${place.space}`,
          kind,
          subject,
          cohort: cohort.id,
          to: { kind: 'channel', ...place, channel },
          notBefore: afterQuiet(now(), cohort.zone),
          expiresAt: now() + USEFUL_MS,
          quietHours: 'ignore',
          pin: false,
          edits: null,
          thread: null,
        },
      ]);
    }
  }

  /** The open cohort, with its next piece of this work planned. */
  async function begin(kind: Kind, id: string): Promise<Cohort | null> {
    const cohort = await cohorts.find(id);
    if (cohort?.state !== 'open') return null;
    await agenda.plan({ key: workOf(kind, id), kind, subject: id, dueAt: nextOf(kind, now(), cohort.zone) });
    return cohort;
  }

  return {
    plan,

    async head(id: string, dueAt: number): Promise<void> {
      const cohort = await begin(HEAD, id);
      if (!cohort || !(await audit.publish(id))) return;
      await post(HEAD, cohort, { period: localParts(dueAt, cohort.zone).date.slice(0, 7), subject: id });
    },

    async yearly(id: string, dueAt: number): Promise<void> {
      const cohort = await begin(YEARLY, id);
      if (!cohort) return;
      const year = localParts(dueAt, cohort.zone).year - 1;
      await post(YEARLY, cohort, { period: String(year), subject: `${id}:${year}` });
    },

    /** Plans what an older version did not; gives the count. */
    async mendPlans(): Promise<number> {
      let mended = 0;
      for (const cohort of await cohorts.all()) {
        if (cohort.state !== 'open') continue;
        const planned = await Promise.all(KINDS.map((kind) => agenda.dueAt(workOf(kind, cohort.id))));
        if (planned.every((at) => at !== null)) continue;
        await record.transaction(() => plan(cohort));
        mended += 1;
      }
      return mended;
    },
  };
}

/** Ten in the morning on the first of a month, or of January, strictly after. */
function nextOf(kind: Kind, after: number, zone: string): number {
  const { year, month } = localParts(after, zone);
  const firsts =
    kind === YEARLY ? [[year, 1] as const, [year + 1, 1] as const] : [[year, month] as const, [year, month + 1] as const];
  const instants = firsts.map(([inYear, inMonth]) => firstOf(inYear, inMonth, zone));
  return instants.find((at) => at > after) ?? after;
}

function firstOf(year: number, month: number, zone: string): number {
  const [inYear, inMonth] = month > 12 ? [year + 1, 1] : [year, month];
  return instantOf(`${inYear}-${String(inMonth).padStart(2, '0')}-01`, AT_TEN, zone);
}
