import type { Record as TheRecord } from '../store/record.ts';
import type { Topic } from './rules.ts';

interface TopicTables {
  cohort_topics: { cohort: string; topic: string; label: string; position: number; retired_at: number | null };
}

export interface KeptTopic extends Topic {
  readonly retiredAt: number | null;
}

export function openTopicStore(record: TheRecord) {
  const db = () => record.db<TopicTables>();
  return {
    /** Also those that are retired; in their order. */
    async of(cohort: string): Promise<readonly KeptTopic[]> {
      const found = await db()
        .selectFrom('cohort_topics')
        .selectAll()
        .where('cohort', '=', cohort)
        .orderBy('position')
        .orderBy('topic')
        .execute();
      return found.map(({ topic, label, retired_at }) => ({ topic, label, retiredAt: retired_at }));
    },

    async replace(cohort: string, topics: readonly KeptTopic[]): Promise<void> {
      await db().deleteFrom('cohort_topics').where('cohort', '=', cohort).execute();
      await db()
        .insertInto('cohort_topics')
        .values(
          topics.map(({ topic, label, retiredAt }, position) => ({ cohort, topic, label, position, retired_at: retiredAt })),
        )
        .execute();
    },
  };
}
