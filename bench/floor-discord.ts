import { Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';

/** The least that a Discord bot can be: it answers a button, and keeps nothing. Arguments: API base, token. */
const [api = '', token = ''] = process.argv.slice(2);

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api },
  ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isButton()) await interaction.reply({ content: 'Saved. Thank you', flags: MessageFlags.Ephemeral });
});
client.once(Events.ClientReady, () => process.stdout.write('ready\n'));
process.once('SIGTERM', () => client.destroy().then(() => process.exit(0)));
await client.login(token);
