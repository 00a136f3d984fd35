import type { Said } from './author.ts';
import type { StoredWords } from './stored-words.ts';

/** In one thread nobody has two aliases, no two people have one, and the author is marked. */
export function aliasFaults({ posts, aliases }: StoredWords, said: readonly Said[]): readonly string[] {
  const faults: string[] = [];
  for (const thread of new Set(posts.map((post) => post.thread))) {
    const speakers = new Map<string, Set<string>>();
    const names = new Map<string, Set<string>>();
    const opener = posts.find(({ id }) => id === thread);
    const author = byOf(opener?.words ?? null, said);
    for (const { speaker, words, member, is_author } of posts.filter((post) => post.thread === thread)) {
      const by = byOf(words, said);
      if (member !== null || by === null) continue;
      speakers.set(speaker, (speakers.get(speaker) ?? new Set()).add(by));
      names.set(by, (names.get(by) ?? new Set()).add(speaker));
      if (author !== null && (is_author === 1) !== (by === author))
        faults.push(`${by} is ${is_author ? '' : 'not '}marked as the author`);
      if (!aliases.some((one) => one.thread === thread && one.alias === speaker)) faults.push(`${speaker} is taken by nobody`);
    }
    for (const [speaker, people] of speakers)
      if (people.size > 1) faults.push(`${[...people].join(' and ')} are both ${speaker}`);
    for (const [by, own] of names) if (own.size > 1) faults.push(`${by} is ${[...own].join(' and ')} in one thread`);
  }
  return faults;
}

const byOf = (words: string | null, said: readonly Said[]): string | null =>
  words === null ? null : (said.find(({ token }) => words.includes(token))?.by ?? null);
