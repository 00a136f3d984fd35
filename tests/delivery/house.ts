import { onTestFinished } from 'vitest';
import type { Platform } from '../../src/chat/invocation.ts';
import type { View } from '../../src/chat/view.ts';
import type { Address } from '../../src/delivery/delivery.ts';
import { type Hooks, type NewDelivery, type Outbox, openOutbox } from '../../src/delivery/outbox.ts';
import type { DeliveryTables } from '../../src/delivery/rows.ts';
import { openLog } from '../../src/log.ts';
import type { Record } from '../../src/store/record.ts';
import { fastTime } from '../support/time.ts';
import { openWire, type Wire } from './wire.ts';

/** Monday at noon in London. */
export const NOON = Date.parse('2027-02-01T12:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Real time that is enough for anything, at fifty times the speed. */
export const SOON = 300_000;
export const BRIEF = 20_000;

export const view = (text: string): View => ({ kind: 'view', title: text, blocks: [], asks: null, speaker: null });

export interface HouseOptions {
  readonly hooks?: Partial<Hooks>;
  readonly wire?: Wire;
  readonly wires?: readonly Wire[];
  readonly record?: Record;
}

let processes = 0;

/** An outbox on a real record, between people who can be moved and a platform that can be broken. */
export function openHouse(record: Record, speed = 50) {
  const time = fastTime(speed);
  const wire = openWire({ elapsed: time.elapsed });
  const addresses = new Map<string, Address | null>();
  const paused = new Set<string>();
  const outcomes: (readonly [string, string])[] = [];
  const unreachable: string[] = [];
  const broken: string[] = [];
  const calendar = { now: NOON };

  const hooks: Hooks = {
    render: async (_kind, subject) => view(subject),
    addressOf: async (member) => {
      const known = addresses.get(member);
      return known === undefined ? at({ inbox: `inbox-${member}` }) : known;
    },
    isRunning: async (cohort) => !paused.has(cohort),
    async settled({ key }, outcome, reason) {
      outcomes.push([key, reason === null ? outcome : `${outcome}: ${reason}`]);
    },
    async unreachable(member) {
      unreachable.push(member);
    },
    async brokenChannel({ channel, failure }) {
      broken.push(`${channel}: ${failure}`);
    },
  };

  function open({ hooks: changed = {}, wires = [wire], record: own = record }: HouseOptions = {}): Outbox {
    processes += 1;
    const outbox = openOutbox({
      ...hooks,
      ...changed,
      record: own,
      log: openLog('silent'),
      now: () => calendar.now,
      realNow: time.realNow,
      random: Math.random,
      processId: `process-${processes}`,
      adapters: new Map<Platform, Wire['adapter']>(wires.map(({ adapter }) => [adapter.platform, adapter])),
      time,
    });
    onTestFinished(() => outbox.stop().catch(() => undefined));
    return outbox;
  }

  return {
    time,
    wire,
    addresses,
    paused,
    outcomes,
    unreachable,
    broken,
    calendar,
    open,
    rows: () => record.db<DeliveryTables>().selectFrom('deliveries').selectAll().orderBy('key').execute(),
    /** Where every delivery stands. */
    async states(): Promise<Readonly<{ [key: string]: string }>> {
      const rows = await this.rows();
      return Object.fromEntries(rows.map(({ key, state, reason }) => [key, reason === null ? state : `${state}: ${reason}`]));
    },
  };
}

export type House = ReturnType<typeof openHouse>;

export const at = (place: Partial<Address>): Address => ({
  platform: 'discord',
  space: 'nest',
  inbox: 'inbox',
  zone: 'Europe/London',
  ...place,
});

/** Owed to a channel, now, with its key as words. */
export function toChannel(
  key: string,
  changes: Partial<NewDelivery> & { readonly channel?: string; readonly space?: string } = {},
): NewDelivery {
  const { channel = 'square', space = 'nest', ...rest } = changes;
  return {
    key,
    kind: 'test:line',
    subject: key,
    cohort: 'cohort',
    to: { kind: 'channel', platform: 'discord', space, channel },
    notBefore: NOON,
    expiresAt: NOON + 24 * HOUR,
    quietHours: 'ignore',
    pin: false,
    edits: null,
    thread: null,
    ...rest,
  };
}

export function toMember(key: string, member: string, changes: Partial<NewDelivery> = {}): NewDelivery {
  return { ...toChannel(key), to: { kind: 'member', member }, quietHours: 'respect', ...changes };
}
