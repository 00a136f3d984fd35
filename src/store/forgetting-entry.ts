import { tag } from '../privacy/keys.ts';
import { padded, seal, unseal } from '../privacy/sealing.ts';
import { StoreError } from './errors.ts';

export interface EntryKeys {
  readonly tag: Buffer;
  readonly seal: Buffer;
}

/** What an entry is called by whoever set it; `group` is null for one that stands alone. */
export interface EntryPlace {
  readonly purpose: string;
  readonly group: string | null;
  readonly key: string;
}

/** What lies in the database as JSON: the expiry readable for the sweeper, the rest sealed to its name and its expiry. */
export interface Envelope {
  readonly expires: number;
  readonly sealed: string;
}

export interface Entry {
  readonly place: EntryPlace;
  readonly value: unknown;
}

/** Lengths say no more than how many of these there are. */
const blockBytes = 256;

/** The name in the database. Of a group all names begin with `groupPrefix`, and nothing else does. */
export function nameOf(keys: EntryKeys, { purpose, group, key }: EntryPlace): string {
  if (group === null) return tag(keys.tag, purpose, key);
  return groupPrefix(keys, purpose, group) + tag(keys.tag, 'of a group', purpose, group, key);
}

export const groupPrefix = (keys: EntryKeys, purpose: string, group: string): string =>
  `${tag(keys.tag, 'group', purpose, group)}.`;

/** The envelope holds what it is called, so that whoever has the keys can give it another name (`rotate`). */
export function enclose(keys: EntryKeys, { place, value }: Entry, expires: number): Envelope {
  const text = JSON.stringify({ at: [place.purpose, place.group, place.key], value: value ?? null });
  return { expires, sealed: seal(keys.seal, padded(text, blockBytes), boundTo(nameOf(keys, place), expires)) };
}

/** What lies under `name`; null for an entry of an earlier version, which did not hold what it is called. Throws `StoreError`. */
export function disclose(keys: EntryKeys, name: string, envelope: Envelope): Entry | null {
  const text = unseal(keys.seal, envelope.sealed, boundTo(name, envelope.expires));
  if (text === null) throw new StoreError('unreadable', 'an entry was changed or sealed under another secret');
  const held: { at?: readonly [string, string | null, string]; value: unknown } | null = JSON.parse(text);
  if (!Array.isArray(held?.at)) return null;
  const [purpose, group, key] = held.at;
  return { place: { purpose, group, key }, value: held.value };
}

const boundTo = (name: string, expires: number): string => `${name}/${expires}`;
