import { createInterface } from 'node:readline';
import { loadHelplines } from './safety/helplines.ts';
import { openIdentifierGuard } from './safety/identifiers.ts';
import { openLanguageScreen } from './safety/language.ts';

/** Screens one text a line, so that an operator can try phrases of their own: `npm run -s screen < file`. */
const language = openLanguageScreen();
const guard = openIdentifierGuard(loadHelplines());

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  const answer = { tier: language.screen(line).tier, identifiers: guard.find(line) };
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}
