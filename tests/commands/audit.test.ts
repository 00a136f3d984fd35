import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(`src/${path}`, 'utf8'));
const written = sources.flatMap((source) => [...source.matchAll(/\baction: '([a-z]+:[a-z-]+)'/g)].map(([, action]) => action));

describe('the audit log', () => {
  it('says in words of its own whatever can stand in it', () => {
    const words = readFileSync('commands/audit.ts', 'utf8');
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter((action) => !words.includes(`'${action}'`))).toEqual([]);
  });
});
