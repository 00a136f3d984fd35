import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { contentFolder } from '../content.ts';
import { StartError } from '../errors.ts';

const HELPLINE = z.object({
  kind: z.enum(['emergency', 'listening', 'health', 'directory']),
  name: z.string().min(1),
  /** What to do: "Call 116 123". */
  reach: z.string().min(1),
  hours: z.string(),
  detail: z.string(),
  sourceUrl: z.url(),
  verifiedOn: z.iso.date(),
  /** `secondary`: copied from a page; `person`: somebody checked it with the service. */
  verifiedBy: z.enum(['secondary', 'person']),
});

/** Every card needs an emergency number, and somebody to talk to or a way to find somebody. */
const FILE = z.object({
  country: z.string().min(2),
  name: z.string(),
  helplines: z
    .array(HELPLINE)
    .refine((list) => list.some(({ kind }) => kind === 'emergency'), 'has no emergency number')
    .refine(
      (list) => list.some(({ kind }) => kind === 'listening' || kind === 'directory'),
      'has no listening line or directory',
    ),
});

export type Helpline = z.infer<typeof HELPLINE>;

export interface Helplines {
  /** ISO 3166 alpha-2 codes, and `unknown`. */
  readonly countries: readonly string[];
  /** Of a country that nobody wrote down: those of `unknown`, never a guess. */
  of(country: string): readonly Helpline[];
  /** Entries that were checked longer than 365 days before `at`, as "GB: Samaritans". */
  stale(at: number): readonly string[];
}

const STALE_AFTER_MS = 365 * 24 * 3_600_000;

/** @throws StartError naming each file that is not what it should be. */
export function loadHelplines(folder = contentFolder('helplines')): Helplines {
  const byCountry = new Map<string, readonly Helpline[]>();
  const faults: string[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()) {
    const parsed = FILE.safeParse(parse(readFileSync(join(folder, name), 'utf8')));
    if (parsed.success && `${parsed.data.country.toLowerCase()}.json` !== name)
      faults.push(`content/helplines/${name}: is named after another country than ${parsed.data.country}.`);
    else if (parsed.success) byCountry.set(parsed.data.country, parsed.data.helplines);
    else faults.push(`content/helplines/${name}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}.`);
  }
  const fallback = byCountry.get('unknown');
  if (!fallback) faults.push('content/helplines/unknown.json is missing.');
  if (faults.length > 0 || !fallback) throw new StartError(faults);
  return {
    countries: [...byCountry.keys()],
    of: (country) => byCountry.get(country) ?? fallback,
    stale: (at) =>
      [...byCountry].flatMap(([country, list]) =>
        list.filter(({ verifiedOn }) => at - Date.parse(verifiedOn) > STALE_AFTER_MS).map(({ name }) => `${country}: ${name}`),
      ),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
