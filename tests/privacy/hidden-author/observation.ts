import { join } from 'node:path';
import Database from 'libsql';
import { recordFile } from '../../../src/store/files.ts';
import { CHANNELS } from '../../support/stage.ts';
import { HIDDEN, type House, WATCHING } from './house.ts';
import type { Request } from './tap.ts';
import { type Tables, tablesOf } from './trace.ts';

/** Everything that anybody but the hidden person can see or find of a day, by what it is; each as comparable lines. */
export type Observation = Readonly<Record<string, readonly string[]>>;

/** `isDrawnAnew`: aliases were drawn in another order, and only what stands under the same one is compared. */
export async function observe(house: House, { isDrawnAnew = false } = {}): Promise<Observation> {
  const { stage } = house;
  const path = join(stage.dataDir, recordFile);
  const copy = join(stage.dataDir, 'backup.db');
  const isFile = house.database === 'libSQL';
  if (isFile) backUp(path, copy);
  const tables = isFile ? tablesOf(path) : await house.tables();
  const rename = await namesOf(house, isDrawnAnew ? speakersIn(path) : []);
  const lines = (items: readonly unknown[]) =>
    items.map((item) => rename(typeof item === 'string' ? item : JSON.stringify(item)));
  const rows = (from: Tables) => sorted(lines(rowLines(from)));
  const steps = [...house.steps].sort((a, b) => (a.label < b.label ? -1 : 1));
  return {
    'what stands in channels and panels': lines(house.panels),
    'direct messages': lines(await inboxes(house)),
    'what is sent': sorted(lines(await sent(house))),
    'the record': rows(tables),
    'a backup': isFile ? rows(tablesOf(copy)) : [],
    'what each step writes': steps.flatMap(({ label, change: { came, went } }) => [
      ...sorted(lines(came)).map((row) => `${label}: + ${row}`),
      ...sorted(lines(went)).map((row) => `${label}: - ${row}`),
    ]),
    'pages of the log': steps.map(({ label, change }) => JSON.stringify([label, commitsOf(label, change.commits)])),
    logs: lines(house.log.map(logLine)),
    metrics: lines(countsIn(await stage.bot.metrics())),
  };
}

/** The lines in which two observations differ, each with what it is. */
export function differences(a: Observation, b: Observation): readonly string[] {
  return Object.keys(a).flatMap((section) => {
    const [one, other] = [a[section] ?? [], b[section] ?? []];
    const [gone, come] = [without(one, other), without(other, one)];
    if (gone.length + come.length > 0) return pairs(gone, come).map((pair) => `${section}: ${pair}`);
    return one.some((line, index) => line !== other[index]) ? [`${section}: another order`] : [];
  });
}

/** Those of `list` that `other` has not, each as often as it has them more. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other];
  return list.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

const pairs = (gone: readonly string[], come: readonly string[]): readonly string[] =>
  Array.from({ length: Math.max(gone.length, come.length) }, (_, index) =>
    around(gone[index] ?? 'nothing', come[index] ?? 'nothing'),
  );

/** The lines of a section that stand in one of them alone; where there are none, whether they stand in another order. */
export const differing = (a: Observation, b: Observation, section: string): readonly string[] => {
  const [one, other] = [a[section] ?? [], b[section] ?? []];
  const alone = [...without(one, other), ...without(other, one)];
  return alone.length === 0 && one.some((line, index) => line !== other[index]) ? ['another order'] : alone;
};

function around(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - 60);
  return `${one.slice(0, 60)} … ${one.slice(from, at + 120)} | ${other.slice(from, at + 120)}`;
}

const sorted = (list: readonly string[]): readonly string[] => [...list].sort();

const rowLines = (tables: Tables): readonly string[] =>
  Object.entries(tables).flatMap(([table, rows]) => rows.map((row) => `${table} ${row}`));

/** Messages leave beside everything else: how their commits interleave is chance. */
function commitsOf(label: string, commits: readonly string[]): readonly string[] {
  const others = commits.filter((trees) => !/^(deliveries\S* ?|meta ?)+$/.test(trees));
  return label.startsWith('pass') ? sorted(others) : others;
}

function backUp(path: string, copy: string): void {
  const database = new Database(path);
  try {
    database.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`);
  } finally {
    database.close();
  }
}

async function inboxes({ stage, person }: House): Promise<readonly unknown[]> {
  const people = [...HIDDEN, ...WATCHING].map(person);
  return Promise.all([...people, stage.moderator, stage.lead].map(async (one) => [one.handle, await one.inbox()]));
}

/** What leaves for others: on the wire, or in the sandbox as its room holds it. */
async function sent({ stage, tap }: House): Promise<readonly unknown[]> {
  if (stage.platform.name !== 'sandbox')
    return tap.requests.filter(isForOthers).map(({ method, path, body }) => [method, path, body]);
  return Promise.all(
    CHANNELS.map(async (name) => {
      const response = await fetch(`${stage.bot.url}/api/transcript?of=${stage.platform.channel(name)}`);
      return response.json();
    }),
  );
}

/** Answers to interactions, and views, are for whoever asked. */
const isForOthers = ({ method, path }: Request): boolean =>
  method !== 'GET' &&
  (path.includes('/channels/') ||
    /\/api\/(chat\.(postMessage|update|delete)|pins|conversations|reactions|files|bookmarks)/.test(path));

function logLine(line: string): string {
  const { time: _, incident, timeToReset: __, ...said } = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify(incident === undefined ? said : { ...said, incident: 'some' });
}

const countsIn = (metrics: string): readonly string[] =>
  metrics.split('\n').filter((line) => /^bombus_/.test(line) && !/_bucket|_sum|oldest/.test(line));

/** Calls everything by a name that is the same in every run: random ids by where they stand first. */
async function namesOf(
  { stage, ids, person }: House,
  speakers: ReturnType<typeof speakersIn>,
): Promise<(text: string) => string> {
  const { platform } = stage;
  const people = [...HIDDEN, ...WATCHING].map(person);
  const names = new Map<string, string>([[platform.space, 'the space']]);
  for (const one of [...people, stage.moderator, stage.lead]) names.set(one.id, one.handle);
  for (const role of ['Mo', 'Lee']) names.set(platform.role(role), names.get(platform.role(role)) ?? `role ${role}`);
  for (const channel of CHANNELS) names.set(platform.channel(channel), `#${channel}`);
  for (const channel of CHANNELS) {
    for (const { id } of await platform.messages(platform.channel(channel))) {
      names.set(id, `message ${names.size}`);
      for (const answer of await platform.thread(platform.channel(channel), id)) names.set(answer.id, `message ${names.size}`);
    }
  }
  for (const { speaker, words } of speakers) names.set(speaker, `whoever said: ${words.slice(0, 30)}`);
  const pattern = new RegExp(
    [...names.keys()]
      .sort((a, b) => b.length - a.length)
      .map(escaped)
      .join('|'),
    'g',
  );
  return (text) =>
    text
      .replace(pattern, (id) => names.get(id) ?? id)
      .replace(/\b\d{17,20}\b|\b\d{10}\.\d{6}\b/g, 'some id')
      // How the bee of an alias looks comes from its name.
      .replace(/#[0-9a-f]{6}\b|"(icon_)?emoji":"[^"]*"|bees\/[\w%-]+|"color":\d+|"sha256":"\w+"/g, (bee) =>
        speakers.length === 0 ? bee : 'a bee',
      )
      .replace(/\b[0-9a-f]{64}\b/g, (seal) => (speakers.length === 0 && !text.includes('udit') ? seal : 'a seal'))
      .replace(/"nonce":"[^"]{1,25}"/g, '"nonce":"some"')
      .replace(/\b[0-9a-f]{20}\b/g, (id) => (ids.isGiven(id) ? id : 'some id'));
}

/** Aliases are drawn in the order of asking, by chance: what counts is which words stand under the same one. */
function speakersIn(path: string): readonly { readonly speaker: string; readonly words: string }[] {
  const { posts = [], questions = [] } = tablesOf(path);
  return [...posts, ...questions]
    .map((row) => JSON.parse(row) as { speaker: string; words: string | null; member?: string | null })
    .flatMap(({ speaker, words, member = null }) => (words === null || member !== null ? [] : [{ speaker, words }]));
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
