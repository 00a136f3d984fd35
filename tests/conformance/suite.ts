import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { button, buttons, to, view } from '../../src/chat/build.ts';
import type { PlatformAnswer, PlatformRequest } from '../../src/chat/view.ts';
import { plain, words } from '../../src/chat/words.ts';
import { PlatformError } from '../../src/errors.ts';
import { openLog } from '../../src/log.ts';
import { HOSTILE, openSample } from './sample.ts';
import type { OpenStage, Stage } from './stage.ts';
import { failureOf, promiseThreads } from './threads.ts';

/**
 * What every adapter promises, told as a person meets it. A gap is named by the sentence of its case, carries a
 * reason, and runs as an expected failure: closing it turns the suite red, and so does a misspelt name.
 */
export function describeAdapter(
  name: string,
  open: OpenStage,
  { gaps }: { readonly gaps: Readonly<Record<string, string>> },
): void {
  const unused = new Set(Object.keys(gaps));
  const promise = (sentence: string, test: () => Promise<void>): void => {
    unused.delete(sentence);
    if (gaps[sentence] === undefined) it(sentence, test);
    else it.fails(`${sentence} (gap: ${gaps[sentence]})`, test);
  };

  describe(`the ${name} adapter`, () => {
    let stage: Stage;
    let sample: ReturnType<typeof openSample>;

    beforeEach(async () => {
      stage = await open();
      const { adapter } = stage;
      const answerTo = async (_: string, request: unknown, space: string | null, person: string): Promise<PlatformAnswer> => {
        const asked = request as PlatformRequest;
        if (asked.kind === 'inspect')
          return { kind: 'inspected', channels: await adapter.inspect(space ?? stage.platform.space, asked.channels) };
        try {
          return { kind: 'inbox', inbox: await adapter.openInbox(space ?? stage.platform.space, person) };
        } catch (error) {
          return error instanceof PlatformError && error.failure === 'unreachable-person'
            ? { kind: 'inbox-closed' }
            : { kind: 'unanswered' };
        }
      };
      sample = openSample({ log: openLog('silent'), tryInbox: answerTo });
      await adapter.start(sample.inbox);
    });

    afterEach(async () => {
      const violations = stage.platform.violations();
      await stage.adapter.stop();
      await stage.close();
      expect(violations).toEqual([]);
    });

    const post = (channel: string, nonce: string, text = 'Hello') =>
      stage.adapter.send({
        space: stage.platform.space,
        to: { kind: 'channel', channel },
        view: view(text, words`Somebody wrote: ${HOSTILE}`, buttons(button('Primary', to('sample', 'pressed', 'a'), 'primary'))),
        nonce,
        pin: false,
        thread: null,
      });
    const shownIn = async (channel: string) => (await stage.platform.messages(channel)).map(({ text }) => text);
    promise('is ready once it has started', async () => {
      expect(stage.adapter.isReady()).toBe(true);
    });

    promise('answers a command with everything that a view can hold', async () => {
      const screen = await stage.platform.person('ada').run('sample show', { what: 'alpha' });
      expect(screen).toMatchObject({ kind: 'panel', buttons: ['Primary', 'Danger', 'Open the form'], menus: ['Choose …'] });
      const text = screen.kind === 'panel' ? screen.text : '';
      for (const part of [
        'Everything at once',
        'strong',
        'a link',
        'A heading',
        'One',
        'first',
        'Two',
        'second part',
        'Small print.',
      ]) {
        expect(text).toContain(part);
      }
      expect(sample.seen.options).toEqual([{ what: 'alpha' }]);
    });

    promise('shows what a person wrote literally', async () => {
      const screen = await stage.platform.person('ada').run('sample show');
      const text = screen.kind === 'panel' ? screen.text.replaceAll(/[\u2060\u2066-\u2069]/g, '') : '';
      for (const part of ['@everyone', '**bold**', '||spoiler||', '[label](https://evil.example)']) expect(text).toContain(part);
    });

    promise('gives a picture with its alternative text, or the same figures in words', async () => {
      const ada = stage.platform.person('ada');
      await ada.run('sample show');
      await ada.until((screen) => screen.kind === 'panel' && (screen.pictures.length > 0 || /Happy[\s\S]*7/.test(screen.text)));
    });

    promise('puts the answer to a press where the panel stood', async () => {
      const ada = stage.platform.person('ada');
      await ada.run('sample show');
      expect(await ada.press('Danger')).toMatchObject({
        kind: 'panel',
        buttons: ['Back'],
        text: expect.stringContaining('Pressed b'),
      });
      expect(await ada.press('Back')).toMatchObject({ kind: 'panel', buttons: ['Primary', 'Danger', 'Open the form'] });
    });

    promise('brings the values of a menu', async () => {
      const ada = stage.platform.person('ada');
      await ada.run('sample show');
      expect(await ada.choose('Choose …', ['Second'])).toMatchObject({ kind: 'panel', text: expect.stringContaining('y') });
    });

    promise('opens a form from a press with what stood in it, and brings typed values', async () => {
      const ada = stage.platform.person('ada');
      await ada.run('sample show');
      const form = await ada.press('Open the form');
      expect(form).toMatchObject({ kind: 'form', title: 'A form' });
      expect(form.kind === 'form' && form.fields.map(({ label, value }) => [label, value])).toContainEqual([
        'Words',
        'kept from before',
      ]);
      const screen = await ada.fill({
        Words: HOSTILE,
        'One of': 'Bee',
        'Some of': ['Pea', 'Are'],
        'How much': '0',
        Day: '2027-03-28',
      });
      expect(screen).toMatchObject({ kind: 'panel', text: expect.stringContaining('Received') });
      expect(sample.seen.submitted).toEqual([
        { words: HOSTILE.trim(), one: 'b', some: ['p', 'r'], number: 0, day: '2027-03-28' },
      ]);
    });

    promise('opens a form from a command', async () => {
      const ada = stage.platform.person('ada');
      expect(await ada.run('form')).toMatchObject({ kind: 'form', title: 'Short' });
      expect(await ada.fill({ Words: 'hello' })).toMatchObject({ kind: 'panel', text: expect.stringContaining('hello') });
    });

    promise('picks people, channels and holders of roles', async () => {
      const { platform } = stage;
      const ada = platform.person('ada');
      const where = platform.channel('general');
      const role = platform.role('helpers');
      await ada.run('sample show');
      await ada.forge('sample:pickers:');
      await ada.fill({ Who: [ada.id, platform.person('bo').id], Where: [where], Role: [role], Time: '18:30' });
      expect(sample.seen.submitted).toEqual([
        { who: [ada.id, platform.person('bo').id], where: [where], role: [role], time: 1110 },
      ]);
    });

    promise('says what does not fit and keeps what was typed', async () => {
      const ada = stage.platform.person('ada');
      await ada.run('form');
      const refused = await ada.fill({ Words: 'refuse me' });
      if (refused.kind === 'form') expect(refused.fields[0]).toMatchObject({ fault: 'Fault: refused.', value: 'refuse me' });
      else {
        expect(refused).toMatchObject({ kind: 'panel', text: expect.stringContaining('Fault: refused.') });
        const again = await ada.press('Open it again');
        expect(again.kind === 'form' && again.fields[0]?.value).toBe('refuse me');
      }
      expect(await ada.fill({ Words: 'better' })).toMatchObject({ kind: 'panel', text: expect.stringContaining('better') });
    });

    promise('refuses 10,000 characters and an emptied field in words', async () => {
      const ada = stage.platform.person('ada');
      for (const [typed, code] of [
        ['x'.repeat(10_000), 'too-long'],
        ['\u200B \u2060', 'required'],
      ] as const) {
        await ada.run('form');
        const screen = await ada.fill({ Words: typed });
        const said = screen.kind === 'form' ? screen.fields[0]?.fault : screen.kind === 'panel' ? screen.text : '';
        expect(said).toContain(`Fault: ${code}.`);
      }
    });

    promise('shows at most what fits of a long view', async () => {
      expect(await stage.platform.person('ada').run('sample long')).toMatchObject({
        kind: 'panel',
        text: expect.stringContaining('word word'),
      });
    });

    promise('answers in time what takes its time', async () => {
      const ada = stage.platform.person('ada');
      await ada.run('sample slow');
      await ada.until((screen) => screen.kind === 'panel' && screen.text.includes('Slow but sure'), 8_000);
    });

    promise('does once what arrives three times', async () => {
      stage.platform.faults.repeatEvents = 3;
      const ada = stage.platform.person('ada');
      await ada.run('sample show');
      await ada.press('Primary');
      expect(sample.seen.runs).toBe(2);
    });

    promise('says that a forged button does not work', async () => {
      const ada = stage.platform.person('ada');
      for (const forged of ['sample:nothing:', 'sample:__proto__:', 'nothing at all', 'sample:pressed:<script>']) {
        expect(await ada.forge(forged)).toMatchObject({ kind: 'panel', text: expect.stringContaining('does not work any more') });
      }
    });

    promise('says no to a button that is for others', async () => {
      expect(await stage.platform.person('ada').forge('sample:moderated:')).toMatchObject({
        kind: 'panel',
        text: expect.stringContaining('Not for you'),
      });
    });

    promise('tells of a failure with a code and without its words', async () => {
      const screen = await stage.platform.person('ada').run('sample break');
      expect(screen).toMatchObject({ kind: 'panel', text: expect.stringContaining('Code incident') });
      expect(JSON.stringify(screen)).not.toContain('evil.example');
    });

    promise('posts to a channel, edits what it posted, and answers presses there privately', async () => {
      const channel = stage.platform.channel('general');
      const sent = await post(channel, 'nonce-1', 'First wording');
      expect((await shownIn(channel)).join()).toContain('First wording');
      await stage.adapter.edit(stage.platform.space, sent, view('Second wording', plain('Edited.')));
      expect((await shownIn(channel)).join()).toContain('Second wording');
      expect((await shownIn(channel)).join()).not.toContain('First wording');
      await post(channel, 'nonce-2');
      expect(await stage.platform.person('ada').press('Primary', { channel })).toMatchObject({
        kind: 'panel',
        text: expect.stringContaining('Pressed a'),
      });
      expect((await shownIn(channel)).join()).not.toContain('Pressed a');
    });

    promise('pins what it is asked to pin', async () => {
      const channel = stage.platform.channel('general');
      const shown = view('Pinned', plain('Stay.'));
      await stage.adapter.send({
        space: stage.platform.space,
        to: { kind: 'channel', channel },
        view: shown,
        nonce: 'pin-1',
        pin: true,
        thread: null,
      });
      expect((await stage.platform.messages(channel)).map(({ isPinned }) => isPinned)).toEqual([true]);
    });

    promise('writes to a person who let it, and answers their presses', async () => {
      const ada = stage.platform.person('ada');
      await ada.run('sample inbox');
      await ada.until((screen) => screen.kind === 'panel' && screen.text.includes('Answered'));
      const inbox = await stage.adapter.openInbox(stage.platform.space, ada.id);
      const shown = view('For you', plain('Hello.'), buttons(button('Primary', to('sample', 'pressed', 'a'))));
      await stage.adapter.send({
        space: stage.platform.space,
        to: { kind: 'inbox', inbox },
        view: shown,
        nonce: 'dm-1',
        pin: false,
        thread: null,
      });
      expect((await ada.inbox()).map(({ text }) => text).join()).toContain('For you');
      expect(await ada.press('Primary', 'inbox')).toMatchObject({ kind: 'panel', text: expect.stringContaining('Pressed a') });
    });

    promise('says that an inbox is closed', async () => {
      const ada = stage.platform.person('ada');
      const inbox = await stage.adapter.openInbox(stage.platform.space, ada.id);
      stage.platform.faults.closedInboxes.add(ada.id);
      const shown = view('For you', plain('Hello.'));
      const sending = stage.adapter.send({
        space: stage.platform.space,
        to: { kind: 'inbox', inbox },
        view: shown,
        nonce: 'dm-2',
        pin: false,
        thread: null,
      });
      expect(await failureOf(sending)).toBe('unreachable-person');
    });

    promise('makes one message of a repeated send, or says that it may have been sent', async () => {
      const channel = stage.platform.channel('general');
      stage.platform.faults.failSends(1, 'after');
      expect([null, 'maybe-sent']).toContain(await failureOf(post(channel, 'nonce-3')));
      if (stage.adapter.pace.repeatWindowMs > 0) await post(channel, 'nonce-3');
      expect(await shownIn(channel)).toHaveLength(1);
    });

    promiseThreads(promise, () => stage);

    promise('says what kind of failure a send met', async () => {
      const { platform } = stage;
      const hidden = platform.channel('hidden');
      platform.faults.hideChannel(hidden);
      expect(['forbidden', 'gone']).toContain(await failureOf(post(hidden, 'nonce-4')));
      const deleted = platform.channel('deleted');
      platform.faults.deleteChannel(deleted);
      expect(await failureOf(post(deleted, 'nonce-5'))).toBe('gone');
    });

    promise('finds out what it may do in a channel', async () => {
      const { platform, adapter } = stage;
      const [good, hidden] = [platform.channel('general'), platform.channel('hidden')];
      platform.faults.hideChannel(hidden);
      const reports = await adapter.inspect(platform.space, [good, hidden]);
      expect(reports[0]).toEqual({ channel: good, faults: [] });
      expect(reports[1]?.faults.length).toBeGreaterThan(0);
    });

    promise('completes options while they are typed', async () => {
      const completions = await stage.platform.person('ada').complete('sample show', 'what', 'b');
      expect(completions).toEqual([{ value: 'beta', label: 'beta' }]);
    });

    promise('notices that a channel was deleted', async () => {
      const channel = stage.platform.channel('general');
      stage.platform.faults.deleteChannel(channel);
      await expect
        .poll(() => sample.seen.notices, { timeout: 5_000 })
        .toContainEqual({ kind: 'channel-gone', space: stage.platform.space, channel });
    });

    promise('notices that it was removed', async () => {
      stage.platform.faults.removeBot();
      await expect
        .poll(() => sample.seen.notices, { timeout: 5_000 })
        .toContainEqual({ kind: 'space-gone', space: stage.platform.space });
    });

    promise('comes back by itself when the connection drops', async () => {
      stage.platform.faults.dropConnection();
      await expect
        .poll(
          async () =>
            (
              await stage.platform
                .person('ada')
                .run('ping')
                .catch(() => null)
            )?.kind,
          { timeout: 20_000, interval: 500 },
        )
        .toBe('panel');
    });
  });

  it(`every gap of the ${name} adapter names a promise`, () => {
    expect([...unused]).toEqual([]);
  });
}
