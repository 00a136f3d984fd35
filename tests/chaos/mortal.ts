import { setTimeout as pass } from 'node:timers/promises';
import { type Environment, type LaunchedBot, launchBot, type SpawnedBot } from '../support/bot.ts';

/** A bot that is killed and comes back on the same data, again and again. */
export interface MortalBot {
  /** The process that lives now, once it is ready. */
  alive(): Promise<SpawnedBot>;
  /** Kills it with −9 and starts the next. */
  kill(): Promise<void>;
  kills(): number;
  /** Processes that ended by −9, whoever did it. */
  deaths(): number;
  /** Ends it by SIGTERM and starts the next. */
  restart(): Promise<void>;
  /** How long the process that lives now has been there, in milliseconds. */
  age(): number;
  /** Moves the calendar on to this instant through everything on the way, over all deaths, until nothing is pending. */
  moveTo(instant: string): Promise<void>;
  /** Jumps there, as a machine that slept. */
  setTo(instant: string): Promise<void>;
  /** Ends it by SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
  /** Ends it for good, whatever is still under way. */
  end(): Promise<void>;
  /** Everything that any of them wrote. */
  output(): string;
}

interface Moved {
  readonly now: string;
  readonly pending: number;
}

/** `imports` gives what the next process loads before the bot. */
export function openMortal(environment: Environment, imports: () => readonly string[] = () => []): MortalBot {
  const past: LaunchedBot[] = [];
  let isStopping = false;
  let kills = 0;
  let bornAt = 0;
  let current = launch();

  function launch(): LaunchedBot {
    bornAt = performance.now();
    const bot = launchBot(environment, imports());
    void bot.gone.then(() => {
      if (bot === current && bot.process.signalCode === 'SIGKILL' && !isStopping) follow();
    });
    return bot;
  }

  function follow(): void {
    past.push(current);
    current = launch();
  }

  async function alive(): Promise<SpawnedBot> {
    for (;;) {
      if (isStopping) throw new Error('the bot was stopped');
      const bot = current;
      try {
        const ready = await bot.ready;
        if (bot === current && bot.process.signalCode === null && bot.process.exitCode === null) return ready;
      } catch (error) {
        // A start that fails by itself would fail for ever.
        if (bot === current && bot.process.signalCode === null) throw error;
      }
      await pass(5);
    }
  }

  /** Null where the process died over it: what is relative must not be asked for again. */
  async function clock(body: object): Promise<Moved | null> {
    const { url } = await alive();
    const response = await fetch(`${url}/clock`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }).catch(() => null);
    const moved = (await response?.json().catch(() => null)) as (Partial<Moved> & { error?: string }) | null | undefined;
    if (!moved) return null;
    if (moved.now === undefined || moved.pending === undefined) throw new Error(moved.error);
    return { now: moved.now, pending: moved.pending };
  }

  return {
    alive,
    async kill() {
      kills += 1;
      await current.kill();
    },
    kills: () => kills,
    deaths: () => [...past, current].filter(({ process }) => process.signalCode === 'SIGKILL').length,
    async restart() {
      await alive();
      const old = current;
      old.process.kill('SIGTERM');
      await old.gone;
      follow();
    },
    age: () => performance.now() - bornAt,
    async moveTo(instant) {
      const target = Date.parse(instant);
      for (;;) {
        const moved = await clock({ advance: 'PT0S' });
        // While something is pending the clock may still be on its way from an earlier call.
        if (!moved || moved.pending > 0) continue;
        const left = target - Date.parse(moved.now);
        if (left <= 0) return;
        await clock({ advance: `PT${left / 1000}S` });
      }
    },
    async setTo(instant) {
      for (let moved = await clock({ set: instant }); !moved || moved.pending > 0; ) moved = await clock({ set: instant });
    },
    async stop() {
      await alive();
      isStopping = true;
      current.process.kill('SIGTERM');
      return current.gone;
    },
    async end() {
      isStopping = true;
      await current.kill();
    },
    output: () => [...past, current].map((bot) => bot.output()).join(''),
  };
}
