import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Chart } from './chart.ts';
import type { CommandDescription, Completion, Typist } from './command.ts';
import type { Invocation, Notice, Platform } from './invocation.ts';
import type { ChannelReport, Reply, View } from './view.ts';

/** A chat platform. Every method is there on every platform; failures are `PlatformError`s. */
export interface Adapter {
  readonly platform: Platform;
  readonly pace: Pace;
  /** Requests on the bot's one HTTP server that belong to this platform, by path prefix. */
  readonly routes: readonly Route[];

  /**
   * Connects, registers the commands, and begins to hand events to `inbox`. Resolves when the platform is ready.
   * @throws StartError when the credentials are refused.
   */
  start(inbox: Inbox): Promise<void>;
  /** Takes nothing new in, lets what was begun be answered, disconnects. */
  stop(): Promise<void>;
  isReady(): boolean;

  /** Opens the direct-message channel with a person and gives its id. Only ever called inside that person's own opt-in. */
  openInbox(space: string, person: string): Promise<string>;
  /** Sends one message. With the same `nonce` within `pace.repeatWindowMs` a repeat makes no second message. */
  send(outgoing: Outgoing): Promise<MessageRef>;
  /** Replaces a message that the bot sent. */
  edit(space: string, message: MessageRef, view: View): Promise<void>;
  inspect(space: string, channels: readonly string[]): Promise<readonly ChannelReport[]>;
}

/** What the outbox must respect so that the platform never answers "too many". */
export interface Pace {
  /** For each space, or for the whole bot. */
  readonly scope: 'bot' | 'space';
  readonly perSecond: number;
  readonly burst: number;
  readonly perChannelPerSecond: number;
  /** How long a repeated send with the same nonce is harmless; 0: never repeat what may have been sent. */
  readonly repeatWindowMs: number;
  /**
   * Whether people who run the space can see who got a direct message (Slack's exports): then reminders
   * are the same for everybody who agreed to them.
   */
  readonly inboxIsExportable: boolean;
}

export interface Outgoing {
  readonly space: string;
  readonly to: { readonly kind: 'channel'; readonly channel: string } | { readonly kind: 'inbox'; readonly inbox: string };
  readonly view: View;
  /** At most 25 characters, the same for every try of one delivery. */
  readonly nonce: string;
  /** Pin it to the channel; a refused pin is not a failure. */
  readonly pin: boolean;
  readonly thread: ThreadPlace | null;
}

/**
 * How a message in a channel belongs to a thread: it opens one under this name (at most 100 characters), or answers in
 * the one that another message opened under it. Where a platform names its threads and has lost this one, it is made again.
 */
export type ThreadPlace =
  | { readonly kind: 'starts'; readonly name: string }
  | { readonly kind: 'in'; readonly message: MessageRef; readonly name: string };

/** Where a sent message stands. */
export interface MessageRef {
  readonly channel: string;
  readonly message: string;
}

/** What the core offers an adapter. */
export interface Inbox {
  /** What to register and complete. */
  readonly catalogue: readonly CommandDescription[];
  /** The few words an adapter needs of its own, from `commands/`. */
  readonly phrases: Phrases;
  /**
   * Replies in order: the first answers, each later one replaces it. Never throws; a failure is a view.
   * A form comes only first.
   */
  handle(invocation: Invocation): AsyncIterable<Reply>;
  /** Completions for an option or field; empty when there are none. Quick, changes nothing. */
  complete(source: string, typed: string, typist: Typist | null): Promise<readonly Completion[]>;
  notice(platform: Platform, notice: Notice): Promise<void>;
  /** A place where a picture may be fetched for a short time, or null when the bot has no public address. */
  publish(chart: Chart): string | null;
}

export interface Phrases {
  readonly working: string;
  readonly close: string;
  readonly appName: string;
  readonly openAgain: string;
  /** Shown where somebody types a verb that does not exist. */
  readonly unknownVerb: string;
}

export interface Route {
  /** `/slack/` takes every path below it. */
  readonly prefix: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}
