/**
 * Why a store cannot do what it was asked:
 * - `full`: no room is left on the disk. Nothing was written; it works again as soon as there is room.
 * - `unreadable`: the file is damaged, of another kind, under another key, or may not be opened.
 * - `busy`: others held what was needed for too long. Nothing was written; trying again may help.
 * - `unavailable`: the database does not answer. Whether a commit under way was done is unknown.
 */
export type StoreFailure = 'full' | 'unreadable' | 'busy' | 'unavailable';

/** A driver's error, translated in one place. Carries no SQL and no values; the driver's own error is its `cause`. */
export class StoreError extends Error {
  readonly failure: StoreFailure;

  constructor(failure: StoreFailure, detail: string, cause?: unknown) {
    super(`${failure}: ${detail}`, { cause });
    this.name = 'StoreError';
    this.failure = failure;
  }
}

const failures: readonly (readonly [RegExp, StoreFailure])[] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT|53100)$/, 'full'],
  [
    /^(SQLITE_(IOERR|NOTADB|CORRUPT|CANTOPEN|READONLY|PERM|AUTH)(_\w+)?|EACCES|EPERM|EROFS|EIO|ENOTDIR|EISDIR|42501|58030|XX00[12])$/,
    'unreadable',
  ],
  [/^(SQLITE_(BUSY|LOCKED)(_\w+)?|40001|40P01|55P03)$/, 'busy'],
  [
    /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_\w+|08\w{3}|53\w{3}|57P\w{2}|28\w{3}|3D000)$/,
    'unavailable',
  ],
];

/** Errors that pg raises without a code when a connection is lost or cannot be had. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** The failure behind a driver's error, or null where it is something else, such as a broken constraint. */
export function failureOf(error: unknown): StoreFailure | null {
  if (error instanceof StoreError) return error.failure;
  const code = codeOf(error);
  if (code !== null) return failures.find(([pattern]) => pattern.test(code))?.[1] ?? null;
  return error instanceof Error && lostConnection.test(error.message) ? 'unavailable' : null;
}

/** The error to throw onwards: a `StoreError` where it is one, else the error as it came. */
export function asStoreError(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const failure = failureOf(error);
  return failure === null ? error : new StoreError(failure, codeOf(error) ?? 'connection lost', error);
}

export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : null;
}
