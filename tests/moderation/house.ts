import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Services } from '../../commands/context.ts';
import { moderationSettings } from '../../commands/moderation-settings.ts';
import { queue } from '../../commands/queue.ts';
import { openAgenda } from '../../src/calendar/agenda.ts';
import { openMessages } from '../../src/chat/catalogue.ts';
import type { Platform } from '../../src/chat/invocation.ts';
import type { View } from '../../src/chat/view.ts';
import type { Cohort } from '../../src/cohorts/rules.ts';
import { openCohorts } from '../../src/cohorts/service.ts';
import { openOutbox } from '../../src/delivery/outbox.ts';
import { openLog } from '../../src/log.ts';
import { openAudit } from '../../src/moderation/audit.ts';
import { APPEAL, appealRelease } from '../../src/moderation/mutes.ts';
import type { Decision, Description, QueueItem } from '../../src/moderation/rules.ts';
import { type Moderation, openModeration } from '../../src/moderation/service.ts';
import { openDayKeys } from '../../src/privacy/day-keys.ts';
import { openMix } from '../../src/privacy/mix.ts';
import { openSeals } from '../../src/privacy/seals.ts';
import { openKeyFiles } from '../../src/store/key-files.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openWire } from '../delivery/wire.ts';
import type { TestDatabases } from '../support/databases.ts';
import { fastTime } from '../support/time.ts';
import { textOfView } from '../support/view-text.ts';

/** Monday, ten o'clock in London, in the middle of the hours on duty. */
export const MONDAY_TEN = Date.parse('2027-01-11T10:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const PLACE = { platform: 'discord' as Platform, space: 'nest' };
const CHANNEL = 'moderators';

/** What stands beyond the queue: a safe space that has said a few things, and hears what is decided about them. */
function openSubjects() {
  const subjects = new Map<string, Description>();
  const decided: (readonly [subject: string, decision: Decision | 'undone', text: string | null])[] = [];
  return {
    subjects,
    decided,
    hooks: {
      describe: async (subject: string) => subjects.get(subject) ?? null,
      async decided({ subject }: QueueItem, decision: Decision, text: string | null) {
        decided.push([subject, decision, text]);
      },
      async undone({ subject }: QueueItem) {
        decided.push([subject, 'undone', null]);
      },
    },
  };
}

export const said = (subject: string, changes: Partial<Description> = {}): Description => ({
  speaker: 'Heather carder bee',
  words: `the words of ${subject}`,
  support: null,
  warning: null,
  isOut: false,
  capability: 'safe-space',
  state: 'waiting',
  thread: subject,
  ...changes,
});

/** Moderation of a cohort on real stores, with its moderators' channel on a wire. Opened twice, it is two processes. */
export async function openModerationHouse(
  databases: TestDatabases,
  shared: { readonly clock: { now: number }; readonly space: ReturnType<typeof openSubjects> } = {
    clock: { now: MONDAY_TEN },
    space: openSubjects(),
  },
) {
  const { clock, space } = shared;
  const now = () => clock.now;
  const log = openLog('silent');
  const { keys } = databases;
  const record = await databases.record();
  const forgetting = await databases.forgetting(now);
  const time = fastTime(50);
  const wire = openWire({ elapsed: time.elapsed });
  const channel = new Map<string, View>();
  let ids = 0;
  const newId = () => `id-${process.hrtime.bigint()}-${++ids}`;

  const outbox = openOutbox({
    record,
    log,
    now,
    realNow: time.realNow,
    random: Math.random,
    processId: newId(),
    adapters: new Map([
      [
        PLACE.platform,
        {
          ...wire.adapter,
          async send(outgoing) {
            const sent = await wire.adapter.send(outgoing);
            if (sent.channel === CHANNEL) channel.set(sent.message, outgoing.view);
            return sent;
          },
          async edit(place, message, view) {
            await wire.adapter.edit(place, message, view);
            if (message.channel === CHANNEL) channel.set(message.message, view);
          },
        } satisfies typeof wire.adapter,
      ],
    ]),
    render: (kind, subject, { cohort }) => render(kind, { subject, member: null, cohort }),
    addressOf: async () => null,
    isRunning: async (cohort) => cohorts.isOpen(cohort),
    settled: async () => undefined,
    unreachable: async () => undefined,
    brokenChannel: async () => undefined,
    time,
  });
  onTestFinished(() => outbox.stop().catch(() => undefined));
  const agenda = openAgenda({
    record,
    log,
    now,
    realNow: time.realNow,
    random: Math.random,
    handlers: { 'queue:escalate': (cohort) => moderation.queue.escalate(cohort) },
    time,
  });
  const cohorts = openCohorts({ record, outbox, now, newId, scheduleChanged: async () => undefined });
  const dayKeys = await openDayKeys({
    files: await openKeyFiles(join(databases.dataDir, 'keys')),
    key: keys.seals,
    forgetting,
    now,
  });
  const seals = openSeals({ dayKeys, forgetting, now });
  const audit = openAudit({ record, forgetting, key: keys.audit, now });
  const mix = openMix({
    record,
    forgetting,
    log,
    now,
    random: Math.random,
    releaseOf: (kind) => (kind === APPEAL ? appealRelease(moderation.queue) : undefined),
    released: () => undefined,
  });
  const moderation: Moderation = openModeration({
    record,
    forgetting,
    seals,
    mix,
    outbox,
    agenda,
    audit,
    cohorts,
    key: keys.mutes,
    hooks: space.hooks,
    now,
    newId,
  });
  const services = { cohorts, moderation, now } as unknown as Services;
  const commands = [queue, moderationSettings];
  const render = openMessages(commands, services);

  async function openCohort(): Promise<Cohort> {
    const basics = { name: 'Medicine 2027', zone: 'Europe/London', country: 'GB', weekday: 7, minute: 18 * 60 };
    const { id } = await cohorts.saveBasics(PLACE, basics);
    const channels = { 'check-ins': 'C1', 'safe-space': 'C2', questions: 'C3', moderators: CHANNEL };
    await cohorts.saveChannels(id, PLACE, channels);
    await cohorts.saveHolders(id, PLACE, { moderator: ['moderators'], lead: ['leads'], roster: ['P1', 'P2'] });
    return (await cohorts.open(id, PLACE)).cohort;
  }

  /** Does everything that is due by now, up to what is sent. */
  async function settle(): Promise<void> {
    await mix.settle();
    await agenda.settle(5_000);
    await outbox.settle(60_000);
  }

  return {
    ...moderation,
    shared,
    space,
    cohorts,
    record,
    forgetting,
    seals,
    audit,
    mix,
    services,
    commands,
    ledger: openLedger({ record, forgetting, key: keys.events, now }),
    openCohort,
    settle,
    now,
    /** Moves on and does what fell due on the way. */
    async pass(ms: number): Promise<void> {
      clock.now += ms;
      await settle();
    },
    async at(instant: string): Promise<void> {
      clock.now = Date.parse(instant);
      await settle();
    },
    /** What stands in the moderators' channel, oldest first. */
    channel: () => [...channel.values()].map(textOfView),
    newId,
    /** Every entry of the audit log, oldest first, as "who action subject". */
    async audited(cohort: Cohort): Promise<readonly string[]> {
      const rows = await record
        .db<{ audit_entries: { cohort: string; number: number; actor: string; action: string; subject: string } }>()
        .selectFrom('audit_entries')
        .selectAll()
        .where('cohort', '=', cohort.id)
        .where('number', '>', 0)
        .orderBy('number')
        .execute();
      return rows.map(({ actor, action, subject }) => `${actor} ${action} ${subject}`);
    },
  };
}

export type ModerationHouse = Awaited<ReturnType<typeof openModerationHouse>>;
