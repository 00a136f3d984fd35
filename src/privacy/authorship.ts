import type { Forgetting } from '../store/forgetting.ts';
import type { About, Author, Seals } from './seals.ts';

/** Something that a member said without a name. */
export interface Own {
  readonly subject: string;
  readonly purpose: 'post' | 'reply' | 'question';
  readonly thread: string;
  readonly cohort: string;
}

export interface AuthorshipOptions {
  readonly forgetting: Forgetting;
  readonly seals: Seals;
}

export const authorOf = ({ id, platform, space, person }: Omit<Author, 'member'> & { readonly id: string }): Author => ({
  member: id,
  platform,
  space,
  person,
});

/** Members leave and join again: the person is the same. */
const isSamePerson = (a: Omit<Author, 'member'>, b: Omit<Author, 'member'>): boolean =>
  a.platform === b.platform && a.space === b.space && a.person === b.person;

const MINE = 'mine';
const OPENED = 'opened';

/**
 * Who said what, for themselves alone: under the key of the day, in the forgetting store. Days on which somebody said
 * anything are kept beside it, so that their list can be found.
 */
export function openAuthorship({ forgetting, seals }: AuthorshipOptions) {
  const daysOf = (member: string) => forgetting.group('mine-days', member);

  async function list(member: string): Promise<readonly Own[]> {
    const days = await daysOf(member).list<string>();
    const lists = await Promise.all(days.map(({ value: day }) => seals.under(day, MINE).get<readonly Own[]>(member)));
    return lists.flatMap((found) => found ?? []);
  }

  return {
    list,

    /** Seals who said it, and notes it for them; both end at `expiresAt`. */
    async sign(author: Author, own: Own, expiresAt: number): Promise<void> {
      const about: About = { cohort: own.cohort, subject: own.subject, purpose: own.purpose };
      await seals.seal(about, author, expiresAt);
      const day = await seals.dayOf(about);
      if (day === null) return;
      await daysOf(author.member).setUntil(day, day, expiresAt);
      const today = seals.under(day, MINE);
      const known = (await today.get<readonly Own[]>(author.member)) ?? [];
      if (known.some(({ subject }) => subject === own.subject)) return;
      await today.set(author.member, [...known, own], expiresAt);
    },

    /** Whether this member said it without a name. False as well once the seal has expired. */
    async isOwn(person: Omit<Author, 'member'>, about: About): Promise<boolean> {
      const author = await seals.open(about);
      return author !== null && isSamePerson(author, person);
    },

    /** The newest slot of a thread that its author has seen; 0 for none. */
    async seenUntil(member: string, { cohort, thread }: Pick<Own, 'cohort' | 'thread'>): Promise<number> {
      const day = await seals.dayOf({ cohort, subject: thread, purpose: 'post' });
      return day === null ? 0 : ((await seals.under(day, OPENED).get<number>(`${member} ${thread}`)) ?? 0);
    },
    async markSeen(member: string, { cohort, thread }: Pick<Own, 'cohort' | 'thread'>, slotAt: number): Promise<void> {
      const day = await seals.dayOf({ cohort, subject: thread, purpose: 'post' });
      if (day !== null) await seals.under(day, OPENED).set(`${member} ${thread}`, slotAt, seals.expiryOf(30));
    },

    /** Breaks the link between a member and everything that they said. */
    async disown(member: string): Promise<void> {
      for (const { cohort, subject, purpose } of await list(member)) await seals.destroy({ cohort, subject, purpose });
      for (const { value: day } of await daysOf(member).list<string>()) await seals.under(day, MINE).delete(member);
      await daysOf(member).clear();
    },
  };
}

export type Authorship = ReturnType<typeof openAuthorship>;
