/** Ids, tokens and addresses of the platforms, whosoever they are. */
const SHAPES: readonly (readonly [string, RegExp])[] = [
  ['a Discord id', /(?<![\w.])\d{17,20}(?![\w.])/g],
  ['a Slack id', /(?<![\w/])[ABCDTUVW]0[0-9A-Z]{6,}(?!\w)/g],
  ['a token', /xox[a-z]-[\w-]+|xapp-[\w-]+|[\w-]{60,}/g],
];

/** What was said or is called so, and what has the shape of an id, in a text that everybody who runs the bot may read. */
export function leaksIn(text: string, secrets: readonly string[]): readonly string[] {
  const plain = text.toLowerCase();
  const said = secrets.filter((secret) => plain.includes(secret.toLowerCase()));
  const shaped = SHAPES.flatMap(([what, shape]) => [...text.matchAll(shape)].map(([found]) => `${what}: ${found}`));
  return [...new Set([...said, ...shaped])];
}
