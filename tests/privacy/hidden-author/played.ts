import type { DatabaseName, PlatformName } from '../../support/stage.ts';
import { playDay, playLeaving, playMorning } from './day.ts';
import { playDeclining } from './decliners.ts';
import { playEarlyEvening, playEvening } from './evening.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';
import { type Observation, observe } from './observation.ts';
import type { Plant } from './planting.ts';
import { type Order, playSlot } from './slot.ts';
import { playSlotOfQuestions } from './slot-of-questions.ts';
import type { Request } from './tap.ts';

export interface Played {
  readonly seen: Observation;
  /** All that the bot asked of the platform. */
  readonly requests: readonly Request[];
  readonly violations: readonly string[];
}

/** What is seen of a whole day of one person, after which one of those whom it may hide leaves. */
export const dayOf = (platform: PlatformName, handle: string, database: DatabaseName = 'libSQL'): Promise<Played> =>
  played(platform, { database, isTraced: database === 'libSQL' }, async (house) => {
    await playDay(house, house.person(handle));
    await playLeaving(house);
  });

/** What is seen of the first hours of that day. */
export const morningOf = (platform: PlatformName, handle: string, plant?: Plant): Promise<Played> =>
  played(platform, { plant }, (house) => playMorning(house, house.person(handle)));

/** What is seen of a slot in which much was done, in one order or another. */
export const slotOf = (platform: PlatformName, order: Order, plant?: Plant): Promise<Played> =>
  played(platform, { plant }, (house) => playSlot(house, order), true);

/** What is seen of a whole evening of questions of one person. */
export const eveningOf = (platform: PlatformName, handle: string, plant?: Plant): Promise<Played> =>
  played(platform, { plant, hasMentors: true }, (house) => playEvening(house, house.person(handle)));

/** What is seen of the first hours of that evening. */
export const earlyEveningOf = (platform: PlatformName, handle: string, plant?: Plant): Promise<Played> =>
  played(platform, { plant, hasMentors: true }, (house) => playEarlyEvening(house, house.person(handle)));

/** What is seen of a slot in which much was done about questions, in one order or another. */
export const slotOfQuestions = (platform: PlatformName, order: Order, plant?: Plant): Promise<Played> =>
  played(platform, { plant, hasMentors: true }, (house) => playSlotOfQuestions(house, order), true);

/** What is seen of days on which one of two mentors declines what the other one answers. */
export const decliningOf = (platform: PlatformName, handle: string, plant?: Plant): Promise<Played> =>
  played(platform, { plant, hasMentors: true, isTraced: false }, (house) => playDeclining(house, house.person(handle)));

async function played(
  platform: PlatformName,
  options: HouseOptions,
  play: (house: House) => Promise<void>,
  isDrawnAnew = false,
): Promise<Played> {
  const house = await openHouse(platform, options);
  try {
    await play(house);
    const seen = await observe(house, { isDrawnAnew });
    return { seen, requests: house.tap.requests, violations: house.stage.platform.violations() };
  } finally {
    await house.close();
  }
}
