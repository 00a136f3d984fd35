import { describe, expect, it } from 'vitest';
import { openPanels } from './acting.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TITLE = 'How do people revise for anatomy?';
const BLANK = '\u200B\u2060 \u3164';
const LONG = 'x'.repeat(10_000);
/** Hebrew, an override that would turn the rest around, a joiner, a zero-width space, a mention and a link in disguise. */
const STRANGE = 'שלום \u202Eevil\u202C a\u200Db\u200Bc @everyone <@1> [here](https://evil.example)';

/** With a question that is with one of two mentors, who has answered it. */
async function openTalk() {
  const panels = await openPanels();
  await panels.ask();
  await panels.pass(75 * MINUTE);
  await panels.takeAndAnswer();
  await panels.pass(15 * MINUTE);
  const [question] = await panels.questions();
  return { ...panels, question: String(question?.id) };
}

describe('what is typed', () => {
  it('must not be empty, nor made of what nobody sees, nor longer than fits, and is kept until it is right', async () => {
    const { ada, gus, open, question, services, questions } = await openTalk();
    const before = JSON.stringify(await questions());
    await ada.run('ask');
    expect(await ada.fill({ 'Your question in a line': BLANK, Topic: 'Exams', 'The question': LONG })).toBe(
      'Your question in a line: Please fill this in: it is empty.\nThe question: This has 10000 characters; at most 2000 fit.',
    );
    await open();
    await ada.press('Write back');
    expect(await ada.fill({ 'Your words': BLANK })).toContain('Please fill this in');
    expect(await ada.fill({ 'Your words': LONG })).toContain('at most 2000 fit');
    expect(await ada.fill({ 'Your words': 'And the head?' })).toContain('Before it is passed on');
    const own = (await services.members.findAt({ platform: 'sandbox', space: 'room', person: 'gus' }))?.id;
    await gus.forge(`mentor:answer:${own}.${question}`);
    expect(await gus.fill({ 'Your words': BLANK })).toContain('Please fill this in');
    expect(await gus.fill({ 'Your words': LONG })).toContain('at most 2000 fit');
    await gus.run('mentor');
    await gus.press('How much, and as whom');
    expect(await gus.fill({ 'Name that askers see': LONG })).toContain('at most 40 fit');
    expect(await gus.fill({ 'Name that askers see': BLANK })).toContain('Askers see: an alias');
    expect(JSON.stringify(await questions())).toBe(before);
  });

  it('is passed on as it is, whatever its letters do', async () => {
    const { gus, hal, ask, open, pass } = await openPanels();
    for (const mentor of [gus, hal]) {
      await mentor.run('mentor');
      await mentor.press('How much, and as whom');
      expect(await mentor.fill({ 'Name that askers see': 'גוס \u202Esug\u202C' })).toContain('גוס');
    }
    await ask(STRANGE, 'Ask anyway');
    await pass(75 * MINUTE);
    await gus.run('mentor');
    expect(await gus.press('Read it')).toContain(STRANGE);
    await gus.press('I take it');
    await gus.press('Answer');
    await gus.fill({ 'Your words': STRANGE });
    await gus.press('Send anyway');
    await pass(15 * MINUTE);
    expect((await open()).split(STRANGE)).toHaveLength(3);
  });
});

describe('what comes too late', () => {
  it('is not passed on to a question that is over, and its words are not lost', async () => {
    const { ada, gus, open, pass, question, services } = await openTalk();
    const own = (await services.members.findAt({ platform: 'sandbox', space: 'room', person: 'gus' }))?.id;
    await gus.forge(`mentor:answer:${own}.${question}`);
    await open();
    await ada.press('It is answered');
    await pass(9 * 24 * HOUR);
    const told = await gus.fill({ 'Your words': 'One more thing.' });
    expect(told).toContain('This question is over, so nothing more is passed on.');
    expect(told).toContain('> One more thing.\nIt was not sent. You can copy it.');
  });

  it('is not passed on by whoever handed it on, nor to nobody', async () => {
    const { ada, gus, open, question, services } = await openTalk();
    const own = (await services.members.findAt({ platform: 'sandbox', space: 'room', person: 'gus' }))?.id;
    await open();
    await ada.press('Write back');
    await gus.forge(`mentor:hand-on:${own}.${question}`);
    const told = await ada.fill({ 'Your words': 'And the head?' });
    expect(told).toContain('Nobody has this question just now, so your words would reach nobody.');
    expect(told).toContain('> And the head?');
    await gus.forge(`mentor:answer:${own}.${question}`);
    expect(await gus.fill({ 'Your words': 'Late.' })).toContain('This question is not with you any more');
  });
});

describe('what is forged', () => {
  it('takes no offer of another, and none that is over', async () => {
    const { ada, gus, hal, person, ask, pass, services, questions, rowsOf } = await openPanels();
    await ask();
    await pass(75 * MINUTE);
    const ids = new Map<string, string>();
    for (const handle of ['gus', 'hal', 'filler-1'])
      ids.set(handle, (await services.members.findAt({ platform: 'sandbox', space: 'room', person: handle }))?.id ?? '');
    const offers = await rowsOf('offers');
    const ofHal = String(offers.find(({ mentor }) => mentor === ids.get('hal'))?.id);
    const before = JSON.stringify([await questions(), offers]);
    for (const [who, handle] of [
      [gus, 'gus'],
      [gus, 'hal'],
      [person('filler-1'), 'filler-1'],
      [ada, 'hal'],
    ] as const)
      for (const action of ['offer', 'accept', 'not-now', 'not-topic', 'report', 'take']) {
        const told = await who.forge(`mentor:${action}:${ids.get(handle)}.${ofHal}`);
        expect(told).not.toMatch(/It is with you now|Can you take this|Something went wrong/);
      }
    expect(JSON.stringify([await questions(), await rowsOf('offers')])).toBe(before);
    await pass(25 * HOUR);
    expect(await hal.forge(`mentor:accept:${ids.get('hal')}.${ofHal}`)).toContain('Somebody else has it');
    expect(await questions()).toMatchObject([{ state: 'seeking', holder: null }]);
  });

  it('neither reads nor changes a question of another, and is told the same as of one that never was', async () => {
    const { person, pass, question, questions, rowsOf } = await openTalk();
    const other = person('filler-1');
    const before = JSON.stringify([await questions(), await rowsOf('question_messages')]);
    const acts = ['open', 'thanks', 'answered', 'reopen', 'someone-else', 'block', 'block-now', 'withdraw', 'withdraw-now'];
    const told = async (id: string) => {
      const seen: string[] = [];
      for (const act of [...acts, 'keep', 'keep-yes', 'keep-no']) seen.push(await other.forge(`ask:${act}:${id}`));
      seen.push(await other.forge(`ask:verdict:${id},yes`), await other.forge('ask:chosen:x', [id]));
      for (const form of ['reply', 'report', 'change']) {
        await other.forge(`ask:${form}:${id}`);
        seen.push(await other.fill({ 'Your words': 'Mine', 'What is it?': 'Spam, or does not belong here' }));
      }
      for (const act of ['read', 'hand-on', 'keep', 'block-now']) seen.push(await other.forge(`mentor:${act}:x.${question}`));
      return seen;
    };
    const [real, none] = [await told(question), await told('id-99999')];
    expect(real).toEqual(none);
    expect(real.join()).not.toContain(TITLE);
    await pass(15 * MINUTE);
    expect(JSON.stringify([await questions(), await rowsOf('question_messages')])).toBe(before);
  });
});
