import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from './config.ts';
import { StartError } from './errors.ts';
import { openLog } from './log.ts';
import { isEntry, startSentences } from './operations/start-up.ts';
import { type Rotated, type RotationStep, rotateSecret } from './store/rotation.ts';

const steps: { readonly [step in RotationStep]: string } = {
  noted: 'Begun. Should this be interrupted, run it again with the same settings.',
  forgetting: 'The forgetting store is under the new secret.',
  record: 'The record is under the new secret.',
  secret: 'The new secret is in its place.',
};

/** Puts everything under another secret: `npm run secret:rotate`, or `-- --from FILE` with the new one in a file. */
async function run(): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const { dataDir, keyDir, dataEncryption, databaseUrl, forgettingUrl, secret } = loadConfig();
  const rotated = await rotateSecret({
    dataDir,
    keyDir,
    dataEncryption,
    databaseUrl,
    forgettingUrl,
    secret,
    next: await givenSecret(),
    log: openLog('silent'),
    reached: (step) => say(steps[step]),
  });
  for (const line of whatRemains(rotated)) say(line);
}

async function givenSecret(): Promise<string | null> {
  const { from } = parseArgs({ options: { from: { type: 'string' } } }).values;
  if (from === undefined) return null;
  return readFile(from, 'utf8').catch(() => {
    throw new StartError([`The file ${from} cannot be read.`, 'It holds the new secret, and nothing else.']);
  });
}

function whatRemains({ isKept, isToBeSet, unreadable, lostInstallations }: Rotated): readonly string[] {
  return [
    ...(isToBeSet ? ['Now set BOMBUS_SECRET to the new secret.'] : []),
    ...(isKept ? ['Keep a copy of the new bombus.secret apart from the backups.'] : []),
    'Backups made before open with the old one alone.',
    ...(unreadable > 0 ? [`${unreadable} entries opened with neither secret. They were left and expire by themselves.`] : []),
    ...(lostInstallations > 0 ? [`${lostInstallations} Slack workspaces have to install Bombus again.`] : []),
  ];
}

if (isEntry(import.meta.url)) {
  run().catch((error: unknown) => {
    process.stderr.write(
      `The secret could not be changed:\n${startSentences(error)
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );
    process.exit(1);
  });
}
