import type { Member } from '../members/rules.ts';
import type { Queue } from '../moderation/service.ts';
import type { Item, Mix } from '../privacy/mix.ts';
import type { ReportReason } from '../safe-space/rules.ts';
import type { Forgetting } from '../store/forgetting.ts';
import { doing, endOfWaiting, REPORT, type Reporting } from './saying.ts';

/** One report; each is told to the moderators once. */
interface Report {
  readonly id: string;
  readonly reason: ReportReason;
}

export interface ReportsOptions {
  readonly forgetting: Pick<Forgetting, 'group'>;
  readonly mix: Pick<Mix, 'put'>;
  readonly queue: Pick<Queue, 'open'>;
  now(): number;
  newId(): string;
}

/** For whoever asked: the seal says who that is, and nothing here. */
export const ASKER = 'asker';

/** What somebody thinks moderators should see. Each counts once, and nobody is told who it was. */
export function openReports({ forgetting, mix, queue, now, newId }: ReportsOptions) {
  const of = (subject: string) => forgetting.group(REPORT, subject);

  return {
    /** Noted for the next slot. */
    async note({
      subject,
      cohort,
      by,
      reason,
    }: {
      subject: string;
      cohort: string;
      by: string;
      reason: ReportReason;
    }): Promise<void> {
      const before = await of(subject).get<Report>(by);
      await of(subject).setUntil(by, { id: before?.id ?? newId(), reason } satisfies Report, endOfWaiting(now()));
      await mix.put({
        ...doing({ id: subject, cohort }, REPORT, { subject } satisfies Reporting, { now: now() }),
        pace: 'urgent',
      });
    },

    async release({ cohort, content }: Item, at: number): Promise<null> {
      const { subject } = content as Reporting;
      // The store gives them in an order that comes from who reported.
      const reports = (await of(subject).list<Report>()).map(({ value }) => value).sort(byReason);
      for (const { id, reason } of reports)
        await queue.open({ id, cohort, subject, cause: 'report', tier: null, details: { [reason]: 1 }, at });
      return null;
    },

    isBy: async (subject: string, by: string): Promise<boolean> => (await of(subject).get(by)) !== null,

    /** Moderators have looked: what was said about it before counts no more. */
    forget: (subject: string): Promise<void> => of(subject).clear(),
  };
}

export type Reports = ReturnType<typeof openReports>;

const byReason = (a: Report, b: Report): number => (`${a.reason} ${a.id}` < `${b.reason} ${b.id}` ? -1 : 1);

/** Whoever reports under their own name, as it is noted. */
export const nameOf = ({ platform, space, person }: Pick<Member, 'platform' | 'space' | 'person'>): string =>
  `${platform} ${space} ${person}`;
