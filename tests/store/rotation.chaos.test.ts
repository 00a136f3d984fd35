import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { expectAll, fill, hexOf, openAt, placeOf, rotateAgain, startRotator } from './rotated.ts';

const kills = 15;
const [old, fresh] = [hexOf('old'), hexOf('fresh')];
const notEnded = 'A change of the secret was begun on this data and not ended.';

describe('a change of the secret that is killed at any instant', () => {
  eachDatabase((_, open) => {
    it('has changed nothing, or is done, or says that it is neither', { timeout: 300_000 }, async () => {
      const place = placeOf(await open());
      let [current, next] = [old, fresh];
      await fill(place, current);
      const ends: string[] = [];
      for (let round = 0; round < kills; round += 1) {
        const rotator = startRotator(place, current, next);
        await Promise.race([rotator.hasBegun(), rotator.gone]);
        await new Promise((resolve) => setTimeout(resolve, (round * 25) % 320));
        await rotator.kill();
        const isEnded = rotator.said().includes('done');
        const stand = await openAt(place, next).then(
          async (stores) => stores.close().then(() => 'done'),
          (error) => (error.lines.includes(notEnded) ? 'half' : 'other'),
        );
        // The very end may be reached without a word of it.
        if (isEnded) expect(stand).toBe('done');
        expect(stand).not.toBe('other');
        ends.push(stand);
        if (stand === 'half') await rotateAgain(place, current, next);
        await expectAll(place, next);
        [current, next] = [next, current];
      }
      expect(new Set(ends).has('half')).toBe(true);
    });
  });
});
