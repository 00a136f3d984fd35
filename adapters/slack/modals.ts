/** What one event may write in a modal. */
export interface Turn {
  /** Leaves it to a later event that has taken it. One that nobody has taken, as one just opened, is everybody's. */
  take(view: string): void;
  /** False once a later event has taken the modal: a reply that comes late must not replace what stands there now. */
  isMine(view: string): boolean;
}

/** Whose turn it is in each modal; to be asked for as an event comes in. Remembers the newest `limit` modals. */
export function modalTurns(limit = 5_000): (event: string) => Turn {
  const holders = new Map<string, { readonly event: string; readonly number: number }>();
  let events = 0;
  return (event) => {
    events += 1;
    const mine = { event, number: events };
    return {
      take(view) {
        if ((holders.get(view)?.number ?? 0) > mine.number) return;
        holders.delete(view);
        holders.set(view, mine);
        const [oldest] = holders.keys();
        if (holders.size > limit && oldest !== undefined) holders.delete(oldest);
      },
      isMine: (view) => (holders.get(view)?.event ?? event) === event,
    };
  };
}
