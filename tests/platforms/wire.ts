/** Told when something leaves for the bot and when something from it has come in: what a benchmark measures between. */
export interface Wire {
  sent(event: string): void;
  arrived(message: string): void;
}

export const nobodyListens: Wire = { sent: () => undefined, arrived: () => undefined };
