/** A set of positions in a text, 32 to a number. All sets of one text have the same length. */
export type Bits = number[];

export const noBits = (size: number): Bits => new Array<number>(size).fill(0);

export const isEmpty = (bits: Bits): boolean => {
  for (const part of bits) if (part !== 0) return false;
  return true;
};

export function setBit(bits: Bits, at: number): void {
  bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31));
}

export const hasBit = (bits: Bits, at: number): boolean => (((bits[at >> 5] ?? 0) >>> (at & 31)) & 1) === 1;

export function and(a: Bits, b: Bits): Bits {
  const out = new Array<number>(a.length);
  for (let part = 0; part < a.length; part += 1) out[part] = (a[part] ?? 0) & (b[part] ?? 0);
  return out;
}

export function without(a: Bits, b: Bits): Bits {
  const out = new Array<number>(a.length);
  for (let part = 0; part < a.length; part += 1) out[part] = (a[part] ?? 0) & ~(b[part] ?? 0);
  return out;
}

/** Adds what `a` and `b` share, moved `by` positions (1 to 31) towards the end, to `out`; whether there was any. */
export function addSharedShifted(out: Bits, a: Bits, b: Bits, by: number): boolean {
  let carried = 0;
  let any = 0;
  for (let part = 0; part < out.length; part += 1) {
    const shared = (a[part] ?? 0) & (b[part] ?? 0);
    any |= shared;
    out[part] = (out[part] ?? 0) | (shared << by) | carried;
    carried = shared >>> (32 - by);
  }
  return any !== 0;
}

/** One step over a word: from what `from` and `passable` share to the next position, where `closed` doesn't forbid it. */
export function stepOver(from: Bits, passable: Bits, closed: Bits): Bits {
  const out = new Array<number>(from.length);
  let carried = 0;
  for (let part = 0; part < from.length; part += 1) {
    const shared = (from[part] ?? 0) & (passable[part] ?? 0);
    out[part] = ((shared << 1) | carried) & ~(closed[part] ?? 0);
    carried = shared >>> 31;
  }
  return out;
}

/** Adds `b` to `a`. */
export function addAll(a: Bits, b: Bits): void {
  for (let part = 0; part < a.length; part += 1) a[part] = (a[part] ?? 0) | (b[part] ?? 0);
}

/** Every position from the first of `bits` on. */
export function fromFirst(bits: Bits): Bits {
  const out = noBits(bits.length);
  const first = bits.findIndex((part) => part !== 0);
  if (first < 0) return out;
  const part = bits[first] ?? 0;
  out[first] = -(part & -part);
  for (let later = first + 1; later < out.length; later += 1) out[later] = -1;
  return out;
}
