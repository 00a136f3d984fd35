import { createHash } from 'node:crypto';
import type { MessageRef } from '../chat/adapter.ts';
import type { Platform } from '../chat/invocation.ts';

/** One outgoing message that the bot owes someone. Holds ids, never words, and never an author beside what they wrote. */
export interface NewDelivery {
  /** Unique for as long as the delivery is kept: the same key is owed once. */
  readonly key: string;
  /** `capability:message`, e.g. `checkin:prompt`; the words are made when it is sent. */
  readonly kind: string;
  /** Id of what it is about. Never content. */
  readonly subject: string;
  readonly cohort: string;
  readonly to: Recipient;
  /** Calendar time, as is `expiresAt`. */
  readonly notBefore: number;
  /** From then on it helps nobody: it is dropped and counted. */
  readonly expiresAt: number;
  /** The hours of the member's own zone; a channel has none, so there it changes nothing. */
  readonly quietHours: 'respect' | 'ignore';
  readonly pin: boolean;
  /** Key of an earlier delivery whose message this one replaces, instead of a new message. */
  readonly edits: string | null;
  /** The thread that it opens, or the one that the delivery with this key opened in the same channel. */
  readonly thread: { readonly kind: 'starts'; readonly name: string } | { readonly kind: 'in'; readonly key: string } | null;
}

export type Recipient =
  | { readonly kind: 'member'; readonly member: string }
  | { readonly kind: 'channel'; readonly platform: Platform; readonly space: string; readonly channel: string };

/** A delivery as the capabilities' hooks see it. */
export interface Delivery extends NewDelivery {
  /** Where its message stands; null unless it was sent. */
  readonly sent: SentMessage | null;
}

export interface SentMessage extends MessageRef {
  readonly platform: Platform;
  readonly space: string;
}

export type Outcome = 'sent' | 'maybe-sent' | 'dropped' | 'undeliverable';

/**
 * Why a delivery did not end as `sent`:
 * - dropped: `late`, `superseded` by a newer one, `cancelled`, `pointless` (nothing to say any more), `no-address` (may
 *   not be contacted), `nothing-to-edit`, `no-thread` (what should have opened it never came out);
 * - undeliverable: `unreachable-person`, `forbidden`, `gone`, `exhausted` (too many tries);
 * - maybe-sent: `unconfirmed`.
 */
export type Reason =
  | 'late'
  | 'superseded'
  | 'cancelled'
  | 'pointless'
  | 'no-address'
  | 'nothing-to-edit'
  | 'no-thread'
  | 'unreachable-person'
  | 'forbidden'
  | 'gone'
  | 'exhausted'
  | 'unconfirmed';

/** Where a member is written to. */
export interface Address {
  readonly platform: Platform;
  readonly space: string;
  readonly inbox: string;
  readonly zone: string;
}

/** The same 24 characters for every try of one delivery. */
export function nonceOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 24);
}
