import { openStage as discord } from './discord.stage.ts';
import { openStage as sandbox } from './sandbox.stage.ts';
import { openStage as slackHttp } from './slack-http.stage.ts';
import { openStage as slackSocket } from './slack-socket.stage.ts';
import { describeAdapter } from './suite.ts';

const slackGaps = {
  'completes options while they are typed': 'Slack completes nothing behind a slash command; fields of forms are completed',
};

describeAdapter('Discord', discord, { gaps: {} });
describeAdapter('Slack (Socket Mode)', slackSocket, { gaps: slackGaps });
describeAdapter('Slack (HTTP)', slackHttp, { gaps: slackGaps });
describeAdapter('sandbox', sandbox, { gaps: {} });
