import type { Avatar } from './view.ts';

/** Side of the square, in CSS pixels. */
const SIDE = 64;
const COLOUR = /^#[0-9a-f]{6}$/i;
const INK = '#2b241d';

/**
 * A bumblebee in these colours, as an SVG document: a fluffy body with two bands, wings that let the light through, on a
 * round ground of its own so that it stands out on light and dark. It says nothing but its colours.
 */
export function beeSvg(avatar: Pick<Avatar, 'body' | 'stripes' | 'wings'>): string {
  const body = colourOf(avatar.body, '#f2b33d');
  const stripes = colourOf(avatar.stripes, INK);
  const wings = colourOf(avatar.wings, '#fffaf0');
  const ground = mixed(wings, body, 0.22);
  const mouth = isDark(body) ? '#fff4da' : INK;
  const edge = mixed(INK, stripes, 0.25);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 ${SIDE} ${SIDE}">`,
    `<defs><clipPath id="b"><path d="${BODY}"/></clipPath></defs>`,
    `<circle cx="32" cy="32" r="32" fill="${ground}"/>`,
    '<g transform="translate(32 32) scale(1.06) translate(-33 -31.5)">',
    `<g stroke="${edge}" stroke-width="1.6">`,
    `<ellipse cx="40.5" cy="19.5" rx="8" ry="12.5" transform="rotate(32 40.5 19.5)" fill="${mixed(wings, '#ffffff', 0.35)}"/>`,
    `<ellipse cx="29" cy="17.5" rx="8.5" ry="13" transform="rotate(-10 29 17.5)" fill="${mixed(wings, '#ffffff', 0.6)}" fill-opacity=".92"/>`,
    '</g>',
    `<path d="M29 29C28 23 27.5 18 28 11M39 29C41.5 24 43.5 20 46.5 15" fill="none" stroke="${edge}" stroke-width=".9" stroke-opacity=".35" stroke-linecap="round"/>`,
    `<g clip-path="url(#b)"><rect width="${SIDE}" height="${SIDE}" fill="${body}"/>`,
    `<path d="M27 20q5 18 0 36h8.5q5-18 0-36zM41.5 20q5 18 0 36h7q4.5-18 0-36z" fill="${stripes}"/>`,
    `<path d="M10 38C16 48 34 54 56 44V60H8z" fill="${INK}" fill-opacity=".1"/>`,
    `<path d="M15 31C20 26.5 30 24.5 40 27" fill="none" stroke="#ffffff" stroke-opacity=".35" stroke-width="2.2" stroke-linecap="round"/></g>`,
    `<path d="${BODY}" fill="none" stroke="${edge}" stroke-width="2" stroke-linejoin="round"/>`,
    `<path d="M16 29C13.5 24.5 11.5 22.5 8.5 22M20 26.5C19 21.5 17.5 19 14.5 17.5" fill="none" stroke="${edge}" stroke-width="1.8" stroke-linecap="round"/>`,
    `<circle cx="8.2" cy="22" r="1.7" fill="${edge}"/><circle cx="14.2" cy="17.3" r="1.7" fill="${edge}"/>`,
    `<circle cx="18" cy="36" r="3.2" fill="#ffffff"/><circle cx="17.7" cy="36.2" r="2.2" fill="${INK}"/><circle cx="17" cy="35.4" r=".8" fill="#ffffff"/>`,
    `<path d="M15.5 41.5q2.6 2.6 5.6 1" fill="none" stroke="${mouth}" stroke-width="1.7" stroke-linecap="round"/>`,
    `<ellipse cx="22.5" cy="40" rx="2.3" ry="1.5" fill="#e8705f" fill-opacity=".55"/>`,
    '</g></svg>',
  ].join('');
}

/** Round, with a tuft behind and a little point at the end. */
const BODY =
  'M12 38C12 29.5 20.5 24.5 32.5 24.5C45 24.5 52.5 30.5 53.5 37C55 37.8 56.3 38.8 57.3 40C56 41 54.5 41.6 53 41.8C50.5 48 43 52 32.5 52C20 52 12 46.5 12 38Z';

const isDark = (colour: string): boolean => brightness(colour) < 0.35;

const colourOf = (colour: string, otherwise: string): string => (COLOUR.test(colour) ? colour : otherwise);

/** So much of the second in the first. */
function mixed(one: string, other: string, share: number): string {
  const [from, to] = [partsOf(one), partsOf(other)];
  const parts = from.map((value, index) => Math.round(value * (1 - share) + (to[index] ?? 0) * share));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** 0 to 1, as eyes weigh the three. */
const brightness = (colour: string): number =>
  partsOf(colour).reduce((sum, value, index) => sum + (value / 255) * ([0.3, 0.59, 0.11][index] ?? 0), 0);

const partsOf = (colour: string): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
