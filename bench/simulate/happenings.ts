/** What people do, by when they do it. */
export function openHappenings() {
  const heap: { readonly at: number; readonly order: number; readonly act: () => Promise<void> }[] = [];
  let count = 0;

  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]];
    if (!one || !other) return false;
    return one.at < other.at || (one.at === other.at && one.order < other.order);
  };
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]];
    if (one && other) [heap[a], heap[b]] = [other, one];
  };

  return {
    at(instant: number, act: () => Promise<void>): void {
      heap.push({ at: Math.ceil(instant), order: count++, act });
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (!isBefore(child, parent)) return;
        swap(child, parent);
        child = parent;
      }
    },

    /** The first that happens by then, taken out; null for none. */
    next(until: number): { readonly at: number; readonly act: () => Promise<void> } | null {
      const first = heap[0];
      if (!first || first.at > until) return null;
      const last = heap.pop();
      if (last && heap.length > 0) {
        heap[0] = last;
        for (let parent = 0; ; ) {
          const [left, right] = [2 * parent + 1, 2 * parent + 2];
          const least = isBefore(right, left) ? right : left;
          if (!isBefore(least, parent)) break;
          swap(parent, least);
          parent = least;
        }
      }
      return first;
    },
  };
}
