import { type Given, prepared } from '../store/prepared.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Grounds, Reveal, RevealState } from './reveal-rules.ts';

interface RevealTables {
  reveals: {
    id: string;
    cohort: string;
    subject: string;
    grounds: Grounds;
    reason: string;
    asked_by: string;
    asked_at: number;
    agreed_by: string | null;
    agreed_at: number | null;
    deferred: string | null;
    state: RevealState;
  };
}

const WAITING: readonly RevealState[] = ['asked', 'asked-by-lead', 'agreed'];

export function openRevealStore(record: TheRecord) {
  const db = () => record.db<RevealTables>();
  const rows = () => db().selectFrom('reveals').selectAll();
  const shown = prepared(record, (given: Given<{ cohort: string; since: number }>) =>
    rows()
      .where('cohort', '=', given('cohort'))
      .where('state', '=', 'shown')
      .where('agreed_at', '>=', given('since'))
      .orderBy('agreed_at'),
  );

  return {
    async find(id: string): Promise<Reveal | null> {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row ? revealOf(row) : null;
    },

    /** The one about this subject that waits and was asked for since. */
    async waiting(cohort: string, subject: string, since: number): Promise<Reveal | null> {
      const row = await rows()
        .where('cohort', '=', cohort)
        .where('subject', '=', subject)
        .where('asked_at', '>=', since)
        .where('state', 'in', WAITING)
        .executeTakeFirst();
      return row ? revealOf(row) : null;
    },

    async insert({ askedBy, askedAt, agreedBy, agreedAt, ...same }: Reveal): Promise<void> {
      await db()
        .insertInto('reveals')
        .values({ ...same, asked_by: askedBy, asked_at: askedAt, agreed_by: agreedBy, agreed_at: agreedAt })
        .execute();
    },

    /** From where it stood to where it stands; false where another was quicker. */
    async move(from: Reveal, to: Pick<Reveal, 'state' | 'agreedBy' | 'agreedAt'>): Promise<boolean> {
      const result = await db()
        .updateTable('reveals')
        .set({ state: to.state, agreed_by: to.agreedBy, agreed_at: to.agreedAt })
        .where('id', '=', from.id)
        .where('state', '=', from.state)
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    async shownSince(cohort: string, since: number): Promise<readonly Reveal[]> {
      return (await shown({ cohort, since })).map(revealOf);
    },

    /** Those that wait although their time is over. */
    async overdue(askedBefore: number): Promise<readonly string[]> {
      const found = await db()
        .selectFrom('reveals')
        .select('id')
        .where('state', 'in', WAITING)
        .where('asked_at', '<', askedBefore)
        .execute();
      return found.map(({ id }) => id);
    },

    async eraseBefore(askedBefore: number): Promise<number> {
      const result = await db().deleteFrom('reveals').where('asked_at', '<', askedBefore).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

const revealOf = ({ asked_by, asked_at, agreed_by, agreed_at, ...same }: RevealTables['reveals']): Reveal => ({
  ...same,
  askedBy: asked_by,
  askedAt: asked_at,
  agreedBy: agreed_by,
  agreedAt: agreed_at,
});
