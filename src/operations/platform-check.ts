import type { Adapter, Inbox } from '../chat/adapter.ts';
import type { ChannelFault } from '../chat/view.ts';
import { PlatformError } from '../errors.ts';
import { type Finding, fault, faultOf, well } from './findings.ts';

/** Channels of one space that the bot must be able to use. */
export interface Place {
  readonly space: string;
  readonly cohort: string;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

export interface PlatformCheckOptions {
  readonly places: readonly Place[];
  /** Handles nothing of its own: the bot is not running. */
  readonly inbox: Inbox;
  readonly mending: Readonly<Record<ChannelFault, string>>;
  readonly withinMs: number;
}

const farAway = ['Check that this machine reaches the Internet, and the address of the API if one is set.'];

const NAMES = { discord: 'Discord', slack: 'Slack', sandbox: 'The sandbox' } as const;

/** Signs in for real, looks at what the bot may do in each channel, and signs out. */
export async function checkPlatform(adapter: Adapter, options: PlatformCheckOptions): Promise<readonly Finding[]> {
  const name = NAMES[adapter.platform];
  try {
    if (!(await isWithin(options.withinMs, adapter.start(options.inbox)))) return [fault(`${name} does not answer.`, ...farAway)];
    const found = await Promise.all(options.places.map((place) => inspect(adapter, place, options)));
    return [well(`${name} takes the tokens, and the commands are registered.`), ...found.flat()];
  } catch (error) {
    return [faultOf(error)];
  } finally {
    await adapter.stop();
  }
}

async function inspect(adapter: Adapter, place: Place, { mending }: PlatformCheckOptions): Promise<readonly Finding[]> {
  try {
    const channels = [...new Set(place.channels.map(({ id }) => id))];
    const reports = await adapter.inspect(place.space, channels);
    return place.channels.map(({ id, name }) => {
      const faults = reports.find(({ channel }) => channel === id)?.faults ?? [];
      const what = `${place.cohort}: ${name}`;
      return faults.length === 0 ? well(what) : fault(what, ...faults.map((found) => mending[found]));
    });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return [
      fault(
        `${place.cohort}: the channels cannot be looked at (${error.failure}).`,
        error.failure === 'unavailable' || error.failure === 'rate-limited'
          ? 'Try again in a few minutes.'
          : 'Bombus may have been removed from there. Invite it again.',
      ),
    ];
  }
}

async function isWithin(ms: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
