import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { contentFolder } from '../content.ts';
import { StartError } from '../errors.ts';

const PATTERNS = z.array(z.string().min(1));

const FILE = z.strictObject({
  language: z.string(),
  /** Whether a clinician who speaks the language has read the list. */
  reviewed: z.boolean(),
  /** Written form → the words it stands for. */
  spellings: z.record(z.string(), z.string()).default({}),
  /** Words that people write in disguise. */
  guarded: z.array(z.string()).default([]),
  /** Words that are known, and so are found behind digits, marks and doubled letters, besides those of the phrases. */
  words: z.array(z.string()).default([]),
  slots: z.record(z.string(), PATTERNS).default({}),
  rules: z
    .array(
      z.strictObject({
        name: z.string(),
        tier: z.enum(['T1', 'T2', 'T3']),
        say: PATTERNS,
        /** Scopes that don't weaken the rule. */
        despite: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  scopes: z
    .array(
      z.strictObject({
        name: z.string(),
        when: PATTERNS,
        /** Which words the scope weakens: those after it in its clause, its sentence, the text, or what stands in quotation marks. */
        covers: z.enum(['after', 'sentence', 'text', 'quotes']),
        becomes: z.enum(['T0', 'T1']),
      }),
    )
    .default([]),
});

/** One language's phrases, as they stand in `content/language`. */
export type PhraseList = z.infer<typeof FILE>;

/** @throws StartError naming each file that is not what it should be. */
export function loadPhrases(folder = contentFolder('language')): readonly PhraseList[] {
  const faults: string[] = [];
  const lists: PhraseList[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!/^[a-z]{2}(-[A-Z][a-z]+)?\.json$/.test(name)) continue;
    const parsed = FILE.safeParse(parse(readFileSync(join(folder, name), 'utf8')));
    if (parsed.success) lists.push(parsed.data);
    else faults.push(`content/language/${name}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}.`);
  }
  if (!lists.some(({ language }) => language === 'en')) faults.push('content/language/en.json is missing.');
  if (faults.length > 0) throw new StartError(faults);
  return lists;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
