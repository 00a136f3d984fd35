import { createHash } from 'node:crypto';
import type { Agenda } from '../calendar/agenda.ts';
import type { Platform } from '../chat/invocation.ts';
import type { NewDelivery } from '../delivery/delivery.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { UserError } from '../errors.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { type Cohort, ROSTER_WAIT_MS } from './rules.ts';
import { openCohortStore, type Place } from './store.ts';

interface RosterTables {
  roster_changes: {
    cohort: string;
    platform: Platform;
    space: string;
    proposer: string;
    roster: string;
    proposed_at: number;
    agreed_at: number | null;
  };
}

export interface RosterChange {
  readonly proposer: string;
  readonly roster: readonly string[];
  readonly agreedAt: number | null;
  /** Tells this proposal from any other: who agrees says to which. */
  readonly fingerprint: string;
}

export interface RosterOptions {
  readonly record: TheRecord;
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly agenda: Pick<Agenda, 'plan' | 'cancel'>;
  now(): number;
}

const DAY = 24 * 3_600_000;

/** The public notice, after which the wait begins. */
export const ROSTER_NOTICE = 'cohort:roster-notice';

export type Roster = ReturnType<typeof openRoster>;

/**
 * Who may take part in a reveal. Named at set-up; a later change needs the consent of a lead other than the one who
 * proposed it, a wait of seven days and a public notice (design §5.2).
 */
export function openRoster({ record, outbox, agenda, now }: RosterOptions) {
  const store = openCohortStore(record);
  const db = () => record.db<RosterTables>();
  const work = (cohort: string) => `cohort:roster:${cohort}`;

  async function waiting(cohort: string): Promise<RosterChange | null> {
    const row = await db().selectFrom('roster_changes').selectAll().where('cohort', '=', cohort).executeTakeFirst();
    if (!row) return null;
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([row.proposer, row.roster]))
      .digest('base64url')
      .slice(0, 16);
    return { proposer: row.proposer, roster: JSON.parse(row.roster) as string[], agreedAt: row.agreed_at, fingerprint };
  }

  async function tell(cohort: Cohort, place: Place, purpose: 'check-ins' | 'moderators', message: string): Promise<void> {
    const found = (await store.arrangement(place)).channels.find((entry) => entry.purpose === purpose);
    if (!found) return;
    const delivery: NewDelivery = {
      key: `${message}:${cohort.id}:${now()}:${place.platform}:${place.space}`,
      kind: message,
      subject: cohort.id,
      cohort: cohort.id,
      to: { kind: 'channel', ...place, channel: found.channel },
      notBefore: now(),
      expiresAt: now() + 7 * DAY,
      quietHours: 'ignore',
      pin: false,
      edits: null,
      thread: null,
    };
    await outbox.owe([delivery]);
  }

  /** Nobody has a say in it but where the cohort was set up: a linked space gives no place on the roster. */
  async function needHome(cohort: string, place: Place): Promise<void> {
    if (!(await isHome(cohort, place))) throw new UserError('only-at-home');
  }

  async function isHome(cohort: string, { platform, space }: Place): Promise<boolean> {
    const home = await store.homeOf(cohort);
    return home?.platform === platform && home.space === space;
  }

  /** What a lead has agreed to is not undone by others, nor written over. */
  async function refuseUndoing(cohort: string, isLead: boolean): Promise<void> {
    const change = await waiting(cohort);
    if (change && change.agreedAt !== null && !isLead) throw new UserError('roster-agreed');
  }

  async function setAgreed(cohort: string, at: number | null): Promise<void> {
    await db().updateTable('roster_changes').set({ agreed_at: at }).where('cohort', '=', cohort).execute();
  }

  return {
    waiting,

    /** At set-up: takes effect at once. Later: waits for a lead. @throws UserError `roster-too-small` about `roster`. */
    async propose(
      cohort: Cohort,
      place: Place,
      proposer: { readonly id: string; readonly isLead: boolean },
      people: readonly string[],
    ): Promise<'named' | 'proposed'> {
      await needHome(cohort.id, place);
      if (new Set(people).size < 2) throw new UserError('roster-too-small', {}, 'roster');
      return record.transaction(async () => {
        if (cohort.state === 'draft') {
          await store.setHolders(cohort.id, place, 'roster', people, now());
          return 'named';
        }
        await refuseUndoing(cohort.id, proposer.isLead);
        await db().deleteFrom('roster_changes').where('cohort', '=', cohort.id).execute();
        await agenda.cancel(work(cohort.id));
        const row = {
          cohort: cohort.id,
          ...place,
          proposer: proposer.id,
          roster: JSON.stringify(people),
          proposed_at: now(),
          agreed_at: null,
        };
        await db().insertInto('roster_changes').values(row).execute();
        await tell(cohort, place, 'moderators', 'cohort:roster-proposed');
        return 'proposed';
      });
    },

    /**
     * A lead who is on the roster now agrees to the change that they were shown: everybody is told. Who was made a lead since
     * has no place on it. @throws UserError when it is not theirs to agree.
     */
    async agree(
      cohort: Cohort,
      place: Place,
      person: { readonly id: string; readonly isLead: boolean },
      fingerprint: string,
    ): Promise<void> {
      await record.transaction(async () => {
        await needHome(cohort.id, place);
        const change = await waiting(cohort.id);
        if (change?.agreedAt !== null || change.fingerprint !== fingerprint) throw new UserError('roster-nothing-proposed');
        const { roster } = (await store.arrangement(place)).holders;
        if (!person.isLead || person.id === change.proposer || !roster.includes(person.id))
          throw new UserError('roster-not-lead');
        await setAgreed(cohort.id, now());
        // Everywhere: whoever writes in a linked space may be revealed by these people as well.
        for (const where of await store.spacesOf(cohort.id)) await tell(cohort, where, 'check-ins', ROSTER_NOTICE);
      });
    },

    /**
     * The notice stands there for all to see, and the wait begins; or it never came out, and a lead has to agree again.
     * That at home counts.
     */
    async announced(cohort: string, place: Place, isOut: boolean): Promise<void> {
      await record.transaction(async () => {
        if (!(await isHome(cohort, place))) return;
        const change = await waiting(cohort);
        if (!change || change.agreedAt === null) return;
        await setAgreed(cohort, isOut ? now() : null);
        const dueAt = now() + ROSTER_WAIT_MS;
        if (isOut) await agenda.plan({ key: work(cohort), kind: 'cohort:roster-change', subject: cohort, dueAt });
      });
    },

    /** Stops a change that has not taken effect. @throws UserError when a lead has agreed to it and the person is none. */
    async withdraw(cohort: string, place: Place, isLead: boolean): Promise<void> {
      await record.transaction(async () => {
        await needHome(cohort, place);
        await refuseUndoing(cohort, isLead);
        await agenda.cancel(work(cohort));
        await db().deleteFrom('roster_changes').where('cohort', '=', cohort).execute();
      });
    },

    /** The wait is over. */
    async apply(cohort: string): Promise<void> {
      const row = await db().selectFrom('roster_changes').selectAll().where('cohort', '=', cohort).executeTakeFirst();
      if (!row || row.agreed_at === null) return;
      await store.setHolders(
        cohort,
        { platform: row.platform, space: row.space },
        'roster',
        JSON.parse(row.roster) as string[],
        now(),
      );
      await db().deleteFrom('roster_changes').where('cohort', '=', cohort).execute();
    },
  };
}
