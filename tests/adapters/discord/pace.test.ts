import { expect, it } from 'vitest';
import { realTime } from '../../../src/calendar/real-time.ts';
import { view } from '../../../src/chat/build.ts';
import { plain } from '../../../src/chat/words.ts';
import { openPacer } from '../../../src/delivery/pacer.ts';
import { openStage } from './stage.ts';

it('leaves room for people who join, or a bot that starts, while messages go out at full pace', async () => {
  const { adapter, discord, close } = await openStage(() => []);
  const people = Array.from({ length: 75 }, (_, index) => discord.person(`member-${index}`));
  const inboxes: string[] = [];
  // One by one, and slowly: opening these is not what is tried here.
  for (const person of people) {
    inboxes.push(await adapter.openInbox(discord.space, person.id));
    await realTimePasses(25);
  }
  await realTimePasses(1_000);
  const pacer = openPacer({ time: realTime, maxInFlight: 100 });
  const send = async (inbox: string, index: number) => {
    const done = await pacer.turn('discord', adapter.pace);
    if (index % 12 === 0) await adapter.openInbox(discord.space, people[index]?.id ?? '');
    await adapter.send({
      space: discord.space,
      to: { kind: 'inbox', inbox },
      view: view('Hello', plain('How was your week?')),
      nonce: `nonce-${index}`,
      pin: false,
      thread: null,
    });
    done?.();
  };
  await Promise.all(inboxes.map(send));
  const violations = discord.violations();
  await close();
  expect(violations).toEqual([]);
});

const realTimePasses = (ms: number): Promise<void> => new Promise((resolve) => realTime.after(ms, resolve));
