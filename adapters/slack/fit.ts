/** At most `max` UTF-16 units, never half a character; what was cut ends in an ellipsis. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, Math.max(0, max - 1));
  return max < 1 ? '' : `${isHighSurrogate(kept.charCodeAt(kept.length - 1)) ? kept.slice(0, -1) : kept}…`;
}

/** The text in pieces of at most `max` units, none of which ends in half a character. */
export function piecesOf(text: string, max: number): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + max;
    const stop = end < text.length && isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
    pieces.push(text.slice(start, stop));
    start = stop;
  }
  return pieces;
}

/** How much a block weighs in the undocumented sum that a message may hold: every text a person could read. */
export function weightOf(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((sum: number, each) => sum + weightOf(each), 0);
  if (typeof part !== 'object' || part === null) return 0;
  return Object.entries(part).reduce(
    (sum, [key, value]) => sum + (typeof value === 'string' ? (READ.has(key) ? value.length : 0) : weightOf(value)),
    0,
  );
}

const READ = new Set(['text', 'alt_text', 'url', 'image_url']);
const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
