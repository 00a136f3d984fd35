import type { Adapter } from '../../src/chat/adapter.ts';
import type { LoopbackPlatform } from '../platforms/driver.ts';

/** One adapter, not yet started, on its own platform. What the conformance suite is given for each platform. */
export interface Stage {
  readonly adapter: Adapter;
  readonly platform: LoopbackPlatform;
  close(): Promise<void>;
}

export type OpenStage = () => Promise<Stage>;
