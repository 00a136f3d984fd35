/** Ids as Slack makes them: a letter for the kind, then capitals and digits. */
export interface Ids {
  next(prefix: string): string;
  /** Seconds and microseconds, never the same twice. */
  timestamp(): string;
}

export function slackIds(): Ids {
  let count = 0;
  let last = 0;
  return {
    next(prefix) {
      count += 1;
      return `${prefix}0${(0x5f00000 + count * 7919).toString(36).toUpperCase()}${count.toString(36).toUpperCase()}`;
    },
    timestamp() {
      last = Math.max(last + 1, Date.now() * 1_000);
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
  };
}
