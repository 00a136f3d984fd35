import type { Person } from '../platforms/driver.ts';
import { reads } from './dialogue.ts';

/** Writes a post up to its preview, which it gives. */
export async function draft(person: Person, words: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  await person.run('post');
  await person.fill({ 'Your words': words, ...more });
  return reads(person, 'Before it is posted');
}
