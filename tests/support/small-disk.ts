import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Whether this user may mount a disk of a few megabytes. Where not, what needs one says that it was skipped. */
export function canMount(): boolean {
  if (userInfo().uid !== 0) return false;
  const probe = join(tmpdir(), `bombus-mount-${process.pid}`);
  try {
    execFileSync('mkdir', ['-p', probe]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe], { stdio: 'ignore' });
    execFileSync('umount', [probe]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

/** A disk of its own, gone when the test ends. */
export async function mountDisk(megabytes: number): Promise<string> {
  const disk = await mkdtemp(join(tmpdir(), 'bombus-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk]);
  onTestFinished(async () => {
    execFileSync('umount', ['-l', disk]);
    await rm(disk, { recursive: true, force: true });
  });
  return disk;
}

/** Takes all the room that is left, and gives back how to free it. */
export async function fillDisk(disk: string): Promise<() => Promise<void>> {
  const path = join(disk, 'ballast');
  await writeFile(path, '');
  for (const size of [64 * 1024, 4 * 1024]) {
    for (let isRoom = true; isRoom; ) {
      const had = (await stat(path)).size;
      isRoom = await writeFile(path, Buffer.alloc(size), { flag: 'a' }).then(
        () => true,
        () => false,
      );
      if (!isRoom) await truncate(path, Math.floor(had / 4096) * 4096);
    }
  }
  return () => rm(path);
}
