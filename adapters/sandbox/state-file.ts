import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../../src/log.ts';
import { type RoomState, roomState } from './room-state.ts';

/** Keeps the room across restarts: a JSON file, replaced as a whole. */
export interface StateFile {
  /** `new` when there is none yet; `broken` when it could not be read and has been set aside. */
  load(): Promise<RoomState | 'new' | 'broken'>;
  /** Writes soon; many calls in a burst make one write. */
  save(): void;
  /** Resolves when everything asked for is on disk. */
  flush(): Promise<void>;
}

const DELAY_MS = 150;

export function openStateFile(options: {
  readonly path: string;
  readonly state: () => RoomState;
  readonly now: () => number;
  readonly log: Log;
}): StateFile {
  const { path, log } = options;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.new`, JSON.stringify(withoutFleeting(options.state())), { mode: 0o600 });
      await rename(`${path}.new`, path);
    } catch (error) {
      log.warn({ error }, 'the state of the sandbox could not be written');
    }
  }

  function writeNow(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    writing = writing.then(write);
  }

  return {
    async load() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (text === null) return 'new';
      const parsed = roomState.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      await rename(path, `${path}.broken-${options.now()}`);
      log.warn('the state of the sandbox could not be read: it was set aside and the room begins anew');
      return 'broken';
    },
    save() {
      timer ??= setTimeout(writeNow, DELAY_MS);
    },
    async flush() {
      if (timer) writeNow();
      await writing;
    },
  };
}

/** What is shown once stands in no file. */
const withoutFleeting = (state: RoomState): RoomState => ({
  ...state,
  people: state.people.map((person) => (person.panel?.view.fleeting ? { ...person, panel: null } : person)),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
