import { readZone, suggestZones } from '../calendar/zone.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { UserError } from '../errors.ts';
import type { Record as TheRecord } from '../store/record.ts';
import {
  type Cohort,
  type ExamSeason,
  missingStep,
  PARTS,
  type Part,
  PURPOSES,
  type Purpose,
  ROSTER_WAIT_MS,
  standingOf,
} from './rules.ts';
import { openCohortStore, type Place } from './store.ts';

export interface CohortBasics {
  readonly name: string;
  readonly zone: string;
  readonly country: string;
  readonly weekday: number;
  readonly minute: number;
}

export interface CohortsOptions {
  readonly record: TheRecord;
  readonly outbox: Pick<Outbox, 'owe' | 'cancel'>;
  now(): number;
  newId(): string;
  /** Called in the same transaction when the time of the check-in may have changed, or the cohort was opened or stopped. */
  scheduleChanged(cohort: Cohort): Promise<void>;
}

/** Who somebody is to the cohort of a space. */
export interface Standing {
  readonly cohort: Cohort | null;
  /** The cohort was set up in this very space. */
  readonly isHome: boolean;
  /** Its set-up is over and somebody moderates here; until then those who manage the space do. */
  readonly isArranged: boolean;
  readonly isModerator: boolean;
  readonly isLead: boolean;
}

const DAY = 24 * 3_600_000;

export type Cohorts = ReturnType<typeof openCohorts>;

/** Setting up and running cohorts. */
export function openCohorts({ record, outbox, now, newId, scheduleChanged }: CohortsOptions) {
  const store = openCohortStore(record);

  async function need(id: string): Promise<Cohort> {
    const cohort = await store.find(id);
    if (!cohort) throw new UserError('no-cohort');
    return cohort;
  }

  async function changed(id: string): Promise<Cohort> {
    const cohort = await need(id);
    if (cohort.state !== 'draft') await scheduleChanged(cohort);
    return cohort;
  }

  const channelFor = async (place: Place, purpose: Purpose): Promise<string | null> =>
    (await store.arrangement(place)).channels.find((entry) => entry.purpose === purpose)?.channel ?? null;

  /** The pinned message through which people join; posted once to each check-in channel that a cohort has had. */
  async function oweWelcome(cohort: Cohort, place: Place): Promise<void> {
    const channel = await channelFor(place, 'check-ins');
    if (!channel) return;
    await outbox.owe([
      {
        key: `welcome:${cohort.id}:${place.platform}:${channel}`,
        kind: 'cohort:welcome',
        subject: cohort.id,
        cohort: cohort.id,
        to: { kind: 'channel', ...place, channel },
        notBefore: now(),
        expiresAt: now() + 30 * DAY,
        quietHours: 'ignore',
        pin: true,
        edits: null,
        thread: null,
      },
    ]);
  }

  return {
    find: store.find,
    findAt: store.findAt,
    all: store.all,
    spacesOf: store.spacesOf,
    channelsOf: store.channelsOf,
    arrangement: store.arrangement,
    examSeasons: store.examSeasons,
    channelFor,
    homeOf: store.homeOf,

    /**
     * Whether these roles have made their holder a lead for so long that it counts in a reveal. A role that is mapped anew
     * waits as long as a change of the roster does.
     */
    async isSettledLead(place: Place, roles: readonly string[]): Promise<boolean> {
      const leads = await store.leadsSince(place, now() - ROSTER_WAIT_MS);
      return roles.some((role) => leads.includes(role));
    },

    /** Who this person is to the cohort of a space, by the roles they hold there. */
    async standing(place: Place, roles: readonly string[]): Promise<Standing> {
      const living = await store.livingAt(place);
      if (!living) return { cohort: null, isHome: false, isArranged: false, isModerator: false, isLead: false };
      const holders = await store.holders(place);
      const isArranged = living.cohort.state !== 'draft' && holders.moderator.length + holders.lead.length > 0;
      return { ...living, isArranged, ...standingOf(roles, holders) };
    },

    /**
     * The first step of the set-up, or a later change of the same settings.
     * @throws UserError `unknown-zone` about the field `zone`, with the nearest names.
     */
    async saveBasics(place: Place, typed: CohortBasics): Promise<Cohort> {
      const zone = readZone(typed.zone);
      if (zone === null) throw new UserError('unknown-zone', { nearest: suggestZones(typed.zone, 3).join(', ') }, 'zone');
      const basics = { ...typed, zone };
      return record.transaction(async () => {
        const known = await store.findAt(place);
        if (known) {
          await store.update(known.id, basics);
          return changed(known.id);
        }
        const cohort: Cohort = { id: newId(), ...basics, state: 'draft', ownHelp: null };
        await store.insert(cohort, place, now());
        return cohort;
      });
    },

    /** Channels by purpose; one that is chosen again is taken as mended. */
    async saveChannels(id: string, place: Place, channels: Readonly<Record<Purpose, string>>): Promise<void> {
      await record.transaction(async () => {
        const cohort = await need(id);
        for (const purpose of PURPOSES) await store.setChannel(id, place, { purpose, channel: channels[purpose], broken: null });
        if (cohort.state === 'open') await oweWelcome(cohort, place);
      });
    },

    async saveHolders(id: string, place: Place, holders: Partial<Readonly<Record<Part, readonly string[]>>>): Promise<void> {
      await record.transaction(async () => {
        // Named at set-up they count at once.
        const since = (await need(id)).state === 'draft' ? 0 : now();
        for (const part of PARTS) {
          const given = holders[part];
          if (given) await store.setHolders(id, place, part, given, since);
        }
      });
    },

    async saveOwnHelp(id: string, help: Cohort['ownHelp']): Promise<void> {
      await store.setOwnHelp(id, help);
    },

    /** @throws UserError `season-backwards` about the field `ends`. */
    async addExamSeason(id: string, season: ExamSeason): Promise<void> {
      if (season.endsOn < season.startsOn) throw new UserError('season-backwards', {}, 'ends');
      await store.addExamSeason(id, season);
    },
    removeExamSeason: store.removeExamSeason,

    /** Ends the set-up, or resumes after a pause, wherever somebody says so. */
    async open(id: string, place: Place): Promise<{ cohort: Cohort; missing: ReturnType<typeof missingStep> }> {
      return record.transaction(async () => {
        const missing = missingStep(await store.arrangement((await store.homeOf(id)) ?? place));
        if (missing) return { cohort: await need(id), missing };
        await store.update(id, { state: 'open' });
        const cohort = await changed(id);
        for (const where of await store.spacesOf(id)) await oweWelcome(cohort, where);
        return { cohort, missing: null };
      });
    },

    /** Stops everything that Bombus sends to this cohort, at once. */
    async pause(id: string): Promise<Cohort> {
      return record.transaction(async () => {
        if ((await need(id)).state === 'open') await store.update(id, { state: 'paused' });
        return changed(id);
      });
    },

    async isOpen(id: string): Promise<boolean> {
      return (await store.find(id))?.state === 'open';
    },

    /** A channel refused us: remembered, and the moderators are told once, without content. */
    async channelBroken(place: Place, channel: string, failure: string): Promise<void> {
      await record.transaction(async () => {
        const cohort = await store.findAt(place);
        if (!cohort || (await store.markBroken(place, channel, failure)) === 0) return;
        const moderators = await channelFor(place, 'moderators');
        if (!moderators || moderators === channel) return;
        await outbox.owe([
          {
            key: `broken:${place.platform}:${channel}:${now()}`,
            kind: 'cohort:broken-channel',
            subject: channel,
            cohort: cohort.id,
            to: { kind: 'channel', ...place, channel: moderators },
            notBefore: now(),
            expiresAt: now() + 7 * DAY,
            quietHours: 'ignore',
            pin: false,
            edits: null,
            thread: null,
          },
        ]);
      });
    },

    async channelWorks(place: Place, channel: string): Promise<void> {
      await store.markBroken(place, channel, null);
    },

    /** The bot was removed: nothing more is sent there. Gives the time, or null when it was known. */
    async spaceGone(place: Place): Promise<number | null> {
      return record.transaction(async () => {
        const cohort = await store.findAt(place);
        if (!cohort || (await store.goneAt(place)) !== null) return null;
        await store.markSpace(place, now());
        await outbox.cancel({ cohort: cohort.id, ...place });
        return now();
      });
    },

    /** The bot is there. Gives the time at which it had gone, or null when it had not. */
    async spacePresent(place: Place): Promise<number | null> {
      return record.transaction(async () => {
        const goneAt = await store.goneAt(place);
        if (goneAt !== null) await store.markSpace(place, null);
        return goneAt;
      });
    },
  };
}

export type { Place };
