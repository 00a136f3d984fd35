import { posix } from 'node:path';
import { type Import, importsOf, isMember, isNode, type Node, nodesOf, type SourceText } from './reading.ts';

/** What is wrong with one file, and why. */
export interface Fault {
  readonly path: string;
  readonly reason: string;
}

/** Reads the whole house and names every file that breaks it. */
export type Rule = (house: readonly SourceText[]) => readonly Fault[];

/** Where a process begins, and what they put together: these alone see everything. */
const ENTRIES = ['src/main.ts', 'src/doctor.ts', 'src/slack-manifest.ts', 'src/secret-rotate.ts', 'src/audit-verify.ts'];
const COMPOSITION = [...ENTRIES, 'src/core.ts'];

const SDKS: Readonly<Record<string, readonly string[]>> = {
  discord: ['discord.js'],
  slack: ['@slack/bolt'],
  sandbox: ['hono', '@hono/node-server'],
};
const DRIVERS = /^(libsql|better-sqlite3|sqlite3|pg|postgres|keyv|@keyv\/.+|@libsql\/.+|kysely-.+|node:sqlite)$/;

/** Beside `store.ts`, the files that own tables. */
const TABLE_OWNERS = ['src/calendar/due-work.ts', 'src/delivery/queue.ts', 'src/delivery/rows.ts', 'src/privacy/erasure.ts'];

/** What each part of the core that is no capability may know of the others. */
const FOUNDATIONS: Readonly<Record<string, readonly string[]>> = {
  chat: [],
  calendar: ['store'],
  privacy: ['calendar', 'chat', 'store'],
  safety: [],
  store: ['privacy'],
  delivery: ['calendar', 'chat', 'store'],
  operations: ['chat', 'privacy'],
};
/** Files that belong to all. */
const COMMON = ['src/errors.ts', 'src/log.ts', 'src/content.ts'];
/** Parts of the calendar that only compute. */
const PURE_CALENDAR = ['duration', 'duty-hours', 'exam-season', 'local-words', 'quiet-hours', 'zone', 'zone-names'].map(
  (name) => `src/calendar/${name}.ts`,
);

const isIn = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
const folderOf = (path: string): string => path.split('/')[1] ?? '';
const isInFolderOfCore = (path: string): boolean => isIn(path, 'src') && path.split('/').length > 2;
const isCapability = (path: string): boolean => isInFolderOfCore(path) && !Object.hasOwn(FOUNDATIONS, folderOf(path));

/** A rule over each import of the files that it is about. */
const ofImports =
  (concerns: (path: string) => boolean, fault: (found: Import, path: string) => string | null): Rule =>
  (house) =>
    house
      .filter(({ path }) => concerns(path))
      .flatMap((text) =>
        importsOf(text).flatMap((found) => {
          const reason = fault(found, text.path);
          return reason === null ? [] : [{ path: text.path, reason: `imports ${found.specifier}: ${reason}` }];
        }),
      );

/** A rule over each node of the files that it is about. */
const ofNodes =
  (concerns: (path: string) => boolean, fault: (node: Node) => string | null): Rule =>
  (house) =>
    house
      .filter(({ path }) => concerns(path))
      .flatMap((text) =>
        [...nodesOf(text)].flatMap((node) => {
          const reason = fault(node);
          return reason === null ? [] : [{ path: text.path, reason }];
        }),
      );

const isProduct = (path: string): boolean => ['src', 'commands', 'adapters'].some((folder) => isIn(path, folder));

export const adaptersStayApart: Rule = ofImports(
  (path) => isIn(path, 'adapters'),
  ({ specifier, target }, path) => {
    const own = folderOf(path);
    if (target === null) {
      const isAllowed = specifier.startsWith('node:') || specifier === 'zod' || (SDKS[own] ?? []).includes(specifier);
      return isAllowed ? null : `an adapter uses its own SDK and no other package`;
    }
    if (isIn(target, `adapters/${own}`) || isIn(target, 'src/chat')) return null;
    return ['src/errors.ts', 'src/log.ts'].includes(target)
      ? null
      : 'an adapter knows src/chat, src/errors, src/log and its own folder alone';
  },
);

export const commandsAskServices: Rule = ofImports(
  (path) => isIn(path, 'commands'),
  ({ target, isTypeOnly }) => {
    if (target === null) return 'a command uses no package';
    if (isIn(target, 'commands') || isIn(target, 'src/chat') || target === 'src/errors.ts') return null;
    if (PURE_CALENDAR.includes(target) || target.endsWith('/rules.ts') || target === 'src/privacy/retention.ts') return null;
    const isService = isIn(target, 'src/safety') || (isCapability(target) && !target.endsWith('/store.ts'));
    return isTypeOnly && isService ? null : 'a command knows services by type, rules, and calendar functions that only compute';
  },
);

export const rulesArePure: Rule = ofImports(
  (path) => path.endsWith('/rules.ts') && isIn(path, 'src'),
  ({ target, isTypeOnly }) =>
    isTypeOnly || target?.endsWith('/rules.ts') ? null : 'rules import nothing but types and other rules',
);

export const oneReaderOfTheEnvironment: Rule = ofNodes(
  (path) => isProduct(path) && path !== 'src/config.ts',
  (node) => {
    const isImport = node.type === 'ImportDeclaration' && isNode(node.source) && node.source.value === 'node:process';
    return isImport || isMember(node, 'process', 'env') || isMember(node, 'process', 'loadEnvFile')
      ? 'reads the environment, which is for src/config.ts alone'
      : null;
  },
);

export const oneNamerOfDrivers: Rule = ofImports(
  (path) => isProduct(path) && !isIn(path, 'src/store'),
  ({ specifier, isTypeOnly, values }, path) => {
    if (DRIVERS.test(specifier)) return 'only src/store names a database driver';
    if (specifier !== 'kysely') return null;
    if (!path.endsWith('/store.ts') && !TABLE_OWNERS.includes(path)) return 'queries stand in store.ts';
    return isTypeOnly || values.every((name) => name === 'sql') ? null : 'only src/store connects to a database';
  },
);

export const foundationsStayBelow: Rule = ofImports(
  (path) => isInFolderOfCore(path) && !isCapability(path),
  ({ target }, path) => {
    if (target === null || COMMON.includes(target) || folderOf(target) === folderOf(path)) return null;
    const allowed = FOUNDATIONS[folderOf(path)] ?? [];
    return isInFolderOfCore(target) && allowed.includes(folderOf(target))
      ? null
      : `src/${folderOf(path)} knows only ${allowed.join(', ') || 'itself'}`;
  },
);

export const capabilitiesMeetAtServices: Rule = ofImports(isCapability, ({ target, isTypeOnly }, path) => {
  if (target === null || COMMON.includes(target) || folderOf(target) === folderOf(path)) return null;
  if (!isInFolderOfCore(target)) return 'a capability knows no part that puts things together';
  if (folderOf(target) === 'chat') return isTypeOnly ? null : 'a capability knows the words of chat by type alone';
  if (folderOf(target) === 'operations') return 'a capability knows nothing of how the bot is run';
  if (!isCapability(target)) return null;
  return /\/(service|rules)\.ts$/.test(target) ? null : 'another capability is reached through its service.ts or rules.ts';
});

/** Circles of folders in the core: of all when the program runs, of capabilities in types too. */
export const noCircles: Rule = (house) => {
  const edges = house
    .filter(({ path }) => isInFolderOfCore(path))
    .flatMap((text) =>
      importsOf(text).flatMap(({ target, isTypeOnly }) => {
        if (target === null || !isInFolderOfCore(target) || folderOf(target) === folderOf(text.path)) return [];
        const counts = !isTypeOnly || (isCapability(text.path) && isCapability(target));
        return counts ? [{ path: text.path, from: folderOf(text.path), to: folderOf(target) }] : [];
      }),
    );
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return edges.some((edge) => edge.from === from && reaches(edge.to, to, seen));
  };
  return edges
    .filter(({ from, to }) => reaches(to, from))
    .map(({ path, from, to }) => ({ path, reason: `src/${from} and src/${to} stand in a circle` }));
};

export const onlyTheRootSeesEverything: Rule = (house) => [
  ...ofImports(
    (path) => isIn(path, 'src') && !COMPOSITION.includes(path),
    ({ target }) =>
      target !== null && (isIn(target, 'adapters') || isIn(target, 'commands'))
        ? 'the core knows no platform and no words'
        : null,
  )(house),
  ...ofImports(
    (path) => isProduct(path) && !ENTRIES.includes(path),
    ({ target }) => (target !== null && COMPOSITION.includes(target) ? 'nothing stands above the composition root' : null),
  )(house),
  ...ofImports(
    (path) => path === 'src/core.ts',
    ({ target }) => (target !== null && isIn(target, 'adapters') ? 'platforms are opened in src/main.ts' : null),
  )(house),
];

export const timeAndChanceComeIn: Rule = ofNodes(
  (path) => isProduct(path) && !ENTRIES.includes(path),
  (node) => {
    if (isMember(node, 'Date', 'now')) return 'reads Date.now: take `now` as a parameter';
    if (isMember(node, 'Math', 'random')) return 'reads Math.random: take `random` as a parameter';
    if (isMember(node, 'Temporal', 'Now')) return 'reads Temporal.Now: take `now` as a parameter';
    if (node.type === 'Identifier' && node.name === 'randomUUID') return 'makes ids: take `newId` as a parameter';
    const isDate = node.type === 'NewExpression' && isNode(node.callee) && node.callee.name === 'Date';
    return isDate && Array.isArray(node.arguments) && node.arguments.length === 0
      ? 'reads the clock with new Date(): take `now` as a parameter'
      : null;
  },
);

export const everyCommandIsListed: Rule = (house) => {
  const index = house.find(({ path }) => path === 'commands/index.ts');
  const listed = new Set(index ? listedIn(index) : []);
  return house
    .filter(({ path }) => isIn(path, 'commands'))
    .flatMap((text) =>
      commandsOf(text)
        .filter((name) => !listed.has(`${text.path} ${name}`))
        .map((name) => ({ path: text.path, reason: `exports the command ${name}, which commands/index.ts does not list` })),
    );
};

/** Exported constants made by `command(…)`. */
const commandsOf = (text: SourceText): readonly string[] =>
  [...nodesOf(text)]
    .filter(({ type }) => type === 'ExportNamedDeclaration')
    .flatMap(({ declaration }) =>
      isNode(declaration) && Array.isArray(declaration.declarations) ? declaration.declarations : [],
    )
    .filter(({ init }) => isNode(init) && init.type === 'CallExpression' && isNode(init.callee) && init.callee.name === 'command')
    .map(({ id }) => String(id.name));

/** `path name` of what stands in the array `commands`. */
function listedIn(index: SourceText): readonly string[] {
  const list = [...nodesOf(index)].find(
    (node) => node.type === 'VariableDeclarator' && isNode(node.id) && node.id.name === 'commands',
  );
  const elements: unknown = isNode(list?.init) ? list.init.elements : [];
  const names = (Array.isArray(elements) ? elements : []).filter(isNode).map(({ name }) => String(name));
  return importsOf(index).flatMap(({ target, values }) =>
    values.filter((name) => names.includes(name)).map((name) => `${target} ${name}`),
  );
}

export const nothingIsPrinted: Rule = ofNodes(isProduct, (node) =>
  node.type === 'MemberExpression' && isNode(node.object) && node.object.name === 'console'
    ? 'prints to the console: use the log'
    : null,
);

export const foldersAreNamedAfterWhatTheyHold: Rule = (house) =>
  house.flatMap(({ path }) => {
    const odd = path.split('/').find((part) => /^(utils?|helpers?|common|shared|misc|ports|lib)(\.ts)?$|^types\.ts$/.test(part));
    return odd ? [{ path, reason: `${odd} says nothing of what it holds` }] : [];
  });

export const LONGEST = 300;

export const filesAreShort: Rule = (house) =>
  house.flatMap(({ path, source }) => {
    const lines = source.trimEnd().split('\n').length;
    return isProduct(path) && lines > LONGEST ? [{ path, reason: `has ${lines} lines; ${LONGEST} are too many already` }] : [];
  });

export const commandsKnowNoPlatform: Rule = (house) =>
  house
    .filter(({ path }) => isIn(path, 'commands') && path !== 'commands/who-sees-what.ts')
    .flatMap(({ path, source }) =>
      [...source.matchAll(/discord|slack|sandbox/gi)].map(([name]) => ({ path, reason: `names the platform ${name}` })),
    );

const PARTS_OF_AN_ADAPTER = ['adapter', 'commands', 'errors', 'inbound', 'outbound', 'render'];

export const adaptersHaveTheSameParts: Rule = (house) => {
  const paths = new Set(house.map(({ path }) => path));
  const adapters = new Set([...paths].filter((path) => isIn(path, 'adapters')).map((path) => posix.dirname(path)));
  return [...adapters].flatMap((folder) =>
    PARTS_OF_AN_ADAPTER.map((part) => `${folder}/${part}.ts`)
      .filter((path) => folder.split('/').length === 2 && !paths.has(path))
      .map((path) => ({ path, reason: 'is missing: every adapter has the same parts' })),
  );
};
