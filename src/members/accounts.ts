import { UserError } from '../errors.ts';
import { openOneTimeCodes } from '../privacy/one-time-codes.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';
import { ACCOUNTS_MAX, humanOf, type Member } from './rules.ts';
import type { MemberStore, PersonAt } from './store.ts';

export interface AccountsOptions {
  readonly record: TheRecord;
  readonly store: MemberStore;
  readonly forgetting: Pick<Forgetting, 'setUntil' | 'get' | 'group'>;
  now(): number;
  newId(): string;
}

/**
 * The memberships of one person in one cohort, on several platforms or in several spaces, once they said that they are
 * one: they count once, they are heard once, and no question of theirs comes back to them. Nobody else sees it.
 */
export function openAccounts({ record, store, forgetting, now, newId }: AccountsOptions) {
  const codes = openOneTimeCodes<{ readonly member: string }>({ forgetting, purpose: 'same-person', now });

  /** The memberships of whoever this is, itself among them. */
  const of = async (member: Member): Promise<readonly Member[]> =>
    member.human === null ? [member] : store.ofHuman(member.human);

  async function unite(one: Member, other: Member): Promise<void> {
    const all = [...(await of(one)), ...(await of(other))].map(({ id }) => id);
    if (all.length > ACCOUNTS_MAX) throw new UserError('person-full', { most: ACCOUNTS_MAX }, 'code');
    await store.setHuman(all, one.human ?? other.human ?? newId());
  }

  async function parted({ human }: Member): Promise<void> {
    const left = human === null ? [] : await store.ofHuman(human);
    if (left.length !== 1) return;
    await store.setHuman(
      left.map(({ id }) => id),
      null,
    );
  }

  return {
    of,

    isSame: (one: Member, other: Member): boolean => humanOf(one) === humanOf(other),

    /**
     * Everything that one person comes by: the first is the same whichever of theirs is asked about, so tags and counts
     * that outlive a membership go by it. Of somebody who is no member this account alone.
     */
    async at({ platform, space, person }: PersonAt): Promise<readonly [PersonAt, ...PersonAt[]]> {
      const asked = { platform, space, person };
      const member = await store.findAt(asked);
      const others = member ? (await of(member)).filter(({ id }) => id !== member.id) : [];
      const all = [asked, ...others.map((other) => ({ platform: other.platform, space: other.space, person: other.person }))];
      const [first = asked, ...rest] = all.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
      return [first, ...rest];
    },

    /** Whoever comes by the same account of a platform, such as from a second server, is the same person. */
    async joined(member: Member): Promise<Member> {
      const others = await store.ofPerson(member.platform, member.person);
      const other = others.find(({ id, cohort }) => id !== member.id && cohort === member.cohort);
      if (!other || (await of(other)).length >= ACCOUNTS_MAX) return member;
      await unite(member, other);
      return (await store.find(member.id)) ?? member;
    },

    /** After one of several is erased: whoever is left alone carries no trace of it. */
    parted,

    makeCode: (member: Member): Promise<{ readonly code: string; readonly until: number }> =>
      codes.make(member.id, { member: member.id }),

    /** The other end, in another membership. Again for those who are one already changes nothing. @throws UserError about `code`. */
    async enter(member: Member, typed: string, attempt: string): Promise<void> {
      await record.transaction(async () => {
        const refuse = (code: string) => new UserError(code, {}, 'code');
        const looked = await codes.look(typed, attempt);
        if (looked.state !== 'open') throw refuse(`person-code-${looked.state}`);
        const [here, other] = [await store.find(member.id), await store.find(looked.value.member)];
        if (!here || !other) throw refuse('person-code-unknown');
        if (here.id === other.id) throw refuse('person-code-own');
        if (here.cohort !== other.cohort) throw refuse('person-code-elsewhere');
        if (humanOf(here) !== humanOf(other)) await unite(other, here);
        if (!(await codes.take(looked.receipt, attempt))) throw refuse('person-code-used');
      });
    },

    /** This membership counts by itself again. */
    async separate(member: Member): Promise<void> {
      await record.transaction(async () => {
        const here = await store.find(member.id);
        if (!here || here.human === null) return;
        await store.setHuman([here.id], null);
        await parted(here);
      });
    },
  };
}

const nameOf = ({ platform, space, person }: PersonAt): string => `${platform} ${space} ${person}`;
