import type { Agenda } from '../calendar/agenda.ts';
import { instantOf } from '../calendar/zone.ts';
import type { Platform } from '../chat/invocation.ts';
import type { Cohorts, Place } from '../cohorts/service.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { RETENTION } from '../privacy/retention.ts';
import type { About, Author, Seals } from '../privacy/seals.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Audit } from './audit.ts';
import { SYSTEM } from './audit-chain.ts';
import { type Matter, openRevealFacts } from './reveal-facts.ts';
import {
  DEFERRED_MS,
  type Grounds,
  isInTime,
  isWaiting,
  NEXT,
  obstacle,
  REASON_MAX,
  REVEAL_WITHIN_MS,
  type Reveal,
  type RevealState,
  TOLD_FOR_MS,
  toldBetween,
} from './reveal-rules.ts';
import { openRevealStore } from './reveal-store.ts';

/** Whoever does something about a reveal, as the platform says in this very request. */
export interface Revealer {
  readonly place: Place | null;
  readonly person: string;
  readonly roles: readonly string[];
}

export interface RevealRequest {
  readonly grounds: Grounds;
  readonly reason: string;
  /** Why the author is told later; null: at once. */
  readonly deferred: string | null;
}

export type RevealOutcome =
  /** In the same words whatever the cause, which stands in the audit log. */
  | { readonly kind: 'refused' }
  | {
      readonly kind: 'waiting';
      readonly reveal: Reveal;
      readonly until: number;
      readonly isOwn: boolean;
      readonly isLead: boolean;
    }
  /** Once, and to nobody else. Kept nowhere. */
  | { readonly kind: 'shown'; readonly reveal: Reveal; readonly author: Author };

/** What the author may read. */
export interface Told {
  readonly reveal: string;
  readonly subject: string;
  readonly grounds: Grounds;
  readonly shownAt: number;
}

export interface RevealsOptions {
  readonly record: TheRecord;
  readonly seals: Pick<Seals, 'seal' | 'open'>;
  readonly audit: Pick<Audit, 'append'>;
  readonly cohorts: Pick<Cohorts, 'find' | 'homeOf' | 'arrangement' | 'isSettledLead' | 'channelFor'>;
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly agenda: Pick<Agenda, 'plan' | 'cancel'>;
  /** What a subject is, held or out; null for an id of nothing. */
  matter(subject: string): Promise<Matter | null>;
  /** Whether this person has reported it, as far as that is known still. */
  hasReported(subject: string, person: Omit<Author, 'member'>): Promise<boolean>;
  /** Everything that one person comes by, as far as they said so. */
  accountsOf(person: Omit<Author, 'member'>): Promise<readonly Omit<Author, 'member'>[]>;
  now(): number;
  newId(): string;
}

export const LAPSE = 'reveal:lapse';
/** The message in the moderators' channel, without content. */
const ASKED = 'reveal:asked';

const REFUSED: RevealOutcome = { kind: 'refused' };
const USEFUL_MS = 7 * 24 * 3_600_000;

export type Reveals = ReturnType<typeof openReveals>;

/**
 * Who wrote something: never shown but to a safeguarding lead, by two people of the roster together (design §5.2). Two
 * accounts of one human on the roster count as two people: no platform says whose they are, so whoever agrees to a roster
 * has to look at that.
 */
export function openReveals(options: RevealsOptions) {
  const { record, seals, audit, cohorts, outbox, agenda, now, newId } = options;
  const store = openRevealStore(record);
  const { factsOf } = openRevealFacts(options);
  const since = () => now() - REVEAL_WITHIN_MS;

  async function note(
    cohort: string,
    actor: string,
    action: string,
    of: Pick<Reveal, 'subject'>,
    details: Record<string, string>,
  ) {
    await audit.append(cohort, { actor, action: `reveal:${action}`, subject: of.subject, details });
  }

  /** Who has no cohort has no log either. */
  async function refuse(who: Revealer, on: { cohort: string | null; subject: string }, details: Record<string, string>) {
    if (on.cohort !== null) await note(on.cohort, who.person, 'refused', on, details);
    return REFUSED;
  }

  /** A line in the moderators' channel of the home, or what it says now. */
  async function post({ id, cohort, askedAt, state }: Reveal, isFirst: boolean): Promise<void> {
    const home = await cohorts.homeOf(cohort);
    const channel = home && (await cohorts.channelFor(home, 'moderators'));
    if (!home || !channel) return;
    await outbox.owe([
      {
        key: isFirst ? `${ASKED}:${id}` : `${ASKED}:${id}:${state}`,
        kind: ASKED,
        subject: id,
        cohort,
        to: { kind: 'channel', ...home, channel },
        notBefore: now(),
        expiresAt: isFirst ? askedAt + REVEAL_WITHIN_MS : now() + USEFUL_MS,
        quietHours: 'ignore',
        pin: false,
        edits: isFirst ? null : `${ASKED}:${id}`,
        thread: null,
      },
    ]);
  }

  async function move(reveal: Reveal, state: RevealState, by: Pick<Reveal, 'agreedBy' | 'agreedAt'>): Promise<Reveal | null> {
    const moved: Reveal = { ...reveal, ...by, state };
    if (!(await store.move(reveal, moved))) return null;
    if (!isWaiting(state)) await agenda.cancel(`${LAPSE}:${reveal.id}`);
    await post(moved, false);
    return moved;
  }

  /** Its hour is over. */
  async function lapse(id: string): Promise<void> {
    await record.transaction(async () => {
      const reveal = await store.find(id);
      const state = reveal && NEXT[reveal.state].lapse;
      if (!reveal || !state || isInTime(reveal, now()) || !(await move(reveal, state, reveal))) return;
      await note(reveal.cohort, SYSTEM, 'lapsed', reveal, { reveal: reveal.id });
    });
  }

  const waiting = (reveal: Reveal, who: Revealer, isLead: boolean): RevealOutcome => ({
    kind: 'waiting',
    reveal,
    until: reveal.askedAt + REVEAL_WITHIN_MS,
    isOwn: reveal.askedBy === who.person,
    isLead,
  });

  return {
    find: store.find,

    /** The first of the two asks. What waits already for the same subject is not asked for again. */
    async ask(who: Revealer, cohort: string | null, subject: string, request: RevealRequest): Promise<RevealOutcome> {
      return record.transaction(async () => {
        const { facts, isLead, known } = await factsOf(who, { cohort, subject, reveal: null, request });
        const cause = obstacle(facts);
        if (cause !== null || cohort === null) return refuse(who, { cohort, subject: known }, { cause: cause ?? 'unknown' });
        const before = await store.waiting(cohort, subject, since());
        if (before) return waiting(before, who, isLead);
        const reveal: Reveal = {
          id: newId(),
          cohort,
          subject,
          grounds: request.grounds,
          reason: request.reason.slice(0, REASON_MAX),
          deferred: request.deferred?.slice(0, REASON_MAX) ?? null,
          askedBy: who.person,
          askedAt: now(),
          agreedBy: null,
          agreedAt: null,
          state: isLead ? 'asked-by-lead' : 'asked',
        };
        await store.insert(reveal);
        const dueAt = reveal.askedAt + REVEAL_WITHIN_MS + 1;
        await agenda.plan({ key: `${LAPSE}:${reveal.id}`, kind: LAPSE, subject: reveal.id, dueAt });
        await note(cohort, who.person, 'asked', reveal, {
          reveal: reveal.id,
          grounds: reveal.grounds,
          ...(reveal.deferred === null ? {} : { deferred: 'yes' }),
        });
        await post(reveal, true);
        return waiting(reveal, who, isLead);
      });
    },

    /** Where a request stands: for the roster alone, since its reason may say more than others should read. */
    async look(who: Revealer, cohort: string | null, id: string): Promise<RevealOutcome> {
      return record.transaction(async () => {
        const reveal = await store.find(id);
        const { facts, isLead, known } = await factsOf(who, { cohort, subject: reveal?.subject ?? '', reveal, request: null });
        // An entry that somebody could not even look would tell the others that they wrote it.
        const cause = obstacle({ ...facts, areTwo: true, mayFollow: true, mayBeOpened: true });
        if (reveal && cause === null) return waiting(reveal, who, isLead);
        return refuse(who, { cohort: reveal?.cohort ?? cohort, subject: known }, { cause: cause ?? 'unknown' });
      });
    },

    /**
     * The second of the two agrees; or the lead who asked looks, once somebody has agreed. Where the person who completes it
     * is a lead they are shown the author, in the outcome of this call and nowhere else.
     */
    async agree(who: Revealer, cohort: string | null, id: string): Promise<RevealOutcome> {
      return record.transaction(async () => {
        const reveal = await store.find(id);
        const { facts, isLead, known, step, author } = await factsOf(who, {
          cohort,
          subject: reveal?.subject ?? '',
          reveal,
          request: null,
        });
        const cause = obstacle(facts);
        const state = reveal && step && NEXT[reveal.state][step];
        if (cause !== null || !reveal || !state || !author)
          return refuse(who, { cohort: reveal?.cohort ?? cohort, subject: known }, { cause: cause ?? 'unknown' });
        const agreedBy = step === 'show' ? reveal.agreedBy : who.person;
        const moved = await move(reveal, state, { agreedBy, agreedAt: now() });
        if (!moved) return refuse(who, reveal, { cause: 'over-already' });
        await note(reveal.cohort, who.person, state === 'shown' ? 'shown' : 'agreed', reveal, { reveal: reveal.id });
        if (state !== 'shown') return waiting(moved, who, isLead);
        // Before the commit: should that fail, nothing was shown and `toldTo` says nothing.
        await seals.seal(aboutTelling(moved), author, toldBetween(moved).until);
        return { kind: 'shown', reveal: moved, author };
      });
    },

    lapse,

    /** What somebody may read of reveals of their own words, for 96 hours. */
    async toldTo(person: { cohort: string; platform: Platform; space: string; person: string }): Promise<readonly Told[]> {
      const told: Told[] = [];
      for (const reveal of await store.shownSince(person.cohort, now() - DEFERRED_MS - TOLD_FOR_MS)) {
        const { from, until } = toldBetween(reveal);
        if (now() < from || now() >= until) continue;
        const author = await seals.open(aboutTelling(reveal));
        if (!author || author.platform !== person.platform || author.space !== person.space || author.person !== person.person)
          continue;
        const { id, subject, grounds } = reveal;
        told.push({ reveal: id, subject, grounds, shownAt: reveal.agreedAt ?? reveal.askedAt });
      }
      return told;
    },

    /** How often somebody was revealed in a calendar year of the cohort. */
    async countIn(cohort: string, year: number): Promise<number> {
      const zone = (await cohorts.find(cohort))?.zone ?? 'UTC';
      const [begins, ends] = [instantOf(`${year}-01-01`, 0, zone), instantOf(`${year + 1}-01-01`, 0, zone)];
      const shown = await store.shownSince(cohort, begins);
      return shown.filter(({ agreedAt }) => agreedAt !== null && agreedAt < ends).length;
    },

    /** Ends what the agenda lost, and erases what is over its time; gives the count. */
    async sweep(): Promise<number> {
      const overdue = await store.overdue(since());
      for (const id of overdue) await lapse(id);
      return overdue.length + (await store.eraseBefore(now() - RETENTION.auditMs));
    },
  };
}

/** An envelope of its own, so that the author is told however soon the seal of their words ends. */
const aboutTelling = ({ cohort, id }: Reveal): About => ({ cohort, subject: id, purpose: 'reveal' });

export type { Matter };
