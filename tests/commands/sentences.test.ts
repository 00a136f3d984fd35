import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sentences } from '../../commands/sentences.ts';
import type { Who } from '../../src/chat/command.ts';
import type { Invocation } from '../../src/chat/invocation.ts';

const refusedIn = (space: string | null): string => {
  const invocation: Invocation = {
    platform: 'discord',
    eventId: 'e',
    space,
    person: { id: 'ada', names: [], roles: [], isSpaceAdmin: false },
    locale: null,
    act: { kind: 'command', verb: 'home', options: {} },
  };
  const access = { standing: new Set<Who>(['everyone']), place: null, cohort: null, isHome: false, member: null, isLead: false };
  return JSON.stringify(sentences.refused('members', { invocation, access }));
};

describe('a refusal', () => {
  it('tells nobody to join where Bombus only cannot know which cohort they mean', () => {
    expect(refusedIn(null)).toContain('In a direct message Bombus cannot tell which cohort you mean.');
    expect(refusedIn(null)).not.toContain('Joining');
    expect(refusedIn('server')).toContain('Joining takes a minute');
  });
});

describe('a mistake that somebody can mend', () => {
  it('has a sentence of its own, wherever it is found', () => {
    const files = ['src', 'commands'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    );
    const sources = files.filter((name) => name.endsWith('.ts')).map((name) => readFileSync(name, 'utf8'));
    const codes = new Set(
      sources.flatMap((source) => [...source.matchAll(/UserError\('([a-z-]+)'/g)].map(([, code]) => code ?? '')),
    );
    const wordless = [...codes].filter((code) => sentences.fault(code, {}) === sentences.fault('no such code', {}));
    expect([codes.size > 40, wordless]).toEqual([true, []]);
  });
});
