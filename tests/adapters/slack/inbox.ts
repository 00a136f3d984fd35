import type { Inbox } from '../../../src/chat/adapter.ts';
import type { CommandDescription } from '../../../src/chat/command.ts';
import type { Invocation, Notice } from '../../../src/chat/invocation.ts';
import type { Reply } from '../../../src/chat/view.ts';

/** A core of a few lines: it answers as the test says and remembers what it was asked. */
export interface ScriptedInbox extends Inbox {
  readonly invocations: Invocation[];
  readonly notices: Notice[];
  /** Waits until it was asked this many times. */
  asked(times: number): Promise<void>;
  /** Waits for a notice of this kind. */
  noticed(kind: Notice['kind']): Promise<Notice>;
}

const command = (
  verb: string,
  who: CommandDescription['who'] = 'everyone',
  options: readonly string[] = [],
): CommandDescription => ({
  verb,
  who,
  summary: { en: verb, others: {} },
  options: options.map((name) => ({ name, summary: { en: name, others: {} }, completion: null })),
});

export const CATALOGUE: readonly CommandDescription[] = [
  command('home'),
  command('help'),
  command('checkin', 'members'),
  command('library', 'members', ['words', 'year']),
  command('cohort setup', 'admins'),
];

export const PHRASES = {
  working: 'One moment.',
  close: 'Close',
  appName: 'Bombus',
  openAgain: 'Please start again.',
  unknownVerb: 'There is no such command.',
};

export function scriptedInbox(answer: (invocation: Invocation) => AsyncIterable<Reply> | readonly Reply[]): ScriptedInbox {
  const invocations: Invocation[] = [];
  const notices: Notice[] = [];
  const listeners: (() => void)[] = [];
  const wake = (): void => {
    for (const listener of listeners.splice(0)) listener();
  };
  const next = (): Promise<void> => new Promise((resolve) => listeners.push(resolve));
  return {
    invocations,
    notices,
    catalogue: CATALOGUE,
    phrases: PHRASES,
    async *handle(invocation) {
      invocations.push(invocation);
      wake();
      yield* answer(invocation);
    },
    async complete(source, typed) {
      return source === 'things:word:' ? [{ value: `${typed}!`, label: `${typed} and more` }] : [];
    },
    async notice(_, notice) {
      notices.push(notice);
      wake();
    },
    publish: () => null,
    async asked(times) {
      while (invocations.length < times) await next();
    },
    async noticed(kind) {
      for (;;) {
        const found = notices.find((notice) => notice.kind === kind);
        if (found) return found;
        await next();
      }
    },
  };
}
