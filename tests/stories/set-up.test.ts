import { beforeAll, expect, it } from 'vitest';
import { BASICS, CHANNEL_LABELS, expectContacts, inspected, join, reads, said } from '../support/dialogue.ts';
import { CHANNELS, eachPlatform, type Stage } from '../support/stage.ts';

eachPlatform((name, open) => {
  const isSlack = name.startsWith('Slack');
  let stage: Stage;
  beforeAll(async () => {
    stage = await open();
  });

  it('says to everybody that there is no cohort yet, and how one comes about', async () => {
    const { moderator } = stage;
    expect(said(await moderator.run('cohort settings'))).toContain(
      'Somebody who manages this place can set one up with “cohort setup”.',
    );
    expect(said(await stage.student('Ada').run('join'))).toContain('There is no cohort here yet.');
  });

  it('gives help and support before there is a cohort', async () => {
    const ada = stage.student('Ada');
    expect(said(await ada.run('help'))).toContain('It is not an emergency service.');
    const support = said(await ada.run('support'));
    expect(support).toContain('112');
    expect(support).toContain('findahelpline.com');
  });

  it('refuses the set-up to a student', async () => {
    expect(said(await stage.student('Ada').run('cohort setup'))).toBe(
      'For those in charge here\nOnly somebody who manages this place can do this.',
    );
    expect(await stage.rows('cohorts')).toEqual([]);
  });

  it.skipIf(isSlack)('completes the time zone while it is typed', async () => {
    expect(await stage.moderator.complete('cohort setup', 'zone', 'lond')).toContainEqual({
      value: 'Europe/London',
      label: 'Europe/London',
    });
  });

  it('names the nearest time zone for a misspelt one, and keeps what was typed', async () => {
    const { moderator } = stage;
    await moderator.run('cohort setup');
    const screen = await moderator.fill({ ...BASICS, 'Time zone': 'Europe/Lodnon' });
    expect(said(screen)).toContain('Bombus does not know that time zone. Write it as Continent/City, for example Europe/London');
    if (screen.kind === 'panel') await moderator.press('Open it again');
    expect(moderator.screen()).toMatchObject({
      kind: 'form',
      fields: [{ value: 'Medicine 2027' }, { value: 'Europe/Lodnon' }, {}, {}, {}],
    });
  });

  it('refuses a time at which nothing is sent', async () => {
    const screen = await stage.moderator.fill({ ...BASICS, 'Time of the check-in': '22:30' });
    expect(said(screen)).toContain('Nothing is sent between 22:00 and 08:00. Choose a time from 08:00 to 21:59.');
    if (screen.kind === 'panel') await stage.moderator.press('Open it again');
    expect(said(await stage.moderator.fill({ 'Time of the check-in': '18:00' }))).toContain('Set up · Medicine 2027');
  });

  it('lets nobody join while it is being set up', async () => {
    expect(said(await stage.student('Ada').run('join'))).toContain(
      'This cohort is still being set up. Try again when its moderators have opened it.',
    );
  });

  it('says of a channel that Bombus cannot see how to mend it', async () => {
    const { platform, moderator } = stage;
    platform.faults.hideChannel(platform.channel('a-hidden-one'));
    const channels = Object.fromEntries(CHANNELS.map((each) => [CHANNEL_LABELS[each], platform.channel(each)]));
    await moderator.press('Channels');
    await moderator.fill({ ...channels, 'Safe space': platform.channel('a-hidden-one') });
    const checklist = await inspected(moderator);
    expect(checklist).toContain('✓ Check-ins: #check-ins');
    expect(checklist).toContain(
      '✗ Safe space: #a-hidden-one: Bombus cannot see it. Invite Bombus to this channel or give Bombus the right to view it; if it was deleted, choose another.',
    );
    expect(checklist).toContain('Next: say who moderates and who are the safeguarding leads.');
    await moderator.press('Channels');
    await moderator.fill({ 'Safe space': platform.channel('safe-space') });
    expect(await inspected(moderator)).toContain('✓ Safe space: #safe-space');
  });

  it('wants two people on the reveal roster', async () => {
    const { platform, moderator, lead } = stage;
    await moderator.press('Moderators and leads');
    await moderator.fill({ 'Who moderates': platform.role('Mo'), 'Safeguarding leads': platform.role('Lee') });
    expect(await inspected(moderator)).toContain('Next: name the reveal roster, at least two people.');
    await moderator.press('Reveal roster');
    const screen = await moderator.fill({ People: [moderator.id] });
    expect(said(screen)).toContain('Choose at least two people: no one reveals alone.');
    if (screen.kind === 'panel') await moderator.press('Open it again');
    await moderator.fill({ People: [moderator.id, lead.id] });
    const ready = await inspected(moderator);
    expect(ready).toContain('Moderators: 1 role or person. Safeguarding leads: 1 role or person. Reveal roster: 2 people.');
    expect(ready).not.toContain('Next:');
  });

  it('opens with one pinned welcome, and says when the first check-in comes', async () => {
    const { platform, moderator } = stage;
    await moderator.press('Open the cohort');
    expect(await reads(moderator, 'Medicine 2027 is open')).toContain(
      'The first check-in comes on Sunday 17 January, 18:00 (London time).',
    );
    await stage.advance('PT0S');
    expect(await platform.messages(platform.channel('check-ins'))).toMatchObject([
      {
        isPinned: true,
        buttons: ['Join', 'Support', 'What is this?'],
        text: expect.stringContaining('Bombus, for Medicine 2027'),
      },
    ]);
  });

  it('moves the next check-in when the settings move it', async () => {
    const { moderator, platform } = stage;
    await join(stage.student('Ada'), { reminders: true });
    await moderator.run('cohort settings');
    await inspected(moderator);
    await moderator.press('Cohort');
    expect(said(await moderator.fill({ 'Time of the check-in': '20:00' }))).toContain('Sundays at 20:00, Europe/London');
    await moderator.run('cohort status');
    const status = await inspected(moderator);
    expect(status).toContain('Sunday 17 January, 20:00 (London time)');
    expect(status).toContain('Nothing that Bombus knows of.');
    await stage.until('2027-01-17T19:59:59Z');
    await expectContacts(stage, {});
    await stage.until('2027-01-17T20:00:00Z');
    await expectContacts(stage, { Ada: ['How was your week?'] });
    expect(await platform.messages(platform.channel('check-ins'))).toHaveLength(2);
    await stage.expectNoHarm();
  });
});
