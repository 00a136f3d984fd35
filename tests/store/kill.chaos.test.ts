import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../../src/store/ledger.ts';
import { lockData } from '../../src/store/lock.ts';
import { eachDatabase, type TestDatabases, testSecret } from '../support/databases.ts';

const kills = 8;

interface Line {
  readonly event: number;
  readonly outcome: number | null;
  readonly isRepeat: boolean;
}

interface Writer {
  readonly process: ChildProcess;
  /** What it has said is done. */
  readonly lines: Line[];
  /** Resolves when so many events that are new have been done. */
  hasDone(count: number): Promise<void>;
  /** Ends it with -9 and waits until it is gone. */
  kill(): Promise<void>;
}

function startWriter({ dataDir, databaseUrl, forgettingUrl }: TestDatabases): Writer {
  const script = new URL('./processes/writer.ts', import.meta.url).pathname;
  const child = spawn(
    'node',
    ['--import', 'tsx', script, dataDir, testSecret.toString('hex'), databaseUrl ?? '', forgettingUrl ?? ''],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines: Line[] = [];
  const reader = createInterface(child.stdout);
  const read = new Promise<void>((resolve) => reader.once('close', resolve));
  reader.on('line', (line) => lines.push(JSON.parse(line)));
  return {
    process: child,
    lines,
    async hasDone(count) {
      await new Promise<void>((resolve, reject) => {
        gone.then(() => reject(new Error('the writer ended by itself')));
        reader.on('line', () => {
          if (lines.filter(({ isRepeat }) => !isRepeat).length >= count) resolve();
        });
      });
    },
    async kill() {
      child.kill('SIGKILL');
      await Promise.all([gone, read]);
    },
  };
}

describe('the stores when the process is killed', () => {
  eachDatabase((_, open) => {
    it('keep all that was said to be done, and nothing by halves', async () => {
      const databases = await open();
      const done = new Set<number>();
      for (let round = 0; round < kills; round += 1) {
        const writer = startWriter(databases);
        await writer.hasDone(5 + round * 7);
        await writer.kill();
        for (const { event, outcome, isRepeat } of writer.lines) {
          if (outcome !== event) throw new Error(`event ${event} was answered with ${outcome}`);
          if (done.has(event) && !isRepeat) throw new Error(`event ${event} was done twice`);
          done.add(event);
        }
      }

      const [record, forgetting] = [await databases.record(), await databases.forgetting()];
      const rows = await record.db<{ meta: { key: string } }>().selectFrom('meta').select('key').execute();
      const keys = new Set(rows.map(({ key }) => key));
      const events = [...new Set([...keys].map((key) => Number.parseInt(key, 10)))];
      expect(events.filter((event) => !(keys.has(`${event} first`) && keys.has(`${event} second`)))).toEqual([]);
      expect([...done].filter((event) => !keys.has(`${event} first`))).toEqual([]);
      expect(events.length - done.size).toBeLessThanOrEqual(1);

      const ledger = openLedger({ record, forgetting, key: databases.keys.events, now: () => 0 });
      for (const event of events) {
        const work = () => Promise.reject(new Error(`event ${event} ran again`));
        expect(await ledger.once(`event ${event}`, work)).toEqual({ outcome: event, isRepeat: true });
        expect(await forgetting.get('seal', String(event))).toBe(event);
      }
    });
  });

  eachDatabase((_, open) => {
    it('let nobody else in while it lives, and the next as soon as it is dead', async () => {
      const databases = await open();
      const writer = startWriter(databases);
      await writer.hasDone(1);
      await expect(lockData(databases.dataDir)).rejects.toThrow('Another Bombus is running');
      await writer.kill();
      await (await lockData(databases.dataDir)).release();
    });
  });
});
