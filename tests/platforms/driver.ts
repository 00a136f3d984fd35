/**
 * How a test acts as a person on a platform and reads what that person sees. The loopback Discord, the loopback
 * Slack and the sandbox all offer it, so that one story can be told on each of them, with the bot in this process
 * or in another.
 */
export interface LoopbackPlatform {
  readonly name: 'discord' | 'slack' | 'sandbox';
  /** The server, workspace or room that exists from the start. */
  readonly space: string;
  /** Makes a person, or gives the one made before under this handle. */
  person(handle: string, options?: { readonly isSpaceAdmin?: boolean; readonly roles?: readonly string[] }): Person;
  /** Makes a channel that the bot may use, or gives the id of the one made before under this name. */
  channel(name: string): string;
  /** Makes a role, or gives the id of the one made before. On Slack there are none: gives the id of the person with this handle. */
  role(name: string): string;
  /** What stands in a channel now, oldest first: edits applied, deletions gone. What stands in its threads does not count. */
  messages(channel: string): Promise<readonly ShownMessage[]>;
  /** The answers that stand now in the thread of a message of this channel, oldest first. */
  thread(channel: string, message: string): Promise<readonly ShownMessage[]>;
  /**
   * Every message ever created in a channel, its threads or a direct message, in order, also those edited or deleted
   * since. `channel` of one in a thread is the channel that the thread stands in.
   */
  everySend(): readonly { readonly channel: string; readonly at: number; readonly text: string; readonly nonce: string | null }[];
  readonly faults: PlatformFaults;
  /** Broken limits, broken schemas, 429s, late or double answers, active mentions ...: empty when all is well. */
  violations(): readonly string[];
  /** Environment variables that point the bot at this platform. */
  environment(): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface PlatformFaults {
  /** Deliver every inbound event this many times (default 1). */
  repeatEvents: number;
  /** These people take no direct messages. */
  readonly closedInboxes: Set<string>;
  /** Takes away what the bot may do in a channel: it can see nothing there. */
  hideChannel(channel: string): void;
  deleteChannel(channel: string): void;
  /** Removes the bot from the space. */
  removeBot(): void;
  /** Invites it again; where a platform says so only to a bot that starts, it hears of it then. */
  returnBot(): void;
  removePerson(person: string): void;
  /**
   * The next `times` sends of a message fail: `before` nothing happened, `after` the message is there but the answer is
   * a 500, `reset` it is there and the connection breaks, `limited` answers 429 with one second to wait.
   */
  failSends(times: number, how: 'before' | 'after' | 'reset' | 'limited'): void;
  /** Drops the gateway or socket; the bot has to come back by itself. */
  dropConnection(): void;
}

export interface Person {
  /** The platform's id of this person. */
  readonly id: string;
  readonly handle: string;
  /** Types a command. `verb` as in `cohort setup`. Resolves with the first answer that this person sees. */
  run(verb: string, options?: Readonly<Record<string, string>>): Promise<Screen>;
  /** Completions while typing an option. */
  complete(verb: string, option: string, typed: string): Promise<readonly { readonly value: string; readonly label: string }[]>;
  /**
   * Presses the button with this label on the panel this person sees, or else on the newest message of `where`; with
   * `message` on that one and nothing else, in the channel or in one of its threads.
   */
  press(label: string, where?: Where): Promise<Screen>;
  /** Chooses from the select menu on the panel, by labels. */
  choose(placeholder: string, labels: readonly string[]): Promise<Screen>;
  /** Fills the open form by field labels and sends it. Choices by label; pickers by platform id; fields not named keep what stands in them. */
  fill(values: Readonly<Record<string, string | readonly string[]>>): Promise<Screen>;
  /** Sends any callback id, as a forger or an old message would. */
  forge(callback: string, values?: readonly string[]): Promise<Screen>;
  /** What this person sees now, after later replies have replaced the first. */
  screen(): Screen;
  /** Waits until what this person sees satisfies `test`; throws after `ms` (default 5,000) with the last screen. */
  until(test: (screen: Screen) => boolean, ms?: number): Promise<Screen>;
  /** Direct messages from the bot, oldest first. */
  inbox(): Promise<readonly ShownMessage[]>;
  /** The private panel that the platform keeps for a person (Slack's Home tab); null where there is none. */
  openHomeTab(): Promise<Screen | null>;
}

export type Where = { readonly channel: string; readonly message?: string } | 'inbox';

/** What is in front of a person. `text` is all words as read, in order, markup resolved to plain text. */
export type Screen =
  | { readonly kind: 'nothing' }
  | ({ readonly kind: 'panel' } & Shown)
  | {
      readonly kind: 'form';
      readonly title: string;
      readonly fields: readonly {
        readonly label: string;
        readonly kind: string;
        readonly value: string | readonly string[] | null;
        readonly required: boolean;
        readonly choices: readonly string[];
        /** What is wrong with it, where the platform shows that beside the field. */
        readonly fault: string | null;
      }[];
    };

export interface Shown {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly menus: readonly string[];
  readonly pictures: readonly { readonly alt: string }[];
}

export interface ShownMessage extends Shown {
  readonly id: string;
  readonly isPinned: boolean;
  /** In whose name it speaks; null: in the bot's own. Neither stands in `text`. */
  readonly speaker: { readonly name: string; readonly mark: string | null } | null;
}
