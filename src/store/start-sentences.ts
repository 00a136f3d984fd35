import { StartError } from '../errors.ts';
import { codeOf, failureOf, StoreError, type StoreFailure } from './errors.ts';

export type StartSentences = { readonly [failure in StoreFailure]: readonly string[] };

/** What the operator reads when a store does not open; an error that is not the store's stays what it is. */
export function explainStart(error: unknown, sentences: StartSentences): unknown {
  const failure = error instanceof StartError ? null : failureOf(error);
  if (failure === null) return error;
  const code = codeOf(error instanceof StoreError ? error.cause : error);
  return new StartError(code ? [...sentences[failure], `(${code})`] : sentences[failure]);
}

export const inFile = (path: string): StartSentences => ({
  full: [`No room is left on the disk that holds ${path}.`, 'Free some and start again. Nothing was changed.'],
  unreadable: [
    `The database ${path} cannot be read or written.`,
    'BOMBUS_SECRET or DATA_ENCRYPTION may not be what it was made with, or the file is damaged, or this user may not write it.',
    'Set them back, mend the permissions or restore a backup. Nothing was changed.',
  ],
  busy: [`Another program holds ${path}.`, 'Stop it and start again.'],
  unavailable: [`${path} does not answer.`, 'Check the disk or the network share and start again.'],
});

export const inPostgres = (variable: 'DATABASE_URL' | 'FORGETTING_URL'): StartSentences => ({
  full: [`The PostgreSQL server at ${variable} has no room left on its disk.`, 'Free some and start again.'],
  unreadable: [
    `The PostgreSQL server at ${variable} cannot read its files, or does not let this user make tables.`,
    'Make the user the owner of the database; if it is already, the log of the server says more.',
  ],
  busy: [`Other processes kept the PostgreSQL database at ${variable} busy for too long.`, 'Start again in a while.'],
  unavailable: [
    `The PostgreSQL server at ${variable} does not answer or does not let us in.`,
    'Check the address, the database, the user, the password and that the server is running.',
  ],
});
