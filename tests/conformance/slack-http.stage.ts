import { slackAdapter } from '../../adapters/slack/adapter.ts';
import { openLog } from '../../src/log.ts';
import { openSlack } from '../platforms/slack/open.ts';
import { serveRoutes } from '../platforms/slack/serve-routes.ts';
import type { OpenStage } from './stage.ts';

/** Slack over HTTP, the adapter's routes on a server of their own. */
export const openStage: OpenStage = async () => {
  const platform = await openSlack({ mode: 'http', isHasty: true });
  const { SLACK_API_URL = '', SLACK_BOT_TOKEN = '', SLACK_SIGNING_SECRET = '' } = platform.environment();
  const adapter = slackAdapter({
    apiUrl: SLACK_API_URL,
    botToken: SLACK_BOT_TOKEN,
    mode: { kind: 'http', signingSecret: SLACK_SIGNING_SECRET, oauth: null },
    log: openLog('silent'),
    now: Date.now,
  });
  const server = await serveRoutes(adapter.routes);
  platform.botAt(server.url);
  return {
    adapter,
    platform,
    async close() {
      await adapter.stop();
      await server.close();
      await platform.close();
    },
  };
};
