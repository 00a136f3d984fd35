import { beforeAll, describe, expect, it } from 'vitest';
import { join, openCohort, reads, said } from '../support/dialogue.ts';
import { draft } from '../support/speaking.ts';
import { onPlatform, type Stage } from '../support/stage.ts';

const NAMES = ['Ada', 'Bo', 'Cy', 'Di', 'Eve', 'Fay', 'Gus', 'Hal', 'Ivy', 'Jo'];
const WORDS = 'the ward felt long today';

onPlatform('Slack by Socket Mode', (_, open) => {
  let stage: Stage;
  const channel = () => stage.platform.channel('safe-space');
  const texts = async (name: string) =>
    (await stage.platform.messages(stage.platform.channel(name))).map(({ text }) => text.split('\n').slice(0, 2).join(': '));

  beforeAll(async () => {
    stage = await open();
    await openCohort(stage);
    for (const name of NAMES) await join(stage.student(name), { reminders: false });
  });

  describe('a post of which Slack never said whether it is there', () => {
    it('goes to a moderator', async () => {
      const ada = stage.student('Ada');
      stage.platform.faults.failSends(1, 'reset');
      await draft(ada, WORDS, { 'When it appears': 'Now' });
      await ada.press('Post it');
      await reads(ada, 'Accepted');
      await stage.advance('PT1M');
      expect(await texts('moderators')).toEqual(['Something waits for a moderator: May not have appeared.']);
      expect((await stage.platform.messages(channel()))[0]?.text).toContain(WORDS);
    });

    it('is for a moderator to take away where its author withdraws it, and they learn which it is', async () => {
      const ada = stage.student('Ada');
      await ada.run('home');
      await ada.press('What I wrote');
      await ada.choose('Open …', [WORDS]);
      await reads(ada, 'My post');
      await ada.press('Withdraw');
      await ada.press('Withdraw');
      await reads(ada, 'Withdrawn');
      await stage.advance('PT6M');
      expect(await texts('moderators')).toEqual([
        'Settled: Closed, since it is gone.',
        'Something waits for a moderator: May not have appeared.',
      ]);
      const [message] = await stage.platform.messages(channel());
      const { moderator } = stage;
      await moderator.run('cohort queue');
      await moderator.press('Open 1');
      const panel = await reads(moderator, 'please delete it by hand', message?.speaker?.name ?? 'nobody');
      expect(panel).not.toContain(WORDS);
      await moderator.press('It is gone');
      expect(said(moderator.screen())).toContain('Done');
    });
  });
});
