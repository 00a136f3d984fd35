import { beforeAll, expect, it } from 'vitest';
import type { Person } from '../platforms/driver.ts';
import { join, openCohort, reads, said } from '../support/dialogue.ts';
import { draft } from '../support/speaking.ts';
import { onPlatform, type Stage } from '../support/stage.ts';

const NAMES = ['Ada', 'Bo', 'Cy', 'Di', 'Eve', 'Fay', 'Gus', 'Hal', 'Ivy', 'Jo'];

/** Seals live for no day at all: nobody can ever find an author, and authors have a code. */
onPlatform('the sandbox', (_, open) => {
  let stage: Stage;
  let code: string;
  const student = (name: string): Person => stage.student(name);
  const channel = () => stage.platform.channel('safe-space');

  beforeAll(async () => {
    stage = await open();
    await openCohort(stage);
    for (const name of NAMES) await join(student(name), { reminders: false });
    const { moderator } = stage;
    await moderator.run('cohort settings');
    await moderator.press('Moderation');
    await moderator.press('Posts and seals');
    await moderator.fill({ 'Days that a seal lives': '0' });
  });

  it('lets somebody speak, and keeps nothing that leads to them', async () => {
    await draft(student('Ada'), 'my anatomy group leaves me out');
    await student('Ada').press('Post it');
    const told = await reads(student('Ada'), 'withdrawal code');
    code = /withdrawal code: ([\w-]{19})/.exec(told)?.[1] ?? '';
    await stage.advance('PT75M');
    expect((await stage.platform.messages(channel())).map(({ text }) => text)).toEqual(['my anatomy group leaves me out']);
    await student('Ada').run('home');
    await student('Ada').press('What I wrote');
    await reads(student('Ada'), 'Nothing here leads to you');
  });

  it('gives every reply an alias of its own', async () => {
    const [opener] = await stage.platform.messages(channel());
    for (const words of ['one', 'two']) {
      await student('Bo').press('Reply without my name', { channel: channel(), message: opener?.id ?? '' });
      await student('Bo').fill({ 'Your words': words });
      await reads(student('Bo'), 'Before it is posted');
      await student('Bo').press('Post it');
      await reads(student('Bo'), 'accepted');
    }
    await stage.advance('PT75M');
    const names = (await stage.platform.thread(channel(), opener?.id ?? '')).map(({ speaker }) => speaker?.name);
    expect(new Set([...names, opener?.speaker?.name]).size).toBe(3);
  });

  it('lets the author answer and withdraw with the code alone', async () => {
    await student('Ada').forge('post:code:');
    await student('Ada').fill({ Code: code });
    await reads(student('Ada'), 'What the code is for', 'one', 'two');
    await student('Ada').press('Reply as its author');
    await student('Ada').fill({ 'Your words': 'thank you' });
    expect(await reads(student('Ada'), 'Before it is posted')).toContain('author of this thread');
    await student('Ada').press('Post it');
    await reads(student('Ada'), 'accepted');
    await stage.advance('PT75M');
    const [opener] = await stage.platform.messages(channel());
    const answer = (await stage.platform.thread(channel(), opener?.id ?? '')).at(-1);
    expect(answer?.speaker).toEqual({ name: opener?.speaker?.name, mark: 'author of this thread' });
    await student('Cy').forge('post:code:');
    await student('Cy').fill({ Code: code });
    await student('Cy').press('Withdraw it');
    await reads(student('Cy'), 'Withdrawn');
    await stage.advance('PT5M');
    expect((await stage.platform.messages(channel()))[0]?.text).toContain('Withdrawn');
  });

  it('reveals nobody, in the words of every refusal', async () => {
    const [post] = (await stage.rows('posts')).filter(({ words }) => words === 'one');
    await stage.lead.forge(`reveal:ask:${String(post?.id)}`);
    await stage.lead.fill({ Grounds: 'Serious and immediate risk to life', 'Why it is needed': 'A friend has called' });
    expect(said(stage.lead.screen())).toContain('Bombus cannot do this.');
  });
});
