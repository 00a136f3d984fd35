import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { contentFolder } from '../content.ts';
import { StartError } from '../errors.ts';
import { isSameLabel, MOST_TOPICS, TOPIC_LENGTH, type Topic } from './rules.ts';

const TOPIC = z.object({
  topic: z.string().regex(/^[a-z0-9-]{1,24}$/),
  label: z.string().trim().min(1).max(TOPIC_LENGTH),
});

const TOPICS = z
  .array(TOPIC)
  .min(1)
  .max(MOST_TOPICS)
  .refine((list) => new Set(list.map(({ topic }) => topic)).size === list.length, 'has a topic twice')
  .refine(
    (list) => list.every(({ label }, at) => list.findIndex((one) => isSameLabel(one.label, label)) === at),
    'has a label twice',
  );

/** The topics of cohorts that have named none. @throws StartError where the file is not what it should be. */
export function loadTopics(folder = contentFolder('topics')): readonly Topic[] {
  const parsed = TOPICS.safeParse(read(join(folder, 'topics.json')));
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw new StartError([
    `content/topics/topics.json: ${fault?.path.join('.') || 'the list'} ${fault?.message ?? 'cannot be read'}.`,
  ]);
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
