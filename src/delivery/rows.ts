import type { ColumnType } from 'kysely';
import type { Platform } from '../chat/invocation.ts';
import type { Delivery, NewDelivery, Outcome, Reason, Recipient, SentMessage } from './delivery.ts';
import { laneOf } from './lane.ts';

export type State = 'waiting' | 'claimed' | Outcome;

export interface DeliveryRow {
  key: string;
  kind: string;
  subject: string;
  cohort: string;
  to_member: string | null;
  to_platform: Platform | null;
  to_space: string | null;
  to_channel: string | null;
  not_before: number;
  expires_at: number;
  respects_quiet: number;
  pin: number;
  edits: string | null;
  thread_name: string | null;
  thread_key: string | null;
  lane: string;
  state: State;
  reason: Reason | null;
  attempts: number;
  retry_at: number;
  claimed_by: string | null;
  claimed_at: number | null;
  sending_at: number | null;
  settled_at: number | null;
  sent_platform: Platform | null;
  sent_space: string | null;
  sent_channel: string | null;
  sent_message: string | null;
}

type NewRow = Omit<
  DeliveryRow,
  'reason' | 'attempts' | 'retry_at' | 'claimed_by' | 'claimed_at' | 'sending_at' | 'settled_at' | keyof SentColumns
>;

type Defaulted<K extends keyof DeliveryRow> = ColumnType<DeliveryRow[K], DeliveryRow[K] | undefined, DeliveryRow[K]>;

export interface DeliveryTables {
  deliveries: {
    [K in keyof DeliveryRow]: K extends keyof NewRow ? DeliveryRow[K] : Defaulted<K>;
  };
}

/** A delivery that this process has taken. */
export interface Claimed extends Delivery {
  readonly lane: string;
  readonly attempts: number;
  /** Real time at which a try left whose fate is unknown. */
  readonly sendingAt: number | null;
}

/** What a delivery begins with; the other columns are empty. */
export function rowOf(delivery: NewDelivery): NewRow {
  const { to } = delivery;
  return {
    key: delivery.key,
    kind: delivery.kind,
    subject: delivery.subject,
    cohort: delivery.cohort,
    to_member: to.kind === 'member' ? to.member : null,
    to_platform: to.kind === 'channel' ? to.platform : null,
    to_space: to.kind === 'channel' ? to.space : null,
    to_channel: to.kind === 'channel' ? to.channel : null,
    not_before: Math.round(delivery.notBefore),
    expires_at: Math.round(delivery.expiresAt),
    respects_quiet: Number(delivery.quietHours === 'respect'),
    pin: Number(delivery.pin),
    edits: delivery.edits,
    thread_name: delivery.thread?.kind === 'starts' ? delivery.thread.name : null,
    thread_key: delivery.thread?.kind === 'in' ? delivery.thread.key : null,
    lane: laneOf(delivery),
    state: 'waiting',
  };
}

export function claimedOf(row: DeliveryRow): Claimed {
  return {
    key: row.key,
    kind: row.kind,
    subject: row.subject,
    cohort: row.cohort,
    to: recipientOf(row),
    notBefore: row.not_before,
    expiresAt: row.expires_at,
    quietHours: row.respects_quiet === 1 ? 'respect' : 'ignore',
    pin: row.pin === 1,
    edits: row.edits,
    thread: threadOf(row),
    sent: sentOf(row),
    lane: row.lane,
    attempts: row.attempts,
    sendingAt: row.sending_at,
  };
}

function threadOf({ thread_name, thread_key }: DeliveryRow): NewDelivery['thread'] {
  if (thread_key !== null) return { kind: 'in', key: thread_key };
  return thread_name === null ? null : { kind: 'starts', name: thread_name };
}

function recipientOf({ key, to_member, to_platform, to_space, to_channel }: DeliveryRow): Recipient {
  if (to_member !== null) return { kind: 'member', member: to_member };
  if (to_platform === null || to_space === null || to_channel === null) throw new Error(`delivery ${key} is for nobody`);
  return { kind: 'channel', platform: to_platform, space: to_space, channel: to_channel };
}

export type SentColumns = Pick<DeliveryRow, 'sent_platform' | 'sent_space' | 'sent_channel' | 'sent_message'>;

export function sentOf({ sent_platform, sent_space, sent_channel, sent_message }: SentColumns): SentMessage | null {
  if (sent_platform === null || sent_space === null || sent_channel === null || sent_message === null) return null;
  return { platform: sent_platform, space: sent_space, channel: sent_channel, message: sent_message };
}
