import { Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';
import { openKeeping } from './keeping.ts';

/**
 * The least that a Discord bot can be: it answers a button, and keeps nothing unless it is told where.
 * Arguments: API base, token, file.
 */
const [api = '', token = '', file] = process.argv.slice(2);
const keep = await openKeeping(file);

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api },
  ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isButton()) return;
  keep();
  await interaction.reply({ content: 'Saved. Thank you', flags: MessageFlags.Ephemeral });
});
client.once(Events.ClientReady, () => process.stdout.write('ready\n'));
process.once('SIGTERM', () => client.destroy().then(() => process.exit(0)));
await client.login(token);
