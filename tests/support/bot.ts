import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { startBombus } from '../../src/main.ts';

export type Environment = Readonly<Record<string, string>>;

export interface Bot {
  readonly url: string;
  readonly dataDir: string;
  /** Moves a rehearsal's clock through every due instant; gives what is still pending. */
  advance(duration: string): Promise<number>;
  /** Jumps, as a machine that slept. */
  set(instant: string): Promise<number>;
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

export interface SpawnedBot extends Bot {
  /** Everything that it wrote to both streams so far. */
  output(): string;
  /** Kill −9; resolves when it is gone. */
  kill(): Promise<void>;
  readonly process: ChildProcess;
}

/** A data folder of its own, removed by the function that comes with it. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'bombus-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** The whole bot in this process, on a stopped clock unless `environment` says otherwise. */
export async function startBot(environment: Environment): Promise<Bot> {
  const config = readConfig({ BOMBUS_CLOCK: 'manual', BOMBUS_SEED: 'test', PORT: '0', LOG_LEVEL: 'silent', ...environment });
  const bombus = await startBombus(config, openLog(config.logLevel));
  return { ...remote(bombus.url, config.dataDir), stop: bombus.stop };
}

/** The whole bot as a process of its own, from the compiled code: `npm run build` comes first. */
export async function spawnBot(environment: Environment): Promise<SpawnedBot> {
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    env: { PATH: process.env.PATH ?? '', BOMBUS_CLOCK: 'manual', BOMBUS_SEED: 'test', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /Bombus is ready[^"]*?(http:\/\/[^/\s"]+)/.exec(output);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void gone.then(() => reject(new Error(`the bot ended while starting:\n${output}`)));
  });
  return {
    ...remote(url, environment.DATA_DIR ?? ''),
    process: child,
    output: () => output,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function remote(url: string, dataDir: string) {
  const move = async (body: object): Promise<number> => {
    const response = await fetch(`${url}/clock`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const moved = (await response.json()) as { pending?: number; error?: string };
    if (moved.pending === undefined) throw new Error(moved.error ?? `the clock answered ${response.status}`);
    return moved.pending;
  };
  return {
    url,
    dataDir,
    advance: (duration: string) => move({ advance: duration }),
    set: (instant: string) => move({ set: instant }),
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
  };
}
