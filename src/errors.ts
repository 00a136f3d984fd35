/**
 * A mistake that the person can mend. The sentence for each code stands in `commands/`;
 * the parameters are safe to show to that person and are never logged.
 */
export class UserError extends Error {
  readonly code: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** The field of the submitted form that it is about, if it is about one. */
  readonly field: string | null;

  constructor(code: string, parameters: Readonly<Record<string, string | number>> = {}, field: string | null = null) {
    super(code);
    this.name = 'UserError';
    this.code = code;
    this.parameters = parameters;
    this.field = field;
  }
}

/**
 * What can go wrong between us and a platform:
 * - `rate-limited`: wait `retryAfterMs`, then try again; nothing was done.
 * - `forbidden`: the bot lacks a permission; a person must mend it.
 * - `gone`: the channel, message or space does not exist any more.
 * - `unreachable-person`: this person takes no direct messages from the bot.
 * - `unavailable`: certainly not done; try again later.
 * - `maybe-sent`: the request left and its fate is unknown. Repeat only where repeating is harmless.
 */
export type PlatformFailure = 'rate-limited' | 'forbidden' | 'gone' | 'unreachable-person' | 'unavailable' | 'maybe-sent';

/** An SDK's error, translated in one place of each adapter. Carries no ids and no words of people. */
export class PlatformError extends Error {
  readonly failure: PlatformFailure;
  readonly retryAfterMs: number | null;

  constructor(failure: PlatformFailure, detail: string, retryAfterMs: number | null = null) {
    super(`${failure}: ${detail}`);
    this.name = 'PlatformError';
    this.failure = failure;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Something is wrong with the set-up: the process prints these lines and stops. */
export class StartError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'StartError';
    this.lines = lines;
  }
}
