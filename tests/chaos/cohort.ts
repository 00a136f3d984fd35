import type { LoopbackPlatform, Person, Screen } from '../platforms/driver.ts';
import { BASICS } from '../support/dialogue.ts';
import { CHANNELS } from '../support/stage.ts';
import { offers, type PatientPerson, shows, textOf } from './patience.ts';

/** Sunday evenings in London. */
export const ROUND = {
  setUpAt: '2027-02-03T12:00:00Z',
  opensAt: '2027-02-07T18:00:00Z',
  nudgedBy: '2027-02-08T21:00:00Z',
  closesAt: '2027-02-14T18:00:00Z',
} as const;

const isForm = (screen: Screen) => screen.kind === 'form';

/** Who runs the cohort, and what it is called. */
export const HOLDERS = { moderator: 'mo', lead: 'lead', cohort: 'Medicine' } as const;

/** Sets a cohort up by hand as a moderator does, and opens it. Gives the channel of the check-ins. `others` moderate too. */
export async function setUpCohort(
  platform: LoopbackPlatform,
  names: Readonly<Record<keyof typeof HOLDERS, string>> = HOLDERS,
  others: readonly Person[] = [],
): Promise<string> {
  const lead = platform.person(names.lead);
  const mo = platform.person(names.moderator, {
    isSpaceAdmin: true,
    roles: platform.name === 'slack' ? [] : [platform.role('mods')],
  });
  const [moderators, leads] = platform.name === 'slack' ? [mo.id, lead.id] : [platform.role('mods'), platform.role('leads')];
  const channels = CHANNELS.map((name) => platform.channel(name));

  await mo.run('cohort setup');
  await mo.fill({ ...BASICS, 'Name of the cohort': names.cohort });
  await mo.until(offers('Channels'));
  await mo.press('Channels');
  await mo.until(isForm);
  const [checkIns = '', safeSpace = '', questions = '', moderation = ''] = channels;
  await mo.fill({ 'Check-ins': [checkIns], 'Safe space': [safeSpace], Questions: [questions], Moderators: [moderation] });
  await mo.until((screen) => offers('Moderators and leads')(screen) && textOf(screen).includes('✓'));
  await mo.press('Moderators and leads');
  await mo.until(isForm);
  await mo.fill({
    'Who moderates': platform.name === 'slack' ? [moderators, ...others.map(({ id }) => id)] : [moderators],
    'Safeguarding leads': [leads],
  });
  await mo.until((screen) => offers('Reveal roster')(screen) && textOf(screen).includes('✓'));
  await mo.press('Reveal roster');
  await mo.until(isForm);
  await mo.fill({ People: [mo.id, lead.id] });
  await mo.until((screen) => offers('Open the cohort')(screen) && textOf(screen).includes('✓'));
  await mo.press('Open the cohort');
  await mo.until((screen) => textOf(screen).includes('is open'));
  return checkIns;
}

/** A bot that many people use at once, on a machine that does other things, takes a while. */
const BUSY_MS = 15_000;

/** Joins as people do, and says whether there are reminders in the end. */
export async function join(person: Person, wantsReminders: boolean, year = 'Year 2'): Promise<boolean> {
  await person.run('join');
  await person.until(offers('I agree and am 18 or over'), BUSY_MS);
  await person.press('I agree and am 18 or over');
  await person.until(isForm, BUSY_MS);
  await person.fill({
    'Your year of study': year,
    'May Bombus remind you?': wantsReminders ? 'Yes, by direct message' : 'No, I will look myself',
  });
  if (!wantsReminders) {
    await person.until(shows('You are in'), BUSY_MS);
    return false;
  }
  const end = await person.until((screen) => /Reminders are on|without reminders/.test(textOf(screen)), BUSY_MS);
  return textOf(end).includes('Reminders are on');
}

/** Joins with reminders, however often the bot dies over it: who is in already looks at home whether they are on. */
export async function joinInsisting(person: Person, { insist, offered }: PatientPerson): Promise<void> {
  const isOn = (screen: Screen) => shows('Reminders are on')(screen) || offers('Stop reminders')(screen);
  await insist(
    () => person.run('join'),
    (screen) => {
      if (screen.kind === 'form')
        return () => person.fill({ 'Your year of study': 'Year 2', 'May Bombus remind you?': 'Yes, by direct message' });
      if (shows('Opening a direct message')(screen)) return () => person.until(isOn, 3_000);
      if (shows('You are in already')(screen)) return () => person.press('Home');
      return offered(screen, 'I agree and am 18 or over') ?? offered(screen, 'Remind me') ?? offered(screen, 'Try again');
    },
    isOn,
  );
}

/** Leaves, however often the bot dies over it. */
export const leaveInsisting = (person: Person, { insist, offered }: PatientPerson): Promise<void> =>
  insist(
    () => person.run('leave'),
    (screen) => offered(screen, 'Leave and erase'),
    (screen) => shows('You have left')(screen) || shows('This is for members')(screen),
  );
