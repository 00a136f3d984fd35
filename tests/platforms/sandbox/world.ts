import type { SendFault } from '../../../adapters/sandbox/conversations.ts';
import type { ShownForm, ShownView } from '../../../adapters/sandbox/render.ts';

/** The room as the driver reaches it: in this process, or over HTTP alone. Changes take effect in the order they are made. */
export interface World {
  addPerson(person: {
    readonly id: string;
    readonly name: string;
    readonly roles: string[];
    readonly isSpaceAdmin: boolean;
  }): void;
  addRole(role: { readonly id: string; readonly name: string }): void;
  addChannel(channel: { readonly id: string; readonly name: string }): void;
  takeDirectMessages(person: string, takesDirectMessages: boolean): void;
  hideChannel(channel: string): void;
  deleteChannel(channel: string): void;
  removePerson(person: string): void;
  removeBot(): void;
  returnBot(): void;
  dropConnection(): void;
  failSends(times: number, how: SendFault): void;
  /** What lies in front of a person, as last known. */
  desk(person: string): Desk;
  sends(): readonly Send[];
  breaches(): readonly string[];
  /** Resolves when every change above is done and what is known is fresh. */
  settle(): Promise<void>;
  /** Resolves at the next change of the room, or when `signal` aborts. */
  nextChange(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface Desk {
  readonly panel: ShownView | null;
  readonly form: ShownForm | null;
}

export interface Send {
  readonly channel: string;
  readonly at: number;
  readonly text: string;
  readonly nonce: string | null;
}
