import { describe, expect, it } from 'vitest';
import type { PlatformName } from '../support/stage.ts';
import { differences } from './hidden-author/observation.ts';
import { slotOf, slotOfQuestions } from './hidden-author/played.ts';

const PLATFORMS: readonly PlatformName[] = ['the sandbox', 'Discord', 'Slack by Socket Mode'];

for (const [where, play] of Object.entries({ 'in the safe space': slotOf, 'about questions': slotOfQuestions })) {
  describe(`what is done ${where} without a name within one slot`, () => {
    for (const platform of PLATFORMS) {
      it(`looks the same in whatever order and at whatever moment it was done, on ${platform}`, {
        timeout: 120_000,
      }, async () => {
        const [one, other] = await Promise.all([play(platform, 'as they came'), play(platform, 'otherwise')]);
        expect(differences(one.seen, other.seen)).toEqual([]);
        expect([...one.violations, ...other.violations]).toEqual([]);
      });
    }
  });
}
