/** A choice on every platform holds so many. */
export const MOST_TOPICS = 25;
export const TOPIC_LENGTH = 60;

/** What questions can be about. */
export interface Topic {
  readonly topic: string;
  readonly label: string;
}

/** One topic a line; what is the same but for case and spaces is the same. */
export function topicLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/\s+/g, ' ').trim());
  const known = new Set<string>();
  return lines.filter((line) => {
    const key = line.toLowerCase();
    if (line === '' || known.has(key)) return false;
    known.add(key);
    return true;
  });
}

export const isSameLabel = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
