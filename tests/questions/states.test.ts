import { describe, expect, it } from 'vitest';
import { mayOf } from '../../src/questions/may.ts';
import { type Offer, type Question, type QuestionState, stageOf, TIMES } from '../../src/questions/rules.ts';
import { EVENTS, LIVE, type QuestionEvent, stateAfter, TRANSITIONS } from '../../src/questions/states.ts';
import { endAt, moveOnAt, nextAt, patienceAt, remindAt, widthAt } from '../../src/questions/timers.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.parse('2027-01-11T12:00:00Z');

const ZONE = 'Europe/London';
const next = (of: Question, offers: readonly Offer[] = [], lookAt: number | null = null) =>
  nextAt(of, { offers, lookAt, zone: ZONE });

const question = (change: Partial<Question> = {}): Question => ({
  id: 'q',
  cohort: 'medicine',
  topic: 'exams',
  title: 'How do people revise for anatomy?',
  words: 'I have six weeks.',
  support: 'know-how',
  speaker: 'Heather carder bee',
  year: 1,
  isUrgent: false,
  state: 'seeking',
  width: 0,
  widest: 0,
  holder: null,
  heldUntil: null,
  turn: null,
  turnAt: NOON,
  remindedAt: null,
  slotAt: NOON,
  soughtAt: NOON,
  firstAnswerAt: null,
  answeredAt: null,
  closedAt: null,
  ending: null,
  changedAt: NOON,
  mayKeep: false,
  proposedAt: null,
  ...change,
});

const STATES = Object.keys(TRANSITIONS) as QuestionState[];

describe('what may happen to a question', () => {
  const whole: Readonly<Record<QuestionState, string>> = {
    seeking: 'taken held, settled answered, ended closed, withdrawn withdrawn',
    held: 'spoken talking, let-go seeking, settled answered, sought-again seeking, ended closed, withdrawn withdrawn',
    talking: 'spoken talking, let-go seeking, settled answered, sought-again seeking, ended closed, withdrawn withdrawn',
    answered: 'resumed talking, sought-again seeking, ended closed, withdrawn withdrawn',
    closed: 'resumed talking, sought-again seeking, withdrawn withdrawn',
    withdrawn: '',
  };

  it.each(STATES)('is known for every event while it is %s', (state) => {
    const told = EVENTS.flatMap((event: QuestionEvent) => {
      const then = stateAfter(state, event);
      return then === null ? [] : [`${event} ${then}`];
    });
    expect(told.join(', ')).toBe(whole[state]);
  });

  it('leads from everywhere to an end, and from nowhere out of being withdrawn', () => {
    for (const state of LIVE) expect(stateAfter(state, 'withdrawn')).toBe('withdrawn');
    expect(EVENTS.filter((event) => stateAfter('withdrawn', event) !== null)).toEqual([]);
  });
});

describe('when something is done about a question', () => {
  it('is looked for more widely at 24, 48 and 72 hours', () => {
    const widths = [0, 23, 24, 47, 48, 71, 72, 300].map((hours) => widthAt(question(), NOON + hours * HOUR, ZONE));
    expect(widths).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  it('is told to a channel, and to moderators, at an hour at which nobody sleeps', () => {
    const asked = question({ soughtAt: Date.parse('2027-01-11T01:00:00Z') });
    const atHour = (hours: number) => widthAt(asked, asked.soughtAt + hours * HOUR, ZONE);
    expect([24, 48, 54.9, 55, 72, 78.9, 79].map(atHour)).toEqual([1, 1, 1, 2, 2, 2, 3]);
    expect(next({ ...asked, width: 1 })).toBe(asked.soughtAt + 55 * HOUR);
    expect(next({ ...asked, width: 2 })).toBe(asked.soughtAt + 79 * HOUR);
    // Two days later the clocks have gone forward: eight in the morning comes an hour sooner.
    const inSpring = question({ soughtAt: Date.parse('2027-03-26T01:30:00Z'), width: 1 });
    expect(next(inSpring)).toBe(Date.parse('2027-03-28T07:00:00Z'));
  });

  it('is at its widening, at the end of an offer, or soon where there are too few', () => {
    const offer = { expiresAt: NOON + 5 * HOUR } as Offer;
    expect(next(question())).toBe(NOON + DAY);
    expect(next(question(), [offer])).toBe(NOON + 5 * HOUR);
    expect(next(question(), [offer], NOON + HOUR)).toBe(NOON + HOUR);
  });

  it('reminds whoever has it after eight hours and moves on after twelve', () => {
    const held = question({ state: 'held', holder: 'm', turn: 'mentor', heldUntil: NOON + 12 * HOUR });
    expect([remindAt(held, ZONE), moveOnAt(held), endAt(held)]).toEqual([NOON + 8 * HOUR, NOON + 12 * HOUR, null]);
    expect(remindAt({ ...held, remindedAt: NOON + 8 * HOUR }, ZONE)).toBe(null);
  });

  it('reminds in the evening whoever could be reminded only once it has moved on', () => {
    const taken = (hour: number) => {
      const at = Date.parse('2027-01-11T00:00:00Z') + hour * HOUR;
      return remindAt(question({ state: 'held', holder: 'm', turn: 'mentor', turnAt: at, heldUntil: at + 12 * HOUR }), ZONE);
    };
    const midnight = Date.parse('2027-01-11T00:00:00Z');
    const told = [9, 13, 14, 18, 19.9, 20.1, 23].map((hour) => ((taken(hour) ?? 0) - midnight) / HOUR);
    // From 22:00 to 08:00 nobody is written to; what falls into that waits for its end.
    expect(told).toEqual([17, 21, 21.5, 21.5, 21.5, 28.1, 31]);
  });

  it('does not hurry who has answered once', () => {
    const talking = question({ state: 'talking', holder: 'm', turn: 'mentor' });
    expect(moveOnAt(talking)).toBe(NOON + 2 * DAY);
    expect(moveOnAt({ ...talking, firstAnswerAt: NOON })).toBe(null);
    expect(moveOnAt({ ...talking, turn: 'asker' })).toBe(null);
  });

  it('waits no longer than a week for an answer that a moderator has before them', () => {
    expect(patienceAt(question(), NOON + DAY)).toBe(NOON + DAY + TIMES.holdMs);
    expect(patienceAt(question(), NOON + 7 * DAY)).toBe(null);
  });

  it('ends what nobody took after two weeks, but not before it was looked for in every way', () => {
    expect(endAt(question())).toBe(null);
    expect(endAt(question({ width: 3, changedAt: NOON + 3 * DAY }))).toBe(NOON + 14 * DAY);
    expect(endAt(question({ width: 3, changedAt: NOON + 30 * DAY }))).toBe(NOON + 31 * DAY);
  });

  it('always is something for what lives', () => {
    for (const state of LIVE)
      for (const turn of ['asker', 'mentor'] as const)
        for (const width of [0, 1, 2, 3] as const)
          expect(next(question({ state, turn, width, remindedAt: NOON }))).not.toBe(null);
    for (const state of ['closed', 'withdrawn'] as const) expect(next(question({ state }), [], NOON)).toBe(null);
  });
});

describe('what an asker is told', () => {
  it('is how it stands, before it is out too', () => {
    const hold = { cause: 'language', tier: 'T2', state: 'queued', text: null, times: 1 } as const;
    expect(stageOf(null, null)).toBe('waiting');
    expect(stageOf(null, hold)).toBe('with-moderators-first');
    expect(stageOf(null, { ...hold, state: 'asked' })).toBe('change-asked');
    expect([0, 1, 2, 3].map((width) => stageOf(question({ width: width as 0 }), null))).toEqual([
      'looking',
      'looking-wider',
      'in-channel',
      'moderators-help',
    ]);
  });

  it('lets them do only what can have an effect', () => {
    const standing = { hold: null, messages: [], isJudged: false, isThanked: true, at: NOON } as const;
    expect(mayOf({ ...standing, question: null })).toEqual(['change', 'withdraw']);
    expect(mayOf({ ...standing, question: question() })).toEqual(['answered', 'withdraw']);
    const closed = question({ state: 'closed', ending: 'nobody', closedAt: NOON });
    expect(mayOf({ ...standing, question: closed })).toEqual(['reopen', 'withdraw']);
    expect(mayOf({ ...standing, question: closed, at: NOON + 8 * DAY })).toEqual(['withdraw']);
  });
});
