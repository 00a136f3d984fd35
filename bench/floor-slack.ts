import { App } from '@slack/bolt';
import { openKeeping } from './keeping.ts';

/**
 * The least that a Slack app can be: it opens a modal, answers a button in it, and keeps nothing unless it is told where.
 * Arguments: API address, bot token, app token, file.
 */
const [slackApiUrl = '', token = '', appToken = '', file] = process.argv.slice(2);
const keep = await openKeeping(file);

const modal = (text: string) => ({
  type: 'modal' as const,
  title: { type: 'plain_text' as const, text: 'Floor' },
  blocks: [
    { type: 'section' as const, text: { type: 'plain_text' as const, text } },
    {
      type: 'actions' as const,
      elements: [{ type: 'button' as const, action_id: 'again', text: { type: 'plain_text' as const, text: 'Again' } }],
    },
  ],
});

const app = new App({ token, appToken, socketMode: true, clientOptions: { slackApiUrl } });
app.command(/.*/, async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: modal('Hello') });
});
app.action({ type: 'block_actions' }, async ({ ack, body, client }) => {
  await ack();
  keep();
  if (body.view) await client.views.update({ view_id: body.view.id, hash: body.view.hash, view: modal('Saved. Thank you') });
});
process.once('SIGTERM', () => app.stop().then(() => process.exit(0)));
await app.start();
process.stdout.write('ready\n');
