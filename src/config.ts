import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from './errors.ts';
import type { LogLevel } from './log.ts';

/** Everything an operator sets, checked. The only reader of the environment. */
export interface Config {
  readonly discord: { readonly token: string; readonly apiBase: string | null } | null;
  readonly slack: SlackConfig | null;
  readonly sandbox: boolean;
  /** A rehearsal: the clock may be moved and nothing real is reachable. */
  readonly rehearsal: boolean;
  readonly clock: 'running' | 'movable' | 'stopped';
  readonly seed: string | null;
  readonly dataDir: string;
  /** Where the keys of the days lie. */
  readonly keyDir: string;
  readonly dataEncryption: boolean;
  readonly databaseUrl: string | null;
  readonly forgettingUrl: string | null;
  readonly publicUrl: string | null;
  readonly secret: string | null;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
}

export interface SlackConfig {
  readonly apiUrl: string | null;
  readonly botToken: string | null;
  readonly mode:
    | { readonly kind: 'socket'; readonly appToken: string }
    | {
        readonly kind: 'http';
        readonly signingSecret: string;
        readonly oauth: { readonly clientId: string; readonly clientSecret: string } | null;
      };
}

type Environment = Readonly<Record<string, string | undefined>>;

const set = z.string().trim().min(1);
const url = (protocols: readonly string[], what: string) =>
  set.refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), { error: what });
const web = (example: string) => url(['http:', 'https:'], `is not a web address such as ${example}`);
const postgres = url(
  ['postgres:', 'postgresql:'],
  'is not a PostgreSQL address such as postgres://user:password@host:5432/bombus',
);

const SHAPE = z.object({
  DISCORD_TOKEN: set.optional(),
  DISCORD_API_BASE: web('https://discord.com/api').optional(),
  SLACK_BOT_TOKEN: set.optional(),
  SLACK_APP_TOKEN: set.optional(),
  SLACK_SIGNING_SECRET: set.optional(),
  SLACK_CLIENT_ID: set.optional(),
  SLACK_CLIENT_SECRET: set.optional(),
  SLACK_API_URL: web('https://slack.com/api/').optional(),
  DATA_DIR: set.optional(),
  KEY_DIR: set.optional(),
  DATABASE_URL: postgres.optional(),
  FORGETTING_URL: postgres.optional(),
  PUBLIC_URL: web('https://bombus.example.ac.uk').optional(),
  SANDBOX: z.enum(['on', 'off'], { error: 'is neither "on" nor "off"' }).optional(),
  DATA_ENCRYPTION: z.enum(['on', 'off'], { error: 'is neither "on" nor "off"' }).default('on'),
  BOMBUS_SECRET: set.optional(),
  BOMBUS_CLOCK: z.literal('manual', { error: 'can only be "manual" or left out' }).optional(),
  BOMBUS_SEED: set.optional(),
  HOST: set.default('127.0.0.1'),
  PORT: z.coerce
    .number({ error: 'is not a port number from 1 to 65535' })
    .int({ error: 'is not a port number from 1 to 65535' })
    .min(0, { error: 'is not a port number from 1 to 65535' })
    .max(65535, { error: 'is not a port number from 1 to 65535' })
    .default(3000),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'is none of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
});

type Settings = z.infer<typeof SHAPE>;

/** `.env` in the working folder fills what the environment leaves open. */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readConfig(process.env);
}

/** @throws StartError with one line for every fault, all at once. */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.keys(SHAPE.shape).flatMap((key) => {
      const value = environment[key];
      return value === undefined || value.trim() === '' ? [] : [[key, value]];
    }),
  );
  const parsed = SHAPE.safeParse(given);
  const faults = parsed.success
    ? faultsBetween(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
  if (!parsed.success || faults.length > 0) throw new StartError(faults);
  return assemble(parsed.data);
}

function faultsBetween(settings: Settings): readonly string[] {
  const faults: string[] = [];
  const hasSlack = Boolean(settings.SLACK_BOT_TOKEN || settings.SLACK_APP_TOKEN || settings.SLACK_SIGNING_SECRET);
  if (hasSlack && !settings.SLACK_APP_TOKEN && !settings.SLACK_SIGNING_SECRET) {
    faults.push('Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside SLACK_BOT_TOKEN.');
  }
  if (settings.SLACK_APP_TOKEN && !settings.SLACK_BOT_TOKEN) faults.push('SLACK_APP_TOKEN needs SLACK_BOT_TOKEN beside it.');
  const hasOauth = Boolean(settings.SLACK_CLIENT_ID && settings.SLACK_CLIENT_SECRET);
  if (!settings.SLACK_APP_TOKEN && settings.SLACK_SIGNING_SECRET && !settings.SLACK_BOT_TOKEN && !hasOauth) {
    faults.push('Slack over HTTP needs SLACK_BOT_TOKEN (one workspace) or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (several).');
  }
  if (Boolean(settings.SLACK_CLIENT_ID) !== Boolean(settings.SLACK_CLIENT_SECRET)) {
    faults.push('SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: set both or neither.');
  }
  if (Boolean(settings.DATABASE_URL) !== Boolean(settings.FORGETTING_URL)) {
    faults.push('DATABASE_URL and FORGETTING_URL go together: two databases, so that a dump of one cannot unmask the other.');
  }
  if (settings.DATABASE_URL && settings.DATABASE_URL === settings.FORGETTING_URL) {
    faults.push('FORGETTING_URL must be another database than DATABASE_URL.');
  }
  if (settings.DATABASE_URL && !settings.BOMBUS_SECRET) {
    faults.push(
      'BOMBUS_SECRET must be set where DATABASE_URL is: several processes share it. Make one with: openssl rand -hex 32',
    );
  }
  if ((settings.BOMBUS_CLOCK || settings.BOMBUS_SEED) && !basesInUse(settings).every(isLoopback)) {
    faults.push(
      'BOMBUS_CLOCK and BOMBUS_SEED are for rehearsals: they are refused unless every API base in use is a loopback address.',
    );
  }
  const isAlone = !settings.DISCORD_TOKEN && !hasSlack;
  if (!isLoopback(`http://${settings.HOST.includes(':') ? `[${settings.HOST}]` : settings.HOST}`)) {
    if (settings.SANDBOX === 'on' || (isAlone && settings.SANDBOX !== 'off')) {
      faults.push('The sandbox has no doors: it is served on a loopback HOST alone. Leave HOST out, or SANDBOX off.');
    }
    if (settings.BOMBUS_CLOCK)
      faults.push('BOMBUS_CLOCK lets anybody who reaches the port move the clock: HOST must be loopback.');
  }
  if (settings.SANDBOX === 'off' && !settings.DISCORD_TOKEN && !hasSlack) {
    faults.push('Nothing to do: set DISCORD_TOKEN or the Slack tokens, or leave SANDBOX out to try Bombus in a browser.');
  }
  return faults;
}

function basesInUse(settings: Settings): readonly string[] {
  const discord = settings.DISCORD_TOKEN ? [settings.DISCORD_API_BASE ?? 'https://discord.com/api'] : [];
  const hasSlack = settings.SLACK_BOT_TOKEN || settings.SLACK_APP_TOKEN || settings.SLACK_SIGNING_SECRET;
  return hasSlack ? [...discord, settings.SLACK_API_URL ?? 'https://slack.com/api/'] : discord;
}

const isLoopback = (address: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);

function assemble(settings: Settings): Config {
  const discord = settings.DISCORD_TOKEN ? { token: settings.DISCORD_TOKEN, apiBase: settings.DISCORD_API_BASE ?? null } : null;
  const slack = slackOf(settings);
  const isAlone = !discord && !slack;
  const dataDir = resolve(settings.DATA_DIR ?? (isAlone ? join('data', 'sandbox') : 'data'));
  const manual = settings.BOMBUS_CLOCK === 'manual';
  return {
    discord,
    slack,
    sandbox: settings.SANDBOX === undefined ? isAlone : settings.SANDBOX === 'on',
    rehearsal: isAlone || manual || settings.BOMBUS_SEED !== undefined,
    clock: manual ? 'stopped' : isAlone ? 'movable' : 'running',
    seed: settings.BOMBUS_SEED ?? null,
    dataDir,
    keyDir: settings.KEY_DIR ? resolve(settings.KEY_DIR) : join(dataDir, 'keys'),
    dataEncryption: settings.DATA_ENCRYPTION === 'on',
    databaseUrl: settings.DATABASE_URL ?? null,
    forgettingUrl: settings.FORGETTING_URL ?? null,
    publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    secret: settings.BOMBUS_SECRET ?? null,
    host: settings.HOST,
    port: settings.PORT,
    logLevel: settings.LOG_LEVEL,
  };
}

function slackOf(settings: Settings): SlackConfig | null {
  const common = { apiUrl: settings.SLACK_API_URL ?? null, botToken: settings.SLACK_BOT_TOKEN ?? null };
  if (settings.SLACK_APP_TOKEN) return { ...common, mode: { kind: 'socket', appToken: settings.SLACK_APP_TOKEN } };
  if (!settings.SLACK_SIGNING_SECRET) return null;
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = settings;
  const oauth = clientId && clientSecret ? { clientId, clientSecret } : null;
  return { ...common, mode: { kind: 'http', signingSecret: settings.SLACK_SIGNING_SECRET, oauth } };
}
