import type { Member } from '../members/rules.ts';
import type { Members } from '../members/service.ts';
import type { Mutes } from '../moderation/service.ts';
import type { Someone } from '../privacy/keyed-tags.ts';
import type { LanguageScreen } from '../safety/language.ts';

export interface MutingOptions {
  readonly mutes: Pick<Mutes, 'mutedUntil' | 'appeal' | 'appealOf'>;
  readonly members: { readonly accounts: Pick<Members['accounts'], 'at'> };
  readonly screen: LanguageScreen;
}

/** How it stands with somebody who may not ask or answer for a while, for themselves alone. */
export interface Muting {
  readonly until: number;
  readonly appeal: Awaited<ReturnType<Mutes['appealOf']>>;
}

/** Who may not ask or answer for a while, by any of their accounts, and how they are heard. */
export function openMuting({ mutes, members, screen }: MutingOptions) {
  /** The account of theirs that is muted for longest. */
  async function mutedAs(
    somebody: Someone,
    cohort: string,
  ): Promise<{ readonly person: Someone; readonly until: number } | null> {
    let longest: { readonly person: Someone; readonly until: number } | null = null;
    for (const person of await members.accounts.at(somebody)) {
      const until = await mutes.mutedUntil(cohort, 'questions', person);
      if (until !== null && until > (longest?.until ?? 0)) longest = { person, until };
    }
    return longest;
  }

  return {
    until: async (somebody: Someone, cohort: string): Promise<number | null> => (await mutedAs(somebody, cohort))?.until ?? null,

    async of(member: Member): Promise<Muting | null> {
      const muted = await mutedAs(member, member.cohort);
      if (!muted) return null;
      return { until: muted.until, appeal: await mutes.appealOf(member.cohort, 'questions', muted.person) };
    },

    async appeal(member: Member, words: string): Promise<'kept' | 'not-muted' | 'appealed-before'> {
      const muted = await mutedAs(member, member.cohort);
      if (!muted) return 'not-muted';
      const { tier } = screen.screen(words);
      return mutes.appeal({ cohort: member.cohort, capability: 'questions', person: muted.person, words, tier });
    },
  };
}
