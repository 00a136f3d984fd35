import { beeSvg } from '../../src/chat/bee.ts';
import type { Avatar } from '../../src/chat/view.ts';

const COLOUR = /^#[0-9a-f]{6}$/i;
const NAME = /^([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{6})$/;

/** Where the bee of an avatar is drawn: its colours are all that it needs. */
export function beeAddress({ body, stripes, wings }: Avatar): string | null {
  const colours = [body, stripes, wings];
  if (!colours.every((colour) => COLOUR.test(colour))) return null;
  return `/api/bees/${colours.map((colour) => colour.slice(1).toLowerCase()).join('-')}`;
}

/** The bee that an address names, as SVG; null for what names none. */
export function beeOf(name: string): string | null {
  const [, body, stripes, wings] = NAME.exec(name) ?? [];
  if (body === undefined) return null;
  return beeSvg({ body: `#${body}`, stripes: `#${stripes}`, wings: `#${wings}` });
}
