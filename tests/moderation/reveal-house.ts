import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { audit as auditCommand } from '../../commands/audit.ts';
import type { Knows, Services } from '../../commands/context.ts';
import { sentences } from '../../commands/index.ts';
import { reveal as revealCommand } from '../../commands/reveal.ts';
import { openAgenda } from '../../src/calendar/agenda.ts';
import type { Who } from '../../src/chat/command.ts';
import { openDispatcher } from '../../src/chat/dispatcher.ts';
import { openDrafts } from '../../src/chat/drafts.ts';
import type { Act, Platform } from '../../src/chat/invocation.ts';
import type { Reply } from '../../src/chat/view.ts';
import type { Cohort } from '../../src/cohorts/rules.ts';
import { openCohorts } from '../../src/cohorts/service.ts';
import { openOutbox } from '../../src/delivery/outbox.ts';
import { openLog } from '../../src/log.ts';
import { openAudit } from '../../src/moderation/audit.ts';
import { openPublication } from '../../src/moderation/audit-publication.ts';
import { type Matter, openReveals, type Revealer, type RevealRequest } from '../../src/moderation/reveal.ts';
import { openDayKeys } from '../../src/privacy/day-keys.ts';
import { type Author, openSeals } from '../../src/privacy/seals.ts';
import { openKeyFiles } from '../../src/store/key-files.ts';
import { openLedger } from '../../src/store/ledger.ts';
import type { TestDatabases } from '../support/databases.ts';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const HOME = { platform: 'discord' as Platform, space: 'nest' };
export const LINKED = { platform: 'slack' as Platform, space: 'T1' };

/** Lee leads; Mo, Kim and Ash are on the roster too; Stan moderates and is not. */
export const LEE: Revealer = { place: HOME, person: 'Lee', roles: ['R-mod', 'R-lead'] };
export const LOU: Revealer = { place: HOME, person: 'Lou', roles: ['R-mod', 'R-lead'] };
export const MO: Revealer = { place: HOME, person: 'Mo', roles: ['R-mod'] };
export const KIM: Revealer = { place: HOME, person: 'Kim', roles: ['R-mod', 'R-other'] };
export const STAN: Revealer = { place: HOME, person: 'Stan', roles: ['R-mod', 'R-lead'] };
const ROSTER = ['Lee', 'Lou', 'Mo', 'Kim'];

export const GRAVE: RevealRequest = { grounds: 'risk-to-life', reason: 'They said goodbye.', deferred: null };

/** What two processes on the same stores share: the time, and what the safe space would say of a subject. */
export const openWorld = () => ({
  now: Date.parse('2027-01-11T10:00:00Z'),
  matters: new Map<string, Matter>(),
  reports: new Set<string>(),
});
export type World = ReturnType<typeof openWorld>;

/** Reveals and the audit log on real stores. Opened again, it is another process or the same after a restart. */
export async function openRevealHouse(databases: TestDatabases, world: World = openWorld()) {
  const { keys } = databases;
  const now = () => world.now;
  const log = openLog('silent');
  const record = await databases.record();
  const forgetting = await databases.forgetting(now);
  const newId = () => `id${process.hrtime.bigint()}`;
  const loops = { record, log, now, realNow: Date.now, random: Math.random };
  const outbox = openOutbox({
    ...loops,
    processId: newId(),
    adapters: new Map(),
    render: async () => null,
    addressOf: async () => null,
    isRunning: async () => true,
    settled: async () => undefined,
    unreachable: async () => undefined,
    brokenChannel: async () => undefined,
  });
  const agenda = openAgenda({
    ...loops,
    handlers: {
      'reveal:lapse': (id) => reveals.lapse(id),
      'audit:head': (cohort, dueAt) => publication.head(cohort, dueAt),
      'reveal:yearly': (cohort, dueAt) => publication.yearly(cohort, dueAt),
    },
  });
  const cohorts = openCohorts({ record, outbox, now, newId, scheduleChanged: (cohort) => publication.plan(cohort) });
  const files = await openKeyFiles(join(databases.dataDir, 'keys'));
  const dayKeys = await openDayKeys({ files, key: keys.seals, forgetting, now });
  const seals = openSeals({ dayKeys, forgetting, now });
  const audit = openAudit({ record, forgetting, key: keys.audit, now });
  const publication = openPublication({ record, agenda, outbox, cohorts, audit, now });
  const reveals = openReveals({
    record,
    seals,
    audit,
    cohorts,
    outbox,
    agenda,
    now,
    newId,
    matter: async (subject) => world.matters.get(subject) ?? null,
    hasReported: async (subject, { person }) => world.reports.has(`${subject} ${person}`),
    accountsOf: async (person) => [person],
  });
  const services = { cohorts, audit, reveals, now } as unknown as Services;
  const ledger = openLedger({ record, forgetting, key: keys.events, now });
  onTestFinished(() => agenda.stop());

  const handle = openDispatcher<Services, Knows>({
    capabilities: [revealCommand, auditCommand],
    services,
    sentences,
    drafts: openDrafts(forgetting, DAY),
    async accessOf({ platform, space, person }): Promise<Knows> {
      const place = space === null ? null : { platform, space };
      const { cohort, isHome, isModerator, isLead } = place
        ? await cohorts.standing(place, person.roles)
        : { cohort: null, isHome: false, isModerator: false, isLead: false };
      return {
        standing: new Set<Who>(isModerator ? ['everyone', 'moderators'] : ['everyone']),
        place,
        cohort,
        isHome,
        member: null,
        isLead,
      };
    },
    once: (event, work) => ledger.once(event, work),
    recall: (event) => ledger.recall(event),
    ask: async () => ({ kind: 'unanswered' }),
    addenda: async () => [],
    changed: () => undefined,
    storeFailure: () => null,
    newId,
    log,
  });

  return {
    world,
    databases,
    record,
    forgetting,
    dayKeys,
    cohorts,
    agenda,
    seals,
    audit,
    publication,
    reveals,
    services,
    ledger,
    newId,
    pass(ms: number) {
      world.now += ms;
    },

    /** A cohort of its own in a space of its own name, with everybody on its roster. */
    async openCohort(place = HOME, roster: readonly string[] = ROSTER): Promise<Cohort> {
      const basics = { name: 'Medicine 2027', zone: 'Europe/London', country: 'GB', weekday: 7, minute: 18 * 60 };
      const { id } = await cohorts.saveBasics(place, basics);
      const channels = { 'check-ins': 'C1', 'safe-space': 'C2', questions: 'C3', moderators: 'C4' };
      await cohorts.saveChannels(id, place, channels);
      await cohorts.saveHolders(id, place, { moderator: ['R-mod'], lead: ['R-lead'], roster });
      return (await cohorts.open(id, place)).cohort;
    },

    /** A second space of the cohort, with channels and holders of its own. */
    async link(cohort: Cohort, place: { readonly platform: Platform; readonly space: string }): Promise<void> {
      const db = record.db<{ spaces: { platform: Platform; space: string; cohort: string; gone_at: null } }>();
      await db
        .insertInto('spaces')
        .values({ ...place, cohort: cohort.id, gone_at: null })
        .execute();
      await cohorts.saveHolders(cohort.id, place, { moderator: ['R-mod'], lead: ['R-lead'], roster: ROSTER });
    },

    /** Somebody writes something without a name. `days` 0: no seal is made. */
    async write(cohort: Cohort, subject: string, person = 'Sam', days = 30): Promise<Author> {
      const author: Author = { member: `member-${person}`, ...HOME, person };
      const about = { cohort: cohort.id, subject, purpose: 'post' as const };
      if (days > 0) await seals.seal(about, author, seals.expiryOf(days));
      world.matters.set(subject, { about, parties: [] });
      return author;
    },

    /** Each entry of the log, oldest first, without those that stand there already. */
    async audited(cohort: Cohort): Promise<readonly string[]> {
      const entries = await audit.page(cohort.id, null, 1_000);
      return entries.toReversed().map(({ actor, action, details }) => {
        const cause = details.cause === undefined ? '' : ` ${details.cause}`;
        return `${actor} ${action.replace('reveal:', '')}${cause}`;
      });
    },

    /** Everything in the record, as text. */
    async rows(): Promise<string> {
      const db = record.db<{ [table: string]: object }>();
      const names = (await db.introspection.getTables()).map(({ name }) => name).sort();
      return JSON.stringify(
        await Promise.all(names.map(async (name) => [name, await db.selectFrom(name).selectAll().execute()])),
      );
    },

    /** Does something through the dispatcher; gives the last reply. */
    async does(who: Revealer, act: Act, eventId = newId()): Promise<Reply> {
      const { platform, space } = who.place ?? { platform: HOME.platform, space: null };
      const person = { id: who.person, names: [], roles: who.roles, isSpaceAdmin: false };
      const replies: Reply[] = [];
      for await (const reply of handle({ platform, eventId, space, person, locale: null, act })) replies.push(reply);
      const last = replies.at(-1);
      if (!last) throw new Error('no reply');
      return last;
    },
  };
}

export type RevealHouse = Awaited<ReturnType<typeof openRevealHouse>>;

export const press = (callback: string): Act => ({ kind: 'press', callback, values: [] });

export const submitAsk = (subject: string, fields: Readonly<Record<string, readonly string[]>> = {}): Act => ({
  kind: 'submit',
  callback: `reveal:ask:${subject}`,
  fields: { grounds: ['risk-to-life'], reason: ['They said goodbye.'], ...fields },
});
