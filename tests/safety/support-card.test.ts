import { describe, expect, it } from 'vitest';
import { supportCard } from '../../commands/support.ts';
import type { Block } from '../../src/chat/view.ts';
import { textOf } from '../../src/chat/words.ts';
import type { Cohort } from '../../src/cohorts/rules.ts';
import { loadHelplines } from '../../src/safety/helplines.ts';
import { openSignposts } from '../../src/safety/signposting.ts';

const helplines = loadHelplines();
const signposts = openSignposts(helplines);
const schedule = { zone: 'Europe/London', weekday: 7, minute: 1080 };
const cohortIn = (country: string): Cohort => ({
  id: 'cohort',
  name: 'Medicine',
  country,
  ...schedule,
  state: 'open',
  ownHelp: { name: 'Student Wellbeing', contact: 'wellbeing@university.example, weekdays 9 to 17' },
});

/** All words of the card as read, what stands on its buttons too. */
function read(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.kind) {
        case 'words':
        case 'note':
          return textOf(block.words);
        case 'fields':
          return block.fields.map(({ name, value }) => `${name} ${textOf(value)}`).join(' ');
        case 'buttons':
          return block.buttons.map(({ label }) => label).join(' ');
        default:
          throw new Error(`a support card holds no ${block.kind}`);
      }
    })
    .join(' ');
}

/** Words, as a person counts them. */
const count = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

const everywhere = [...helplines.countries, 'XX', '', '__proto__', 'toString'];

describe('the support card', () => {
  it.each(everywhere)('has fewer than 80 words in %j', (country) => {
    expect(count(read(supportCard(cohortIn(country), { signposts })))).toBeLessThan(80);
  });

  it.each(everywhere)('in %j says that it is a program, where help is, and that asking is no matter of fitness', (country) => {
    const text = read(supportCard(cohortIn(country), { signposts }));
    expect(text).toContain('Bombus is a program: nobody may be reading this');
    expect(text).toContain('Emergency services Call');
    expect(text).toContain('Student Wellbeing');
    expect(text).toContain('findahelpline.com');
    expect(text).toContain('fitness-to-practise');
  });

  it.each(everywhere)('in %j never says what does harm', (country) => {
    const text = read(supportCard(cohortIn(country), { signposts }));
    expect(text).not.toMatch(
      /commit|attention|attempt|you are safe|diagnos|risk score|medication|burden|\d ?%|where are you|your name/i,
    );
  });

  it('is there for somebody in no cohort: 112 and a directory', () => {
    const text = read(supportCard(null, { signposts }));
    expect(text).toContain('Call 112');
    expect(text).toContain('findahelpline.com');
  });

  it('guesses no country that nobody wrote down', () => {
    const unknown = read(supportCard(cohortIn('unknown'), { signposts }));
    for (const country of ['XX', 'gb', '', '__proto__'])
      expect(read(supportCard(cohortIn(country), { signposts }))).toBe(unknown);
  });
});
