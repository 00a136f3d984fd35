import type { types } from '@slack/bolt';

/** A message that only the person who acted sees, and that their client forgets. */
export interface EphemeralMessage {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

const TIMEOUT_MS = 5_000;

/** Answers at the address that Slack gave with what was done; null without one. */
export function ephemeralAt(address: string | null): ((message: EphemeralMessage) => Promise<void>) | null {
  if (address === null) return null;
  return async ({ text, blocks }) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text, blocks }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
  };
}
