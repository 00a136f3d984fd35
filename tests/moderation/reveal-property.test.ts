import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ROSTER_WAIT_MS } from '../../src/cohorts/rules.ts';
import type { Revealer } from '../../src/moderation/reveal.ts';
import { openEmbedded } from '../support/databases.ts';
import { DAY, GRAVE, HOME, HOUR, KIM, LEE, LINKED, LOU, MO, openRevealHouse, STAN } from './reveal-house.ts';

/** Everybody who might try: at home, in the linked space, in a direct message, and with another's roles. */
const PEOPLE: readonly Revealer[] = [LEE, LOU, MO, KIM, STAN].flatMap((person) => [
  person,
  { ...person, place: LINKED },
  { ...person, place: null },
  { ...person, roles: ['R-mod', 'R-other'] },
]);

type Act =
  | { readonly kind: 'ask' | 'look' | 'agree'; readonly who: Revealer; readonly subject: 'theirs' | 'by-kim' }
  /** Without `settles` nothing that falls due on the way is done. */
  | { readonly kind: 'pass'; readonly ms: number; readonly settles: boolean }
  | { readonly kind: 'roster'; readonly people: readonly string[] }
  | { readonly kind: 'leads'; readonly roles: readonly string[] }
  | { readonly kind: 'report'; readonly person: string }
  | { readonly kind: 'destroy' };

const subject = fc.constantFrom('theirs' as const, 'theirs' as const, 'by-kim' as const);
const person = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(LEE, LOU, MO, KIM) }, fc.constantFrom(...PEOPLE));
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('ask' as const), who: person, subject }) },
  { weight: 14, arbitrary: fc.record({ kind: fc.constant('agree' as const), who: person, subject }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('look' as const), who: person, subject }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      settles: fc.boolean(),
      ms: fc.constantFrom(HOUR / 2, HOUR, HOUR + 1, DAY, ROSTER_WAIT_MS, 31 * DAY),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('roster' as const),
      people: fc.subarray(['Lee', 'Lou', 'Mo', 'Kim'], { minLength: 2 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('leads' as const),
      roles: fc.constantFrom(['R-lead'], ['R-lead', 'R-other'], ['R-lead', 'R-mod'], ['R-other']),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('report' as const), person: fc.constantFrom('Lee', 'Mo') }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'destroy' as const }) },
);

/** What must be so where somebody was shown something, worked out from what happened and from nothing that the bot keeps. */
function openWitness(start: number) {
  let roster: readonly string[] = ['Lee', 'Lou', 'Mo', 'Kim'];
  const leads = new Map<string, number>([['R-lead', Number.NEGATIVE_INFINITY]]);
  const reported = new Set<string>();
  const requests = new Map<string, { readonly by: string; readonly at: number; agreed: Set<string>; wasShown: boolean }>();
  const ends = start + 31 * DAY;
  let isDestroyed = false;
  const leadsNow = ({ roles }: Revealer, now: number) =>
    roles.some((role) => now - (leads.get(role) ?? Infinity) >= ROSTER_WAIT_MS);
  const isFit = (name: string) => roster.includes(name) && !reported.has(name);

  return {
    named(people: readonly string[]) {
      roster = people;
    },
    mapped(roles: readonly string[], now: number) {
      for (const role of [...leads.keys()]) if (!roles.includes(role)) leads.delete(role);
      for (const role of roles) if (!leads.has(role)) leads.set(role, now);
    },
    reported: (name: string) => void reported.add(name),
    destroyed() {
      isDestroyed = true;
    },
    asked: (id: string, by: string, at: number) =>
      void (requests.has(id) || requests.set(id, { by, at, agreed: new Set(), wasShown: false })),
    agreed: (id: string, by: string) => void requests.get(id)?.agreed.add(by),
    /** Why this must not have been shown; null where it was right. */
    wrong(id: string, who: Revealer, of: string, now: number): string | null {
      const request = requests.get(id);
      if (!request) return 'nobody asked';
      if (request.wasShown) return 'shown twice';
      request.wasShown = true;
      if (now > request.at + HOUR) return 'too late';
      if (who.place?.space !== HOME.space || who.place.platform !== HOME.platform) return 'not at home';
      if (!leadsNow(who, now)) return 'not to a lead';
      const others = who.person === request.by ? [...request.agreed] : [request.by];
      const two = others.filter((other) => other !== who.person && isFit(other) && !(of === 'by-kim' && other === 'Kim'));
      if (two.length === 0) return 'one person alone';
      if (!isFit(who.person)) return 'somebody not on the roster, or involved';
      if (of === 'by-kim' && who.person === 'Kim') return 'to the author';
      return isDestroyed || now >= ends + DAY ? 'after the end of the seal' : null;
    },
  };
}

it('no order of acts shows anybody but by two people of the roster, one of them a lead, in time', async () => {
  const house = await openRevealHouse(await openEmbedded());
  let shownCount = 0;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 22 }), async (acts) => {
      run += 1;
      const place = { platform: HOME.platform, space: `nest-${run}` };
      const at = (who: Revealer): Revealer => (who.place?.space === HOME.space ? { ...who, place } : who);
      const cohort = await house.openCohort(place);
      const subjects = { theirs: `theirs-${run}`, 'by-kim': `by-kim-${run}` };
      const begun = house.world.now;
      for (const [name, id] of Object.entries(subjects)) {
        const about = { cohort: cohort.id, subject: id, purpose: 'post' as const };
        await house.seals.seal(
          about,
          { member: '', ...place, person: name === 'theirs' ? 'Sam' : 'Kim' },
          house.seals.expiryOf(30),
        );
        house.world.matters.set(id, { about, parties: [] });
      }
      const witness = openWitness(begun);
      const latest = new Map<string, string>();
      for (const act of acts) {
        const now = house.world.now;
        switch (act.kind) {
          case 'pass':
            house.pass(act.ms);
            if (act.settles) await house.agenda.settle(1_000);
            break;
          case 'roster':
            await house.cohorts.saveHolders(cohort.id, place, { roster: act.people });
            witness.named(act.people);
            break;
          case 'leads':
            await house.cohorts.saveHolders(cohort.id, place, { lead: act.roles });
            witness.mapped(act.roles, now);
            break;
          case 'report':
            for (const id of Object.values(subjects)) house.world.reports.add(`${id} ${act.person}`);
            witness.reported(act.person);
            break;
          case 'destroy':
            for (const id of Object.values(subjects))
              await house.seals.destroy({ cohort: cohort.id, subject: id, purpose: 'post' });
            witness.destroyed();
            break;
          case 'ask': {
            const outcome = await house.reveals.ask(at(act.who), cohort.id, subjects[act.subject], GRAVE);
            if (outcome.kind !== 'waiting') break;
            latest.set(act.subject, outcome.reveal.id);
            witness.asked(outcome.reveal.id, outcome.reveal.askedBy, outcome.reveal.askedAt);
            break;
          }
          case 'look':
          case 'agree': {
            const id = latest.get(act.subject) ?? 'none';
            const outcome = await house.reveals[act.kind](at(act.who), cohort.id, id);
            if (act.kind === 'agree' && outcome.kind === 'waiting') witness.agreed(id, act.who.person);
            if (outcome.kind !== 'shown') break;
            shownCount += 1;
            expect(act.kind).toBe('agree');
            expect(witness.wrong(id, act.who, act.subject, now)).toBeNull();
            expect(outcome.author.person).toBe(act.subject === 'theirs' ? 'Sam' : 'Kim');
            break;
          }
          default:
            act satisfies never;
        }
      }
      expect(await house.audit.verify(cohort.id)).toMatchObject({ isWhole: true });
    }),
    { numRuns: 80 },
  );
  // Else it would have looked at nothing.
  expect(shownCount).toBeGreaterThan(0);
}, 120_000);
