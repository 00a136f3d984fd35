const DISCORD_EPOCH = 1_420_070_400_000n;

/** Ids as Discord makes them: 17 to 19 digits, in the order of time, never twice. */
export function snowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const fresh = (BigInt(now()) - DISCORD_EPOCH) << 22n;
    last = fresh > last ? fresh : last + 1n;
    return String(last);
  };
}
