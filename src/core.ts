import { commands, type Services } from '../commands/index.ts';
import { openAgenda } from './calendar/agenda.ts';
import { openChance } from './calendar/chance.ts';
import type { Clock } from './calendar/clock.ts';
import type { Adapter } from './chat/adapter.ts';
import { openMessages } from './chat/catalogue.ts';
import type { Platform } from './chat/invocation.ts';
import { loadMeasures, weeklyMeasure } from './check-ins/measures.ts';
import { openRounds, type Rounds } from './check-ins/rounds.ts';
import { openCheckIns } from './check-ins/service.ts';
import { openLinking } from './cohorts/linking.ts';
import { openRoster, ROSTER_NOTICE } from './cohorts/roster.ts';
import { openCohorts } from './cohorts/service.ts';
import { openOutbox } from './delivery/outbox.ts';
import type { Log } from './log.ts';
import { mayBeContacted } from './members/rules.ts';
import { openMembers } from './members/service.ts';
import { openAudit } from './moderation/audit.ts';
import { HEAD, openPublication, YEARLY } from './moderation/audit-publication.ts';
import { APPEAL, appealRelease } from './moderation/mutes.ts';
import { ESCALATE } from './moderation/queue.ts';
import { LAPSE, openReveals } from './moderation/reveal.ts';
import { type Moderation, openModeration } from './moderation/service.ts';
import { openNearPeers } from './near-peers.ts';
import { openMetrics } from './operations/metrics.ts';
import { openAliases } from './privacy/aliases.ts';
import { eraseCohort } from './privacy/erasure.ts';
import { openMix } from './privacy/mix.ts';
import { RETENTION } from './privacy/retention.ts';
import { openSeals } from './privacy/seals.ts';
import { openUpkeep } from './privacy/upkeep.ts';
import { NEXT } from './questions/progress.ts';
import { DAILY_LINE, openDailyLine } from './safe-space/daily-line.ts';
import { openSafeSpace, type SafeSpace } from './safe-space/service.ts';
import { loadHelplines } from './safety/helplines.ts';
import { openSignposts } from './safety/signposting.ts';
import { openWhenNeeded } from './safety/when-needed.ts';
import { openLedger } from './store/ledger.ts';
import type { Stores } from './store/stores.ts';

export interface CoreOptions {
  readonly stores: Stores<Clock>;
  /** Filled by whoever opens them; read when something is sent. */
  readonly adapters: ReadonlyMap<Platform, Adapter>;
  /** Makes the order of things repeatable; null leaves it to `chance`. */
  readonly seed: string | null;
  readonly log: Log;
  /** The machine's clock, also where the calendar is stopped. */
  realNow(): number;
  /** From 0 up to, but not including, 1. */
  chance(): number;
  newId(): string;
}

export type Core = ReturnType<typeof openCore>;

/** The capabilities put together, and the loops that work for them. */
export function openCore({ stores, adapters, seed, log, realNow, chance, newId }: CoreOptions) {
  const { record, forgetting, dayKeys, keys, clock } = stores;
  const now = () => clock.now();
  const random = openChance(seed, chance);
  // What others draw, such as back-offs, must not change who leaves the mix when.
  const shuffling = openChance(seed === null ? null : `${seed} mix`, chance);
  const platforms: readonly Platform[] = ['discord', 'slack', 'sandbox'];
  const isSameForAll = (platform: Platform) => adapters.get(platform)?.pace.inboxIsExportable ?? false;

  const helplines = loadHelplines();
  for (const entry of helplines.stale(now()))
    log.warn(`A helpline was last checked more than a year ago (${entry}). Check it and write the day into content/helplines.`);
  const signposts = openSignposts(helplines);
  const { screen, guard } = openWhenNeeded(helplines);
  const measure = weeklyMeasure(loadMeasures());
  const outbox = openOutbox({
    record,
    log,
    now,
    realNow,
    random,
    processId: newId(),
    adapters,
    render: async (kind, subject, { to, cohort }) =>
      render(kind, { subject, member: to.kind === 'member' ? to.member : null, cohort }),
    addressOf,
    isRunning: (cohort) => cohorts.isOpen(cohort),
    async settled({ kind, subject, to, edits }, outcome, reason) {
      const isOut = outcome === 'sent' || outcome === 'maybe-sent';
      if (to.kind === 'channel' && outcome === 'sent') await cohorts.channelWorks(to, to.channel);
      if (kind === ROSTER_NOTICE && to.kind === 'channel') await roster.announced(subject, to, isOut);
      if (kind === 'post:shown' && to.kind === 'channel')
        await safeSpace.moderating.settled({ subject, to, isEdit: edits !== null }, outcome, reason);
      if (kind !== 'checkin:prompt' || to.kind !== 'member' || !isOut) return;
      const address = await addressOf(to.member);
      if (address) await rounds.prompted({ subject, member: to.member, zone: address.zone });
    },
    unreachable: async (member, _, reason) => {
      await members.inboxClosed(member, true);
      if (reason === 'gone') await members.gone(member);
    },
    brokenChannel: ({ channel, failure, ...place }) => cohorts.channelBroken(place, channel, failure),
  });
  const agenda = openAgenda({
    record,
    log,
    now,
    realNow,
    random,
    handlers: {
      'checkin:open-round': (cohort, dueAt) => rounds.open(cohort, dueAt),
      'checkin:ask-members': (subject) => rounds.askMembers(subject),
      'cohort:roster-change': (cohort) => roster.apply(cohort),
      [ESCALATE]: (cohort) => moderation.queue.escalate(cohort),
      [LAPSE]: (reveal) => reveals.lapse(reveal),
      [HEAD]: (cohort, dueAt) => publication.head(cohort, dueAt),
      [YEARLY]: (cohort, dueAt) => publication.yearly(cohort, dueAt),
      [NEXT]: async (question, dueAt) => peers.questions.handlers[NEXT]?.(question, dueAt),
      [DAILY_LINE]: (cohort, dueAt) => dailyLine.send(cohort, dueAt),
    },
  });
  const cohorts = openCohorts({
    record,
    outbox,
    now,
    newId,
    async scheduleChanged(cohort) {
      await rounds.scheduleChanged(cohort);
      await dailyLine.scheduleChanged(cohort);
      await publication.plan(cohort);
    },
  });
  const roster = openRoster({ record, outbox, agenda, now });
  const rounds: Rounds = openRounds({ record, outbox, agenda, cohorts, isSameForAll, platforms, now, newId });
  const checkIns = openCheckIns({ record, forgetting, rounds, cohorts, measure, now });
  const members = openMembers({
    record,
    forgetting,
    outbox,
    now,
    newId,
    async eraseAlso(member) {
      await checkIns.eraseOf(member);
      await peers.eraseOf(member);
      await safeSpace.eraseOf(member);
    },
    dailyLineWanted: (cohort) => dailyLine.wanted(cohort),
    dormantSince: async (at) => peers.mentors.unlessActive(await checkIns.dormantSince(at), at),
  });

  const linking = openLinking({
    record,
    forgetting,
    outbox,
    note: (cohort, entry) => audit.append(cohort, entry),
    membersGone: ({ platform, space }, at) => members.spaceGone(platform, space, at),
    membersBack: ({ platform, space }, goneAt) => members.spacePresent(platform, space, goneAt),
    eraseDraft: (cohort) => eraseCohort(record, cohort),
    now,
  });

  const seals = openSeals({ dayKeys, forgetting, now });
  // What is said without a name counts once it waits in the mix, which waits for the disk.
  const signing = { forgetting: forgetting.ahead, seals: openSeals({ dayKeys, forgetting: forgetting.ahead, now }) };
  const aliases = openAliases({ ...signing, random: shuffling });
  const mix = openMix({
    record,
    forgetting,
    log,
    now,
    random: shuffling,
    releaseOf: (kind) => (kind === APPEAL ? appealRelease(moderation.queue) : (safeSpace.releases[kind] ?? peers.releases[kind])),
    released: () => outbox.wake(),
  });
  const audit = openAudit({ record, forgetting, key: keys.audit, earlierKeys: stores.earlierAuditKeys, now });
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
    hooks: {
      describe: async (subject) => (await moderatingOf(subject)).describe(subject),
      decided: async (item, decision, text) => (await moderatingOf(item.subject)).decided(item, decision, text),
      undone: async (item) => (await moderatingOf(item.subject)).undone(item),
    },
    now,
    newId,
  });
  const safeSpace: SafeSpace = openSafeSpace({
    record,
    ...signing,
    aliases,
    mix,
    outbox,
    moderation,
    screen,
    guard,
    countMembers: (cohort) => members.count(cohort),
    channelFor: (place) => cohorts.channelFor(place, 'safe-space'),
    channelsOf: (cohort) => cohorts.channelsOf(cohort, 'safe-space'),
    accountsOf: (person) => members.accounts.at(person),
    random: shuffling,
    now,
    newId,
  });
  const reveals = openReveals({
    record,
    seals,
    audit,
    cohorts,
    outbox,
    agenda,
    matter: async (subject) => (await moderatingOf(subject)).matter(subject),
    hasReported: async (...it) => (await safeSpace.around.hasReported(...it)) || peers.questions.moderating.hasReported(...it),
    accountsOf: (person) => members.accounts.at(person),
    now,
    newId,
  });
  const publication = openPublication({ record, agenda, outbox, cohorts, audit, now });
  const peers = openNearPeers({
    record,
    ...signing,
    aliases,
    mix,
    outbox,
    agenda,
    cohorts,
    members,
    moderation,
    audit,
    screen,
    guard,
    key: keys.mutes,
    log,
    random: shuffling,
    isSameForAll,
    now,
    newId,
  });
  const moderatingOf = async (subject: string) =>
    (await peers.questions.moderating.owns(subject)) ? peers.questions.moderating : safeSpace.moderating;
  const dailyLine = openDailyLine({ outbox, agenda, cohorts, members, now });

  async function addressOf(id: string) {
    const member = await members.find(id);
    if (!member || member.inbox === null || !mayBeContacted(member, now())) return null;
    const zone = member.ownTime?.zone ?? (await cohorts.find(member.cohort))?.zone ?? 'UTC';
    return { platform: member.platform, space: member.space, inbox: member.inbox, zone };
  }

  const services: Services = {
    cohorts,
    linking,
    roster,
    members,
    checkIns,
    signposts,
    safeSpace,
    moderation,
    audit,
    reveals,
    ...peers,
    isSameForAll,
    deliveryTroubles: (cohort) => outbox.troubles(cohort, now() - RETENTION.deliveriesMs),
    now,
  };
  const render = openMessages(commands, services);
  const ledger = openLedger({ record, forgetting, key: stores.keys.events, now });
  const upkeep = openUpkeep({
    record,
    forgetting,
    sweeps: [
      dayKeys.sweep,
      rounds.mendPlans,
      publication.mendPlans,
      members.sweep,
      checkIns.sweep,
      () => outbox.sweep(now() - RETENTION.deliveriesMs, now() - RETENTION.postsMs),
      () => safeSpace.sweep(),
      () => peers.questions.mend(),
      () => peers.questions.sweep(),
      () => peers.library.sweep(),
      () => reveals.sweep(),
      () => audit.sweep(),
      () => moderation.queue.sweep(now() - RETENTION.queueMs),
      () => ledger.sweep(now() - RETENTION.handledEventsMs),
    ],
    log,
  });
  const metrics = openMetrics({
    deliveries: async () => outbox.counts().then(({ oldestDueMs: _, ...counts }) => counts),
    lateness: async () => (await outbox.counts()).oldestDueMs,
    isReady: (platform) => adapters.get(platform as Platform)?.isReady() ?? false,
    platforms: () => [...adapters.keys()],
  });
  return { services, outbox, agenda, mix, ledger, upkeep, metrics, sources: [agenda, mix, outbox, upkeep] };
}
