import type { App } from '@slack/bolt';
import type { Inbox } from '../../src/chat/adapter.ts';
import type { Notice } from '../../src/chat/invocation.ts';

interface NoticeServices {
  readonly inbox: Inbox;
  /** The workspace's tokens are of no use any more. */
  readonly forget: (space: string) => Promise<void>;
  readonly track: (work: Promise<void>) => Promise<void>;
}

/** What happens to a workspace without anybody speaking to the bot. */
export function listenForNotices(app: App, { inbox, forget, track }: NoticeServices): void {
  const notify = (notice: Notice): Promise<void> => track(inbox.notice('slack', notice));
  const channelGone = (space: string, channel: string): Promise<void> => notify({ kind: 'channel-gone', space, channel });
  const spaceGone = async (space: string): Promise<void> => {
    await forget(space);
    await notify({ kind: 'space-gone', space });
  };

  app.event('channel_deleted', ({ event, body }) => channelGone(body.team_id, event.channel));
  app.event('channel_archive', ({ event, body }) => channelGone(body.team_id, event.channel));
  app.event('channel_left', ({ event, body }) => channelGone(body.team_id, event.channel));
  app.event('group_deleted', ({ event, body }) => channelGone(body.team_id, event.channel));
  app.event('group_archive', ({ event, body }) => channelGone(body.team_id, event.channel));
  app.event('group_left', ({ event, body }) => channelGone(body.team_id, event.channel));

  app.event('user_change', async ({ event, body }) => {
    if (event.user.deleted) await notify({ kind: 'person-gone', space: body.team_id, person: event.user.id });
  });

  app.event('app_uninstalled', ({ body }) => spaceGone(body.team_id));
  app.event('tokens_revoked', async ({ event, body }) => {
    if (event.tokens.bot?.length) await spaceGone(body.team_id);
  });
}
