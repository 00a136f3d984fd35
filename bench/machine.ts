import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { percentile } from './figures.ts';

export interface Machine {
  readonly processors: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly load: number;
  /** One page written and brought to the disk, on the file system that the stores are on, in milliseconds. */
  readonly durableWriteMs: { readonly p50: number; readonly p99: number };
  readonly fileSystem: string;
}

const PAGE = Buffer.alloc(4_096, 1);
const WRITES = 300;
/** As `statfs(2)` numbers them. */
const FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0xef53, 'ext4'],
  [0x01021994, 'tmpfs: nothing is durable here'],
  [0x58465342, 'xfs'],
  [0x9123683e, 'btrfs'],
  [0x794c7630, 'overlay'],
]);

export async function machineFacts(folder: string): Promise<Machine> {
  const all = cpus();
  const { type } = await statfs(folder);
  const writes = durableWrites(join(folder, 'probe'));
  return {
    processors: `${all.length} × ${all[0]?.model ?? 'unknown'}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
    load: loadavg()[0] ?? 0,
    durableWriteMs: { p50: percentile(writes, 50), p99: percentile(writes, 99) },
    fileSystem: FILE_SYSTEMS.get(type) ?? `type 0x${type.toString(16)}`,
  };
}

function durableWrites(path: string): readonly number[] {
  const file = openSync(path, 'w');
  const times = Array.from({ length: WRITES }, () => {
    const begun = performance.now();
    writeSync(file, PAGE);
    fdatasyncSync(file);
    return performance.now() - begun;
  });
  closeSync(file);
  return times;
}
