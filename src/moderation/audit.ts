import { RETENTION } from '../privacy/retention.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import {
  type AuditEntry,
  type AuditKeys,
  anchorAt,
  endOf,
  type Head,
  inspect,
  type Link,
  openSealing,
  type Verdict,
} from './audit-chain.ts';

interface AuditTables {
  audit_entries: Link & { readonly cohort: string };
}

export interface NewAuditEntry {
  /** The platform's id of whoever acted, or `bombus`. */
  readonly actor: string;
  readonly action: string;
  /** Id of what it was done to; empty where there is none. */
  readonly subject: string;
  readonly details: Readonly<Record<string, string | number>>;
}

export interface AuditOptions {
  readonly record: TheRecord;
  readonly forgetting: Pick<Forgetting, 'set' | 'get'>;
  /** The sub-key `audit`. */
  readonly key: Buffer;
  /** The same of the secrets before this one, the newest first. */
  readonly earlierKeys?: readonly Buffer[];
  now(): number;
}

const PUBLISHED = 'audit-head';
const ID = /^[\w.,:-]{0,64}$/;
const CODE = /^[a-z][a-z:-]{0,31}$/;

/** What moderators did, cohort by cohort: a chain in which nothing can be changed, removed or added unseen. */
export function openAudit({ record, forgetting, key, earlierKeys = [], now }: AuditOptions) {
  const keys: AuditKeys = { current: key, earlier: earlierKeys };
  const db = () => record.db<AuditTables>();
  const links = (cohort: string) => db().selectFrom('audit_entries').selectAll().where('cohort', '=', cohort);

  const last = async (cohort: string) => linkOf(await links(cohort).orderBy('number', 'desc').limit(1).executeTakeFirst());

  /** Two that write at once never follow the same entry: one of them is run again. */
  async function write(cohort: string, link: Link): Promise<void> {
    const row = await db()
      .insertInto('audit_entries')
      .values({ cohort, ...link })
      .onConflict((conflict) => conflict.columns(['cohort', 'number']).doNothing())
      .returning('number')
      .executeTakeFirst();
    if (!row) throw new Error('the audit log has gone on meanwhile');
  }

  async function begin(cohort: string): Promise<Head> {
    const nothing = { number: 0, seal: '' };
    await write(cohort, openSealing(keys, cohort).link(anchorAt(nothing, now())));
    return nothing;
  }

  /**
   * Entries over their time go; the anchor keeps what the next one follows. What is not whole stays: it would be whole
   * again without what was tampered with.
   */
  async function prune(cohort: string, before: number): Promise<number> {
    return record.transaction(async () => {
      const sealing = openSealing(keys, cohort);
      const young = await links(cohort)
        .where((entry) => entry.and([entry('number', '>', 0), entry('at', '>=', before)]))
        .orderBy('number')
        .limit(1)
        .executeTakeFirst();
      const over = await links(cohort)
        .$if(young !== undefined, (query) => query.where('number', '<', young?.number ?? 0))
        .orderBy('number')
        .execute();
      const verdict = inspect(over.map(plainLink), sealing, null);
      if (over.length < 2 || !verdict.isWhole || !verdict.head) return 0;
      await db().deleteFrom('audit_entries').where('cohort', '=', cohort).where('number', '<=', verdict.head.number).execute();
      await write(cohort, sealing.link(anchorAt(verdict.head, now())));
      return over.length - 1;
    });
  }

  return {
    /**
     * Inside the caller's transaction: what was done and its entry are on disk together. @throws RangeError for anything
     * but ids and codes.
     */
    async append(cohort: string, { actor, action, subject, details }: NewAuditEntry): Promise<void> {
      if (!record.inTransaction()) throw new Error('an audit entry belongs to the transaction of what was done');
      const texts = Object.values(details).filter((value) => typeof value === 'string');
      if (!CODE.test(action) || ![actor, subject, ...texts].every((text) => ID.test(text)))
        throw new RangeError('an audit entry holds ids and codes alone');
      const end = endOf(await last(cohort)) ?? (await begin(cohort));
      const entry = { number: end.number + 1, at: now(), actor, action, subject, details: JSON.stringify(details) };
      await write(cohort, openSealing(keys, cohort).link({ ...entry, previous: end.seal }));
    },

    /** Newest first. `before`: only entries with a lower number. */
    async page(cohort: string, before: number | null, limit: number): Promise<readonly AuditEntry[]> {
      const rows = await links(cohort)
        .where('number', '>', 0)
        .$if(before !== null, (query) => query.where('number', '<', before ?? 0))
        .orderBy('number', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ number, at, actor, action, subject, details }) => ({
        number,
        at,
        actor,
        action,
        subject,
        details: readDetails(details),
      }));
    },

    /** The end of the log; null before its first entry. */
    async head(cohort: string): Promise<Head | null> {
      return endOf(await last(cohort));
    },

    /** What is published as the end now, and remembered apart from the log. */
    async publish(cohort: string): Promise<Head | null> {
      const head = endOf(await last(cohort));
      if (head) await forgetting.set(PUBLISHED, cohort, head, RETENTION.auditMs);
      return head;
    },
    published: (cohort: string) => forgetting.get<Head>(PUBLISHED, cohort),

    /** Reads the whole log, to where it ended when that was published last. */
    async verify(cohort: string): Promise<Verdict> {
      const published = await forgetting.get<Head>(PUBLISHED, cohort);
      const rows = await links(cohort).orderBy('number').execute();
      return inspect(rows.map(plainLink), openSealing(keys, cohort), published);
    },

    /** Whether a log holds the entry with this seal, or follows it. */
    async hadEnd(cohort: string, seal: string): Promise<boolean> {
      const found = await links(cohort)
        .where((entry) =>
          entry.or([entry('seal', '=', seal), entry.and([entry('number', '=', 0), entry('previous', '=', seal)])]),
        )
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },

    /** Those that have a log. */
    async cohorts(): Promise<readonly string[]> {
      const rows = await db().selectFrom('audit_entries').select('cohort').distinct().orderBy('cohort').execute();
      return rows.map(({ cohort }) => cohort);
    },

    /** Removes what is over its time; gives the count. */
    async sweep(): Promise<number> {
      const before = now() - RETENTION.auditMs;
      const due = await db()
        .selectFrom('audit_entries')
        .select('cohort')
        .distinct()
        .where('number', '>', 0)
        .where('at', '<', before)
        .execute();
      let removed = 0;
      for (const { cohort } of due) removed += await prune(cohort, before);
      return removed;
    },
  };
}

export type Audit = ReturnType<typeof openAudit>;

const linkOf = (row: AuditTables['audit_entries'] | undefined): Link | undefined => row && plainLink(row);

const plainLink = ({ cohort: _, ...link }: AuditTables['audit_entries']): Link => link;

/** What was tampered with may be no JSON any more; the verification says so, and this must not hide it. */
function readDetails(text: string): AuditEntry['details'] {
  try {
    const details: unknown = JSON.parse(text);
    return details !== null && typeof details === 'object' ? (details as AuditEntry['details']) : {};
  } catch {
    return {};
  }
}
