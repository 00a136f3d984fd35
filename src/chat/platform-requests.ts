import { PlatformError } from '../errors.ts';
import type { Adapter } from './adapter.ts';
import type { Invocation, Platform } from './invocation.ts';
import type { PlatformAnswer, PlatformRequest } from './view.ts';

/** Does what a view asks of the platform, for the person who acts. @throws PlatformError when it gives no answer. */
export async function askPlatform(
  adapters: ReadonlyMap<Platform, Adapter>,
  { platform, space, person }: Invocation,
  request: PlatformRequest,
): Promise<PlatformAnswer> {
  const adapter = adapters.get(platform);
  if (!adapter) return { kind: 'unanswered' };
  switch (request.kind) {
    case 'open-inbox':
      try {
        return { kind: 'inbox', inbox: await adapter.openInbox(space ?? '', person.id) };
      } catch (error) {
        if (error instanceof PlatformError && error.failure === 'unreachable-person') return { kind: 'inbox-closed' };
        throw error;
      }
    case 'inspect':
      return space === null
        ? { kind: 'unanswered' }
        : { kind: 'inspected', channels: await adapter.inspect(space, request.channels) };
    default:
      return request satisfies never;
  }
}
