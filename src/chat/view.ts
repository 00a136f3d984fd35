import type { Callback } from './callback.ts';
import type { Chart } from './chart.ts';
import type { Words } from './words.ts';

/** Platform-neutral description of what one person sees in one message or panel. Plain data: it can be stored. */
export interface View {
  readonly kind: 'view';
  /** One line at the top, without markup. At most 100 characters. */
  readonly title: string | null;
  readonly blocks: readonly Block[];
  /** What to ask the platform once this view is shown; the answer comes back to `next` and replaces the view. */
  readonly asks: { readonly request: PlatformRequest; readonly next: Callback } | null;
  /** In whose name a sent message speaks; null: the bot itself. */
  readonly speaker: Speaker | null;
  /** Shown to whoever acted and kept nowhere, not even for a repeat of the event. */
  readonly fleeting?: true;
}

/** Somebody who speaks through the bot: under an alias, or under a name of their own. */
export interface Speaker {
  /** Literal. At most 80 characters. */
  readonly name: string;
  /** What they are here, e.g. "author of this thread". At most 40 characters. */
  readonly mark: string | null;
  /** Null: the one who speaks under a name of their own. */
  readonly avatar: Avatar | null;
}

/** A bee of its own for an alias. */
export interface Avatar {
  /** Colours, `#rrggbb`. */
  readonly body: string;
  readonly stripes: string;
  readonly wings: string;
  /** The nearest that Slack has, e.g. `:bee:`. */
  readonly emoji: string;
}

export type Block =
  | { readonly kind: 'words'; readonly words: Words }
  | { readonly kind: 'heading'; readonly text: string }
  /** Small print. */
  | { readonly kind: 'note'; readonly words: Words }
  /** Something a person wrote, shown as a quotation: literal. */
  | { readonly kind: 'quote'; readonly text: string }
  /** At most 10. */
  | { readonly kind: 'fields'; readonly fields: readonly { readonly name: string; readonly value: Words }[] }
  /** Drawn by the adapter where pictures can be shown privately; `alt` says the same and always stands there in words. */
  | { readonly kind: 'picture'; readonly name: string; readonly alt: string; readonly chart: Chart }
  /** At most 25 in a view: a platform breaks them into rows as it must. */
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  | Menu
  | { readonly kind: 'divider' };

export interface Button {
  readonly label: string;
  readonly style: 'plain' | 'primary' | 'danger';
  /** A press comes back as this callback, or opens the address. */
  readonly press: { readonly kind: 'callback'; readonly callback: Callback } | { readonly kind: 'link'; readonly url: string };
}

/** A select menu outside a form: choosing comes back as a press with values. At most 25 choices. */
export interface Menu {
  readonly kind: 'menu';
  readonly callback: Callback;
  readonly placeholder: string;
  readonly choices: readonly Choice[];
  readonly max: number;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly detail: string | null;
}

/**
 * Something only the platform can do, done outside any transaction.
 * - `open-inbox`: open the direct-message channel with the person who acts.
 * - `inspect`: what may the bot do in these channels of this space?
 */
export type PlatformRequest =
  | { readonly kind: 'open-inbox' }
  | { readonly kind: 'inspect'; readonly channels: readonly string[] };

export type PlatformAnswer =
  | { readonly kind: 'inbox'; readonly inbox: string }
  | { readonly kind: 'inbox-closed' }
  | { readonly kind: 'inspected'; readonly channels: readonly ChannelReport[] }
  /** The platform could not be asked just now. */
  | { readonly kind: 'unanswered' };

/** What the bot lacks in one channel. No faults: it can post, edit, pin and attach there. */
export interface ChannelReport {
  readonly channel: string;
  readonly faults: readonly ChannelFault[];
}

export type ChannelFault =
  | 'gone'
  | 'cannot-see'
  | 'cannot-post'
  | 'cannot-attach'
  | 'cannot-pin'
  | 'cannot-thread'
  | 'not-invited';

/** A form, opened as a dialog. At most five fields. */
export interface Form {
  readonly kind: 'form';
  readonly callback: Callback;
  /** At most 45 characters (24 are shown on Slack). */
  readonly title: string;
  readonly submit: string;
  readonly intro: Words | null;
  readonly fields: readonly FormField[];
}

/** `value` is what stands in the field when it opens. Labels hold 45 characters, hints 100. */
export type FormField = {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly required: boolean;
} & (
  | {
      readonly kind: 'text';
      readonly long: boolean;
      readonly max: number;
      readonly value: string;
      /** Ask this for completions while the person types, where the platform can. */
      readonly completion: Callback | null;
    }
  /** At most 25 choices; `max` above 1 allows several. */
  | { readonly kind: 'choice'; readonly choices: readonly Choice[]; readonly max: number; readonly value: readonly string[] }
  /** Whole numbers from `from` to `to`, at most 25 of them. */
  | {
      readonly kind: 'scale';
      readonly from: number;
      readonly to: number;
      readonly fromLabel: string;
      readonly toLabel: string;
      readonly value: number | null;
    }
  /** Local and without a zone: `2027-03-28`, `18:00` or `2027-03-28T18:00`. */
  | { readonly kind: 'date-time'; readonly precision: 'date' | 'time' | 'date-time'; readonly value: string }
  /** People, channels, or holders of a role (on a platform without roles: named people). Values are platform ids. */
  | {
      readonly kind: 'picker';
      readonly of: 'person' | 'channel' | 'role';
      readonly max: number;
      readonly value: readonly string[];
    }
);

/** What was typed does not fit: shown beside the fields where the platform can, else as a view with a way back. */
export interface FormFaults {
  readonly kind: 'form-faults';
  readonly form: Form;
  readonly faults: readonly { readonly field: string; readonly label: string; readonly sentence: string }[];
  /** The same as a view, for platforms whose dialogs are closed by then. */
  readonly view: View;
}

/** Every reply is seen by the person who acted and by nobody else. */
export type Reply = View | Form | FormFaults;
