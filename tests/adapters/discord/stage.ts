import { discordAdapter } from '../../../adapters/discord/adapter.ts';
import type { Adapter, Inbox } from '../../../src/chat/adapter.ts';
import type { CommandDescription, Completion } from '../../../src/chat/command.ts';
import type { Invocation, Notice } from '../../../src/chat/invocation.ts';
import type { Reply } from '../../../src/chat/view.ts';
import { openLog } from '../../../src/log.ts';
import { type LoopbackDiscord, openDiscord } from '../../platforms/discord/discord.ts';

/** The adapter on the loopback Discord, with a core that answers as a test says. */
export interface AdapterStage {
  readonly adapter: Adapter;
  readonly discord: LoopbackDiscord;
  readonly inbox: Inbox;
  /** What reached the core, in order. */
  readonly invocations: readonly Invocation[];
  readonly notices: readonly Notice[];
  /** Resolves as soon as `test` holds of the notices. */
  noticed(test: (notices: readonly Notice[]) => boolean): Promise<void>;
  close(): Promise<void>;
}

export type Script = (invocation: Invocation) => Iterable<Reply | Promise<Reply>> | AsyncIterable<Reply>;

const english = (en: string) => ({ en, others: {} });

export const CATALOGUE: readonly CommandDescription[] = [
  { verb: 'hello', summary: { en: 'Say hello.', others: { de: 'Sag hallo.' } }, who: 'everyone', options: [] },
  {
    verb: 'find',
    summary: english('Find something.'),
    who: 'everyone',
    options: [{ name: 'what', summary: english('What to find.'), completion: 'things:named:' }],
  },
  { verb: 'nest build', summary: english('Build a nest.'), who: 'admins', options: [] },
  {
    verb: 'nest name',
    summary: english('Name the nest.'),
    who: 'admins',
    options: [{ name: 'name', summary: english('Its name.'), completion: null }],
  },
];

export function inboxWith(script: Script, completions: readonly Completion[] = []) {
  const invocations: Invocation[] = [];
  const notices: Notice[] = [];
  const watchers = new Set<() => void>();
  const inbox: Inbox = {
    catalogue: CATALOGUE,
    phrases: {
      working: 'One moment',
      close: 'Close',
      appName: 'Bombus',
      openAgain: 'Open the form',
      unknownVerb: 'No such verb',
    },
    async *handle(invocation) {
      invocations.push(invocation);
      yield* script(invocation);
    },
    complete: async (_source, typed) => completions.filter(({ label }) => label.startsWith(typed)),
    async notice(_platform, notice) {
      notices.push(notice);
      for (const watcher of watchers) watcher();
    },
    publish: () => null,
  };
  const noticed = (test: (seen: readonly Notice[]) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (test(notices)) resolve();
      };
      watchers.add(look);
      look();
    });
  return { inbox, invocations, notices, noticed };
}

export function adapterOn(discord: LoopbackDiscord): Adapter {
  const { DISCORD_TOKEN: token = '', DISCORD_API_BASE: apiBase = null } = discord.environment();
  return discordAdapter({ token, apiBase, log: openLog('silent'), now: Date.now });
}

export async function openStage(script: Script, completions: readonly Completion[] = []): Promise<AdapterStage> {
  const discord = await openDiscord();
  const core = inboxWith(script, completions);
  const adapter = adapterOn(discord);
  await adapter.start(core.inbox);
  return {
    adapter,
    discord,
    ...core,
    async close() {
      await adapter.stop();
      await discord.close();
    },
  };
}
