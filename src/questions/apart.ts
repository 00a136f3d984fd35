import type { Member } from '../members/rules.ts';
import type { Members } from '../members/service.ts';
import type { Mentor } from '../mentors/rules.ts';
import type { Mentors } from '../mentors/service.ts';
import type { Mutes } from '../moderation/service.ts';
import type { Someone } from '../privacy/keyed-tags.ts';
import type { Seals } from '../privacy/seals.ts';
import { slotOf } from '../privacy/slots.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Question } from './rules.ts';

export interface ApartOptions {
  readonly forgetting: Pick<Forgetting, 'group'>;
  readonly seals: Pick<Seals, 'open'>;
  readonly members: Pick<Members, 'find'> & { readonly accounts: Pick<Members['accounts'], 'of'> };
  readonly blocks: Pick<Mentors['blocks'], 'isBlocked'>;
  readonly mutes: Pick<Mutes, 'mutedUntil'>;
  now(): number;
}

type Named = Pick<Question, 'id' | 'cohort'>;

const DAY = 24 * 3_600_000;
const KEPT_DAYS = 62;
/** Of a question: mentors who are never to have it, where no seal says so later. */
const NEVER = 'question-never';

/** Whom a question must not reach. Asked in one place alone, and nobody is told why. */
export function openApart({ forgetting, seals, members, blocks, mutes, now }: ApartOptions) {
  const never = ({ id }: Named) => forgetting.group(NEVER, id);

  const isAnyBlocked = async (cohort: string, some: readonly Someone[], others: readonly Someone[]): Promise<boolean> => {
    for (const one of some) for (const other of others) if (await blocks.isBlocked(cohort, one, other)) return true;
    return false;
  };

  /** Whoever asked, as far as a seal says; else empty. */
  async function askers(question: Named): Promise<readonly Someone[]> {
    const author = await seals.open({ cohort: question.cohort, subject: question.id, purpose: 'question' });
    if (!author) return [];
    const member = await members.find(author.member);
    return member ? [author, ...(await members.accounts.of(member))] : [author];
  }

  return {
    /**
     * Whether the two may meet: not the asker, neither has blocked the other, and not muted. `asked`: those who were
     * asked already, of whom none is the same person by another account.
     */
    async mayMeet(question: Named, mentor: string, asked: ReadonlySet<string> = new Set()): Promise<boolean> {
      const member = await members.find(mentor);
      if (!member || member.goneAt !== null) return false;
      const [asking, answering] = [await askers(question), await members.accounts.of(member)];
      if (answering.some(({ id }) => id !== mentor && asked.has(id))) return false;
      for (const one of answering) if ((await mutes.mutedUntil(question.cohort, 'questions', one)) !== null) return false;
      if ((await never(question).get(mentor)) !== null) return false;
      if (asking.some((one) => answering.some((other) => isSame(one, other)))) return false;
      return !(await isAnyBlocked(question.cohort, asking, answering));
    },

    /**
     * Where there is no seal: those who must not have it are noted when it is asked. The asker, who may be a mentor and
     * further on one day, is among all of their year, so that nothing leads to them.
     */
    async note(asker: Member, question: Named, mentors: readonly Pick<Mentor, 'member' | 'year'>[]): Promise<void> {
      const asking = await members.accounts.of(asker);
      const own = mentors.filter(({ member }) => asking.some(({ id }) => id === member));
      const years = new Set([asker.year, ...own.map(({ year }) => year)]);
      for (const { member: id, year } of mentors) {
        const mentor = years.has(year) ? null : await members.find(id);
        const isBlocked = mentor && (await isAnyBlocked(question.cohort, asking, await members.accounts.of(mentor)));
        if (years.has(year) || isBlocked) await this.never(question, id);
      }
    },

    /** This mentor has it never again. */
    async never(question: Named, mentor: string): Promise<void> {
      await never(question).setUntil(mentor, true, slotOf(now(), DAY) + KEPT_DAYS * DAY);
    },
  };
}

export type Apart = ReturnType<typeof openApart>;

const isSame = (a: Someone, b: Someone): boolean => a.platform === b.platform && a.space === b.space && a.person === b.person;
