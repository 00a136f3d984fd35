import { parseArgs } from 'node:util';
import { slackManifest } from '../adapters/slack/manifest.ts';
import { listing } from '../commands/listing.ts';

/** `npm run slack:manifest` prints it for Socket Mode, with `-- --url https://…` for HTTP. */
const { values } = parseArgs({ options: { url: { type: 'string' } } });
process.stdout.write(`${JSON.stringify(slackManifest({ publicUrl: values.url ?? null, listing }), null, 2)}\n`);
