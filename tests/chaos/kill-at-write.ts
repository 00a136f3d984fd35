/**
 * Loaded into the bot's process before the bot: ends it with −9 just before its n-th write to either store, where n is
 * `at` in the address of this module. A write is a statement that changes something, or a commit.
 */
import { createRequire } from 'node:module';

type Method = (this: unknown, ...parameters: unknown[]) => unknown;
type Methods = Record<string, Method>;

const WRITES =
  /^\s*(insert|update|delete|create|drop|alter|commit)\b|^\s*with\b[\s\S]*\b(update|insert into|delete from)\s+"?deliveries/i;
const require = createRequire(import.meta.url);
const at = Number(new URL(import.meta.url).searchParams.get('at'));
let writes = 0;

function count(sql: unknown): void {
  const text = typeof sql === 'object' && sql !== null && 'text' in sql ? sql.text : sql;
  if (typeof text !== 'string' || !WRITES.test(text)) return;
  writes += 1;
  if (writes === at) process.kill(process.pid, 'SIGKILL');
}

function before(methods: Methods, names: readonly string[], note: (...parameters: unknown[]) => void): void {
  for (const name of names) {
    const own = methods[name];
    if (!own) continue;
    methods[name] = function counted(...parameters) {
      note(...parameters);
      return own.apply(this, parameters);
    };
  }
}

const libsql = require('libsql') as { prototype: Methods };
const prepare = libsql.prototype.prepare;
libsql.prototype.prepare = function prepared(...parameters) {
  const statement = prepare?.apply(this, parameters) as Methods;
  before(statement, ['run', 'all'], () => count(parameters[0]));
  return statement;
};
before(libsql.prototype, ['exec'], count);
before((require('pg') as { Client: { prototype: Methods } }).Client.prototype, ['query'], count);
