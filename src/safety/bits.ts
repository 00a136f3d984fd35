/**
 * Sets of positions in one text, 32 to a number, all in one piece of memory that the next text uses again: a set is the
 * place where it begins. Making sets anew for each question cost more than answering.
 */
export interface BitSets {
  /** Forgets every set, and makes room for positions below `count`. */
  open(count: number): void;
  none(): number;
  copy(set: number): number;
  isEmpty(set: number): boolean;
  has(set: number, at: number): boolean;
  put(set: number, at: number): void;
  /** Adds `other` to `set`. */
  add(set: number, other: number): void;
  /** Leaves in `set` what is in `other` too. */
  keep(set: number, other: number): void;
  /** Takes `other` from `set`. */
  remove(set: number, other: number): void;
  /** Adds what `a` and `b` share, moved `by` positions (1 to 31) towards the end, to `set`. */
  addMoved(set: number, a: number, b: number, by: number): void;
  /** Moves what `set` shares with `passable` one position towards the end, where `closed` doesn't forbid it; whether anything is left. */
  step(set: number, passable: number, closed: number): boolean;
  /** Every position from the first of `set` on. */
  fromFirst(set: number): number;
}

export function openBitSets(): BitSets {
  let cells = new Int32Array(1 << 16);
  let size = 1;
  let free = 0;

  function none(): number {
    const set = free;
    free += size;
    if (free > cells.length) {
      const more = new Int32Array(2 * cells.length);
      more.set(cells);
      cells = more;
    }
    // Sets have a dozen cells: a loop costs less than a call.
    for (let cell = set; cell < free; cell += 1) cells[cell] = 0;
    return set;
  }

  return {
    open(count) {
      size = (count >> 5) + 1;
      free = 0;
    },
    none,
    copy(set) {
      const out = none();
      for (let cell = 0; cell < size; cell += 1) cells[out + cell] = cells[set + cell] ?? 0;
      return out;
    },
    isEmpty(set) {
      for (let cell = set; cell < set + size; cell += 1) if (cells[cell] !== 0) return false;
      return true;
    },
    has: (set, at) => (((cells[set + (at >> 5)] ?? 0) >>> (at & 31)) & 1) === 1,
    put(set, at) {
      const cell = set + (at >> 5);
      cells[cell] = (cells[cell] ?? 0) | (1 << (at & 31));
    },
    add(set, other) {
      for (let cell = 0; cell < size; cell += 1) cells[set + cell] = (cells[set + cell] ?? 0) | (cells[other + cell] ?? 0);
    },
    keep(set, other) {
      for (let cell = 0; cell < size; cell += 1) cells[set + cell] = (cells[set + cell] ?? 0) & (cells[other + cell] ?? 0);
    },
    remove(set, other) {
      for (let cell = 0; cell < size; cell += 1) cells[set + cell] = (cells[set + cell] ?? 0) & ~(cells[other + cell] ?? 0);
    },
    addMoved(set, a, b, by) {
      let carried = 0;
      for (let cell = 0; cell < size; cell += 1) {
        const shared = (cells[a + cell] ?? 0) & (cells[b + cell] ?? 0);
        if (shared === 0 && carried === 0) continue;
        cells[set + cell] = (cells[set + cell] ?? 0) | (shared << by) | carried;
        carried = shared >>> (32 - by);
      }
    },
    step(set, passable, closed) {
      let carried = 0;
      let left = 0;
      for (let cell = 0; cell < size; cell += 1) {
        const shared = (cells[set + cell] ?? 0) & (cells[passable + cell] ?? 0);
        const moved = ((shared << 1) | carried) & ~(cells[closed + cell] ?? 0);
        cells[set + cell] = moved;
        left |= moved;
        carried = shared >>> 31;
      }
      return left !== 0;
    },
    fromFirst(set) {
      const out = none();
      for (let cell = 0; cell < size; cell += 1) {
        const bits = cells[set + cell] ?? 0;
        if (bits === 0) continue;
        cells[out + cell] = -(bits & -bits);
        cells.fill(-1, out + cell + 1, out + size);
        break;
      }
      return out;
    },
  };
}
