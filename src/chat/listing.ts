/** How the app presents itself where a platform lists apps. */
export interface Listing {
  /** At most 35 characters. */
  readonly name: string;
  /** At most 140 characters. */
  readonly description: string;
  /** What typing the command is for. */
  readonly usage: string;
  readonly shortcuts: readonly { readonly verb: string; readonly name: string; readonly description: string }[];
}
