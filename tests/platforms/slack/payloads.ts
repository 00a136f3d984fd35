import { described } from './methods.ts';
import type { Payload } from './transport.ts';
import { type Human, type Message, makeResponse, type OpenView, type Team, type World } from './world.ts';

/** What Slack tells the app of what a person did, in Slack's own shapes. */
export interface Payloads {
  command(human: Human, text: string): Payload;
  press(human: Human, pressed: { readonly action: object; readonly on: PressedOn }): Payload;
  submission(human: Human, view: OpenView, values: Readonly<Record<string, Readonly<Record<string, object>>>>): Payload;
  suggestion(
    human: Human,
    view: OpenView,
    asked: { readonly action: string; readonly block: string; readonly typed: string },
  ): Payload;
  shortcut(human: Human, callback: string): Payload;
  event(team: Team, event: Readonly<Record<string, unknown>>): Payload;
}

export type PressedOn =
  | { readonly kind: 'view'; readonly view: OpenView }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'ephemeral'; readonly ts: string };

export function payloads(world: World, base: () => string): Payloads {
  const teamOf = (human: Human): Team => {
    const team = world.teams.get(human.team);
    if (!team) throw new Error('a person without a workspace');
    return team;
  };
  const interaction = (type: string, human: Human): Readonly<Record<string, unknown>> => ({
    type,
    team: { id: human.team, domain: 'loopback' },
    user: { id: human.id, username: human.handle, name: human.handle, team_id: human.team },
    api_app_id: world.appId,
    token: 'deprecated',
    enterprise: null,
    is_enterprise_install: false,
  });

  return {
    command: (human, text) => ({
      kind: 'slash_commands',
      body: {
        token: 'deprecated',
        team_id: human.team,
        team_domain: 'loopback',
        channel_id: [...world.channels.keys()][0] ?? 'C0NONE',
        channel_name: 'general',
        user_id: human.id,
        user_name: human.handle,
        command: '/bombus',
        text: text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
        api_app_id: world.appId,
        is_enterprise_install: 'false',
        response_url: makeResponse(world, base(), human.id),
        trigger_id: world.makeTrigger(human.id),
      },
    }),

    press(human, { action, on }) {
      const common = {
        ...interaction('block_actions', human),
        trigger_id: world.makeTrigger(human.id),
        actions: [{ action_ts: world.ids.timestamp(), ...action }],
      };
      switch (on.kind) {
        case 'view':
          return {
            kind: 'interactive',
            body: {
              ...common,
              container: { type: 'view', view_id: on.view.id },
              view: described(world, teamOf(human), on.view),
              state: { values: {} },
            },
          };
        case 'message':
        case 'ephemeral': {
          const ts = on.kind === 'message' ? on.message.ts : on.ts;
          const channel = on.kind === 'message' ? on.message.channel : ([...world.channels.keys()][0] ?? 'C0NONE');
          return {
            kind: 'interactive',
            body: {
              ...common,
              container: {
                type: 'message',
                message_ts: ts,
                channel_id: channel,
                is_ephemeral: on.kind === 'ephemeral',
                ...threadOf(on),
              },
              channel: { id: channel, name: world.nameOf(channel) },
              ...(on.kind === 'message' && {
                message: { type: 'message', ts, text: on.message.text, blocks: on.message.blocks, ...threadOf(on) },
              }),
              response_url: makeResponse(world, base(), human.id),
              state: { values: {} },
            },
          };
        }
        default:
          return on satisfies never;
      }
    },

    submission: (human, view, values) => ({
      kind: 'interactive',
      body: {
        ...interaction('view_submission', human),
        trigger_id: world.makeTrigger(human.id),
        view: { ...described(world, teamOf(human), view), state: { values } },
        response_urls: [],
      },
    }),

    suggestion: (human, view, { action, block, typed }) => ({
      kind: 'interactive',
      body: {
        ...interaction('block_suggestion', human),
        action_id: action,
        block_id: block,
        value: typed,
        container: { type: 'view', view_id: view.id },
        view: described(world, teamOf(human), view),
      },
    }),

    shortcut: (human, callback) => ({
      kind: 'interactive',
      body: {
        ...interaction('shortcut', human),
        callback_id: callback,
        action_ts: world.ids.timestamp(),
        trigger_id: world.makeTrigger(human.id),
      },
    }),

    event: (team, event) => ({
      kind: 'events_api',
      body: {
        token: 'deprecated',
        team_id: team.id,
        api_app_id: world.appId,
        event: { event_ts: world.ids.timestamp(), ...event },
        type: 'event_callback',
        event_id: world.ids.next('Ev'),
        event_time: Math.floor(Date.now() / 1_000),
        event_context: world.ids.next('4'),
        is_ext_shared_channel: false,
        authorizations: [
          { enterprise_id: null, team_id: team.id, user_id: team.botUser, is_bot: true, is_enterprise_install: false },
        ],
      },
    }),
  };
}

const threadOf = (on: PressedOn): { readonly thread_ts?: string } =>
  on.kind === 'message' && on.message.thread !== null ? { thread_ts: on.message.thread } : {};
