import type { Agenda } from '../calendar/agenda.ts';
import { afterQuiet, nudgeAt } from '../calendar/quiet-hours.ts';
import { nextWeekly } from '../calendar/zone.ts';
import type { Platform } from '../chat/invocation.ts';
import type { Cohorts } from '../cohorts/service.ts';
import type { NewDelivery } from '../delivery/delivery.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { isAsked, LATEST_OPENING_MS, OWN_SLOT_WITHIN_MS, PROMPT_USEFUL_MS, RESTS_AT, type Round } from './rules.ts';
import { type Askable, openCheckInStore } from './store.ts';

export interface RoundsOptions {
  readonly record: TheRecord;
  readonly outbox: Pick<Outbox, 'owe' | 'cancel'>;
  readonly agenda: Pick<Agenda, 'plan' | 'cancel' | 'dueAt'>;
  readonly cohorts: Pick<Cohorts, 'find' | 'all' | 'spacesOf' | 'channelFor'>;
  /** Platforms where the same line goes to everybody who agreed, since others can see who got one. */
  isSameForAll(platform: Platform): boolean;
  readonly platforms: readonly Platform[];
  now(): number;
  newId(): string;
}

/** As much of a cohort as its rounds need. */
interface Schedule {
  readonly id: string;
  readonly zone: string;
  readonly weekday: number;
  readonly minute: number;
  readonly state: string;
}

/** How many members one piece of work asks, so that nothing else waits long. */
const BATCH = 500;
const HOUR = 3_600_000;

/** Opening and closing rounds, and asking members. */
export function openRounds(options: RoundsOptions) {
  const { record, outbox, agenda, cohorts, now, newId, isSameForAll } = options;
  const store = openCheckInStore(record);
  const steppingDown = () => options.platforms.filter((platform) => !isSameForAll(platform));

  const openWork = (cohort: string) => `checkin:open:${cohort}`;

  /** Plans the next opening, and moves the closing of the open round with it. */
  async function scheduleChanged(cohort: Schedule): Promise<void> {
    if (cohort.state !== 'open') return agenda.cancel(openWork(cohort.id));
    const next = nextWeekly(cohort, now());
    await agenda.plan({ key: openWork(cohort.id), kind: 'checkin:open-round', subject: cohort.id, dueAt: next });
    const latest = await store.latestRound(cohort.id);
    if (latest && latest.closedAt === null) await store.moveClosing(latest.id, next);
  }

  /** Closes the round before, opens this one unless it is too late for it, and plans the next. */
  async function open(cohortId: string, dueAt: number): Promise<void> {
    const cohort = await cohorts.find(cohortId);
    if (cohort?.state !== 'open') return;
    const previous = await store.latestRound(cohort.id);
    if (previous && previous.closedAt === null) await close(previous);
    const next = nextWeekly(cohort, now());
    await agenda.plan({ key: openWork(cohort.id), kind: 'checkin:open-round', subject: cohort.id, dueAt: next });
    const scheduled = lastScheduled(cohort, dueAt);
    if (now() - scheduled > LATEST_OPENING_MS) return;
    const round: Round = {
      id: newId(),
      cohort: cohort.id,
      number: (previous?.number ?? 0) + 1,
      openedAt: now(),
      closesAt: next,
      closedAt: null,
    };
    await store.insertRound(round);
    await promptChannels(round, cohort.zone);
    await agenda.plan({ key: `checkin:ask:${round.id}`, kind: 'checkin:ask-members', subject: `${round.id}/`, dueAt: now() });
  }

  /** The newest scheduled opening that is not after now: after a long silence the work's own time is weeks old. */
  function lastScheduled(cohort: Schedule, dueAt: number): number {
    let scheduled = dueAt;
    for (let next = nextWeekly(cohort, scheduled); next <= now(); next = nextWeekly(cohort, next)) scheduled = next;
    return scheduled;
  }

  /**
   * A clock that jumped ahead and came back has left the next opening in a far future: it is pulled to where it belongs.
   * Gives how many were. An opening that is due is left to be caught up.
   */
  async function mendPlans(): Promise<number> {
    let mended = 0;
    for (const cohort of await cohorts.all()) {
      if (cohort.state !== 'open') continue;
      const planned = await agenda.dueAt(openWork(cohort.id));
      if (planned !== null && planned <= nextWeekly(cohort, now())) continue;
      await record.transaction(() => scheduleChanged(cohort));
      mended += 1;
    }
    return mended;
  }

  async function promptChannels(round: Round, zone: string): Promise<void> {
    for (const place of await cohorts.spacesOf(round.cohort)) {
      const channel = await cohorts.channelFor(place, 'check-ins');
      if (!channel) continue;
      const prompt: NewDelivery = {
        key: `checkin:channel:${round.id}:${place.platform}:${place.space}`,
        kind: 'checkin:channel-prompt',
        subject: round.id,
        cohort: round.cohort,
        to: { kind: 'channel', ...place, channel },
        notBefore: afterQuiet(now(), zone),
        expiresAt: round.closesAt,
        quietHours: 'ignore',
        pin: false,
        edits: null,
        thread: null,
      };
      await outbox.owe([prompt]);
    }
  }

  /** Asks one batch of members and plans the next. `subject` is the round and the last member asked. */
  async function askMembers(subject: string): Promise<void> {
    const [roundId = '', cursor = ''] = subject.split('/');
    const round = await store.round(roundId);
    const cohort = round && (await cohorts.find(round.cohort));
    if (!round || !cohort || round.closedAt !== null) return;
    const batch = await store.askable(cohort.id, cursor, now(), BATCH);
    const asked = batch.filter((member) => isSameForAll(member.platform) || isAsked(round.number, member));
    await outbox.owe(asked.map((member) => promptFor(member, round)));
    const last = batch.at(-1);
    if (last && batch.length === BATCH) {
      await agenda.plan({
        key: `checkin:ask:${round.id}`,
        kind: 'checkin:ask-members',
        subject: `${round.id}/${last.id}`,
        dueAt: now(),
      });
    }
  }

  function promptFor(member: Askable, round: Round): NewDelivery {
    const notBefore = ownSlot(member, round);
    return {
      key: `checkin:prompt:${round.id}:${member.id}`,
      kind: 'checkin:prompt',
      subject: round.id,
      cohort: round.cohort,
      to: { kind: 'member', member: member.id },
      notBefore,
      expiresAt: Math.min(round.closesAt, notBefore + PROMPT_USEFUL_MS),
      quietHours: 'respect',
      pin: false,
      edits: null,
      thread: null,
    };
  }

  function ownSlot({ ownTime }: Askable, round: Round): number {
    if (!ownTime) return round.openedAt;
    const slot = nextWeekly(ownTime, round.openedAt - 1);
    return slot - round.openedAt <= OWN_SLOT_WITHIN_MS && slot < round.closesAt ? slot : round.openedAt;
  }

  /** A prompt went out: the member has been asked, and is nudged once if nothing comes. */
  async function prompted(delivery: { readonly subject: string; readonly member: string; readonly zone: string }): Promise<void> {
    const round = await store.round(delivery.subject);
    if (!round) return;
    await store.markAsked(delivery.member, round.number);
    const notBefore = nudgeAt(now(), delivery.zone);
    if (notBefore >= round.closesAt) return;
    await outbox.owe([
      {
        key: `checkin:nudge:${round.id}:${delivery.member}`,
        kind: 'checkin:nudge',
        subject: round.id,
        cohort: round.cohort,
        to: { kind: 'member', member: delivery.member },
        notBefore,
        expiresAt: Math.min(round.closesAt, now() + 48 * HOUR),
        quietHours: 'respect',
        pin: false,
        edits: null,
        thread: null,
      },
    ]);
  }

  /** They answered or skipped: nothing more is owed to them about this round, where that tells nobody anything. */
  async function heard(member: { readonly id: string; readonly platform: Platform }, round: Round): Promise<void> {
    if (isSameForAll(member.platform)) return;
    await outbox.cancel({ keys: ['prompt', 'nudge'].map((kind) => `checkin:${kind}:${round.id}:${member.id}`) });
  }

  async function close(round: Round): Promise<void> {
    if (!(await store.closeRound(round.id, now()))) return;
    await store.countMissed(round.cohort, round.number, steppingDown());
    const resting = await store.comingToRest(round.cohort, round.number, RESTS_AT, steppingDown());
    await outbox.owe(resting.map((member) => restingLine(member, round)));
    for (const place of await cohorts.spacesOf(round.cohort)) {
      const channel = await cohorts.channelFor(place, 'check-ins');
      if (channel) await outbox.owe([closedNotice(round, { ...place, channel })]);
    }
  }

  const restingLine = (member: string, round: Round): NewDelivery => ({
    key: `checkin:resting:${round.id}:${member}`,
    kind: 'checkin:resting',
    subject: round.id,
    cohort: round.cohort,
    to: { kind: 'member', member },
    notBefore: now(),
    expiresAt: now() + PROMPT_USEFUL_MS,
    quietHours: 'respect',
    pin: false,
    edits: null,
    thread: null,
  });

  const closedNotice = (
    round: Round,
    at: { readonly platform: Platform; readonly space: string; readonly channel: string },
  ): NewDelivery => ({
    key: `checkin:closed:${round.id}:${at.platform}:${at.space}`,
    kind: 'checkin:channel-closed',
    subject: round.id,
    cohort: round.cohort,
    to: { kind: 'channel', ...at },
    notBefore: now(),
    expiresAt: now() + 7 * 24 * HOUR,
    quietHours: 'ignore',
    pin: false,
    edits: `checkin:channel:${round.id}:${at.platform}:${at.space}`,
    thread: null,
  });

  return { scheduleChanged, mendPlans, open, askMembers, prompted, heard, find: store.round, latest: store.latestRound };
}

export type Rounds = ReturnType<typeof openRounds>;
