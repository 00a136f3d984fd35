import { UserError } from '../errors.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { isSameLabel, MOST_TOPICS, TOPIC_LENGTH, type Topic, topicLines } from './rules.ts';
import { type KeptTopic, openTopicStore } from './store.ts';

export interface TopicsOptions {
  readonly record: TheRecord;
  /** Of cohorts that have named none. */
  readonly defaults: readonly Topic[];
  /** Says in the audit log that a moderator changed the list, in the same transaction. */
  changed(cohort: string, moderator: string): Promise<unknown>;
  now(): number;
  newId(): string;
}

/** What the members of a cohort ask the years above about. */
export interface Topics {
  /** What can be chosen now, in order. */
  of(cohort: string): Promise<readonly Topic[]>;
  /** Also of one that was taken out since; null for what never was one. */
  labelOf(cohort: string, topic: string): Promise<string | null>;
  /**
   * One topic a line. A label that is there, or was, stays the same topic; what is not listed is taken out, and stays
   * with the questions that have it.
   * @throws UserError `topics-none`, `topics-too-many` or `topic-too-long` about the field `topics`.
   */
  save(cohort: string, lines: string, moderator: string): Promise<void>;
  /** @throws UserError `no-such-topic`; `topic-twice` or `topic-too-long` about the field `label`. */
  rename(cohort: string, topic: string, label: string, moderator: string): Promise<void>;
}

export function openTopics({ record, defaults, changed, now, newId }: TopicsOptions): Topics {
  const store = openTopicStore(record);

  async function all(cohort: string): Promise<readonly KeptTopic[]> {
    const known = await store.of(cohort);
    return known.length > 0 ? known : defaults.map((topic) => ({ ...topic, retiredAt: null }));
  }

  return {
    of: async (cohort) =>
      (await all(cohort)).filter(({ retiredAt }) => retiredAt === null).map(({ topic, label }) => ({ topic, label })),

    labelOf: async (cohort, topic) => (await all(cohort)).find((known) => known.topic === topic)?.label ?? null,

    async save(cohort, lines, moderator) {
      const labels = topicLines(lines);
      if (labels.length === 0) throw new UserError('topics-none', {}, 'topics');
      if (labels.length > MOST_TOPICS) throw new UserError('topics-too-many', { max: MOST_TOPICS }, 'topics');
      if (labels.some(isTooLong)) throw new UserError('topic-too-long', { max: TOPIC_LENGTH }, 'topics');
      await record.transaction(async () => {
        const known = await all(cohort);
        const kept = labels.map((label): KeptTopic => {
          const same = known.find((topic) => isSameLabel(topic.label, label));
          return { topic: same?.topic ?? newId(), label, retiredAt: null };
        });
        const gone = known.filter(({ topic }) => !kept.some((one) => one.topic === topic));
        await store.replace(cohort, [...kept, ...gone.map((topic) => ({ ...topic, retiredAt: topic.retiredAt ?? now() }))]);
        await changed(cohort, moderator);
      });
    },

    async rename(cohort, topic, typed, moderator) {
      const [label = ''] = topicLines(typed.replace(/\n/g, ' '));
      if (label === '') throw new UserError('required', {}, 'label');
      if (isTooLong(label)) throw new UserError('topic-too-long', { max: TOPIC_LENGTH }, 'label');
      await record.transaction(async () => {
        const known = await all(cohort);
        if (!known.some((one) => one.topic === topic)) throw new UserError('no-such-topic');
        if (known.some((one) => one.topic !== topic && isSameLabel(one.label, label)))
          throw new UserError('topic-twice', {}, 'label');
        await store.replace(
          cohort,
          known.map((one) => (one.topic === topic ? { ...one, label } : one)),
        );
        await changed(cohort, moderator);
      });
    },
  };
}

const isTooLong = (label: string): boolean => [...label].length > TOPIC_LENGTH;
