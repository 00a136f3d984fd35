import { openAccess } from '../../commands/access.ts';
import { commands } from '../../commands/index.ts';
import { openActing } from '../support/acting.ts';
import { openTestCore } from '../support/core.ts';
import { openEmbedded } from '../support/databases.ts';

const WORDS = 'I have six weeks and do not know where to begin.';

/** Somebody in the first year, two mentors in the third and a moderator, with the real panels and no platform. */
export async function openPanels() {
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

  async function rowsOf(table: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return core.stores.record.db<Record<string, Record<string, unknown>>>().selectFrom(table).selectAll().execute();
  }

  const people = { ada: person('ada', place), gus: person('gus', place), hal: person('hal', place) };
  return {
    ...core,
    ...people,
    moderator: person('mo', place, ['R1']),
    person: (id: string) => person(id, place),
    cohort,
    place,
    pass,
    rowsOf,
    questions: () => rowsOf('questions'),
    async ask(words = WORDS, button = 'Ask it'): Promise<string> {
      await people.ada.run('ask');
      await people.ada.fill({
        'Your question in a line': 'How do people revise for anatomy?',
        Topic: 'Exams',
        'The question': words,
        'I would like to …': 'Know how',
      });
      return people.ada.press(button);
    },
    async open(): Promise<string> {
      await people.ada.run('home');
      await people.ada.press('What I asked');
      return people.ada.choose('Open …', 'How do people revise for anatomy?');
    },
    async takeAndAnswer(words = 'Start with the limbs.'): Promise<void> {
      await people.gus.run('mentor');
      await people.gus.press('Read it');
      await people.gus.press('I take it');
      await people.gus.press('Answer');
      await people.gus.fill({ 'Your words': words });
      await people.gus.press('Send it');
    },
  };
}
