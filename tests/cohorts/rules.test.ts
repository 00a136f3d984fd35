import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrangement, missingStep, PURPOSES, standingOf } from '../../src/cohorts/rules.ts';

const full: Arrangement = {
  channels: PURPOSES.map((purpose) => ({ purpose, channel: `C-${purpose}`, broken: null })),
  holders: { moderator: ['R1'], lead: ['R2'], roster: ['P1', 'P2'] },
};

describe('a set-up', () => {
  it('is complete with all channels, moderators, leads and a roster of two', () => {
    expect(missingStep(full)).toBeNull();
  });

  it.each(PURPOSES)('lacks the channels without one for %s', (purpose) => {
    expect(missingStep({ ...full, channels: full.channels.filter((entry) => entry.purpose !== purpose) })).toBe('channels');
  });

  it('lacks people without moderators or without leads', () => {
    expect(missingStep({ ...full, holders: { ...full.holders, moderator: [] } })).toBe('people');
    expect(missingStep({ ...full, holders: { ...full.holders, lead: [] } })).toBe('people');
  });

  it('lacks a roster with one person, since nobody reveals alone', () => {
    expect(missingStep({ ...full, holders: { ...full.holders, roster: ['P1'] } })).toBe('roster');
  });

  it('is not held up by a channel that is broken', () => {
    const channels = full.channels.map((entry) => ({ ...entry, broken: 'forbidden' }));
    expect(missingStep({ ...full, channels })).toBeNull();
  });
});

describe('what somebody may do', () => {
  it.each([
    [['R1'], { isModerator: true, isLead: false }],
    [['R2'], { isModerator: true, isLead: true }],
    [['R3', 'R1'], { isModerator: true, isLead: false }],
    [['R3'], { isModerator: false, isLead: false }],
    [['P1'], { isModerator: false, isLead: false }],
    [[], { isModerator: false, isLead: false }],
  ])('comes from their roles %j, and never from the roster', (roles, standing) => {
    expect(standingOf(roles, full.holders)).toEqual(standing);
  });

  it('never grows when a role is taken away', () => {
    const roles = fc.uniqueArray(fc.constantFrom('R1', 'R2', 'R3', 'P1'));
    fc.assert(
      fc.property(roles, fc.nat({ max: 3 }), (held, index) => {
        const [before, after] = [held, held.toSpliced(index, 1)].map((list) => standingOf(list, full.holders));
        expect([after?.isLead && !before?.isLead, after?.isModerator && !before?.isModerator]).toEqual([false, false]);
        expect(before?.isLead && !before.isModerator).toBe(false);
      }),
    );
  });

  it('is nothing for everybody where nobody was named', () => {
    expect(standingOf(['R1'], { moderator: [], lead: [], roster: [] })).toEqual({ isModerator: false, isLead: false });
  });
});
