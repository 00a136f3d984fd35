import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { seededRoom } from '../../../adapters/sandbox/room-state.ts';
import { openStateFile } from '../../../adapters/sandbox/state-file.ts';
import { fleeting, view } from '../../../src/chat/build.ts';
import { openLog } from '../../../src/log.ts';

it('keeps a panel across a restart, but nothing that is shown once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bombus-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'room.json');
  const state = seededRoom();
  const shown = (title: string) => ({ event: 'e', conversation: 'c', below: null, view: view(title) });
  const [one, other] = state.people;
  if (!one || !other) throw new Error('nobody is in the room');
  one.panel = shown('An open panel');
  other.panel = { ...shown(''), view: fleeting(view('Written by somebody')) };

  const file = openStateFile({ path, state: () => state, now: () => 0, log: openLog('silent') });
  file.save();
  await file.flush();

  const kept = await readFile(path, 'utf8');
  expect(kept).toContain('An open panel');
  expect(kept).not.toContain('Written by somebody');
  expect(other.panel.view.title).toBe('Written by somebody');
});
