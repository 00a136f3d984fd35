import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Cohort } from '../../src/cohorts/rules.ts';
import { ROSTER_WAIT_MS } from '../../src/cohorts/rules.ts';
import type { Revealer } from '../../src/moderation/reveal.ts';
import { eachDatabase, type TestDatabases, testSecret } from '../support/databases.ts';
import { textOfView } from '../support/view-text.ts';
import {
  DAY,
  GRAVE,
  HOME,
  HOUR,
  KIM,
  LEE,
  LINKED,
  LOU,
  MO,
  openRevealHouse,
  press,
  type RevealHouse,
  STAN,
  submitAsk,
} from './reveal-house.ts';

const MINUTE = 60_000;

/** The house with a cohort, and a post of Sam's that somebody has asked for a reveal of. */
async function start(databases: TestDatabases, asker: Revealer | null = MO) {
  const house = await openRevealHouse(databases);
  const cohort = await house.openCohort();
  await house.write(cohort, 'post-1');
  const ask = async (who: Revealer, subject = 'post-1', request = GRAVE): Promise<string> => {
    const outcome = await house.reveals.ask(who, cohort.id, subject, request);
    return outcome.kind === 'waiting' ? outcome.reveal.id : outcome.kind;
  };
  const reveal = asker ? await ask(asker) : '';
  const agree = (who: Revealer, id = reveal) => house.reveals.agree(who, cohort.id, id);
  return { ...house, house, cohort, reveal, ask, agree };
}

const SAM = { member: 'member-Sam', ...HOME, person: 'Sam' };

const textOf = async (house: RevealHouse, ...of: Parameters<RevealHouse['does']>): Promise<string> => {
  const reply = await house.does(...of);
  if (reply.kind !== 'view') throw new Error('no view');
  return textOfView(reply);
};

/** Each way in which something must not work: what is prepared, and what somebody then does. */
interface Refusal {
  readonly what: string;
  readonly cause: string;
  /** Gives who is refused, and what they do through the platform. */
  readonly attempt: (on: {
    readonly house: RevealHouse;
    readonly cohort: Cohort;
    /** Mo asks, and the id of the request comes back. */
    readonly asked: (who?: Revealer, subject?: string) => Promise<string>;
  }) => Promise<readonly [who: Revealer, act: ReturnType<typeof press>]>;
}

const agreeing = (id: string) => press(`reveal:agree:${id}`);

const REFUSALS: readonly Refusal[] = [
  {
    what: 'one person alone',
    cause: 'same-person',
    attempt: async ({ asked }) => [LEE, agreeing(await asked(LEE))],
  },
  {
    what: 'the same person twice, once as they were and once with the lead’s role',
    cause: 'same-person',
    attempt: async ({ asked }) => [{ ...MO, roles: LEE.roles }, agreeing(await asked(MO))],
  },
  {
    what: 'two of whom none is a lead',
    cause: 'no-lead',
    attempt: async ({ asked }) => [KIM, agreeing(await asked(MO))],
  },
  {
    what: 'a fresh second account, which no moderator knows',
    cause: 'not-on-roster',
    attempt: async ({ asked }) => [{ place: HOME, person: 'Mo-again', roles: [] }, agreeing(await asked())],
  },
  {
    what: 'a fresh account that was given the lead’s role',
    cause: 'not-on-roster',
    attempt: async ({ asked }) => [STAN, agreeing(await asked())],
  },
  {
    what: 'a fresh account that asks first',
    cause: 'not-on-roster',
    attempt: async () => [STAN, submitAsk('post-1')],
  },
  {
    what: 'somebody whose role was mapped to lead a moment ago',
    cause: 'no-lead',
    async attempt({ house, cohort, asked }) {
      const id = await asked();
      await house.cohorts.saveHolders(cohort.id, HOME, { lead: ['R-lead', 'R-other'] });
      return [KIM, agreeing(id)];
    },
  },
  {
    what: 'somebody outside the roster whose role was mapped to lead',
    cause: 'not-on-roster',
    async attempt({ house, cohort, asked }) {
      await house.cohorts.saveHolders(cohort.id, HOME, { lead: ['R-mod'] });
      house.pass(ROSTER_WAIT_MS + MINUTE);
      return [STAN, agreeing(await asked())];
    },
  },
  {
    what: 'a person of the roster as it was before a change took effect',
    cause: 'not-on-roster',
    async attempt({ house, cohort, asked }) {
      const id = await asked();
      await house.cohorts.saveHolders(cohort.id, HOME, { roster: ['Mo', 'Kim'] });
      return [LEE, agreeing(id)];
    },
  },
  {
    what: 'a request of somebody who is not on the roster any more',
    cause: 'not-on-roster',
    async attempt({ house, cohort, asked }) {
      const id = await asked();
      await house.cohorts.saveHolders(cohort.id, HOME, { roster: ['Lee', 'Kim'] });
      return [LEE, agreeing(id)];
    },
  },
  {
    what: 'somebody in a linked space, although it names the same people',
    cause: 'not-home',
    async attempt({ house, cohort, asked }) {
      await house.link(cohort, LINKED);
      return [{ ...LEE, place: LINKED }, agreeing(await asked())];
    },
  },
  {
    what: 'somebody in a direct message',
    cause: 'not-home',
    attempt: async ({ asked }) => [{ ...LEE, place: null }, agreeing(await asked())],
  },
  {
    what: 'the author, who asks',
    cause: 'not-to-be-opened',
    async attempt({ house, cohort }) {
      await house.write(cohort, 'by-lee', 'Lee');
      return [LEE, submitAsk('by-lee')];
    },
  },
  {
    what: 'the author, who agrees',
    cause: 'not-to-be-opened',
    async attempt({ house, cohort, asked }) {
      await house.write(cohort, 'by-lee', 'Lee');
      return [LEE, agreeing(await asked(MO, 'by-lee'))];
    },
  },
  {
    what: 'somebody who reported it',
    cause: 'not-to-be-opened',
    async attempt({ house, asked }) {
      const id = await asked();
      house.world.reports.add('post-1 Lee');
      return [LEE, agreeing(id)];
    },
  },
  {
    what: 'a request of somebody who reported it since',
    cause: 'not-to-be-opened',
    async attempt({ house, asked }) {
      const id = await asked();
      house.world.reports.add('post-1 Mo');
      return [LEE, agreeing(id)];
    },
  },
  {
    what: 'whoever opened the thread of the reply that it is about',
    cause: 'not-to-be-opened',
    async attempt({ house, cohort, asked }) {
      await house.write(cohort, 'thread', 'Lee');
      const reply = { cohort: cohort.id, subject: 'post-1', purpose: 'post' as const };
      const opener = { cohort: cohort.id, subject: 'thread', purpose: 'post' as const };
      house.world.matters.set('post-1', { about: reply, parties: [opener] });
      return [LEE, agreeing(await asked())];
    },
  },
  {
    what: 'after 61 minutes',
    cause: 'too-late',
    async attempt({ house, asked }) {
      const id = await asked();
      house.pass(61 * MINUTE);
      return [LEE, agreeing(id)];
    },
  },
  {
    what: 'after 61 minutes, when it has lapsed',
    cause: 'too-late',
    async attempt({ house, asked }) {
      const id = await asked();
      house.pass(61 * MINUTE);
      await house.agenda.settle(5_000);
      return [LEE, agreeing(id)];
    },
  },
  {
    what: 'a lead who asked, 61 minutes later, although somebody agreed in time',
    cause: 'too-late',
    async attempt({ house, cohort, asked }) {
      const id = await asked(LEE);
      house.pass(59 * MINUTE);
      expect(await house.reveals.agree(MO, cohort.id, id)).toMatchObject({ kind: 'waiting', reveal: { state: 'agreed' } });
      house.pass(2 * MINUTE);
      return [LEE, agreeing(id)];
    },
  },
  {
    what: 'after the seal has ended',
    cause: 'not-to-be-opened',
    async attempt({ house }) {
      house.pass(32 * DAY);
      await house.dayKeys.sweep();
      return [LEE, submitAsk('post-1')];
    },
  },
  {
    what: 'a seal that was destroyed in between',
    cause: 'not-to-be-opened',
    async attempt({ house, cohort, asked }) {
      const id = await asked();
      await house.seals.destroy({ cohort: cohort.id, subject: 'post-1', purpose: 'post' });
      return [LEE, agreeing(id)];
    },
  },
  {
    what: 'strict mode, in which there is no seal',
    cause: 'not-to-be-opened',
    async attempt({ house, cohort }) {
      await house.write(cohort, 'strict', 'Sam', 0);
      return [LEE, submitAsk('strict')];
    },
  },
  {
    what: 'a forged button about nothing',
    cause: 'unknown',
    attempt: async () => [LEE, agreeing('forged')],
  },
  {
    what: 'a forged form about nothing',
    cause: 'unknown',
    attempt: async () => [LEE, submitAsk('forged')],
  },
  {
    what: 'a form about what another cohort wrote',
    cause: 'unknown',
    async attempt({ house }) {
      const other = await house.openCohort({ platform: 'discord', space: 'another' });
      await house.write(other, 'elsewhere');
      return [LEE, submitAsk('elsewhere')];
    },
  },
  {
    what: 'a look by somebody who is not on the roster',
    cause: 'not-on-roster',
    attempt: async ({ asked }) => [STAN, press(`reveal:look:${await asked()}`)],
  },
  {
    what: 'a second look at what was shown',
    cause: 'over-already',
    async attempt({ house, cohort, asked }) {
      const id = await asked();
      expect(await house.reveals.agree(LEE, cohort.id, id)).toMatchObject({ kind: 'shown' });
      return [LEE, agreeing(id)];
    },
  },
];

eachDatabase((name, open) => {
  describe('a reveal', () => {
    it('shows the lead who agrees who it was, once', async () => {
      const { agree, audited, cohort } = await start(await open());
      expect(await agree(LEE)).toMatchObject({ kind: 'shown', author: SAM });
      expect(await agree(LEE)).toEqual({ kind: 'refused' });
      expect(await agree(LOU)).toEqual({ kind: 'refused' });
      expect(await audited(cohort)).toEqual(['Mo asked', 'Lee shown', 'Lee refused over-already', 'Lou refused over-already']);
    });

    it('shows the lead who asked, once another has agreed, and not the other', async () => {
      const { agree, audited, cohort } = await start(await open(), LEE);
      expect(await agree(KIM)).toMatchObject({ kind: 'waiting', reveal: { state: 'agreed', agreedBy: 'Kim' } });
      expect(await agree(LEE)).toMatchObject({ kind: 'shown', author: SAM, reveal: { agreedBy: 'Kim' } });
      expect(await agree(LEE)).toEqual({ kind: 'refused' });
      expect(await audited(cohort)).toEqual(['Lee asked', 'Kim agreed', 'Lee shown', 'Lee refused over-already']);
    });

    it('shows the one who completes it, where both are leads', async () => {
      const { agree } = await start(await open(), LEE);
      expect(await agree(LOU)).toMatchObject({ kind: 'shown', author: SAM });
      expect(await agree(LEE)).toEqual({ kind: 'refused' });
    });

    it('works until its last minute, and after a restart in between', async () => {
      const databases = await open();
      const { reveal, house, cohort, world, pass } = await start(databases);
      await Promise.all([house.record.close(), house.forgetting.close()]);
      pass(HOUR);
      const again = await openRevealHouse(databases, world);
      await again.agenda.settle(5_000);
      expect(await again.reveals.agree(LEE, cohort.id, reveal)).toMatchObject({ kind: 'shown', author: SAM });
      expect(await again.reveals.agree(LEE, cohort.id, reveal)).toEqual({ kind: 'refused' });
    });

    it('that is asked for again is the same one, and gets no more time', async () => {
      const { ask, agree, reveal, pass, audited, cohort, agenda } = await start(await open());
      pass(50 * MINUTE);
      expect(await ask(MO)).toBe(reveal);
      expect(await ask(LEE)).toBe(reveal);
      pass(11 * MINUTE);
      await agenda.settle(5_000);
      expect(await agree(LEE)).toEqual({ kind: 'refused' });
      const fresh = await ask(MO);
      expect(fresh).not.toBe(reveal);
      expect(await agree(LEE, fresh)).toMatchObject({ kind: 'shown' });
      expect(await audited(cohort)).toEqual(['Mo asked', 'bombus lapsed', 'Lee refused too-late', 'Mo asked', 'Lee shown']);
    });

    it('counts a role as a lead’s seven days after it was mapped', async () => {
      const { cohorts, cohort, pass, ask, agree } = await start(await open(), null);
      await cohorts.saveHolders(cohort.id, HOME, { lead: ['R-lead', 'R-other'] });
      pass(ROSTER_WAIT_MS - HOUR);
      const early = await ask(MO);
      expect(await agree(KIM, early)).toEqual({ kind: 'refused' });
      pass(2 * HOUR);
      expect(await agree(KIM, await ask(MO))).toMatchObject({ kind: 'shown' });
    });

    it.each(REFUSALS)('is refused: $what', async ({ attempt, cause }) => {
      const house = await openRevealHouse(await open());
      const cohort = await house.openCohort();
      await house.write(cohort, 'post-1');
      const asked = async (who: Revealer = MO, subject = 'post-1'): Promise<string> => {
        const outcome = await house.reveals.ask(who, cohort.id, subject, GRAVE);
        if (outcome.kind !== 'waiting') throw new Error('the first request was refused');
        return outcome.reveal.id;
      };
      const [who, act] = await attempt({ house, cohort, asked });
      const before = (await house.audited(cohort)).length;
      expect(await textOf(house, who, act)).toBe(await refusalWords(house));
      expect((await house.audited(cohort)).slice(before)).toEqual([`${who.person} refused ${cause}`]);
      expect(await house.audit.verify(cohort.id)).toMatchObject({ isWhole: true });
    });

    it('leaves in the log what a forger wrote on a button nowhere', async () => {
      const { house, cohort, rows } = await start(await open());
      await house.does(LEE, agreeing('Sam-wrote-it'));
      await house.does(LEE, submitAsk('Sam-wrote-it'));
      expect(await rows()).not.toContain('Sam-wrote-it');
      expect((await house.audit.page(cohort.id, null, 2)).map(({ subject }) => subject)).toEqual(['', '']);
    });

    it('does not tell an author who tries from anybody who comes too late: same words, same entry', async () => {
      const { house, cohort } = await start(await open(), null);
      await house.write(cohort, 'by-kim', 'Kim');
      await house.write(cohort, 'ended', 'Sam', 0);
      const words = [await textOf(house, KIM, submitAsk('by-kim')), await textOf(house, KIM, submitAsk('ended'))];
      expect(words[0]).toBe(words[1]);
      const [late, own] = await house.audit.page(cohort.id, null, 2);
      expect({ ...own, number: 0, subject: '' }).toEqual({ ...late, number: 0, subject: '' });
    });

    it('lets an author on the roster look, so that not looking is no sign', async () => {
      const { house, cohort, audited } = await start(await open(), null);
      await house.write(cohort, 'by-kim', 'Kim');
      const asked = await house.reveals.ask(MO, cohort.id, 'by-kim', GRAVE);
      const id = asked.kind === 'waiting' ? asked.reveal.id : '';
      expect(await house.reveals.look(KIM, cohort.id, id)).toMatchObject({ kind: 'waiting', isOwn: false, isLead: false });
      expect(await audited(cohort)).toEqual(['Mo asked']);
    });

    it('keeps the name nowhere: not in the record, not for a repeat, not in a file', async () => {
      const databases = await open();
      const { house, reveal, rows } = await start(databases);
      const shown = await textOf(house, LEE, agreeing(reveal), 'the-press');
      expect(shown).toContain('Sam');
      expect(await textOf(house, LEE, agreeing(reveal), 'the-press')).toBe('That is done already\n/home shows where you stand.');
      expect(JSON.stringify(await house.ledger.recall('discord/the-press'))).not.toContain('Sam');
      expect(await rows()).not.toContain('Sam');
      for (const file of await readdir(databases.dataDir, { withFileTypes: true }))
        if (file.isFile()) expect((await readFile(join(databases.dataDir, file.name))).includes('"Sam"')).toBe(false);
    });

    it('says in the channel of the moderators that there is one, and nothing of what it is about', async () => {
      const { house, record, cohort, reveal, agree } = await start(await open(), LEE);
      await house.link(cohort, LINKED);
      await agree(MO);
      await agree(LEE);
      const rows = await record
        .db<{
          deliveries: { key: string; kind: string; subject: string; edits: string | null; space: string; channel: string };
        }>()
        .selectFrom('deliveries')
        .select(['key', 'subject', 'edits'])
        .where('kind', '=', 'reveal:asked')
        .orderBy('key')
        .execute();
      const key = `reveal:asked:${reveal}`;
      expect(rows).toEqual([
        { key, subject: reveal, edits: null },
        { key: `${key}:agreed`, subject: reveal, edits: key },
        { key: `${key}:shown`, subject: reveal, edits: key },
      ]);
    });

    it('lapses by itself, also where the agenda forgot it', async () => {
      const { reveals, reveal, agenda, pass, audited, cohort } = await start(await open());
      await agenda.cancel(`reveal:lapse:${reveal}`);
      expect(await reveals.sweep()).toBe(0);
      pass(HOUR + 1);
      expect(await reveals.sweep()).toBe(1);
      expect((await reveals.find(reveal))?.state).toBe('lapsed');
      expect(await audited(cohort)).toEqual(['Mo asked', 'bombus lapsed']);
      pass(731 * DAY);
      expect(await reveals.sweep()).toBe(1);
      expect(await reveals.find(reveal)).toBeNull();
    });

    it('takes one of the three grounds and a reason', async () => {
      const { house, cohort, ask, audited } = await start(await open(), null);
      expect(await ask(MO, 'post-1', { ...GRAVE, reason: ' ' })).toBe('refused');
      expect(await ask(MO, 'post-1', { ...GRAVE, grounds: 'curiosity' as 'legal-order' })).toBe('refused');
      const forged = await house.does(MO, submitAsk('post-1', { grounds: ['curiosity'] }));
      expect(forged.kind).toBe('form-faults');
      expect(await audited(cohort)).toEqual(['Mo refused no-grounds', 'Mo refused no-grounds']);
    });
  });

  describe('whoever was revealed', () => {
    const sam = (cohort: Cohort, person = 'Sam') => ({ cohort: cohort.id, ...HOME, person });

    it('can read of it for 96 hours, although the seal of their words is gone', async () => {
      const { agree, reveals, cohort, seals, pass, reveal } = await start(await open());
      await agree(LEE);
      await seals.destroy({ cohort: cohort.id, subject: 'post-1', purpose: 'post' });
      const told = [{ reveal, subject: 'post-1', grounds: 'risk-to-life', shownAt: Date.parse('2027-01-11T10:00:00Z') }];
      expect(await reveals.toldTo(sam(cohort))).toEqual(told);
      expect(await reveals.toldTo(sam(cohort, 'Kim'))).toEqual([]);
      pass(96 * HOUR - 1);
      expect(await reveals.toldTo(sam(cohort))).toEqual(told);
      pass(1);
      expect(await reveals.toldTo(sam(cohort))).toEqual([]);
    });

    it('is told after 72 hours where a recorded reason defers it', async () => {
      const { ask, agree, reveals, cohort, pass, dayKeys } = await start(await open(), null);
      await agree(LEE, await ask(MO, 'post-1', { ...GRAVE, deferred: 'They live with whoever hurts them.' }));
      expect(await reveals.toldTo(sam(cohort))).toEqual([]);
      pass(72 * HOUR);
      await dayKeys.sweep();
      expect(await reveals.toldTo(sam(cohort))).toHaveLength(1);
      pass(96 * HOUR - 1);
      await dayKeys.sweep();
      expect(await reveals.toldTo(sam(cohort))).toHaveLength(1);
      pass(1);
      expect(await reveals.toldTo(sam(cohort))).toEqual([]);
    });

    it('is told nothing of what was asked for and refused, agreed to, or lapsed', async () => {
      const { agree, reveals, cohort } = await start(await open(), LEE);
      await agree(KIM);
      expect(await reveals.toldTo(sam(cohort))).toEqual([]);
    });
  });

  describe('what is published', () => {
    const posted = (house: RevealHouse) =>
      house.record
        .db<{ deliveries: { kind: string; subject: string; channel: string; not_before: number } }>()
        .selectFrom('deliveries')
        .select(['kind', 'subject', 'not_before'])
        .where('kind', 'in', ['audit:head', 'reveal:yearly'])
        .orderBy('not_before')
        .execute();

    it('is the end of the log on the first of each month at ten, where the cohort lives', async () => {
      const { house, cohort, audit, world } = await start(await open());
      const through = async (instant: string) => {
        world.now = Date.parse(instant);
        await house.agenda.settle(5_000);
      };
      await through('2027-02-01T09:59:59Z');
      expect(await posted(house)).toEqual([]);
      await through('2027-02-01T10:00:00Z');
      await through('2027-04-01T08:59:59Z');
      await through('2027-04-01T09:00:00Z');
      expect((await posted(house)).map(({ not_before: at }) => new Date(at).toISOString())).toEqual([
        '2027-02-01T10:00:00.000Z',
        '2027-04-01T08:59:59.000Z',
        '2027-04-01T09:00:00.000Z',
      ]);
      expect(await audit.published(cohort.id)).toEqual(await audit.head(cohort.id));
    });

    it('is nothing of a cohort that is paused, and goes on afterwards', async () => {
      const { house, cohort, world } = await start(await open());
      await house.cohorts.pause(cohort.id);
      world.now = Date.parse('2027-02-02T12:00:00Z');
      await house.agenda.settle(5_000);
      expect(await posted(house)).toEqual([]);
      await house.cohorts.open(cohort.id, HOME);
      world.now = Date.parse('2027-03-01T10:00:00Z');
      await house.agenda.settle(5_000);
      expect(await posted(house)).toHaveLength(1);
      await house.agenda.cancelAll('audit:head:');
      expect(await house.publication.mendPlans()).toBe(1);
      expect(await house.publication.mendPlans()).toBe(0);
    });

    it('is how many reveals there were in a year, unless they were few', async () => {
      const { house, cohort, ask, agree, world } = await start(await open(), null);
      for (let number = 1; number <= 5; number += 1) {
        await house.write(cohort, `post-${number}`);
        await agree(LEE, await ask(MO, `post-${number}`));
        if (number === 4) expect(await yearlyWords(house, cohort)).toContain('fewer than five');
      }
      expect(await yearlyWords(house, cohort)).toContain('found out 5 times');
      world.now = Date.parse('2028-01-01T10:00:00Z');
      await house.agenda.settle(5_000);
      expect((await posted(house)).map(({ kind, subject }) => [kind, subject])).toContainEqual([
        'reveal:yearly',
        `${cohort.id}:2027`,
      ]);
    });
  });

  if (name === 'PostgreSQL')
    it('works once when two processes agree at the same moment', async () => {
      const databases = await open();
      const { world, cohort, reveal, audited, audit } = await start(databases);
      const agreers = [LEE, LOU, LEE, LOU].map((who) =>
        startAgreer({
          secret: testSecret.toString('hex'),
          ...databases,
          keyDir: join(databases.dataDir, 'keys'),
          at: world.now,
          cohort: cohort.id,
          subject: 'post-1',
          reveal,
          who,
        }),
      );
      await Promise.all(agreers.map(({ ready }) => ready));
      const outcomes = await Promise.all(agreers.map((agreer) => agreer.agree()));
      expect(outcomes.toSorted()).toEqual(['refused', 'refused', 'refused', 'shown Sam']);
      expect((await audited(cohort)).filter((line) => line.endsWith('shown'))).toHaveLength(1);
      expect(await audit.verify(cohort.id)).toMatchObject({ isWhole: true, head: { number: 5 } });
    });
});

/** The words of a refusal that is plain to everybody: there is nothing of that kind. */
async function refusalWords(house: RevealHouse): Promise<string> {
  const words = await textOf(
    house,
    { place: { platform: 'discord', space: 'nowhere' }, person: 'Nobody', roles: [] },
    agreeing('none'),
  );
  expect(words).toContain('Not possible');
  return words;
}

async function yearlyWords(house: RevealHouse, cohort: Cohort): Promise<string> {
  const { reveal } = await import('../../commands/reveal.ts');
  const view = await reveal.messages.yearly?.({ subject: `${cohort.id}:2027`, member: null, cohort: cohort.id }, house.services);
  return view ? textOfView(view) : '';
}

function startAgreer(given: object) {
  const script = new URL('./processes/agreer.ts', import.meta.url).pathname;
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(given)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  let heard = () => {};
  child.stdout?.on('data', (chunk: Buffer) => {
    lines.push(...chunk.toString().trim().split('\n'));
    heard();
  });
  const line = async (index: number): Promise<string> => {
    while (lines[index] === undefined) {
      await new Promise<void>((resolve, reject) => {
        heard = resolve;
        child.once('exit', () => (lines[index] === undefined ? reject(new Error('the process ended')) : resolve()));
      });
    }
    return lines[index];
  };
  return {
    ready: line(0),
    agree(): Promise<string> {
      child.stdin?.write('now\n');
      return line(1);
    },
  };
}
