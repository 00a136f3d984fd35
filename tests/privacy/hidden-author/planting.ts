import { createHash } from 'node:crypto';
import type { Adapter, Outgoing } from '../../../src/chat/adapter.ts';
import type { Core, CoreOptions } from '../../../src/core.ts';
import type { Observation } from './observation.ts';

/** Something that is put into the bot when it is put together. */
export interface Plant {
  readonly options?: (options: CoreOptions) => CoreOptions;
  readonly core?: (core: Core, options: CoreOptions) => Core;
}

/** A mistake that somebody could make, and where it must be found out. */
export interface Leak {
  readonly name: string;
  /** What marks it among the lines that differ, by section. */
  readonly seenIn: Readonly<Partial<Record<Section, RegExp>>>;
  /** Made anew for each bot. */
  plant(): Plant;
}

type Section = keyof Observation;

export interface Parts {
  readonly core: Core;
  readonly options: CoreOptions;
}

/** Several mistakes at once, of which none covers another. */
export const together = (leaks: readonly Leak[]): Plant => {
  const plants = leaks.map((leak) => leak.plant());
  return {
    options: (options) => plants.reduce((changed, plant) => plant.options?.(changed) ?? changed, options),
    core: (core, options) => plants.reduce((changed, plant) => plant.core?.(changed, options) ?? changed, core),
  };
};

export const dbOf = ({ options }: Parts) => options.stores.record.db<{ members: Record<string, unknown> }>();
export const hashOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);

/** Every message passes here on its way out. */
export const onTheWay = (
  options: CoreOptions,
  change: (outgoing: Outgoing, adapter: Adapter) => Promise<Outgoing>,
): CoreOptions => {
  const changed = (adapter: Adapter | undefined) =>
    adapter && { ...adapter, send: async (outgoing: Outgoing) => adapter.send(await change(outgoing, adapter)) };
  const { adapters } = options;
  const all = () => new Map([...adapters].map(([platform, adapter]) => [platform, changed(adapter) ?? adapter]));
  return {
    ...options,
    adapters: {
      ...all(),
      get size() {
        return adapters.size;
      },
      get: (platform) => changed(adapters.get(platform)),
      has: (platform) => adapters.has(platform),
      forEach: (work) => all().forEach(work),
      entries: () => all().entries(),
      keys: () => adapters.keys(),
      values: () => all().values(),
      [Symbol.iterator]: () => all()[Symbol.iterator](),
    },
  };
};
