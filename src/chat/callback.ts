/**
 * What a button, menu or form carries: `capability:action:id`. Nothing secret, short enough for every platform
 * (Discord's custom ids hold 100 characters), and still understood after a restart.
 */
export interface Callback {
  readonly capability: string;
  readonly action: string;
  /** The subject's id, possibly empty. */
  readonly id: string;
}

const SHAPE = /^([a-z][a-z-]{0,23}):([a-z][a-z-]{0,23}):([A-Za-z0-9_.,-]{0,48})$/;

/** @throws RangeError when a part does not fit: a mistake of ours, never of a person. */
export function formatCallback({ capability, action, id }: Callback): string {
  const text = `${capability}:${action}:${id}`;
  if (!SHAPE.test(text)) throw new RangeError(`not a callback: ${capability}:${action}`);
  return text;
}

/** Null for anything that we did not write: forged, of another app, or of a form that is gone. */
export function parseCallback(text: string): Callback | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  const [, capability = '', action = '', id = ''] = match;
  return { capability, action, id };
}
