import { academicYearOf, readZone, suggestZones } from '../calendar/zone.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { UserError } from '../errors.ts';
import { CONSENT_VERSION, RETENTION } from '../privacy/retention.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { type AccountsOptions, openAccounts } from './accounts.ts';
import type { Member, OwnTime, Profile, Tag } from './rules.ts';
import { openMemberStore, type PersonAt } from './store.ts';

export interface MembersOptions {
  readonly record: TheRecord;
  readonly forgetting: AccountsOptions['forgetting'];
  readonly outbox: Pick<Outbox, 'cancel' | 'forget'>;
  now(): number;
  newId(): string;
  /** What other capabilities hold of a member, erased in the same transaction. */
  eraseAlso(member: Member): Promise<void>;
  /** Somebody of this cohort chose the daily line; in the same transaction. */
  dailyLineWanted(cohort: string): Promise<void>;
  /** Members who joined before then and have no check-in left. */
  dormantSince(at: number): Promise<readonly string[]>;
}

export type Members = ReturnType<typeof openMembers>;

/** Joining, preferences, leaving. */
export function openMembers({
  record,
  forgetting,
  outbox,
  now,
  newId,
  eraseAlso,
  dailyLineWanted,
  dormantSince,
}: MembersOptions) {
  const store = openMemberStore(record);
  const accounts = openAccounts({ record, store, forgetting, now, newId });

  async function stopContacting(member: Member): Promise<void> {
    await outbox.cancel({ member: member.id });
  }

  async function gone(id: string): Promise<void> {
    await record.transaction(async () => {
      const member = await store.find(id);
      if (!member || member.goneAt !== null) return;
      await store.update(member.id, { goneAt: now() });
      await stopContacting(member);
    });
  }

  async function erase(member: Member): Promise<void> {
    await eraseAlso(member);
    await outbox.forget(member.id);
    await store.erase(member.id);
    await accounts.parted(member);
  }

  return {
    find: store.find,
    findAt: store.findAt,
    ofPerson: store.ofPerson,
    tags: store.tags,
    count: store.count,
    wantingDailyLine: store.wantingDailyLine,
    accounts,

    /**
     * Consent given: the row is made. Joining again changes nothing and gives the member that is there. What is left of a
     * membership in another cohort, to which the space was linked before, goes.
     */
    async join(at: PersonAt, cohort: { readonly id: string; readonly zone: string }, profile: Profile): Promise<Member> {
      return record.transaction(async () => {
        const known = await store.findAt(at);
        if (known?.cohort === cohort.id) return known;
        if (known) await erase(known);
        const member: Member = {
          id: newId(),
          cohort: cohort.id,
          ...at,
          year: profile.year,
          yearAsked: academicYearOf(now(), cohort.zone),
          joinedAt: now(),
          consentVersion: CONSENT_VERSION,
          reminders: profile.reminders,
          inbox: null,
          owedLine: null,
          ownTime: null,
          pausedUntil: null,
          missed: 0,
          askedRound: 0,
          skippedRound: 0,
          goneAt: null,
          dailyLine: false,
          human: null,
        };
        await store.insert(member);
        await store.setTags(member.id, profile.tags);
        return accounts.joined(member);
      });
    },

    /** Withdraws consent: everything about this member is removed now. */
    async leave(member: Member): Promise<void> {
      await record.transaction(() => erase(member));
    },

    async inboxOpened(id: string, inbox: string): Promise<void> {
      await store.update(id, { inbox, reminders: true, owedLine: null });
    },

    /** `owe` says it at their next command: for a closed inbox that was met while nobody was looking. */
    async inboxClosed(id: string, owe: boolean): Promise<void> {
      await record.transaction(async () => {
        const member = await store.find(id);
        if (!member) return;
        await store.update(id, { inbox: null, owedLine: owe ? 'inbox-closed' : null });
        await stopContacting(member);
      });
    },

    async wantReminders(member: Member, wanted: boolean): Promise<void> {
      await record.transaction(async () => {
        await store.update(member.id, { reminders: wanted });
        if (!wanted) await stopContacting(member);
      });
    },

    async wantDailyLine(member: Member, wanted: boolean): Promise<void> {
      await record.transaction(async () => {
        await store.update(member.id, { dailyLine: wanted });
        if (wanted) await dailyLineWanted(member.cohort);
      });
    },

    /** Nothing is sent until then; null ends the pause. */
    async pauseUntil(member: Member, until: number | null): Promise<void> {
      await record.transaction(async () => {
        // The round that asked them last counts as skipped: a pause is an answer to being asked.
        const skipped = until === null ? {} : { skippedRound: member.askedRound };
        await store.update(member.id, { pausedUntil: until, missed: 0, ...skipped });
        if (until !== null) await stopContacting(member);
      });
    },

    /** @throws UserError `unknown-zone` about the field `zone`. */
    async setOwnTime(member: Member, own: OwnTime | null): Promise<void> {
      const zone = own && readZone(own.zone);
      if (own && zone === null) throw new UserError('unknown-zone', { nearest: suggestZones(own.zone, 3).join(', ') }, 'zone');
      await store.setOwnTime(member.id, own && zone !== null ? { ...own, zone } : null);
    },

    async setYear(member: Member, year: number): Promise<void> {
      await store.update(member.id, { year });
    },
    /** @throws UserError `not-a-member` for somebody who left meanwhile. */
    async setTags(member: Member, tags: readonly Tag[]): Promise<void> {
      await record.transaction(async () => {
        if (!(await store.find(member.id))) throw new UserError('not-a-member');
        await store.setTags(member.id, tags);
      });
    },
    async yearAsked(member: Member, academicYear: number): Promise<void> {
      await store.update(member.id, { yearAsked: academicYear });
    },
    async lineGiven(member: Member): Promise<void> {
      await store.update(member.id, { owedLine: null });
    },

    /** They left the space or closed their account: contact stops now, their row goes after the retention. */
    async personGone(at: PersonAt): Promise<void> {
      const member = await store.findAt(at);
      if (member) await gone(member.id);
    },
    gone,
    /** They act again, so they are here again. */
    async personBack(member: Member): Promise<void> {
      if (member.goneAt !== null) await store.update(member.id, { goneAt: null });
    },
    spaceGone: store.markSpaceGone,
    spacePresent: store.markSpaceBack,

    /** Erases who has been gone, or has not checked in, for longer than the notice says. Gives the count. */
    async sweep(): Promise<number> {
      const gone = await store.goneBefore(now() - RETENTION.goneMemberMs);
      const ids = new Set([...gone, ...(await dormantSince(now() - RETENTION.dormantMemberMs))]);
      for (const id of ids) {
        await record.transaction(async () => {
          const member = await store.find(id);
          if (member) await erase(member);
        });
      }
      return ids.size;
    },
  };
}
