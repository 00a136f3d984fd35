/**
 * Which interaction last wrote to a private message. A picture that is drawn slowly, or a reply that comes late, must
 * not replace what a later press has put there meanwhile.
 */
export interface Panels {
  /** To be asked before each write: false when a later interaction has written already. */
  claim(message: string | null, interaction: string): boolean;
}

/** Remembers the newest `limit` messages. */
export function panels(limit = 5_000): Panels {
  const writers = new Map<string, string>();
  return {
    claim(message, interaction) {
      if (message === null) return true;
      const writer = writers.get(message);
      if (writer !== undefined && BigInt(writer) > BigInt(interaction)) return false;
      writers.delete(message);
      writers.set(message, interaction);
      const [oldest] = writers.keys();
      if (writers.size > limit && oldest !== undefined) writers.delete(oldest);
      return true;
    },
  };
}
