import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { StartError } from '../src/errors.ts';
import { type Bot, type Environment, startBot, temporaryFolder } from './support/bot.ts';

const linesOf = (error: unknown): readonly string[] => {
  if (!(error instanceof StartError)) throw error;
  return error.lines;
};
const faultsOf = (environment: Environment): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    return linesOf(error);
  }
};

describe('the environment', () => {
  it('names every fault of its values at once', () => {
    expect(
      faultsOf({
        PORT: 'harbour',
        LOG_LEVEL: 'loud',
        SANDBOX: 'maybe',
        DATA_ENCRYPTION: 'perhaps',
        DATABASE_URL: 'mysql://host/db',
        PUBLIC_URL: 'bombus',
        DISCORD_API_BASE: 'ftp://discord',
        BOMBUS_CLOCK: 'broken',
      }),
    ).toEqual([
      'DISCORD_API_BASE is not a web address such as https://discord.com/api.',
      'DATABASE_URL is not a PostgreSQL address such as postgres://user:password@host:5432/bombus.',
      'PUBLIC_URL is not a web address such as https://bombus.example.ac.uk.',
      'SANDBOX is neither "on" nor "off".',
      'DATA_ENCRYPTION is neither "on" nor "off".',
      'BOMBUS_CLOCK can only be "manual" or left out.',
      'PORT is not a port number from 1 to 65535.',
      'LOG_LEVEL is none of fatal, error, warn, info, debug, trace, silent.',
    ]);
  });

  it('keeps the daily keys beside the data, or where it is told', () => {
    expect(readConfig({ DATA_DIR: '/somewhere' }).keyDir).toBe('/somewhere/keys');
    expect(readConfig({ DATA_DIR: '/somewhere', KEY_DIR: '/elsewhere/keys' }).keyDir).toBe('/elsewhere/keys');
  });

  it('names every fault between its values at once', () => {
    expect(
      faultsOf({
        SLACK_APP_TOKEN: 'xapp',
        SLACK_CLIENT_ID: '1',
        DATABASE_URL: 'postgres://localhost/bombus',
        BOMBUS_CLOCK: 'manual',
      }),
    ).toEqual([
      'SLACK_APP_TOKEN needs SLACK_BOT_TOKEN beside it.',
      'SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: set both or neither.',
      'DATABASE_URL and FORGETTING_URL go together: two databases, so that a dump of one cannot unmask the other.',
      'BOMBUS_SECRET must be set where DATABASE_URL is: several processes share it. Make one with: openssl rand -hex 32',
      'BOMBUS_CLOCK and BOMBUS_SEED are for rehearsals: they are refused unless every API base in use is a loopback address.',
    ]);
  });

  it('has something to do, or says what to set', () => {
    expect(faultsOf({ SANDBOX: 'off' })).toEqual([
      'Nothing to do: set DISCORD_TOKEN or the Slack tokens, or leave SANDBOX out to try Bombus in a browser.',
    ]);
    expect(faultsOf({ SLACK_BOT_TOKEN: 'xoxb' })).toEqual([
      'Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside SLACK_BOT_TOKEN.',
    ]);
    expect(faultsOf({ DATABASE_URL: 'postgres://h/a', FORGETTING_URL: 'postgres://h/a', BOMBUS_SECRET: 'x' })).toEqual([
      'FORGETTING_URL must be another database than DATABASE_URL.',
    ]);
  });

  it('may leave out everything: then it is the sandbox, on loopback', () => {
    expect(readConfig({ DISCORD_TOKEN: ' ', PORT: '' })).toMatchObject({
      sandbox: true,
      rehearsal: true,
      clock: 'movable',
      discord: null,
      slack: null,
      host: '127.0.0.1',
      port: 3000,
    });
  });

  it('keeps the sandbox and a clock that can be moved to this machine', () => {
    expect(faultsOf({ HOST: '0.0.0.0' })).toHaveLength(1);
    expect(faultsOf({ HOST: '::', SANDBOX: 'on', DISCORD_TOKEN: 'token' })).toHaveLength(1);
    expect(
      faultsOf({
        HOST: '0.0.0.0',
        DISCORD_TOKEN: 'token',
        DISCORD_API_BASE: 'http://127.0.0.1:4000/api',
        BOMBUS_CLOCK: 'manual',
      }),
    ).toHaveLength(1);
    for (const HOST of ['localhost', '::1', '127.0.0.2']) expect(faultsOf({ HOST, SANDBOX: 'on' })).toEqual([]);
    expect(faultsOf({ HOST: '0.0.0.0', DISCORD_TOKEN: 'token' })).toEqual([]);
  });

  it('never moves the clock of a real server', () => {
    expect(readConfig({ DISCORD_TOKEN: 'token' })).toMatchObject({ sandbox: false, rehearsal: false, clock: 'running' });
    expect(faultsOf({ DISCORD_TOKEN: 'token', BOMBUS_SEED: 'x' })).toHaveLength(1);
    expect(
      faultsOf({ DISCORD_TOKEN: 'token', BOMBUS_SEED: 'x', DISCORD_API_BASE: 'http://127.0.0.1.evil.example/api' }),
    ).toHaveLength(1);
    expect(faultsOf({ DISCORD_TOKEN: 'token', BOMBUS_SEED: 'x', DISCORD_API_BASE: 'http://127.0.0.1:4000/api' })).toEqual([]);
  });
});

describe('a start that cannot be', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const folder = async (): Promise<string> => {
    const made = await temporaryFolder();
    closing.push(made.remove);
    return made.path;
  };
  const start = async (environment: Environment): Promise<Bot> => {
    const bot = await startBot(environment);
    closing.push(bot.stop);
    return bot;
  };
  const refusal = async (environment: Environment): Promise<readonly string[]> =>
    start(environment).then(
      () => expect.unreachable('it started'),
      (error: unknown) => linesOf(error),
    );
  const secret = (digit: string) => digit.repeat(64);

  it('says that the secret has changed, and opens with the right one as before', async () => {
    const dataDir = await folder();
    await (await startBot({ DATA_DIR: dataDir, BOMBUS_SECRET: secret('a') })).stop();
    const lines = (await refusal({ DATA_DIR: dataDir, BOMBUS_SECRET: secret('b') })).join(' ');
    expect(lines).toMatch(/BOMBUS_SECRET/);
    expect(lines).toMatch(/Nothing was changed/);
    await start({ DATA_DIR: dataDir, BOMBUS_SECRET: secret('a') });
  });

  it('says that the secret is gone rather than making another', async () => {
    const dataDir = await folder();
    await (await startBot({ DATA_DIR: dataDir, BOMBUS_SECRET: secret('a') })).stop();
    expect(await refusal({ DATA_DIR: dataDir })).toEqual([
      `There is data in ${dataDir}, and the secret that opens it is neither in BOMBUS_SECRET nor in ${dataDir}/bombus.secret.`,
      'Restore the secret from where you keep a copy. Without it the data cannot be read by anybody; to begin anew, name an empty DATA_DIR.',
    ]);
  });

  it('says what a secret looks like when it is none', async () => {
    expect(await refusal({ DATA_DIR: await folder(), BOMBUS_SECRET: 'swordfish' })).toEqual([
      'BOMBUS_SECRET is not 32 bytes.',
      'Write 64 hexadecimal digits or the base64 of 32 random bytes; `openssl rand -hex 32` makes one.',
    ]);
  });

  it('says that the data folder is a file', async () => {
    const path = join(await folder(), 'a-file');
    await writeFile(path, '');
    expect(await refusal({ DATA_DIR: path })).toEqual([
      `DATA_DIR is ${path}, and that is a file.`,
      'Name a folder, or a place where one can be made.',
    ]);
  });

  it('says that the data folder cannot be made', async () => {
    const file = join(await folder(), 'a-file');
    await writeFile(file, '');
    expect(await refusal({ DATA_DIR: join(file, 'below') })).toEqual([
      `The data folder ${join(file, 'below')} cannot be made (ENOTDIR).`,
      'Bombus must be able to read and write there. Give its user that right, or set DATA_DIR to another folder.',
    ]);
  });

  it.skipIf(userInfo().uid === 0)('says that the data folder cannot be read', async () => {
    const path = join(await folder(), 'locked');
    await mkdir(path, { mode: 0o000 });
    closing.push(() => chmod(path, 0o700));
    expect((await refusal({ DATA_DIR: path })).join(' ')).toMatch(
      /cannot be used \(EACCES\).*Bombus must be able to read and write/,
    );
  });

  it('says that the data is damaged', async () => {
    const dataDir = await folder();
    await (await startBot({ DATA_DIR: dataDir, BOMBUS_SECRET: secret('a') })).stop();
    await writeFile(join(dataDir, 'bombus.db'), 'no database at all'.repeat(1000));
    expect((await refusal({ DATA_DIR: dataDir, BOMBUS_SECRET: secret('a') })).join(' ')).toMatch(/cannot be read or written/);
  });

  it('says that another Bombus runs on the same data', async () => {
    const dataDir = await folder();
    await start({ DATA_DIR: dataDir });
    expect((await refusal({ DATA_DIR: dataDir }))[0]).toBe(`Another Bombus is running on the data in ${dataDir}.`);
  });

  it('says that the daily keys have no place', async () => {
    const dataDir = await folder();
    await writeFile(join(dataDir, 'keys'), 'a file');
    expect((await refusal({ DATA_DIR: dataDir }))[0]).toBe(`KEY_DIR is ${dataDir}/keys, and that is a file.`);
    await start({ DATA_DIR: dataDir, KEY_DIR: join(dataDir, 'elsewhere') });
  });

  it('says that the port is taken, and leaves the data free', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const dataDir = await folder();
    expect((await refusal({ DATA_DIR: dataDir, PORT: port })).join(' ')).toMatch(new RegExp(`${port}.*(PORT|taken|in use)`));
    await start({ DATA_DIR: dataDir });
  });
});
