import { beforeAll, describe, expect, it } from 'vitest';
import type { PlatformName } from '../support/stage.ts';
import { SAID } from './hidden-author/day.ts';
import { HIDDEN } from './hidden-author/house.ts';
import { differences } from './hidden-author/observation.ts';
import { dayOf, type Played } from './hidden-author/played.ts';
import { answersForAll, filesIn, messagesIn, sayers } from './hidden-author/wire.ts';

const PLATFORMS: readonly PlatformName[] = ['the sandbox', 'Discord', 'Slack by Socket Mode'];

for (const platform of PLATFORMS) {
  describe(`a day of somebody who speaks, answers, reports, agrees, is muted, appeals and takes back without a name, and of one who leaves, on ${platform}`, () => {
    let one: Played;
    let other: Played;

    beforeAll(async () => {
      const [first, second] = HIDDEN;
      [one, other] = await Promise.all([dayOf(platform, first), dayOf(platform, second)]);
    }, 120_000);

    it('is the same for everybody else, whoever it was', () => {
      expect(differences(one.seen, other.seen)).toEqual([]);
    });

    it('keeps to all that the platform asks for', () => {
      expect([...one.violations, ...other.violations]).toEqual([]);
    });

    if (platform === 'the sandbox') return;

    it('lets no words of theirs out as an answer to what somebody did', () => {
      expect(answersForAll(one.requests)).toEqual([]);
      for (const words of SAID) expect(sayers(one.requests, words)).toEqual(new Set(['a message']));
    });

    it('calls nobody, and carries no file but the bees of aliases', () => {
      const messages = messagesIn(one.requests);
      expect(messages.length).toBeGreaterThan(10);
      expect(messages.filter(({ mayCall }) => mayCall)).toEqual([]);
      expect([...new Set(filesIn(one.requests))]).toEqual(platform === 'Discord' ? ['bee.png'] : []);
    });
  });
}

describe('the same day on PostgreSQL', () => {
  it('leaves the same in every table, whoever it was', { timeout: 120_000 }, async () => {
    const [first, second] = HIDDEN;
    const [one, other] = await Promise.all([
      dayOf('the sandbox', first, 'PostgreSQL'),
      dayOf('the sandbox', second, 'PostgreSQL'),
    ]);
    expect(one.seen['the record']?.length).toBeGreaterThan(50);
    expect(differences(one.seen, other.seen)).toEqual([]);
  });
});
