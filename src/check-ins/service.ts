import { isExamSeason } from '../calendar/exam-season.ts';
import type { Cohorts } from '../cohorts/service.ts';
import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import { RETENTION } from '../privacy/retention.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { isLow, type Measure } from './measures.ts';
import type { Rounds } from './rounds.ts';
import { type Answers, type CheckIn, nextItem, type Round, type Wish } from './rules.ts';
import { openCheckInStore } from './store.ts';

export interface CheckInsOptions {
  readonly record: TheRecord;
  readonly forgetting: Pick<Forgetting, 'set' | 'get' | 'delete'>;
  readonly rounds: Rounds;
  readonly cohorts: Pick<Cohorts, 'find' | 'examSeasons'>;
  readonly measure: Measure;
  now(): number;
}

/** Where a member stands in a round. */
export type Step =
  | { readonly kind: 'no-round'; readonly nextAt: number | null }
  /** This round has closed; `current` is the one that is open now, if any. */
  | { readonly kind: 'closed'; readonly current: Round | null }
  | {
      readonly kind: 'item';
      readonly round: Round;
      readonly item: Measure['items'][number];
      readonly at: number;
      readonly of: number;
    }
  | { readonly kind: 'answered'; readonly round: Round; readonly checkIn: CheckIn; readonly isLow: boolean };

export type CheckIns = ReturnType<typeof openCheckIns>;

/** One member's answers. An answer counts when its last item is given; until then it stands in the forgetting store. */
export function openCheckIns({ record, forgetting, rounds, cohorts, measure, now }: CheckInsOptions) {
  const store = openCheckInStore(record);
  const begunKey = (member: Member, round: Round) => `${member.id}/${round.id}`;

  async function openRoundOf(cohort: string): Promise<Round | null> {
    const latest = await rounds.latest(cohort);
    return latest && latest.closedAt === null ? latest : null;
  }

  /** In exam season one tap only. */
  async function itemsFor(round: Round): Promise<readonly string[]> {
    const all = measure.items.map(({ id }) => id);
    const seasons = await cohorts.examSeasons(round.cohort);
    const cohort = seasons.length === 0 ? null : await cohorts.find(round.cohort);
    return cohort && isExamSeason(now(), cohort.zone, seasons) ? all.slice(0, 1) : all;
  }

  function itemStep(round: Round, items: readonly string[], answers: Answers): Step | null {
    const id = nextItem(items, answers);
    const item = id === null ? undefined : measure.items.find((candidate) => candidate.id === id);
    return item ? { kind: 'item', round, item, at: items.indexOf(item.id) + 1, of: items.length } : null;
  }

  const answered = (round: Round, checkIn: CheckIn): Step => ({
    kind: 'answered',
    round,
    checkIn,
    isLow: isLow(measure, checkIn.answers),
  });

  async function open(member: Member, roundId: string | null): Promise<Round | Step> {
    const current = await openRoundOf(member.cohort);
    if (roundId !== null && current?.id !== roundId) return { kind: 'closed', current };
    return current ?? { kind: 'no-round', nextAt: null };
  }

  return {
    measure,
    openRoundOf,
    round: rounds.find,

    /** Where this member stands: the next item of what was begun, or the answer that was given. */
    async stand(member: Member, roundId: string | null = null): Promise<Step> {
      const round = await open(member, roundId);
      if ('kind' in round) return round;
      const given = await store.find(member.id, round.number);
      if (given) return answered(round, given);
      const begun = (await forgetting.get<Answers>('check-in', begunKey(member, round))) ?? {};
      const items = await itemsFor(round);
      return itemStep(round, items, begun) ?? itemStep(round, items, {}) ?? { kind: 'no-round', nextAt: null };
    },

    /** Begins anew; what was given before stands until the last item is given again. */
    async restart(member: Member, roundId: string): Promise<Step> {
      const round = await open(member, roundId);
      if ('kind' in round) return round;
      await forgetting.delete('check-in', begunKey(member, round));
      return itemStep(round, await itemsFor(round), {}) ?? { kind: 'no-round', nextAt: null };
    },

    /**
     * One tap. Values off the item's scale are not taken: the same item is asked again.
     * @throws UserError `not-a-member` for somebody who left meanwhile: what they held is erased and stays so.
     */
    async answer(member: Member, roundId: string, item: string, value: number): Promise<Step> {
      const round = await open(member, roundId);
      if ('kind' in round) return round;
      const key = begunKey(member, round);
      const items = await itemsFor(round);
      const begun = (await forgetting.get<Answers>('check-in', key)) ?? {};
      const asked = measure.items.find(({ id }) => id === item);
      const fits = asked && Number.isInteger(value) && value >= asked.from && value <= asked.to;
      if (!fits) return itemStep(round, items, begun) ?? itemStep(round, items, {}) ?? { kind: 'no-round', nextAt: null };
      // Also an item that an exam season has dropped since it was shown: what somebody says of themselves is never lost.
      const answers = { ...begun, [asked.id]: value };
      const next = itemStep(round, items, answers);
      if (next) {
        await forgetting.set('check-in', key, answers, RETENTION.draftsMs);
        return next;
      }
      const missed = await store.missedBy(member.id);
      if (missed === null) throw new UserError('not-a-member');
      const before = await store.find(member.id, round.number);
      const checkIn: CheckIn = {
        member: member.id,
        round: round.id,
        roundNumber: round.number,
        measure: measure.id,
        answers,
        note: before?.note ?? null,
        wish: before?.wish ?? null,
        answeredAt: now(),
      };
      await store.save(checkIn);
      if (missed > 0) await store.missedNothing(member.id);
      if (!before) await rounds.heard(member, round);
      return answered(round, checkIn);
    },

    async note(member: Member, roundId: string, note: string | null): Promise<Step> {
      return amend(member, roundId, (number) => store.setNote(member.id, number, note));
    },
    async wish(member: Member, roundId: string, wish: Wish): Promise<Step> {
      return amend(member, roundId, (number) => store.setWish(member.id, number, wish));
    },

    /** Says no to this round; a nudge is not sent. Gives null when the round has closed. */
    async skip(member: Member, roundId: string): Promise<Round | null> {
      const round = await open(member, roundId);
      if ('kind' in round) return null;
      await store.markSkipped(member.id, round.number);
      await rounds.heard(member, round);
      return round;
    },

    /** Whether a round still has something to ask of this member. */
    async isWaitingFor(member: Member, round: Round): Promise<boolean> {
      if (round.closedAt !== null || member.skippedRound === round.number) return false;
      return (await store.find(member.id, round.number)) === null;
    },

    /** The member's own last answers, oldest first. */
    async trend(member: Member, weeks = 8): Promise<readonly CheckIn[]> {
      return (await store.history(member.id, weeks)).toReversed();
    },
    async everything(member: Member): Promise<readonly CheckIn[]> {
      return (await store.history(member.id, 1000)).toReversed();
    },

    dormantSince: (at: number): Promise<readonly string[]> => store.dormant(at),
    eraseOf: (member: Member): Promise<void> => store.eraseOf(member.id),
    sweep: (): Promise<number> => store.eraseBefore(now() - RETENTION.checkInsMs),
  };

  async function amend(member: Member, roundId: string, change: (roundNumber: number) => Promise<boolean>): Promise<Step> {
    const round = await open(member, roundId);
    if ('kind' in round) return round;
    await change(round.number);
    const checkIn = await store.find(member.id, round.number);
    return checkIn ? answered(round, checkIn) : { kind: 'closed', current: round };
  }
}
