import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nonceOf } from '../../src/delivery/delivery.ts';
import {
  afterFailure,
  backOff,
  beforeSending,
  giveUp,
  isMissed,
  MAX_ATTEMPTS,
  type Moment,
  type Standing,
  tryAgain,
  waitUntil,
} from '../../src/delivery/rules.ts';

const fresh: Standing = { isEdit: false, attempts: 0, expiresAt: 1_000, sendingAt: null };
const moment: Moment = { now: 500, realNow: 90_000, repeatWindowMs: 60_000 };
const failed = (failure: Parameters<typeof afterFailure>[1]['failure'], retryAfterMs: number | null = null) => ({
  failure,
  retryAfterMs,
});

describe('before a delivery leaves', () => {
  it('lets a fresh one go', () => {
    expect(beforeSending(fresh, moment)).toBe(null);
  });

  it('drops it at the instant from which it helps nobody', () => {
    expect(beforeSending(fresh, { ...moment, now: 999 })).toBe(null);
    expect(beforeSending(fresh, { ...moment, now: 1_000 })).toEqual({ kind: 'settle', outcome: 'dropped', reason: 'late' });
  });

  it('lets a repeat go within the window only, whichever way the clock jumped', () => {
    const unsure = { ...fresh, sendingAt: 90_000 };
    const unconfirmed = { kind: 'settle', outcome: 'maybe-sent', reason: 'unconfirmed' };
    expect(beforeSending(unsure, { ...moment, realNow: 149_999 })).toBe(null);
    expect(beforeSending(unsure, { ...moment, realNow: 150_000 })).toEqual(unconfirmed);
    expect(beforeSending(unsure, { ...moment, realNow: 20_000 })).toEqual(unconfirmed);
    expect(beforeSending(unsure, { ...moment, repeatWindowMs: 0 })).toEqual(unconfirmed);
  });

  it('never calls dropped what may have arrived', () => {
    const end = beforeSending({ ...fresh, sendingAt: 80_000 }, { ...moment, now: 1_000 });
    expect(end).toEqual({ kind: 'settle', outcome: 'maybe-sent', reason: 'unconfirmed' });
    expect(giveUp({ ...fresh, sendingAt: 80_000 }, 'undeliverable', 'exhausted').outcome).toBe('maybe-sent');
  });

  it('lets an edit go however long ago a try left', () => {
    expect(beforeSending({ ...fresh, isEdit: true, sendingAt: 1 }, { ...moment, repeatWindowMs: 0 })).toBe(null);
  });
});

describe('after a failure', () => {
  it('waits as long as the platform says, without counting a try', () => {
    expect(afterFailure(fresh, failed('rate-limited', 7_000), moment, 0)).toEqual({
      kind: 'retry',
      afterMs: 7_000,
      attempts: 0,
      isUnsure: false,
    });
  });

  it('backs off where it certainly was not done', () => {
    expect(afterFailure(fresh, failed('unavailable'), moment, 1)).toEqual({
      kind: 'retry',
      afterMs: 1_000,
      attempts: 1,
      isUnsure: false,
    });
  });

  it('remembers that it may be there, also after a later try that certainly failed', () => {
    expect(afterFailure(fresh, failed('maybe-sent'), moment, 1)).toMatchObject({ kind: 'retry', isUnsure: true });
    const unsure = { ...fresh, sendingAt: 80_000 };
    expect(afterFailure(unsure, failed('unavailable'), moment, 1)).toMatchObject({ kind: 'retry', isUnsure: true });
    expect(afterFailure(unsure, failed('forbidden'), moment, 1)).toMatchObject({ outcome: 'maybe-sent' });
  });

  it('never tries again what no nonce protects', () => {
    const end = afterFailure(fresh, failed('maybe-sent'), { ...moment, repeatWindowMs: 0 }, 1);
    expect(end).toEqual({ kind: 'settle', outcome: 'maybe-sent', reason: 'unconfirmed' });
  });

  it('ends where trying again cannot help', () => {
    for (const reason of ['unreachable-person', 'forbidden', 'gone'] as const) {
      expect(afterFailure(fresh, failed(reason), moment, 1)).toEqual({ kind: 'settle', outcome: 'undeliverable', reason });
    }
  });

  it('ends after too many tries', () => {
    expect(tryAgain({ ...fresh, attempts: MAX_ATTEMPTS - 1 }, 0)).toEqual({
      kind: 'settle',
      outcome: 'undeliverable',
      reason: 'exhausted',
    });
  });

  it('backs off between half a second and five minutes, longer each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
        const wait = backOff(attempts, random);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(300_000);
        expect(backOff(attempts + 1, random)).toBeGreaterThanOrEqual(wait);
      }),
    );
  });
});

describe('waiting in the calendar', () => {
  it('moves a delivery, or drops it where that is too late', () => {
    expect(waitUntil(fresh, 999)).toEqual({ kind: 'postpone', notBefore: 999 });
    expect(waitUntil(fresh, 1_000)).toEqual({ kind: 'settle', outcome: 'dropped', reason: 'late' });
  });

  it('takes for missed what has been due for more than a quarter of an hour', () => {
    expect(isMissed(0, 15 * 60_000)).toBe(false);
    expect(isMissed(0, 15 * 60_000 + 1)).toBe(true);
  });
});

describe('nonces', () => {
  it('are short, and the same for the same key alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(nonceOf(a)).toMatch(/^[\w-]{24}$/);
        expect(nonceOf(a) === nonceOf(b)).toBe(a === b);
      }),
    );
  });
});
