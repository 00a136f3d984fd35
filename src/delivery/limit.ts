/** Lets so many in at a time, in the order of asking. */
export interface Limit {
  /** Resolves when there is room; what it gives must be called to leave. */
  enter(): Promise<() => void>;
}

/** `size` is asked anew whenever someone enters or leaves. */
export function openLimit(size: () => number): Limit {
  const queue: (() => void)[] = [];
  let inside = 0;

  const admit = () => {
    while (inside < size()) {
      const next = queue.shift();
      if (!next) return;
      inside += 1;
      next();
    }
  };

  return {
    async enter() {
      await new Promise<void>((resolve) => {
        queue.push(resolve);
        admit();
      });
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        inside -= 1;
        admit();
      };
    },
  };
}
