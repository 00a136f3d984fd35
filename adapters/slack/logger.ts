import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../src/log.ts';

/**
 * The SDK's logger, with the fixed beginning of a message and nothing that was put into it: what follows may be a body,
 * an address or an id.
 */
export function boltLogger(log: Log): Logger {
  const write = (level: 'warn' | 'error', message: readonly unknown[]): void =>
    log[level]({ sdk: beginningOf(message[0]) }, 'slack');
  return {
    debug: () => {},
    info: () => {},
    warn: (...message) => write('warn', message),
    error: (...message) => write('error', message),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

function beginningOf(message: unknown): string {
  if (message instanceof Error) return message.name;
  return typeof message === 'string' ? (/^[A-Za-z' .,#]{0,80}/.exec(message)?.[0].trim() ?? '') : typeof message;
}
