import type { Platform } from '../chat/invocation.ts';
import type { Address, NewDelivery } from './delivery.ts';

/**
 * Deliveries that go one after the other: those of a cohort to one channel, or to the inboxes of one space. What holds
 * up one lane holds up no other.
 */
export interface Lane {
  readonly cohort: string;
  readonly platform: Platform;
  readonly space: string;
  /** Null: the inboxes of the space. */
  readonly channel: string | null;
}

/** A member's delivery before anyone has looked up where they live. */
export const UNROUTED = '';

export function laneOf(delivery: NewDelivery): string {
  if (delivery.to.kind === 'member') return UNROUTED;
  const { platform, space, channel } = delivery.to;
  return formatLane({ cohort: delivery.cohort, platform, space, channel });
}

export const inboxLane = (cohort: string, { platform, space }: Pick<Address, 'platform' | 'space'>): string =>
  formatLane({ cohort, platform, space, channel: null });

function formatLane({ cohort, platform, space, channel }: Lane): string {
  return JSON.stringify([cohort, platform, space, ...(channel === null ? [] : [channel])]);
}

export function parseLane(lane: string): Lane {
  const [cohort, platform, space, channel] = JSON.parse(lane) as [string, Platform, string, string?];
  return { cohort, platform, space, channel: channel ?? null };
}
