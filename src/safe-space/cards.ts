import type { Member } from '../members/rules.ts';
import { QUARTER_MS, slotOf } from '../privacy/slots.ts';
import type { LanguageScreen, Tier } from '../safety/language.ts';
import type { Forgetting } from '../store/forgetting.ts';

const DAY = 24 * 3_600_000;

/** When the support card is shown (domain §4), and for how long it stays in a person's own panel. */
export function openCards({
  forgetting,
  screen,
  now,
}: {
  readonly forgetting: Forgetting;
  readonly screen: LanguageScreen;
  now(): number;
}) {
  return {
    tierOf: (text: string): Tier => screen.screen(text).tier,

    /** What these words call for, noted for a day. Distress alone (T1) gets the card once a day, what is graver always. */
    async wantedFor(member: Member, ...said: readonly (string | null)[]): Promise<Tier> {
      const { tier } = screen.screen(said.filter((part) => part !== null).join('\n'));
      if (tier === 'T0') return tier;
      const isKnown = await this.isKept(member);
      if (tier === 'T1' && isKnown) return 'T0';
      await forgetting.setUntil('card', member.id, tier, slotOf(now(), QUARTER_MS) + QUARTER_MS + DAY);
      return tier;
    },

    /** Whether the card stays in their own panel. */
    async isKept(member: Member): Promise<boolean> {
      return (await forgetting.get('card', member.id)) !== null;
    },
  };
}
