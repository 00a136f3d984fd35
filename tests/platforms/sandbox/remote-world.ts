import type { PersonState } from '../../../adapters/sandbox/person-state.ts';
import type { Client } from './client.ts';
import type { Desk, Send, World } from './world.ts';

/** A room in another process: changes are queued, and what is read was fetched at the last settling or change. */
export function remoteWorld(url: string, client: Client): World {
  const desks = new Map<string, Desk>();
  const waiting = new Set<() => void>();
  const closing = new AbortController();
  const failures: string[] = [];
  let transcript: { readonly sends: readonly Send[]; readonly breaches: readonly string[] } = { sends: [], breaches: [] };
  let queue: Promise<unknown> = Promise.resolve();
  let changes = 0;
  /** How many changes had come when what is known was fetched. */
  let fetchedAt = 0;

  const then = (change: () => Promise<unknown>) => {
    queue = queue.then(change).catch((error) => failures.push(String(error)));
  };

  async function refresh(): Promise<void> {
    fetchedAt = changes;
    transcript = (await client.get('/api/transcript')) as typeof transcript;
    for (const id of desks.keys()) {
      const state = (await client.get(`/api/state?as=${id}`).catch(() => null)) as PersonState | null;
      desks.set(id, { panel: state?.panel?.view ?? null, form: state?.form?.form ?? null });
    }
  }

  async function listen(): Promise<void> {
    const response = await fetch(`${url}/api/events`, { signal: closing.signal });
    for await (const _ of response.body ?? []) {
      changes += 1;
      for (const wake of waiting) wake();
    }
  }
  const listenAgain = (): Promise<void> =>
    listen()
      .catch(() => undefined)
      .finally(() => {
        listening = null;
      });
  /** Null once the stream was dropped, as by a bot that stopped: the next settling begins it anew. */
  let listening: Promise<void> | null = listenAgain();

  return {
    addPerson(person) {
      desks.set(person.id, { panel: null, form: null });
      then(() => client.post('/api/people', person));
    },
    addRole: (role) => then(() => client.post('/api/roles', role)),
    addChannel: (channel) => then(() => client.post('/api/channels', channel)),
    takeDirectMessages: (person, takesDirectMessages) =>
      then(() => client.post(`/api/people/${person}`, { takesDirectMessages })),
    hideChannel: (channel) => then(() => client.post(`/api/channels/${channel}`, { isHiddenFromBot: true })),
    deleteChannel: (channel) => then(() => client.remove(`/api/channels/${channel}`)),
    removePerson: (person) => then(() => client.remove(`/api/people/${person}`)),
    removeBot: () => then(() => client.post('/api/room', { isBotHere: false })),
    returnBot: () => then(() => client.post('/api/room', { isBotHere: true })),
    dropConnection: () => then(() => client.post('/api/drop', {})),
    failSends: (times, how) => then(() => client.post('/api/faults', { times, how })),
    desk: (person) => desks.get(person) ?? { panel: null, form: null },
    sends: () => transcript.sends,
    breaches: () => [...transcript.breaches, ...failures],
    async settle() {
      if (!closing.signal.aborted) listening ??= listenAgain();
      await queue;
      await refresh();
    },
    async nextChange(signal) {
      // What has changed since it was fetched is not waited for.
      if (changes === fetchedAt)
        await new Promise<void>((resolve) => {
          const done = () => {
            waiting.delete(done);
            signal.removeEventListener('abort', done);
            resolve();
          };
          waiting.add(done);
          signal.addEventListener('abort', done);
        });
      await refresh();
    },
    async close() {
      closing.abort();
      await listening;
      await queue;
    },
  };
}
