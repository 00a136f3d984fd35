import { describe, expect, it } from 'vitest';
import { openAccess } from '../../commands/access.ts';
import { commands } from '../../commands/index.ts';
import { openActing } from '../support/acting.ts';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

const MINUTE = 60_000;
const WORDS = 'I have six weeks and do not know where to begin.';

/** Somebody in the first year, two mentors in the third and a moderator, with the real panels and no platform. */
async function openPanels() {
  const core = await openTestCore(await openEmbedded());
  const { cohort, place } = await core.openCohort();
  const person = openActing({
    capabilities: commands,
    services: core.services,
    ledger: core.ledger,
    forgetting: core.stores.forgetting,
    accessOf: openAccess(core.services),
  });
  await core.join(cohort, place, 'ada', { year: 1 });
  for (let number = 0; number < 9; number += 1) await core.join(cohort, place, `filler-${number}`);
  for (const id of ['gus', 'hal']) {
    const member = await core.join(cohort, place, id, { year: 3 });
    const chosen = { topics: ['exams'], years: [1, 2], usesTags: false, shownName: null, newAWeek: 3 };
    await core.services.mentors.volunteer(member, chosen);
  }

  async function pass(ms: number): Promise<void> {
    const until = core.now() + ms;
    for (;;) {
      await core.mix.settle();
      await core.agenda.settle(5_000);
      const next = [await core.mix.nextDue(), await core.agenda.nextDue()].filter((at) => at !== null && at > core.now());
      const at = Math.min(until, ...next.map((instant) => instant ?? until));
      if (core.now() >= until) return;
      core.pass(at - core.now());
    }
  }

  const people = { ada: person('ada', place), gus: person('gus', place), hal: person('hal', place) };
  return {
    ...core,
    ...people,
    moderator: person('mo', place, ['R1']),
    cohort,
    pass,
    async ask(words = WORDS): Promise<string> {
      await people.ada.run('ask');
      await people.ada.fill({
        'Your question in a line': 'How do people revise for anatomy?',
        Topic: 'Exams',
        'The question': words,
        'I would like to …': 'Know how',
      });
      return people.ada.press('Ask it');
    },
    async open(): Promise<string> {
      await people.ada.run('home');
      await people.ada.press('What I asked');
      return people.ada.choose('Open …', 'How do people revise for anatomy?');
    },
    async takeAndAnswer(): Promise<void> {
      await people.gus.run('mentor');
      await people.gus.press('Read it');
      await people.gus.press('I take it');
      await people.gus.press('Answer');
      await people.gus.fill({ 'Your words': 'Start with the limbs.' });
      await people.gus.press('Send it');
    },
  };
}

describe('what an asker sees of their question', () => {
  it('is asked once whether it was the help that they wanted, when it is over', async () => {
    const { ada, ask, open, pass, takeAndAnswer } = await openPanels();
    await ask();
    await pass(75 * MINUTE);
    expect(await open()).toContain('People from the years above are being asked, two at a time.');
    await takeAndAnswer();
    await pass(15 * MINUTE);
    expect(await open()).toContain('Start with the limbs.');
    await ada.press('It is answered');
    await pass(15 * MINUTE);
    expect(await open()).toContain('Was it the kind of help you wanted');
    await ada.press('Yes');
    expect(await open()).not.toContain('the kind of help you wanted');
  });

  it('can be changed and taken back until it is delivered, and hears what a moderator thinks of it', async () => {
    const { ada, ask, open, pass, takeAndAnswer, services, cohort } = await openPanels();
    const { settings, queue } = services.moderation;
    await ask();
    await pass(75 * MINUTE);
    await takeAndAnswer();
    await pass(15 * MINUTE);
    await settings.save(cohort.id, { ...(await settings.of(cohort.id)), beforePublishing: true }, 'R1');
    await open();
    await ada.press('Write back');
    await ada.fill({ 'Your words': 'Which limb?' });
    await ada.press('Edit');
    expect(ada.fields()).toEqual({ 'Your words': ['Which limb?'] });
    await ada.fill({ 'Your words': 'Which limb first?' });
    await ada.press('Send it');
    await pass(15 * MINUTE);
    expect(await open()).toContain('A person reads this first, without learning who you are.');
    const [item] = await queue.waiting(cohort.id);
    await queue.decide(item?.id ?? '', { decision: 'ask-change', text: 'Say which exam.', moderator: 'R1' });
    expect(await ada.run('home')).toContain('Something came about what you asked.');
    expect(await open()).toContain('A moderator asks for a change: Say which exam.');
    await ada.press('Change it');
    expect(ada.fields()).toEqual({ 'Your words': ['Which limb first?'] });
    await ada.fill({ 'Your words': 'Which limb first, for the spring exam?' });
    await ada.press('Send it');
    await open();
    expect(await ada.press('Take it back')).toContain('It is not passed on.');
    expect(await open()).not.toContain('spring exam');
  });
});

describe('what a mentor sees who had no answer and presses again', () => {
  it('is theirs still, and nobody else has it', async () => {
    const { gus, ask, pass, stores } = await openPanels();
    await ask();
    await pass(75 * MINUTE);
    await gus.run('mentor');
    await gus.press('Read it');
    const db = stores.record.db<{
      offers: { id: string; mentor: string; question: string };
      members: { id: string; person: string };
    }>();
    const { id, mentor } = await db
      .selectFrom('offers')
      .innerJoin('members', 'members.id', 'offers.mentor')
      .where('person', '=', 'gus')
      .select(['offers.id', 'mentor'])
      .executeTakeFirstOrThrow();
    const again = () => gus.forge(`mentor:accept:${mentor}.${id}`);
    expect(await again()).toContain('It is with you now');
    expect(await again()).toContain('It is with you now');
    await gus.press('Hand it on');
    expect(await again()).toContain('Somebody else has it');
  });
});
