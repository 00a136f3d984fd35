/** What one event may write in a modal. */
export interface Turn {
  take(view: string): void;
  /** False once a later event has taken the modal: a reply that comes late must not replace what stands there now. */
  isMine(view: string): boolean;
}

/** Whose turn it is in each modal. Remembers the newest `limit` of them. */
export function modalTurns(limit = 5_000): (event: string) => Turn {
  const holders = new Map<string, string>();
  return (event) => ({
    take(view) {
      holders.delete(view);
      holders.set(view, event);
      const [oldest] = holders.keys();
      if (holders.size > limit && oldest !== undefined) holders.delete(oldest);
    },
    isMine: (view) => (holders.get(view) ?? event) === event,
  });
}
