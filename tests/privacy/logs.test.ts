import { join as joinPath } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeError } from '../../src/log.ts';
import { openLibSql } from '../../src/store/embedded.ts';
import { recordFile } from '../../src/store/files.ts';
import { join, ROUND, setUpCohort } from '../chaos/cohort.ts';
import { openDiscord } from '../platforms/discord/discord.ts';
import type { LoopbackPlatform, Person } from '../platforms/driver.ts';
import { openSlack } from '../platforms/slack/open.ts';
import { type Environment, launchBot, type SpawnedBot, temporaryFolder } from '../support/bot.ts';
import { reads } from '../support/dialogue.ts';
import { freePort } from '../support/postgres-server.ts';
import { leaksIn } from './leaks.ts';

const NAMES = ['Wilhelmina', 'Ozymandias', 'Persephone', 'Balthazar', 'Clytemnestra', 'Ermintrude', 'Zebedee'] as const;
const COHORT = 'Physic of Samarkand';
const WORDS = ['quokka', 'marmalade', 'gondolier', 'zeppelin'] as const;
/** In several lines, one of them as a stack has them. */
const NOTE = `I told Clytemnestra of the quokka.\n    at marmalade (/home/gondolier:1:1)`;
const LONG = 'zeppelin '.repeat(1_200).slice(0, 10_000);

type Kind = 'Discord' | 'Slack by Socket Mode' | 'Slack by HTTP';

interface Scene {
  readonly platform: LoopbackPlatform;
  readonly environment: Environment;
  readonly port: number;
}

async function openScene(kind: Kind): Promise<Scene> {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const port = await freePort();
  const slack =
    kind === 'Discord' ? null : await openSlack({ mode: kind === 'Slack by HTTP' ? 'http' : 'socket', isHasty: true });
  slack?.botAt(`http://127.0.0.1:${port}`);
  const platform = slack ?? (await openDiscord());
  onTestFinished(() => platform.close());
  const environment = {
    ...platform.environment(),
    DATA_DIR: folder.path,
    DATA_ENCRYPTION: 'off',
    LOG_LEVEL: 'trace',
    PORT: String(port),
  };
  return { platform, environment, port };
}

/** Everything goes wrong that can, while people say things and are called something. Gives what others could read. */
async function liveThrough({ platform, environment, port }: Scene, imports: readonly string[] = []): Promise<string> {
  const launched = launchBot(environment, imports);
  onTestFinished(launched.kill);
  const bot = await launched.ready;
  await bot.set(ROUND.setUpAt);
  const checkIns = await setUpCohort(platform, { moderator: 'Ermintrude', lead: 'Zebedee', cohort: COHORT });
  const [ada, closed, gone, forger, bystander] = NAMES.map((name) => platform.person(name));
  if (!ada || !closed || !gone || !forger || !bystander) throw new Error('there are people missing');
  for (const person of [ada, closed, gone, forger]) await join(person, true);
  await misspell(platform.person('Ermintrude'));

  platform.faults.closedInboxes.add(closed.id);
  for (const how of ['before', 'after', 'reset', 'limited'] as const) platform.faults.failSends(1, how);
  platform.faults.hideChannel(checkIns);
  await bot.advance('P4DT7H');
  await sayThings(ada);
  await forge(forger);
  await bystander.run('support');
  await bystander.run('checkin');
  if (port > 0) await knock(`http://127.0.0.1:${port}`, ada);
  await breakInside(environment, ada);
  platform.faults.dropConnection();
  platform.faults.deleteChannel(checkIns);
  platform.faults.removePerson(gone.id);
  await bot.advance('P1DT8H');
  const metrics = await readMetrics(bot);
  const second = launchBot({ ...environment, PORT: '0' });
  await second.gone;
  launched.process.kill('SIGTERM');
  await launched.gone;
  expect(platform.violations()).toEqual([]);
  return [launched.output(), metrics, second.output()].join('\n');
}

async function misspell(moderator: Person): Promise<void> {
  await moderator.run('cohort settings');
  await moderator.until((screen) => screen.kind === 'panel' && screen.text.includes('✓'));
  await moderator.press('Cohort');
  await moderator.fill({ 'Time zone': 'Europe/Marmalade' });
}

async function sayThings(person: Person): Promise<void> {
  await person.run('checkin');
  for (const label of ['1', '9', 'Partly']) await person.press(label);
  await reads(person, 'Saved');
  await person.press('Add a note');
  await person.fill({ 'Your note': LONG });
  if (person.screen().kind === 'panel') await person.press('Open it again');
  await person.fill({ 'Your note': NOTE });
  await reads(person, 'Saved');
  await person.choose('I would like …', ['Be heard']);
  await person.run('home');
  await person.press('A copy of my data');
}

async function forge(person: Person): Promise<void> {
  const long = 'x'.repeat(90);
  for (const callback of [
    `checkin:set:${person.id}.happy.3`,
    'Clytemnestra',
    'home:export:quokka',
    '<script>marmalade</script>',
    long,
  ])
    await person.forge(callback);
  await person.forge('checkin:wish:quokka', ['marmalade']);
}

/** Requests to the bot's own server that nobody should make. */
async function knock(url: string, person: Person): Promise<void> {
  const body = JSON.stringify({ type: 'event_callback', event: { user: person.id, text: NOTE } });
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': String(Math.floor(Date.now() / 1_000)),
    'x-slack-signature': `v0=${'0'.repeat(64)}`,
  };
  await fetch(`${url}/slack/events`, { method: 'POST', headers, body });
  await fetch(`${url}/slack/events`, { method: 'POST', body });
  await fetch(`${url}/pictures/${person.handle}?quokka=${person.id}`);
  await fetch(`${url}/clock`, { method: 'POST', body: `{"advance":"${person.handle}"}` });
  await fetch(`${url}/${person.id}/gondolier`);
}

/** The bot meets a table that is not there, with a person's words in its hands. */
async function breakInside({ DATA_DIR = '' }: Environment, person: Person): Promise<void> {
  const rename = (from: string, to: string) => {
    const database = openLibSql(joinPath(DATA_DIR, recordFile), null);
    database.exec(`ALTER TABLE ${from} RENAME TO ${to}`);
    database.close();
  };
  await person.run('checkin');
  await person.press('Change my note');
  rename('check_ins', 'hidden_check_ins');
  await person.fill({ 'Your note': `${NOTE} Again.` });
  await reads(person, 'Something went wrong');
  rename('hidden_check_ins', 'check_ins');
  await person.run('checkin');
}

async function readMetrics(bot: SpawnedBot): Promise<string> {
  const metrics = await bot.metrics();
  expect(metrics).toContain('bombus_events_total');
  return metrics;
}

const secretsOf = ({ platform, environment }: Scene): readonly string[] => [
  ...NAMES,
  ...NAMES.map((name) => platform.person(name).id),
  ...WORDS,
  COHORT,
  platform.space,
  platform.channel('safe-space'),
  ...Object.entries(environment).flatMap(([key, value]) => (/TOKEN|SECRET/.test(key) ? [value] : [])),
];

describe('what the logs, figures and errors say of people', () => {
  for (const kind of ['Discord', 'Slack by Socket Mode', 'Slack by HTTP'] as const) {
    it(`is nothing, after everything went wrong on ${kind}`, { timeout: 120_000 }, async () => {
      const scene = await openScene(kind);
      const written = await liveThrough(scene);
      for (const line of ['a send failed', 'an event failed', 'Another Bombus is running']) expect(written).toContain(line);
      expect(leaksIn(written, secretsOf(scene))).toEqual([]);
    });
  }

  it('would be found if it were there', { timeout: 60_000 }, async () => {
    const scene = await openScene('Discord');
    const person = scene.platform.person('Wilhelmina');
    const log = pathToFileURL(joinPath('src', 'log.ts')).href;
    const planted = `import { openLog } from '${log}'; openLog('trace').warn({ of: '${person.id}' }, 'wilhelmina met a quokka');`;
    const bot = launchBot(scene.environment, ['tsx', `data:text/javascript,${encodeURIComponent(planted)}`]);
    onTestFinished(bot.kill);
    await bot.ready;
    expect(leaksIn(bot.output(), secretsOf(scene))).toEqual(['Wilhelmina', person.id, 'quokka', `a Discord id: ${person.id}`]);
  });

  it('is nothing of what an error says, in whatever lines it says it', () => {
    const { type, stack } = describeError(new TypeError(NOTE));
    expect(type).toBe('TypeError');
    expect(leaksIn(JSON.stringify(stack), WORDS)).toEqual([]);
    expect(JSON.stringify(stack)).toContain('logs.test.ts');
  });
});
