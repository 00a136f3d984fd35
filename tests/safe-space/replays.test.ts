import { beforeAll, describe, expect, it } from 'vitest';
import type { Person, Screen } from '../platforms/driver.ts';
import { join, openCohort, reads } from '../support/dialogue.ts';
import { draft } from '../support/speaking.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const NAMES = ['Ada', 'Bo', 'Cy', 'Di', 'Eve', 'Fay', 'Gus', 'Hal', 'Ivy', 'Jo'];
const OPEN = 'nobody told me anything today';
const HELD = 'I want to kill myself tonight';
const TIMES = 100;

eachPlatform(
  (_, open) => {
    let stage: Stage;
    const student = (name: string): Person => stage.student(name);
    const channel = () => stage.platform.channel('safe-space');
    const inChannel = (name: string) => stage.platform.messages(stage.platform.channel(name));
    const standing = async (words: string) => (await inChannel('safe-space')).filter(({ text }) => text.includes(words)).length;

    /** The one event of this act arrives so often. */
    async function replayed(act: () => Promise<Screen>): Promise<void> {
      stage.platform.faults.repeatEvents = TIMES;
      try {
        await act();
      } finally {
        stage.platform.faults.repeatEvents = 1;
      }
    }

    async function post(person: Person, words: string, told: string): Promise<void> {
      await draft(person, words);
      await replayed(() => person.press('Post it'));
      await reads(person, told);
    }

    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      for (const name of NAMES) await join(student(name), { reminders: false });
    });

    describe(`something that the platform delivers ${TIMES} times`, () => {
      it('is accepted once, and appears once', async () => {
        await post(student('Ada'), OPEN, 'Accepted');
        await post(student('Bo'), HELD, 'A person reads it first');
        await stage.advance('PT75M');
        expect([await standing(OPEN), await standing(HELD)]).toEqual([1, 0]);
        expect(await stage.rows('posts')).toMatchObject([{ words: OPEN }]);
      });

      it('is reported once', async () => {
        const [message] = await inChannel('safe-space');
        await student('Cy').press('Report', { channel: channel(), message: message?.id ?? '' });
        await replayed(() => student('Cy').fill({ 'What is it?': 'Something else' }));
        await reads(student('Cy'), 'Moderators look at it');
        await stage.advance('PT6M');
        const reports = (await stage.rows('queue_items')).filter(({ cause }) => cause === 'report');
        expect(reports.map(({ details }) => JSON.parse(String(details)))).toEqual([{ other: 1 }]);
      });

      it('is decided once', async () => {
        const { moderator } = stage;
        await moderator.run('cohort queue');
        await moderator.press('Open 1');
        await reads(moderator, HELD);
        await replayed(() => moderator.press('Approve'));
        await stage.advance('PT20M');
        const decisions = (await stage.rows('audit_entries')).filter(({ action }) => action === 'queue:approve');
        expect({ decisions: decisions.length, standing: await standing(HELD) }).toEqual({ decisions: 1, standing: 1 });
      });

      it('is withdrawn once', async () => {
        const ada = student('Ada');
        await ada.run('home');
        await ada.press('What I wrote');
        await ada.choose('Open …', [OPEN]);
        await reads(ada, 'My post');
        await ada.press('Withdraw');
        await replayed(() => ada.press('Withdraw'));
        await reads(ada, 'Withdrawn');
        await stage.advance('PT6M');
        const [row] = (await stage.rows('posts')).filter(({ state }) => state === 'withdrawn');
        const edits = (await stage.rows('deliveries')).filter(({ edits: key }) =>
          String(key).startsWith(`post:${String(row?.id)}`),
        );
        expect({ words: row?.words, edits: edits.length }).toEqual({ words: null, edits: 1 });
        expect(await standing(OPEN)).toBe(0);
        await stage.expectNoHarm();
      });
    });
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);
