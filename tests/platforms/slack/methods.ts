import { aliveIn, faultsOfBlocks, faultsOfView, isObject } from './block-check.ts';
import { shownMessage } from './reading.ts';
import type { Channel, Human, OpenView, Team, World } from './world.ts';

export type Arguments = Readonly<Record<string, string>>;
export type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean };

const TRIGGER_MS = 3_000;
const STACK = 3;
const MESSAGE_TEXT = 4_000;

const no = (error: string): Answer => ({ ok: false, error });

/** The methods that the bot may call with its token, each as the reference says. */
export function webMethods(world: World): Readonly<Record<string, (team: Team, given: Arguments) => Answer>> {
  const channelOf = (team: Team, id: string | undefined): Channel | Answer => {
    const channel = world.channels.get(id ?? '');
    if (!channel || channel.isDeleted || channel.isHidden) return no('channel_not_found');
    if (channel.team !== team.id) {
      world.violation('a token of another workspace was used');
      return no('channel_not_found');
    }
    if (channel.person !== null && (world.closedInboxes.has(channel.person) || world.humans.get(channel.person)?.isGone)) {
      return no('channel_not_found');
    }
    return channel;
  };

  const readMessage = (given: Arguments): readonly unknown[] => {
    const blocks: unknown = JSON.parse(given.blocks ?? '[]');
    const text = given.text ?? '';
    const faults = [
      ...faultsOfBlocks(blocks, 50),
      ...aliveIn(text),
      ...(text.length > MESSAGE_TEXT ? ['a text that is cut'] : []),
    ];
    if (text === '') faults.push('a message without the text for notifications');
    if ('metadata' in given) faults.push('metadata, which everybody can read');
    if ('unfurl_links' in given && given.unfurl_links !== 'false') faults.push('links are unfurled');
    for (const fault of faults) world.violation(`message: ${fault}`);
    return Array.isArray(blocks) ? blocks : [];
  };

  const checkView = (given: Arguments): Readonly<Record<string, unknown>> => {
    const view: unknown = JSON.parse(given.view ?? 'null');
    for (const fault of faultsOfView(view)) world.violation(`view: ${fault}`);
    return isObject(view) ? view : {};
  };

  const withHash = (body: OpenView['body']): OpenView => ({
    id: world.ids.next('V'),
    hash: `${Date.now()}.${world.ids.next('h')}`,
    body: withBlockIds(world, body),
    faults: {},
    typed: {},
  });

  /** The person to whom a trigger belongs, once and for three seconds. */
  const spend = (team: Team, id: string | undefined): Human | Answer => {
    const trigger = world.triggers.get(id ?? '');
    const human = world.humans.get(trigger?.person ?? '');
    if (!trigger || !human) return no('invalid_trigger_id');
    if (human.team !== team.id) {
      world.violation('a token of another workspace was used');
      return no('invalid_trigger_id');
    }
    if (trigger.isUsed) return no('exchanged_trigger_id');
    if (world.spoilt.triggers > 0) {
      world.spoilt.triggers -= 1;
      return no('expired_trigger_id');
    }
    if (Date.now() - trigger.at > TRIGGER_MS) {
      if (trigger.at > world.cameBackAt) world.violation('a trigger was used after three seconds');
      return no('expired_trigger_id');
    }
    trigger.isUsed = true;
    return human;
  };

  const openView = (team: Team, given: Arguments, place: (human: Human, view: OpenView) => Answer | null): Answer => {
    const body = checkView(given);
    const human = spend(team, given.trigger_id);
    if ('ok' in human) return human;
    const view = withHash(body);
    const refused = place(human, view);
    if (refused) return refused;
    world.changed(human.id);
    return { ok: true, view: described(world, team, view) };
  };

  return {
    'auth.test': (team) => ({
      ok: true,
      url: 'http://127.0.0.1/',
      team: 'Loopback',
      user: 'bombus',
      team_id: team.id,
      user_id: team.botUser,
      bot_id: team.botId,
      is_enterprise_install: false,
    }),

    'chat.postMessage'(team, given) {
      const channel = channelOf(team, given.channel);
      if ('ok' in channel) return channel;
      const blocks = readMessage(given);
      for (const fault of faultsOfAuthor(given)) world.violation(`message: ${fault}`);
      const { thread_ts: thread = null, username = null } = given;
      if (thread !== null) {
        const opener = world.messages.find(({ channel: place, ts }) => place === channel.id && ts === thread);
        if (!opener) return no('thread_not_found');
        if (opener.thread !== null) world.violation('an answer to an answer');
      }
      const ts = world.ids.timestamp();
      const message = { channel: channel.id, ts, thread, username, text: given.text ?? '', blocks, isPinned: false };
      world.messages.push(message);
      world.sends.push({ channel: channel.id, at: Date.now(), text: shownMessage(message, world.nameOf).text, nonce: null });
      if (channel.person) world.changed(channel.person);
      return {
        ok: true,
        channel: channel.id,
        ts,
        message: {
          type: 'message',
          ts,
          text: given.text,
          bot_id: team.botId,
          ...(username !== null && { subtype: 'bot_message', username }),
          ...(thread !== null && { thread_ts: thread }),
        },
      };
    },

    'chat.update'(team, given) {
      const channel = channelOf(team, given.channel);
      if ('ok' in channel) return channel;
      const blocks = readMessage(given);
      const message = world.messages.find(({ channel: place, ts }) => place === channel.id && ts === given.ts);
      if (!message) return no('message_not_found');
      message.text = given.text ?? '';
      message.blocks = blocks;
      return { ok: true, channel: channel.id, ts: message.ts, text: message.text };
    },

    'pins.add'(team, given) {
      const channel = channelOf(team, given.channel);
      if ('ok' in channel) return channel;
      const message = world.messages.find(({ channel: place, ts }) => place === channel.id && ts === given.timestamp);
      if (!message) return no('message_not_found');
      if (message.isPinned) return no('already_pinned');
      message.isPinned = true;
      return { ok: true };
    },

    'conversations.open'(team, given) {
      const human = world.humans.get(given.users ?? '');
      if (!human || human.team !== team.id) return no('user_not_found');
      if (human.isGone || world.closedInboxes.has(human.id)) return no('user_disabled');
      const known = world.inboxOf(human.id);
      const id = known?.id ?? world.ids.next('D');
      if (!known) {
        world.channels.set(id, { id, name: human.handle, team: team.id, person: human.id, isHidden: false, isDeleted: false });
      }
      return { ok: true, no_op: known !== undefined, already_open: known !== undefined, channel: { id } };
    },

    'conversations.info'(team, given) {
      const channel = channelOf(team, given.channel);
      if ('ok' in channel) return channel;
      const isInbox = channel.person !== null;
      return {
        ok: true,
        channel: {
          id: channel.id,
          name: channel.name,
          is_channel: !isInbox,
          is_im: isInbox,
          is_member: true,
          is_archived: false,
        },
      };
    },

    'users.info'(team, given) {
      const human = world.humans.get(given.user ?? '');
      if (!human || human.team !== team.id) return no('user_not_found');
      return {
        ok: true,
        user: {
          id: human.id,
          team_id: team.id,
          name: human.handle,
          deleted: human.isGone,
          is_admin: human.isAdmin,
          is_owner: false,
          is_primary_owner: false,
          is_bot: false,
          profile: { real_name: human.handle, display_name: human.handle },
        },
      };
    },

    'views.open': (team, given) =>
      openView(team, given, (human, view) => {
        human.modals = [view];
        return null;
      }),

    'views.push': (team, given) =>
      openView(team, given, (human, view) => {
        if (human.modals.length >= STACK) return no('push_limit_reached');
        human.modals.push(view);
        return null;
      }),

    'views.update'(team, given) {
      const body = checkView(given);
      for (const human of world.humans.values()) {
        const view = [...human.modals, human.home].find((each) => each?.id === given.view_id);
        if (!view) continue;
        if (human.team !== team.id) return no('not_found');
        if (given.hash !== undefined && given.hash !== view.hash) return no('hash_conflict');
        redraw(world, view, body);
        world.changed(human.id);
        return { ok: true, view: described(world, team, view) };
      }
      return no('not_found');
    },

    'views.publish'(team, given) {
      const body = checkView(given);
      const human = world.humans.get(given.user_id ?? '');
      if (!human || human.team !== team.id) return no('invalid_arguments');
      if (body.type !== 'home') world.violation('something else than a Home tab was published');
      if (given.hash !== undefined && given.hash !== human.home?.hash) return no('hash_conflict');
      human.home ??= withHash(body);
      redraw(world, human.home, body);
      world.changed(human.id);
      return { ok: true, view: described(world, team, human.home) };
    },
  };
}

/** Name and picture above a message: only what Slack would show as it is. */
function faultsOfAuthor({ username, icon_emoji, icon_url, as_user }: Arguments): readonly string[] {
  return [
    ...(username !== undefined && (username.trim() === '' || username.length > 80)
      ? [`a name of ${username.length} characters`]
      : []),
    ...(username !== undefined && /[<>\n]|&#?\w+;|:[\w+-]+:|@(channel|here|everyone)/.test(username)
      ? ['a name that does something']
      : []),
    ...(icon_emoji !== undefined && !/^:[a-z0-9_+'-]{1,100}:$/.test(icon_emoji) ? ['an emoji that is none'] : []),
    ...(icon_url === undefined ? [] : ['a picture that Slack would fetch']),
    ...(as_user === undefined ? [] : ['as_user']),
  ];
}

export function redraw(world: World, view: OpenView, body: OpenView['body']): void {
  view.body = withBlockIds(world, body);
  view.hash = `${Date.now()}.${world.ids.next('h')}`;
  view.faults = {};
  view.typed = {};
}

/** A view as Slack sends it to the app. */
export const described = (world: World, team: Team, view: OpenView): Readonly<Record<string, unknown>> => ({
  ...view.body,
  id: view.id,
  hash: view.hash,
  team_id: team.id,
  app_id: world.appId,
  bot_id: team.botId,
  root_view_id: view.id,
  previous_view_id: null,
  external_id: '',
  state: { values: {} },
});

/** Slack names the blocks that the app did not. */
const withBlockIds = (world: World, body: OpenView['body']): OpenView['body'] => ({
  ...body,
  blocks: (Array.isArray(body.blocks) ? body.blocks : []).map((block) => ({ block_id: world.ids.next('b'), ...block })),
});
