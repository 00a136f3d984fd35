import { against, isMet, type Row } from './figures.ts';
import type { Machine } from './machine.ts';

export interface Report {
  readonly machine: Machine;
  readonly rows: readonly Row[];
  /** How it was measured, and what was found beside the figures. */
  readonly notes: readonly string[];
}

const HEAD = ['', 'floor', 'Bombus', 'against it', 'target', ''];

export function asText({ machine, rows, notes }: Report): string {
  const { p50, p99 } = machine.durableWriteMs;
  const facts = [
    `${machine.processors}, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}, load ${machine.load.toFixed(1)} at the start`,
    `A durable write of one page (write, fdatasync) on ${machine.fileSystem}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
  ];
  const tables = [...new Set(rows.map(({ platform }) => platform))].map((platform) =>
    table(
      platform,
      rows.filter((row) => row.platform === platform),
    ),
  );
  return [...facts, '', ...tables, ...notes].join('\n');
}

export const asJson = ({ machine, rows, notes }: Report): string =>
  JSON.stringify({ machine, rows: rows.map((row) => ({ ...row, against: against(row), isMet: isMet(row) })), notes }, null, 2);

function table(title: string, rows: readonly Row[]): string {
  const cells = [[title, ...HEAD.slice(1)], ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) =>
        column === 0 || column === 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function cellsOf(row: Row): readonly string[] {
  const { what, unit, floor, bombus, target } = row;
  const digits = unit === 'ms' && Math.max(floor, bombus) < 100 ? 2 : 0;
  const figure = (value: number): string => `${value.toFixed(digits)} ${unit}`;
  const held = (value: number): string =>
    target.kind === 'times' ? `${value.toFixed(2)} ×` : `${value < 0 ? '-' : '+'} ${Math.abs(value).toFixed(0)} ${unit}`;
  return [what, figure(floor), figure(bombus), held(against(row)), `≤ ${held(target.atMost)}`, isMet(row) ? 'PASS' : 'MISS'];
}
