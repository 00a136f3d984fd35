import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../platforms/driver.ts';
import { reads, said } from '../support/dialogue.ts';
import { openDay, write } from './hidden-author/day.ts';
import { type House, openHouse } from './hidden-author/house.ts';

const GRAVE = 'I want to kill myself tonight and I mean it';
const CHANGED = 'I do not want to be alive any more, and I called';

let house: House;
let day: ReturnType<typeof openDay>;
const person = (handle: string): Person => house.person(handle);

beforeEach(async () => {
  house = await openHouse('the sandbox', { isTraced: false });
  day = openDay(house);
});
afterEach(() => house.close());

/** What a moderator has before them who opens the one thing that waits. */
async function opened(): Promise<string> {
  const { moderator } = house.stage;
  await moderator.run('cohort queue');
  return said(await moderator.press('Open 1'));
}

const inTheChannel = async (): Promise<string> =>
  (await house.stage.platform.messages(house.stage.platform.channel('safe-space'))).map(({ text }) => text).join('\n');

describe('a moderator who has something open', () => {
  beforeEach(async () => {
    await house.step('gus writes', () => write(person('Gus'), GRAVE));
    await house.pass('PT6M');
  });

  it('does not see at which moment its author takes it back', async () => {
    const before = await opened();
    await house.step('gus withdraws', () => day.withdraw(person('Gus'), GRAVE));
    expect(await opened()).toBe(before);
    await house.pass('PT5M');
    expect(said(await house.stage.moderator.run('cohort queue'))).toContain('Nothing is waiting');
  });

  it('lets nothing out that its author has taken back', async () => {
    await opened();
    await house.step('gus withdraws', () => day.withdraw(person('Gus'), GRAVE));
    await house.stage.moderator.press('Approve');
    await house.pass('PT1H');
    expect(await inTheChannel()).not.toContain(GRAVE);
  });

  it('does not see at which moment its author changes it', async () => {
    const before = await opened();
    await house.step('gus changes it', () => day.change(person('Gus'), GRAVE, CHANGED));
    expect(await opened()).toBe(before);
    await house.pass('PT5M');
    expect(await opened()).toContain(CHANGED);
  });

  it('lets no words out that came after what they read', async () => {
    await opened();
    await house.step('gus changes it', () => day.change(person('Gus'), GRAVE, CHANGED));
    await house.stage.moderator.press('Approve');
    await house.pass('PT1H');
    expect(await inTheChannel()).not.toContain(CHANGED);
    expect(await opened()).toContain(CHANGED);
  });
});

describe('somebody who leaves', () => {
  beforeEach(async () => {
    await house.step('cy opens', () => write(person('Cy'), 'Who else is lost in the new hospital'));
    await house.pass('PT75M');
  });

  async function leave(handle: string, how: string): Promise<void> {
    await person(handle).run('leave');
    await person(handle).press(how);
    await reads(person(handle), 'You have left');
  }

  it('is not betrayed by the aliases of those who answer them', async () => {
    await house.step('di replies', () => day.reply(person('Di'), 'Who else is lost', 'Follow the blue line'));
    await house.pass('PT75M');
    await leave('Cy', 'Leave, posts stay');
    await house.step('di replies again', () => day.reply(person('Di'), 'Who else is lost', 'And then the red one'));
    await house.pass('PT75M');
    const { channel, message } = await day.where('Who else is lost');
    const speakers = (await house.stage.platform.thread(channel, message)).map(({ speaker }) => speaker?.name);
    expect(new Set(speakers).size).toBe(1);
  });

  it('says nothing under their name any more', async () => {
    await house.step('eve replies as herself', () => day.reply(person('Eve'), 'Who else is lost', GRAVE, 'Reply as me'));
    await house.pass('PT6M');
    const before = await opened();
    expect(before).toContain('Eve');
    await leave('Eve', 'Leave and erase');
    await house.stage.moderator.press('Approve');
    await house.pass('PT1H');
    expect(await house.stage.rows('posts')).toHaveLength(1);
  });
});
