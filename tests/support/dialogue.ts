import { expect } from 'vitest';
import type { Person, Screen } from '../platforms/driver.ts';
import { CHANNELS, type Stage } from './stage.ts';

/** All words in front of a person; of a form its title, and what is wrong with each field. */
export function said(screen: Screen): string {
  switch (screen.kind) {
    case 'nothing':
      return '';
    case 'panel':
      return screen.text;
    case 'form':
      return [screen.title, ...screen.fields.flatMap(({ label, fault }) => (fault === null ? [] : [`${label}\n${fault}`]))].join(
        '\n',
      );
    default:
      return screen satisfies never;
  }
}

/** Waits until a panel's words contain all of these; gives them. */
export async function reads(person: Person, ...parts: readonly string[]): Promise<string> {
  const screen = await person.until((shown) => parts.every((part) => said(shown).includes(part)));
  return said(screen);
}

/** The set-up of a cohort, as a moderator does it, up to the opened cohort. */
export async function openCohort(stage: Stage, basics: Readonly<Record<string, string>> = {}): Promise<void> {
  await setUpCohort(stage, basics);
  await stage.moderator.press('Open the cohort');
  await reads(stage.moderator, 'is open');
  await stage.advance('PT0S');
}

/** The same, up to where it can be opened. */
async function setUpCohort({ platform, moderator, lead }: Stage, basics: Readonly<Record<string, string>> = {}): Promise<void> {
  const channels = Object.fromEntries(CHANNELS.map((name) => [CHANNEL_LABELS[name], platform.channel(name)]));
  await moderator.run('cohort setup');
  await moderator.fill({ ...BASICS, ...basics });
  await moderator.press('Channels');
  await moderator.fill(channels);
  await inspected(moderator);
  await moderator.press('Moderators and leads');
  await moderator.fill({ 'Who moderates': platform.role('Mo'), 'Safeguarding leads': platform.role('Lee') });
  await inspected(moderator);
  await moderator.press('Reveal roster');
  await moderator.fill({ People: [moderator.id, lead.id] });
  await inspected(moderator);
}

/** The panel once Bombus has looked at the channels. */
export const inspected = async (moderator: Person): Promise<string> =>
  said(await moderator.until((shown) => /[✓✗]/.test(said(shown)) && !said(shown).includes('not checked yet')));

export const CHANNEL_LABELS = {
  'check-ins': 'Check-ins',
  'safe-space': 'Safe space',
  questions: 'Questions',
  moderators: 'Moderators',
} as const;

export const BASICS = {
  'Name of the cohort': 'Medicine 2027',
  'Time zone': 'Europe/London',
  Country: 'United Kingdom',
  'Day of the check-in': 'Sunday',
  'Time of the check-in': '18:00',
};

/** Joins with or without reminders, up to the last thing that the person is told. */
export async function join(person: Person, options: { readonly reminders: boolean; readonly year?: string }): Promise<string> {
  await person.run('join');
  await person.press('I agree and am 18 or over');
  await person.fill({
    'Your year of study': options.year ?? 'Year 1',
    'May Bombus remind you?': options.reminders ? 'Yes, by direct message' : 'No, I will look myself',
  });
  return reads(person, options.reminders ? 'Reminders are on' : 'You are in');
}

/** The three taps; the panel must stand at the first. */
export async function answer(person: Person, happy: number, anxious: number, belonging: string): Promise<string> {
  await person.press(String(happy));
  await person.press(String(anxious));
  await person.press(belonging);
  return reads(person, 'Saved. Thank you');
}

/** Nobody has a direct message but these, with just these titles. */
export async function expectContacts(stage: Stage, contacts: Readonly<Record<string, readonly string[]>>): Promise<void> {
  expect(await stage.contacts()).toEqual(contacts);
}
