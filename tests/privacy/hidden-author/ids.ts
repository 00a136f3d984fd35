import { createHash } from 'node:crypto';

/** Ids that look random and are the same for the same thing done, whoever does it and whatever was done before. */
export interface LabelledIds {
  /** What is done from now on. */
  under(label: string): void;
  next(): string;
  isGiven(id: string): boolean;
}

export function labelledIds(): LabelledIds {
  const given = new Set<string>();
  let label = 'set-up';
  let count = 0;
  return {
    under(next) {
      label = next;
      count = 0;
    },
    next() {
      count += 1;
      const id = createHash('sha256').update(`${label} ${count}`).digest('hex').slice(0, 20);
      given.add(id);
      return id;
    },
    isGiven: (id) => given.has(id),
  };
}
