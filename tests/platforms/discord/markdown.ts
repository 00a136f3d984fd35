/** What a person reads in Discord's markdown, and what in it would do something. */
export interface Reading {
  readonly text: string;
  /** Things with an effect or a style that came out of the markdown, as `kind:what`. */
  readonly active: readonly string[];
}

export interface Names {
  channel(id: string): string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray, inner: (text: string) => string) => { readonly text: string; readonly active?: string };
}

const styled = (kind: string) => (match: RegExpExecArray, inner: (text: string) => string) => ({
  text: inner(match[1] ?? ''),
  active: `${kind}:`,
});

/** The inline rules of Discord's own parser, in its order. Each is tried where the last one ended. */
const inlineRules = (names: Names): readonly Rule[] => [
  { pattern: /^\\([^0-9A-Za-z\s])/, read: ([, literal = '']) => ({ text: literal }) },
  { pattern: /^<(https?:\/\/[^\s>]+)>/i, read: ([, url = '']) => ({ text: url, active: `url:${url}` }) },
  {
    pattern: /^\[((?:\\[\s\S]|[^\]\\])+)\]\(\s*<?([a-z]+:\/\/[^\s<>]+?)>?\s*\)/i,
    read: ([, label = '', url = ''], inner) => ({ text: `${inner(label)} (${url})`, active: `link:${url}` }),
  },
  { pattern: /^https?:\/\/[^\s<]+[^<.,:;"'\]\s]/i, read: ([url]) => ({ text: url, active: `url:${url}` }) },
  {
    pattern: /^discord(?:app)?\.(?:gg|com\/invite|new|gift)\/[\w-]+/i,
    read: ([url]) => ({ text: url, active: `invite:${url}` }),
  },
  { pattern: /^@(everyone|here)/, read: ([all]) => ({ text: all, active: `mention:${all}` }) },
  { pattern: /^<@!?(\d+)>/, read: ([all]) => ({ text: all, active: `mention:${all}` }) },
  { pattern: /^<@&(\d+)>/, read: ([all]) => ({ text: all, active: `mention:${all}` }) },
  { pattern: /^<#(\d+)>/, read: ([, id = '']) => ({ text: `#${names.channel(id)}`, active: `channel:${id}` }) },
  {
    pattern: /^<\/([-_\p{L}\p{N}]+(?: [-_\p{L}\p{N}]+)*):(\d+)>/u,
    read: ([, verb = '']) => ({ text: `/${verb}`, active: `verb:${verb}` }),
  },
  { pattern: /^<id:[a-z]+>/i, read: ([all]) => ({ text: all, active: `guide:${all}` }) },
  { pattern: /^<a?:\w{2,32}:\d+>/, read: ([all]) => ({ text: all, active: `emoji:${all}` }) },
  { pattern: /^<t:-?\d+(?::[tTdDfFRsS])?>/, read: ([all]) => ({ text: all, active: `time:${all}` }) },
  { pattern: /^:[\w+~-]+:/, read: ([all]) => ({ text: all, active: `emoji:${all}` }) },
  { pattern: /^```([\s\S]+?)```/, read: ([, code = '']) => ({ text: code, active: 'code:' }) },
  { pattern: /^`([^`\n]+)`/, read: ([, code = '']) => ({ text: code, active: 'code:' }) },
  { pattern: /^\|\|([\s\S]+?)\|\|/, read: styled('spoiler') },
  { pattern: /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, read: styled('strong') },
  { pattern: /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, read: styled('underline') },
  { pattern: /^~~((?:\\[\s\S]|[^\\])+?)~~/, read: styled('strike') },
  { pattern: /^\*(?=\S)((?:\\[\s\S]|\*\*|[^\\*])+?)\*(?!\*)/, read: styled('emphasis') },
  { pattern: /^_((?:\\[\s\S]|__|[^\\_])+?)_(?![\w_])/, read: styled('emphasis') },
];

/** Read at the start of a line, after blanks. */
const LINE_RULES: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['quote', /^\s*>>> /],
  ['quote', /^\s*> /],
  ['small', /^-# (?=\S)/],
  ['header', /^\s*#{1,3} +(?=\S)/],
  ['list', /^\s*[-*+] (?=\S)/],
  ['list', /^\s*\d+\. (?=\S)/],
];

const INVISIBLE = /[\u200b\u2066-\u2069]/g;

export function readMarkdown(markdown: string, names: Names): Reading {
  const rules = inlineRules(names);
  const active: string[] = [];

  function inline(source: string): string {
    let text = '';
    for (let rest = source; rest !== ''; ) {
      const found = firstMatch(rules, rest);
      if (!found) {
        text += rest.slice(0, 1);
        rest = rest.slice(1);
        continue;
      }
      const read = found.rule.read(found.match, inline);
      if (read.active !== undefined) active.push(read.active);
      text += read.text;
      rest = rest.slice(found.match[0].length);
    }
    return text;
  }

  const stripped = markdown
    .split('\n')
    .map((line) => withoutLineMarks(line, active))
    .join('\n');
  return { text: inline(stripped).replace(INVISIBLE, ''), active };
}

function firstMatch(rules: readonly Rule[], text: string): { readonly rule: Rule; readonly match: RegExpExecArray } | null {
  for (const rule of rules) {
    const match = rule.pattern.exec(text);
    if (match) return { rule, match };
  }
  return null;
}

/** A quotation may hold a header, which may hold nothing more: at most a few rounds. */
function withoutLineMarks(line: string, active: string[]): string {
  let rest = line;
  for (let round = 0; round < 3; round += 1) {
    const rule = LINE_RULES.find(([, pattern]) => pattern.test(rest));
    if (!rule) break;
    active.push(`${rule[0]}:`);
    rest = rest.replace(rule[1], '');
  }
  return rest;
}
