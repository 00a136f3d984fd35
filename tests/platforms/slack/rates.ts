/** Slack's documented rates as sliding windows, each for a method and a workspace. */
export interface Rates {
  /** Seconds to wait, or null when the call may go on. */
  check(method: string, team: string, channel: string | null): number | null;
}

const MINUTE = 60_000;
const TIER_2 = 20;
const TIER_3 = 50;
const TIER_4 = 100;
const PER_MINUTE: Readonly<Record<string, number>> = {
  'conversations.open': TIER_3,
  'conversations.info': TIER_3,
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'apps.connections.open': TIER_3,
  'users.info': TIER_4,
  'views.open': TIER_4,
  'views.update': TIER_4,
  'views.publish': TIER_4,
  'views.push': TIER_4,
  'chat.postEphemeral': TIER_4,
  'pins.add': TIER_2,
  'auth.test': 300,
};
/** "Short bursts" over one message a second in a channel. */
const CHANNEL_BURST = 4;
/** "Several hundred messages a minute" in a workspace, which is an assumption. */
const TEAM_PER_SECOND = 5;
const TEAM_BURST = 30;

/** What a person's own act asks for at once. */
const isAsked = (method: string): boolean =>
  method.startsWith('views.') || method === 'conversations.open' || method === 'users.info';

/** With `isHasty`, what people's acts ask for is not counted: people in tests act faster than people do. */
export function slackRates(isHasty: boolean): Rates {
  const windows = new Map<string, readonly number[]>();
  const buckets = new Map<string, { readonly level: number; readonly at: number }>();

  const slide = (key: string, most: number, span: number): number | null => {
    const now = Date.now();
    const recent = (windows.get(key) ?? []).filter((at) => at > now - span);
    const first = recent.at(-most);
    windows.set(key, first === undefined ? [...recent, now] : recent);
    return first === undefined ? null : Math.max(1, Math.ceil((first + span - now) / 1_000));
  };
  const drain = (key: string, perSecond: number, burst: number): number | null => {
    const now = Date.now();
    const { level, at } = buckets.get(key) ?? { level: burst, at: now };
    const filled = Math.min(burst, level + ((now - at) / 1_000) * perSecond);
    buckets.set(key, { level: filled < 1 ? filled : filled - 1, at: now });
    return filled < 1 ? Math.ceil((1 - filled) / perSecond) : null;
  };

  return {
    check(method, team, channel) {
      if (method === 'chat.postMessage') {
        return drain(`channel ${channel}`, 1, CHANNEL_BURST) ?? drain(`team ${team}`, TEAM_PER_SECOND, TEAM_BURST);
      }
      if (isHasty && isAsked(method)) return null;
      return slide(`${method} ${team}`, PER_MINUTE[method] ?? TIER_2, MINUTE);
    },
  };
}
