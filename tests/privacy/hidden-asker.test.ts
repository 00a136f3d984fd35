import { beforeAll, describe, expect, it } from 'vitest';
import type { PlatformName } from '../support/stage.ts';
import { ASKED_ALIKE } from './hidden-author/decliners.ts';
import { ASKED } from './hidden-author/evening.ts';
import { HIDDEN } from './hidden-author/house.ts';
import { differences } from './hidden-author/observation.ts';
import { decliningOf, eveningOf, type Played } from './hidden-author/played.ts';
import { answersForAll, messagesIn, sayers } from './hidden-author/wire.ts';

const PLATFORMS: readonly PlatformName[] = ['the sandbox', 'Discord', 'Slack by Socket Mode'];

for (const platform of PLATFORMS) {
  describe(`an evening of somebody who asks, replies, thanks, reports, blocks and takes back on ${platform}`, () => {
    let one: Played;
    let other: Played;

    beforeAll(async () => {
      const [first, second] = HIDDEN;
      [one, other] = await Promise.all([eveningOf(platform, first), eveningOf(platform, second)]);
    }, 120_000);

    it('is the same for everybody else, whoever it was', () => {
      expect(differences(one.seen, other.seen)).toEqual([]);
    });

    it('keeps to all that the platform asks for', () => {
      expect([...one.violations, ...other.violations]).toEqual([]);
    });

    if (platform === 'the sandbox') return;

    it('lets no words of theirs out but into the panels of those who answer', () => {
      expect(answersForAll(one.requests)).toEqual([]);
      for (const words of ASKED) expect(sayers(one.requests, words)).toEqual(new Set());
      expect(messagesIn(one.requests).filter(({ mayCall }) => mayCall)).toEqual([]);
    });
  });
}

/** The record says who was asked, and nobody is shown it. */
const SHOWN = ['what stands in channels and panels', 'direct messages', 'what is sent', 'metrics'];

describe('which of two mentors declines, will not hear of it, stays silent or answers under an alias', () => {
  for (const platform of ['the sandbox', 'Discord'] as const) {
    it(`is not seen by those who asked, other mentors and moderators on ${platform}`, { timeout: 60_000 }, async () => {
      const [one, other] = await Promise.all(ASKED_ALIKE.map((handle) => decliningOf(platform, handle)));
      const found = one && other ? differences(one.seen, other.seen) : ['nothing was played'];
      expect(found.filter((line) => SHOWN.some((section) => line.startsWith(section)))).toEqual([]);
    });
  }
});
