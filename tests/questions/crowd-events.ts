import fc from 'fast-check';

/** Those who only ask, and those who answer as well; a person is known by their place among them, askers first. */
export const PEOPLE = 4;
export const MENTORS = 5;

const ACTING = [
  'accept',
  'race',
  'not-now',
  'not-topic',
  'answer',
  'asks-back',
  'take-back',
  'hand-on',
  'mentor-blocks',
  'mentor-reports',
  'mentor-keeps',
  'volunteer',
  'stop',
] as const;
const ASKING = [
  'reply',
  'thank',
  'answered',
  'reopen',
  'someone-else',
  'asker-blocks',
  'withdraw',
  'asker-reports',
  'asker-keeps',
] as const;
const OF_PERSON = ['mute', 'leave', 'gone', 'back', 'away', 'year', 'link'] as const;
const OF_COHORT = ['pause-cohort', 'open-cohort', 'fewer-topics', 'all-topics', 'look-first', 'look-later'] as const;

/** What a mentor does; what an asker does. */
export type Acting = (typeof ACTING)[number];
export type Asking = (typeof ASKING)[number];
/** What becomes of somebody, and how the cohort is run. */
export type OfPerson = (typeof OF_PERSON)[number];
export type OfCohort = (typeof OF_COHORT)[number];

/**
 * - `race`: three accept at once; `restart`: the process ends between two events;
 * - `break`: it fails at a write of the next ones; `repeat`: it ends after a slot was written and before that was noted,
 *   so that all that left in it leaves again.
 */
export type Event =
  | { readonly kind: 'ask'; readonly by: number }
  | { readonly kind: Acting; readonly by: number; readonly nth: number }
  | { readonly kind: Asking; readonly nth: number }
  | { readonly kind: 'assign'; readonly by: number; readonly nth: number }
  | { readonly kind: OfPerson; readonly by: number; readonly nth: number }
  | { readonly kind: OfCohort }
  | { readonly kind: 'decide'; readonly nth: number }
  | { readonly kind: 'pass' | 'jump'; readonly minutes: number }
  | { readonly kind: 'restart' | 'repeat' }
  | { readonly kind: 'break'; readonly nth: number };

const person = fc.nat({ max: PEOPLE + MENTORS - 1 });
const mentor = fc.integer({ min: PEOPLE, max: PEOPLE + MENTORS - 1 });
const nth = fc.nat({ max: 4 });
const of = <const T extends string>(kinds: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...kinds);
const minutes = (...choices: readonly number[]) => fc.constantFrom(...choices);

export const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: of(['ask']), by: person }) },
  { weight: 7, arbitrary: fc.record({ kind: of(['accept', 'race', 'answer']), by: mentor, nth }) },
  { weight: 7, arbitrary: fc.record({ kind: of(ACTING), by: mentor, nth }) },
  { weight: 6, arbitrary: fc.record({ kind: of(ASKING), nth }) },
  { weight: 2, arbitrary: fc.record({ kind: of(['thank']), nth }) },
  { weight: 1, arbitrary: fc.record({ kind: of(['assign']), by: mentor, nth }) },
  { weight: 3, arbitrary: fc.record({ kind: of(OF_PERSON), by: person, nth }) },
  { weight: 1, arbitrary: fc.record({ kind: of(OF_COHORT) }) },
  { weight: 1, arbitrary: fc.record({ kind: of(['open-cohort', 'all-topics']) }) },
  { weight: 1, arbitrary: fc.record({ kind: of(['decide']), nth }) },
  { weight: 6, arbitrary: fc.record({ kind: of(['pass']), minutes: minutes(15, 75, 75, 300, 1_440, 4_320) }) },
  { weight: 1, arbitrary: fc.record({ kind: of(['jump']), minutes: minutes(60, 2_880, 14_400) }) },
  { weight: 1, arbitrary: fc.record({ kind: of(['restart']) }) },
  { weight: 4, arbitrary: fc.record({ kind: of(['repeat']) }) },
  { weight: 1, arbitrary: fc.record({ kind: of(['break']), nth: fc.integer({ min: 1, max: 3 }) }) },
);
