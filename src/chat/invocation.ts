import type { Callback } from './callback.ts';
import type { PlatformAnswer } from './view.ts';

export type Platform = 'discord' | 'slack' | 'sandbox';

/** Someone doing something, as an adapter hands it in: translated, not yet authorised or checked. */
export interface Invocation {
  readonly platform: Platform;
  /** The platform's own id of this event. Only a keyed tag of it is ever kept. */
  readonly eventId: string;
  /** The server, workspace or room; null in a direct message on a platform where that belongs to no space. */
  readonly space: string | null;
  readonly person: InvokingPerson;
  /** BCP 47, as the platform reports it. */
  readonly locale: string | null;
  readonly act: Act;
}

export interface InvokingPerson {
  readonly id: string;
  /** For this request alone: never stored, never logged. */
  readonly names: readonly string[];
  /** Role ids, and the person's own id where a platform has no roles. */
  readonly roles: readonly string[];
  /** Discord: Manage Server. Slack: workspace admin or owner. */
  readonly isSpaceAdmin: boolean;
}

export type Act =
  | { readonly kind: 'command'; readonly verb: string; readonly options: Readonly<Record<string, string>> }
  /** A button, or a menu with its values. */
  | { readonly kind: 'press'; readonly callback: string; readonly values: readonly string[] }
  /** Raw values as the platform gives them, a list for each field. */
  | { readonly kind: 'submit'; readonly callback: string; readonly fields: Readonly<Record<string, readonly string[]>> }
  /** The answer to a view's request; made by the dispatcher, never by an adapter. */
  | { readonly kind: 'answer'; readonly callback: Callback; readonly answer: PlatformAnswer };

/** Something that happened to a space without anybody speaking to the bot. Repeats are harmless. */
export type Notice =
  /** The bot was added, or comes back to a space where it is. */
  | { readonly kind: 'space-present'; readonly space: string }
  /** The bot was removed, uninstalled, or its tokens were revoked. */
  | { readonly kind: 'space-gone'; readonly space: string }
  | { readonly kind: 'channel-gone'; readonly space: string; readonly channel: string }
  | { readonly kind: 'person-gone'; readonly space: string; readonly person: string };
