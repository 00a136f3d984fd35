import { slackAdapter } from '../../adapters/slack/adapter.ts';
import { openLog } from '../../src/log.ts';
import { openSlack } from '../platforms/slack/open.ts';
import type { OpenStage } from './stage.ts';

/** Slack by Socket Mode. */
export const openStage: OpenStage = async () => {
  const platform = await openSlack({ mode: 'socket', isHasty: true });
  const { SLACK_API_URL = '', SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '' } = platform.environment();
  const adapter = slackAdapter({
    apiUrl: SLACK_API_URL,
    botToken: SLACK_BOT_TOKEN,
    mode: { kind: 'socket', appToken: SLACK_APP_TOKEN },
    log: openLog('silent'),
    now: Date.now,
  });
  return {
    adapter,
    platform,
    async close() {
      await adapter.stop();
      await platform.close();
    },
  };
};
