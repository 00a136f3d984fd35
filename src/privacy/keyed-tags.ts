import type { Platform } from '../chat/invocation.ts';
import { tag } from './keys.ts';

/** Somebody on a platform, whichever member they are or were. */
export interface Someone {
  readonly platform: Platform;
  readonly space: string;
  readonly person: string;
}

/** What mutes and rates are kept by: the same through a leave and a re-join, and of another purpose or cohort another. */
export type PersonTag = (purpose: string, cohort: string, person: Someone) => string;

/** `key` is the sub-key `mutes`. */
export const personTags =
  (key: Buffer): PersonTag =>
  (purpose, cohort, { platform, space, person }) =>
    tag(key, 'person', purpose, cohort, platform, space, person);
