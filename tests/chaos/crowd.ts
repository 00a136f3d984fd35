/** Wakes whoever waits for the next act of anybody. */
export function doorbell() {
  let waiting: (() => void)[] = [];
  return {
    ring() {
      for (const answer of waiting.splice(0)) answer();
    },
    next: () =>
      new Promise<void>((resolve) => {
        waiting = [...waiting, resolve];
      }),
  };
}

/** So many at a time. */
export async function all<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.ceil(atOnce) }, worker));
}
