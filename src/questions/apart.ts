import type { Member } from '../members/rules.ts';
import type { Members } from '../members/service.ts';
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
    /** Whether the two may meet: not the asker, neither has blocked the other, and not muted. */
    async mayMeet(question: Named, mentor: string): Promise<boolean> {
      const member = await members.find(mentor);
      if (!member || member.goneAt !== null) return false;
      if ((await mutes.mutedUntil(question.cohort, 'questions', member)) !== null) return false;
      if ((await never(question).get(mentor)) !== null) return false;
      const [asking, answering] = [await askers(question), await members.accounts.of(member)];
      if (asking.some((one) => answering.some((other) => isSame(one, other)))) return false;
      return !(await isAnyBlocked(question.cohort, asking, answering));
    },

    /** Where there is no seal: those who must not have it are noted when it is asked. */
    async note(asker: Member, question: Named, mentors: readonly string[]): Promise<void> {
      const asking = await members.accounts.of(asker);
      for (const id of mentors) {
        const mentor = await members.find(id);
        if (mentor && (await isAnyBlocked(question.cohort, asking, await members.accounts.of(mentor))))
          await this.never(question, id);
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
