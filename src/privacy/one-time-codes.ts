import { randomBytes } from 'node:crypto';
import type { Forgetting } from '../store/forgetting.ts';
import { codeFrom, receiptOf } from './receipts.ts';

export interface OneTimeCodesOptions {
  readonly forgetting: Pick<Forgetting, 'setUntil' | 'get' | 'group'>;
  /** Keeps the codes of different things apart. */
  readonly purpose: string;
  now(): number;
}

/** What a code that was typed comes to. */
export type Looked<T> =
  | { readonly state: 'unknown' | 'expired' | 'used' | 'replaced' }
  | { readonly state: 'open'; readonly receipt: string; readonly value: T };

interface Kept<T> {
  readonly owner: string;
  readonly until: number;
  readonly value: T;
}

const HOUR = 3_600_000;
/** For so long somebody who is late is told why a code does not work any more. */
const EXPLAINED_MS = 24 * HOUR;

/** Codes that are good for an hour and for one use. Of the code itself only a hash is kept, in the forgetting store. */
export function openOneTimeCodes<T>({ forgetting, purpose, now }: OneTimeCodesOptions) {
  const usesOf = (receipt: string) => forgetting.group(`${purpose}-used`, receipt);
  const newestOf = `${purpose}-newest`;

  return {
    /** A new code, which ends the one that `owner` had before. */
    async make(owner: string, value: T): Promise<{ readonly code: string; readonly until: number }> {
      const code = codeFrom(randomBytes(16));
      const receipt = receiptOf(code) ?? '';
      const until = now() + HOUR;
      await forgetting.setUntil(purpose, receipt, { owner, until, value } satisfies Kept<T>, until + EXPLAINED_MS);
      await forgetting.setUntil(newestOf, owner, receipt, until + EXPLAINED_MS);
      return { code, until };
    },

    /** `attempt` names the event: what is done again, after being undone, finds the code as it was. */
    async look(typed: string, attempt: string): Promise<Looked<T>> {
      const receipt = receiptOf(typed);
      const kept = receipt === null ? null : await forgetting.get<Kept<T>>(purpose, receipt);
      if (!kept || receipt === null) return { state: 'unknown' };
      const usedBy = await usesOf(receipt).get<string>('by');
      if (usedBy !== null && usedBy !== attempt) return { state: 'used' };
      if (now() >= kept.until) return { state: 'expired' };
      if ((await forgetting.get(newestOf, kept.owner)) !== receipt) return { state: 'replaced' };
      return { state: 'open', receipt, value: kept.value };
    },

    /** Uses an open code up: of all attempts, in whichever process, one is told so. */
    async take(receipt: string, attempt: string): Promise<boolean> {
      const uses = usesOf(receipt);
      return (await uses.add('by', attempt, now() + HOUR + EXPLAINED_MS)) || (await uses.get('by')) === attempt;
    },
  };
}
