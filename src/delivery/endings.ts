import { pass, type RealTime } from '../calendar/real-time.ts';
import type { Log } from '../log.ts';
import type { Record } from '../store/record.ts';
import type { Outcome, Reason, SentMessage } from './delivery.ts';
import type { Hooks } from './hooks.ts';
import type { Claimed } from './rows.ts';
import type { DeliveryStore } from './store.ts';

/** How deliveries ended since this process began. */
export interface Endings {
  readonly sent: number;
  readonly maybeSent: number;
  readonly dropped: number;
  /** Of the dropped ones. */
  readonly late: number;
  readonly undeliverable: number;
}

export interface End {
  readonly outcome: Outcome;
  readonly reason: Reason | null;
  readonly sent: SentMessage | null;
}

interface EndingsOptions extends Pick<Hooks, 'settled' | 'unreachable' | 'brokenChannel'> {
  readonly record: Record;
  readonly store: DeliveryStore;
  readonly time: RealTime;
  readonly now: () => number;
  readonly log: Log;
}

/** After so many tries the outcome alone is recorded: a broken hook must not make a message go out twice. */
const TRIES_WITH_HOOKS = 4;
const TRIES = 8;
const PAUSE_MS = 100;

/** Records outcomes, each in one transaction with what follows from it. */
export function openEndings(options: EndingsOptions) {
  const { record, store, time, now, log } = options;
  const counts = { sent: 0, maybeSent: 0, dropped: 0, late: 0, undeliverable: 0 };
  const broken = new Set<string>();

  async function settle(row: Claimed, end: End): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (await attemptToSettle(row, end, attempt <= TRIES_WITH_HOOKS)) remember(row, end);
        return;
      } catch (error) {
        if (attempt === TRIES) throw error;
        log.error({ err: error, kind: row.kind, outcome: end.outcome, attempt }, 'could not record how a delivery ended');
        await pass(time, PAUSE_MS * 2 ** attempt);
      }
    }
  }

  function attemptToSettle(row: Claimed, end: End, withHooks: boolean): Promise<boolean> {
    return record.transaction(async () => {
      if (!(await store.settle(row, { ...end, at: now() }))) return false;
      if (withHooks) await tell(row, end);
      return true;
    });
  }

  async function tell(row: Claimed, { outcome, reason, sent }: End): Promise<void> {
    const { lane: _, attempts: __, sendingAt: ___, ...delivery } = { ...row, sent };
    await options.settled(delivery, outcome, reason);
    const { to } = row;
    if (to.kind === 'member') {
      if (reason === 'unreachable-person' || reason === 'gone') await options.unreachable(to.member, delivery, reason);
      return;
    }
    if (!isChannelBroken(row, reason) || broken.has(row.lane)) return;
    const { platform, space, channel } = to;
    await options.brokenChannel({ cohort: row.cohort, platform, space, channel, failure: reason });
  }

  function remember(row: Claimed, { outcome, reason }: End): void {
    const { to, lane } = row;
    if (outcome === 'maybe-sent') counts.maybeSent += 1;
    else counts[outcome] += 1;
    if (reason === 'late') counts.late += 1;
    if (to.kind !== 'channel') return;
    if (outcome === 'sent') broken.delete(lane);
    if (isChannelBroken(row, reason)) broken.add(lane);
  }

  return {
    settle,
    counts: (): Endings => ({ ...counts }),
    total: () => counts.sent + counts.maybeSent + counts.dropped + counts.undeliverable,
  };
}

/** A message may be gone without its channel, and a thread be closed by those who look after it. */
function isChannelBroken({ edits, thread }: Claimed, reason: Reason | null): reason is 'forbidden' | 'gone' {
  if (thread?.kind === 'in') return false;
  return reason === 'forbidden' || (reason === 'gone' && edits === null);
}
