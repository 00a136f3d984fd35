import type { Platform } from '../chat/invocation.ts';
import type { View } from '../chat/view.ts';
import type { Address, Delivery, NewDelivery, Outcome, Reason } from './delivery.ts';

/** What the outbox asks and tells the rest of the house. */
export interface Hooks {
  /** The words, made when they are sent; null: it makes no sense any more. */
  render(kind: string, subject: string, delivery: NewDelivery): Promise<View | null>;
  /** Null: may not be contacted. */
  addressOf(member: string): Promise<Address | null>;
  /** A cohort that is paused sends nothing at all, at once; what it owes waits. */
  isRunning(cohort: string): Promise<boolean>;
  /** How a delivery ended; in the same transaction. Not called for what the caller cancels. */
  settled(delivery: Delivery, outcome: Outcome, reason: Reason | null): Promise<void>;
  /** This member takes no direct messages, or is gone from where we are; in the same transaction. Whether to remember it depends on what caused the delivery. */
  unreachable(member: string, delivery: NewDelivery, reason: 'unreachable-person' | 'gone'): Promise<void>;
  /** The bot may not post there, or it is gone; once until something arrives there again; in the same transaction. */
  brokenChannel(broken: BrokenChannel): Promise<void>;
}

export interface BrokenChannel {
  readonly cohort: string;
  readonly platform: Platform;
  readonly space: string;
  readonly channel: string;
  readonly failure: 'forbidden' | 'gone';
}
