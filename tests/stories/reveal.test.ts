import { readFile } from 'node:fs/promises';
import { join as pathOf } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { join, openCohort, reads, said } from '../support/dialogue.ts';
import { draft } from '../support/speaking.ts';
import { eachPlatform, type Stage } from '../support/stage.ts';

const NAMES = ['Ada', 'Bo', 'Cy', 'Di', 'Eve', 'Fay', 'Gus', 'Hal', 'Ivy', 'Jo'];
const REFUSED = 'Bombus cannot do this. A reveal takes two different people';

eachPlatform(
  (name, open) => {
    let stage: Stage;
    const moderators = () => stage.platform.channel('moderators');
    const newest = async () => (await stage.platform.messages(moderators())).at(-1)?.text ?? '';

    beforeAll(async () => {
      stage = await open();
      await openCohort(stage);
      for (const student of NAMES) await join(stage.student(student), { reminders: false });
      const eve = stage.student('Eve');
      await draft(eve, 'I want to kill myself tonight, I have the tablets here');
      const screen = eve.screen();
      await eve.press(screen.kind === 'panel' && screen.buttons.includes('Post anyway') ? 'Post anyway' : 'Post it');
      await reads(eve, 'A person reads it first');
      await stage.advance('PT6M');
    });

    it('is asked for by one person of the roster, from the queue', async () => {
      const { moderator } = stage;
      await moderator.run('cohort queue');
      await moderator.press('Open 1');
      await reads(moderator, 'I want to kill myself tonight');
      await moderator.press('A life is in danger …');
      await moderator.fill({ Grounds: 'Serious and immediate risk to life', 'Why it is needed': 'They have the means.' });
      const panel = await reads(moderator, 'A reveal is asked for');
      expect(panel).toContain('serious and immediate risk to life');
      expect(panel).toContain('waits for another person of the reveal roster');
      await stage.advance('PT0S');
      expect(await newest()).toContain('A reveal is asked for');
      expect(await newest()).not.toMatch(/tablets|means|Eve/);
    });

    it('is refused to everybody else in the same words', async () => {
      const [row] = await stage.rows('reveals');
      const { moderator } = stage;
      expect(said(await moderator.forge(`reveal:agree:${row?.id}`))).toContain(REFUSED);
      const gus = stage.student('Gus');
      expect(said(await gus.forge(`reveal:agree:${row?.id}`))).toContain(REFUSED);
      expect(said(await gus.forge('reveal:agree:forged'))).toContain(REFUSED);
    });

    it('is shown to the lead who agrees, once, also after a restart in between', async () => {
      const { lead } = stage;
      await stage.restart();
      const eve = stage.student('Eve').id;
      await lead.press('Look at it', { channel: moderators() });
      expect(await reads(lead, 'They have the means.')).not.toContain(eve);
      await lead.press('I agree: show me once');
      expect(await reads(lead, 'Shown once')).toContain(eve);
      await stage.advance('PT0S');
      expect(await newest()).toContain('A reveal was completed');
      const [row] = await stage.rows('reveals');
      expect(row).toMatchObject({ state: 'shown', agreed_by: lead.id });
      expect(said(await lead.forge(`reveal:agree:${row?.id}`))).toContain(REFUSED);
    });

    it('is nowhere that a name could be found later', async () => {
      const { id } = stage.student('Eve');
      for (const table of ['reveals', 'audit_entries', 'queue_items', 'deliveries', 'due_work'])
        expect(JSON.stringify(await stage.rows(table))).not.toContain(id);
      if (name === 'the sandbox')
        expect(await readFile(pathOf(stage.dataDir, 'sandbox.json'), 'utf8')).not.toContain('This was written by');
    });

    it('is told to whoever wrote it, and to nobody else', async () => {
      expect(said(await stage.student('Eve').run('home'))).toContain('You were revealed');
      expect(said(await stage.student('Ada').run('home'))).not.toContain('revealed');
      await stage.advance('P4D');
      expect(said(await stage.student('Eve').run('home'))).not.toContain('You were revealed');
    });

    it('stands in the audit log, which is whole', async () => {
      const { moderator } = stage;
      const log = said(await moderator.run('cohort audit'));
      expect(log).toContain('Whole: nothing was changed, removed or added');
      for (const deed of ['asked for a reveal of', 'was refused a reveal of', 'was shown the author of'])
        expect(log).toContain(deed);
      expect(log).not.toMatch(/tablets|They have the means/);
      await stage.until('2027-02-01T10:00:00Z');
      const posted = (await stage.platform.messages(stage.platform.channel('check-ins'))).at(-1)?.text ?? '';
      const rows = await stage.rows('audit_entries');
      const last = rows.toSorted((a, b) => Number(a.number) - Number(b.number)).at(-1);
      expect(posted).toContain(`Its end is now: ${last?.seal}`);
      await stage.expectNoHarm();
    });
  },
  ['the sandbox', 'Discord', 'Slack by Socket Mode'],
);
