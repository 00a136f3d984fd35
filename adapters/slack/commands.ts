import type { CommandDescription } from '../../src/chat/command.ts';

/** What somebody typed after the slash command. */
export type Typed =
  | { readonly kind: 'command'; readonly command: CommandDescription; readonly options: Readonly<Record<string, string>> }
  | { readonly kind: 'unknown' };

/** The verb of somebody who typed none. */
const DEFAULT_VERB = 'home';
const SHORTCUT = 'verb:';
const TYPED_LIMIT = 4_000;

/**
 * `cohort setup`, `library exam stress`, `library words:"exam stress"`. The longest verb of the catalogue wins, its
 * options may be named, and words without a name are the first option that was not named.
 */
export function parseCommand(text: string, catalogue: readonly CommandDescription[]): Typed {
  const typed = unescapeText(text).slice(0, TYPED_LIMIT).trim();
  const line = (typed === '' ? DEFAULT_VERB : typed).replace(/^\//, '');
  const command = [...catalogue].sort((a, b) => b.verb.length - a.verb.length).find(({ verb }) => verbPattern(verb).test(line));
  if (!command) return { kind: 'unknown' };
  return { kind: 'command', command, options: parseOptions(line.replace(verbPattern(command.verb), ''), command) };
}

/** The verb that a shortcut stands for; null for one that is not ours. */
export function verbOfShortcut(callbackId: string, catalogue: readonly CommandDescription[]): CommandDescription | null {
  const verb = callbackId.startsWith(SHORTCUT) ? callbackId.slice(SHORTCUT.length) : null;
  return catalogue.find((command) => command.verb === verb) ?? null;
}

export const shortcutOf = (verb: string): string => `${SHORTCUT}${verb}`;

function parseOptions(rest: string, { options }: CommandDescription): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  const names = options.map(({ name }) => escapePattern(name)).join('|');
  const named = new RegExp(`(?<=^|\\s)(${names})[:=]\\s?(?:["“”]([^"“”]*)["“”]|(\\S+))`, 'giu');
  const loose =
    options.length === 0
      ? ''
      : rest.replace(named, (_, name: string, quoted: string | undefined, bare: string | undefined) => {
          values.set(name.toLowerCase(), quoted ?? bare ?? '');
          return ' ';
        });
  const found = options.flatMap(({ name }) => {
    const value = values.get(name.toLowerCase());
    return value === undefined ? [] : [[name, value] as const];
  });
  const words = loose
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^["“”](.*)["“”]$/u, '$1');
  const free = words === '' ? undefined : options.find(({ name }) => !values.has(name.toLowerCase()));
  return Object.fromEntries(free ? [...found, [free.name, words]] : found);
}

const verbPattern = (verb: string): RegExp => new RegExp(`^${verb.split(' ').map(escapePattern).join('\\s+')}(?=\\s|$)`, 'i');
const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Slack escapes these three, and only these, in what people type. */
const unescapeText = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
