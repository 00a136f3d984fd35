import { discordAdapter } from '../../adapters/discord/adapter.ts';
import { openLog } from '../../src/log.ts';
import { openDiscord } from '../platforms/discord/discord.ts';
import type { OpenStage } from './stage.ts';

export const openStage: OpenStage = async () => {
  const platform = await openDiscord();
  const { DISCORD_TOKEN: token = '', DISCORD_API_BASE: apiBase = null } = platform.environment();
  const adapter = discordAdapter({ token, apiBase, log: openLog('silent'), now: Date.now });
  return {
    adapter,
    platform,
    async close() {
      await adapter.stop();
      await platform.close();
    },
  };
};
