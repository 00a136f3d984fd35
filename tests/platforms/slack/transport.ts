export interface Payload {
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly body: Readonly<Record<string, unknown>>;
}

/** How Slack brings events to the app. */
export interface Transport {
  /** What the app acknowledged with; null when it did not in time. */
  deliver(payload: Payload): Promise<Readonly<Record<string, unknown>> | null>;
  /** Breaks the connection, or does nothing where there is none. */
  drop(): void;
  /** Asks the app to come by another connection. */
  refresh(): void;
  close(): Promise<void>;
}

/** An app has three seconds to acknowledge. */
export const ACK_MS = 3_000;
