import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StartError } from '../errors.ts';
import { describeError } from '../log.ts';

/** Whether this module is what the process was started with, and not imported by another. */
export const isEntry = (moduleUrl: string): boolean =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl);

/** What the operator reads when something cannot be started. */
export const startSentences = (error: unknown): readonly string[] =>
  error instanceof StartError ? error.lines : ['Something unforeseen happened.', JSON.stringify(describeError(error))];
