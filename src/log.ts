import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Structured logs without people. Call sites pass codes, counts and our own ids; the redaction below is the
 * second line of defence, for what an SDK's error may carry along.
 */
export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child'>;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Writes to the standard output, or `to` somewhere else. */
export function openLog(level: LogLevel, to?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    redact: {
      paths: ['*.token', '*.url', '*.body', '*.requestBody', '*.data', '*.headers', 'person', 'name', 'text'],
      remove: true,
    },
    serializers: { err: describeError, error: describeError },
  };
  return to ? pino(options, to) : pino(options);
}

/** The parts of an error that cannot hold words or ids of people: its class, code and where it was thrown. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  // What was said stands at the head of the stack, in as many lines as it had.
  const stack = error.stack
    ?.replace(error.message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  return { type: error.name, code, stack };
}
