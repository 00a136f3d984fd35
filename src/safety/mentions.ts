/** Files name fewer concepts; 0 is none. */
export const MOST_CONCEPTS = 256;

/** Which concepts a text has spoken of so far, the latest first. */
const lastAt = new Int32Array(MOST_CONCEPTS).fill(-1);
const newer = new Uint8Array(MOST_CONCEPTS);
const older = new Uint8Array(MOST_CONCEPTS);
let newest = 0;

export const mentions = {
  forget(): void {
    lastAt.fill(-1);
    newest = 0;
  },
  /** At which word a concept was last spoken of, or -1. */
  lastAt: (concept: number): number => lastAt[concept] ?? -1,
  latest: (): number => newest,
  /** The concept that was last spoken of before this one was. */
  before: (concept: number): number => older[concept] ?? 0,
  add(concept: number, at: number): void {
    if (concept === newest) {
      lastAt[concept] = at;
      return;
    }
    if (lastAt[concept] !== -1) {
      const after = newer[concept] ?? 0;
      const before = older[concept] ?? 0;
      older[after] = before;
      newer[before] = after;
    }
    lastAt[concept] = at;
    older[concept] = newest;
    newer[newest] = concept;
    newest = concept;
  },
};
