import { describe, expect, it } from 'vitest';
import { readHouse } from './house.ts';
import type { SourceText } from './reading.ts';
import * as rules from './rules.ts';

interface Held {
  readonly rule: rules.Rule;
  /** Each breaks the rule, by path and source. */
  readonly planted: readonly (readonly [path: string, source: string])[];
  /** What looks alike and keeps to it. */
  readonly kept?: readonly (readonly [path: string, source: string])[];
}

/** The directions and habits of the house. */
const HOUSE: Readonly<Record<string, Held>> = {
  'an adapter knows src/chat, errors, the log, its own folder and its own SDK': {
    rule: rules.adaptersStayApart,
    planted: [
      ['adapters/slack/a.ts', `import { commands } from '../../commands/index.ts';`],
      ['adapters/slack/a.ts', `import type { Cohort } from '../../src/cohorts/rules.ts';`],
      ['adapters/slack/a.ts', `import { escape } from '../discord/escape.ts';`],
      ['adapters/slack/a.ts', `import { Client } from 'discord.js';`],
      ['adapters/discord/a.ts', `const bolt = await import('@slack/bolt');`],
      ['adapters/discord/a.ts', `export * from '../../src/config.ts';`],
    ],
    kept: [
      ['adapters/slack/a.ts', `import { App } from '@slack/bolt'; import type { Log } from '../../src/log.ts';`],
      ['adapters/slack/a.ts', `// import { Client } from 'discord.js';\nconst text = "import 'discord.js'";`],
    ],
  },
  'a command asks services, and knows no SDK, SQL or store': {
    rule: rules.commandsAskServices,
    planted: [
      ['commands/a.ts', `import { Client } from 'discord.js';`],
      ['commands/a.ts', `import { readFileSync } from 'node:fs';`],
      ['commands/a.ts', `import { sql } from 'kysely';`],
      ['commands/a.ts', `import { Keyv } from 'keyv';`],
      ['commands/a.ts', `import type { CohortStore } from '../src/cohorts/store.ts';`],
      ['commands/a.ts', `import { openCohorts } from '../src/cohorts/service.ts';`],
      ['commands/a.ts', `import { openAgenda } from '../src/calendar/agenda.ts';`],
      ['commands/a.ts', `import { render } from '../adapters/slack/render.ts';`],
      ['commands/a.ts', `import type { Record } from '../src/store/record.ts';`],
    ],
    kept: [
      [
        'commands/a.ts',
        `import type { Cohorts } from '../src/cohorts/service.ts'; import { TAGS } from '../src/members/rules.ts';`,
      ],
      ['commands/a.ts', `import { nextWeekly } from '../src/calendar/zone.ts'; import { view } from '../src/chat/build.ts';`],
    ],
  },
  'rules.ts imports nothing but types and other rules': {
    rule: rules.rulesArePure,
    planted: [
      ['src/cohorts/rules.ts', `import { openRecord } from '../store/record.ts';`],
      ['src/cohorts/rules.ts', `import { readFileSync } from 'node:fs';`],
      ['src/cohorts/rules.ts', `import './service.ts';`],
    ],
    kept: [
      ['src/cohorts/rules.ts', `import type { Member } from '../members/store.ts'; import { TAGS } from '../members/rules.ts';`],
    ],
  },
  'only src/config.ts reads the environment': {
    rule: rules.oneReaderOfTheEnvironment,
    planted: [
      ['src/main.ts', `const port = process.env.PORT;`],
      ['src/cohorts/service.ts', `const { PORT } = process['env'];`],
      ['adapters/slack/a.ts', `import { env } from 'node:process';`],
      ['commands/a.ts', `process.loadEnvFile('.env');`],
    ],
    kept: [['src/config.ts', `export const load = () => process.env;`]],
  },
  'only src/store names a database driver, and queries stand with the tables': {
    rule: rules.oneNamerOfDrivers,
    planted: [
      ['src/cohorts/store.ts', `import pg from 'pg';`],
      ['src/cohorts/store.ts', `import { Kysely } from 'kysely';`],
      ['src/cohorts/service.ts', `import { sql } from 'kysely';`],
      ['src/privacy/sealing.ts', `import { Keyv } from 'keyv';`],
      ['adapters/slack/a.ts', `const { default: open } = await import('libsql');`],
    ],
    kept: [
      ['src/cohorts/store.ts', `import { sql } from 'kysely';`],
      ['src/store/record.ts', `import pg from 'pg'; import { Kysely } from 'kysely';`],
    ],
  },
  'what capabilities stand on knows nothing of them': {
    rule: rules.foundationsStayBelow,
    planted: [
      ['src/delivery/outbox.ts', `import type { Member } from '../members/rules.ts';`],
      ['src/chat/view.ts', `import { openRecord } from '../store/record.ts';`],
      ['src/store/record.ts', `import type { Outbox } from '../delivery/outbox.ts';`],
      ['src/safety/helplines.ts', `import { loadConfig } from '../config.ts';`],
    ],
    kept: [
      ['src/delivery/outbox.ts', `import type { Record } from '../store/record.ts'; import { StartError } from '../errors.ts';`],
    ],
  },
  'a capability meets another at its service': {
    rule: rules.capabilitiesMeetAtServices,
    planted: [
      ['src/check-ins/service.ts', `import { openCohortStore } from '../cohorts/store.ts';`],
      ['src/check-ins/service.ts', `import { loadConfig } from '../config.ts';`],
      ['src/check-ins/service.ts', `import { view } from '../chat/build.ts';`],
      ['src/check-ins/service.ts', `import { openServer } from '../operations/server.ts';`],
      ['src/a-new-one/service.ts', `import type { Measure } from '../check-ins/measures.ts';`],
    ],
    kept: [
      [
        'src/check-ins/service.ts',
        `import type { Cohorts } from '../cohorts/service.ts'; import type { View } from '../chat/view.ts';`,
      ],
    ],
  },
  'no part of the core stands in a circle': {
    rule: rules.noCircles,
    planted: [
      [
        'src/delivery/a.ts',
        `import { a } from '../calendar/a.ts';\n//@ src/calendar/a.ts\nimport { b } from '../delivery/a.ts';`,
      ],
      [
        'src/cohorts/service.ts',
        `import type { A } from '../members/service.ts';\n//@ src/members/service.ts\nimport type { B } from '../cohorts/service.ts';`,
      ],
      [
        'src/a/service.ts',
        `import { b } from '../b/service.ts';\n//@ src/b/service.ts\nimport { c } from '../c/service.ts';\n//@ src/c/service.ts\nimport { a } from '../a/service.ts';`,
      ],
    ],
    kept: [
      ['src/privacy/a.ts', `import type { A } from '../store/a.ts';\n//@ src/store/a.ts\nimport { b } from '../privacy/a.ts';`],
    ],
  },
  'only the composition root sees everything, and nothing sees it': {
    rule: rules.onlyTheRootSeesEverything,
    planted: [
      ['src/seed.ts', `import { commands } from '../commands/index.ts';`],
      ['src/cohorts/service.ts', `import type { Place } from '../../adapters/slack/workspaces.ts';`],
      ['src/operations/server.ts', `import { startBombus } from '../main.ts';`],
      ['src/core.ts', `import { slackAdapter } from '../adapters/slack/adapter.ts';`],
    ],
    kept: [
      ['src/main.ts', `import { commands } from '../commands/index.ts'; const a = await import('../adapters/slack/adapter.ts');`],
    ],
  },
  'time, ids and chance come in as parameters': {
    rule: rules.timeAndChanceComeIn,
    planted: [
      ['src/cohorts/service.ts', `const at = Date.now();`],
      ['src/cohorts/service.ts', `const options = { now: Date.now };`],
      ['src/cohorts/service.ts', `const at = new Date();`],
      ['commands/a.ts', `const dice = Math.random();`],
      ['adapters/slack/a.ts', `import { randomUUID } from 'node:crypto';`],
      ['src/core.ts', `const at = Temporal.Now.instant();`],
    ],
    kept: [
      ['src/cohorts/service.ts', `const at = new Date(now()); const day = Date.parse('2026-11-22');`],
      ['src/main.ts', `const now = Date.now;`],
    ],
  },
  'every command is listed in commands/index.ts': {
    rule: rules.everyCommandIsListed,
    planted: [
      ['commands/ask.ts', `export const ask = command('ask');\n//@ commands/index.ts\nexport const commands = [];`],
      [
        'commands/ask.ts',
        `export const ask = command('ask');\n//@ commands/index.ts\nimport { ask } from './ask.ts';\nexport const commands = [];`,
      ],
    ],
    kept: [
      [
        'commands/ask.ts',
        `export const ask = command('ask');\n//@ commands/index.ts\nimport { ask } from './ask.ts';\nexport const commands = [ask];`,
      ],
    ],
  },
  'nothing is printed past the log': {
    rule: rules.nothingIsPrinted,
    planted: [['src/cohorts/service.ts', `console.log('here');`]],
  },
  'folders and files are named after what they hold': {
    rule: rules.foldersAreNamedAfterWhatTheyHold,
    planted: [
      ['src/utils/text.ts', ''],
      ['adapters/slack/helpers.ts', ''],
      ['src/common/a.ts', ''],
      ['src/chat/types.ts', ''],
    ],
  },
  [`no source file has more than ${rules.LONGEST} lines`]: {
    rule: rules.filesAreShort,
    planted: [['src/cohorts/service.ts', 'const a = 1;\n'.repeat(rules.LONGEST + 1)]],
    kept: [['src/cohorts/service.ts', 'const a = 1;\n'.repeat(rules.LONGEST)]],
  },
  'commands name no platform, but for who can see what': {
    rule: rules.commandsKnowNoPlatform,
    planted: [['commands/a.ts', `if (platform === 'slack') answer();`]],
    kept: [['commands/who-sees-what.ts', `const discord = 1;`]],
  },
  'every adapter has the same parts': {
    rule: rules.adaptersHaveTheSameParts,
    planted: [['adapters/irc/adapter.ts', '']],
  },
};

/** One planted text may hold several files, each after a line `//@ path`. */
function plant([path, source]: readonly [string, string]): readonly SourceText[] {
  const [first = '', ...others] = source.split('//@ ');
  const rest = others.map((text) => ({ path: text.split('\n', 1)[0] ?? '', source: text.slice(text.indexOf('\n') + 1) }));
  return [{ path, source: first }, ...rest];
}

const house = readHouse();

describe('in this house', () => {
  it.each(Object.entries(HOUSE))('%s', (_, { rule }) => {
    expect(rule(house).map(({ path, reason }) => `${path} ${reason}`)).toEqual([]);
  });

  it('there are files to look at', () => {
    expect(house.filter(({ path }) => path.startsWith('src/')).length).toBeGreaterThan(50);
  });
});

describe('a planted violation is noticed:', () => {
  it.each(Object.entries(HOUSE))('%s', (_, { rule, planted, kept = [] }) => {
    const noticed = planted.filter((text) => rule(plant(text)).length > 0);
    expect(noticed).toEqual(planted);
    expect(kept.flatMap((text) => rule(plant(text)))).toEqual([]);
  });
});
