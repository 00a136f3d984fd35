import { schedule } from 'node-cron';
import type { Log } from '../log.ts';
import type { Forgetting } from '../store/forgetting.ts';
import type { Record as TheRecord } from '../store/record.ts';

export interface Upkeep {
  /** Removes what has had its time, and its bytes. */
  run(): Promise<void>;
  /** When something next has had its time, for a calendar that is moved. */
  nextDue(): Promise<number | null>;
  settle(): Promise<{ readonly pending: number }>;
  start(): void;
  stop(): Promise<void>;
}

export interface UpkeepOptions {
  readonly record: TheRecord;
  readonly forgetting: Forgetting;
  /** What the record keeps for a time only, and what has to be set right; each gives the count. */
  readonly sweeps: readonly (() => Promise<number>)[];
  readonly log: Log;
}

/** Every five minutes what is over its time goes, from the files' bytes too. */
export function openUpkeep({ record, forgetting, sweeps, log }: UpkeepOptions): Upkeep {
  let running: Promise<void> | null = null;
  let task: ReturnType<typeof schedule> | null = null;

  async function once(): Promise<void> {
    // Not how much of it: the count would tell of those who left whether anything was to be forgotten.
    await forgetting.sweep();
    let removed = 0;
    for (const sweep of sweeps) removed += await sweep();
    await record.scrub();
    if (removed > 0) log.debug({ removed }, 'removed what was over its time');
  }

  function run(): Promise<void> {
    running ??= once().finally(() => {
      running = null;
    });
    return running;
  }

  const guarded = () => run().catch((error: unknown) => log.error({ err: error }, 'what is over its time could not be removed'));

  return {
    run,
    nextDue: () => forgetting.nextExpiry(),
    async settle() {
      await run();
      return { pending: 0 };
    },
    start() {
      task = schedule('*/5 * * * *', guarded, { noOverlap: true });
    },
    async stop() {
      await task?.stop();
      await running?.catch(() => undefined);
    },
  };
}
