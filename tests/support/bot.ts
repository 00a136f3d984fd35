import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { Room } from '../../adapters/sandbox/room.ts';
import { readConfig } from '../../src/config.ts';
import type { openCore } from '../../src/core.ts';
import { type Log, openLog } from '../../src/log.ts';
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

/** What a test puts in the place of the bot's own parts. */
export interface Parts {
  readonly log?: Log;
  readonly compose?: typeof openCore;
  /** The sandbox's own room, for a test that has it in its hands. */
  readonly room?: () => Room | null;
}

/** The whole bot in this process, on a stopped clock unless `environment` says otherwise. */
export async function startBot(environment: Environment, parts: Parts = {}): Promise<Bot> {
  const config = readConfig({ BOMBUS_CLOCK: 'manual', BOMBUS_SEED: 'test', PORT: '0', LOG_LEVEL: 'silent', ...environment });
  const bombus = await startBombus(config, parts.log ?? openLog(config.logLevel), parts.compose);
  if (config.sandbox) await untilFilled(bombus.url);
  return { ...remote(bombus.url, config.dataDir), stop: bombus.stop };
}

/** A busy machine may take longer than the start waits for: until then the clock belongs to the filling of the room. */
const untilFilled = (url: string): Promise<void> =>
  vi.waitFor(async () => expect((await fetch(`${url}/api/state`)).status).not.toBe(503), { timeout: 60_000, interval: 50 });

/** A process that has begun and may never get ready. */
export interface LaunchedBot {
  readonly process: ChildProcess;
  /** Everything that it wrote to both streams so far. */
  output(): string;
  /** Rejects with the output where the process ends before. */
  readonly ready: Promise<SpawnedBot>;
  /** Resolves with the exit code, or null after a signal. */
  readonly gone: Promise<number | null>;
  /** Kill −9; resolves when it is gone. */
  kill(): Promise<void>;
}

/** The whole bot as a process of its own, from the compiled code. `imports` are loaded before it. */
export function launchBot(environment: Environment, imports: readonly string[] = []): LaunchedBot {
  const loaded = imports.flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...loaded, 'dist/src/main.js'], {
    env: { PATH: process.env.PATH ?? '', BOMBUS_CLOCK: 'manual', BOMBUS_SEED: 'test', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const gone = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const url = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /Bombus is ready[^"]*?(http:\/\/[^/\s"]+)/.exec(output);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void gone.then(() => reject(new Error(`the bot ended while starting:\n${output}`)));
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  const ready = url.then((at) => ({
    ...remote(at, environment.DATA_DIR ?? ''),
    process: child,
    output: () => output,
    kill,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  }));
  ready.catch(() => undefined);
  return { process: child, output: () => output, ready, gone, kill };
}

/** A bot of its own process that is ready. */
export const spawnBot = (environment: Environment): Promise<SpawnedBot> => launchBot(environment).ready;

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
