import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** What is started: compiled code under plain Node, and how it says that it is ready. */
export interface Program {
  readonly script: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Finds the line by which it says so; what it captures is asked for `/readyz` before it counts. */
  readonly ready: RegExp;
}

export interface Child {
  /** From the spawn to ready. */
  readonly startMs: number;
  /** Resident memory now, in megabytes. */
  memoryMb(): Promise<number>;
  stop(): Promise<void>;
  /** Kill −9; resolves when it is gone. */
  kill(): Promise<void>;
}

export async function start({ script, arguments: given, environment, ready }: Program): Promise<Child> {
  const begun = performance.now();
  const child = spawn(process.execPath, [script, ...given], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const found = await lineOf(child, ready, gone);
  const address = found[1];
  if (address !== undefined && !(await fetch(`${address}/readyz`)).ok) throw new Error(`${script} says it is ready and is not`);
  const startMs = performance.now() - begun;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return { startMs, memoryMb: () => residentMb(child.pid ?? 0), stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function lineOf(child: ChildProcess, ready: RegExp, gone: Promise<void>): Promise<RegExpExecArray> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`.slice(-10_000);
      const found = ready.exec(output);
      if (found) resolve(found);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void gone.then(() => reject(new Error(`it ended while starting:\n${output}`)));
  });
}

/** As the kernel counts it: `VmRSS` of `/proc/PID/status`. */
async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
