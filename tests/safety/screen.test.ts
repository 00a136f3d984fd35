import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

async function screened(input: string): Promise<readonly unknown[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/screen.ts'], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  const output = await text(child.stdout);
  return output
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

describe('npm run screen', () => {
  it('answers each line with a tier and what could identify somebody, an empty one with T0', async () => {
    expect(await screened('I am going to kill myself tonight\n\nthis OSCE is killing me\r\nNHS 943 476 5919\n')).toEqual([
      { tier: 'T3', identifiers: [] },
      { tier: 'T0', identifiers: [] },
      { tier: 'T0', identifiers: [] },
      { tier: 'T0', identifiers: [{ kind: 'nhs-number', level: 'edit', start: 4, end: 16 }] },
    ]);
  });

  it('reads the first 2,000 units of a longer line, and as many lines as there are', async () => {
    const long = `${'x'.repeat(1_990)} kill me 943 476 5919\n`;
    expect(await screened(long.repeat(2_000))).toHaveLength(2_000);
  });
});
