import type { Drafts } from './dispatcher.ts';

type Raw = Readonly<Record<string, readonly string[]>>;

/** A store that forgets. */
interface Forgets {
  set(purpose: string, key: string, value: unknown, ttlMs: number): Promise<void>;
  get<T>(purpose: string, key: string): Promise<T | null>;
  delete(purpose: string, key: string): Promise<void>;
}

/** Half-filled forms, each kept for its person alone. */
export const openDrafts = (forgetting: Forgets, lifeMs: number): Drafts => ({
  keep: (person, form, raw) => forgetting.set('draft', `${person} ${form}`, raw, lifeMs),
  find: (person, form) => forgetting.get<Raw>('draft', `${person} ${form}`),
  drop: (person, form) => forgetting.delete('draft', `${person} ${form}`),
});
